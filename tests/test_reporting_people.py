"""Field activities and people in the donor report."""

from datetime import date

from odoo.tests import tagged

from .reporting_common import ReportingCase

SPRING = {"date_from": date(2026, 3, 1), "date_to": date(2026, 6, 30)}


@tagged("post_install", "-at_install")
class TestReportingPeople(ReportingCase):
    # --- people ----------------------------------------------------------------------

    def enroll(self, day, program=None, **person):
        person = self.new_person(program, **person)
        self.new_enrollment(
            person, program, date_applied=date(2026, 1, 1), date_enrolled=day
        )
        return person

    def test_new_and_cumulative(self):
        self.enroll(date(2026, 2, 28), sex="female", birth_date=date(2020, 7, 1))
        self.enroll(date(2026, 3, 1), sex="female", birth_date=date(2020, 6, 30))
        self.enroll(date(2026, 6, 30), sex="male", birth_date=date(1960, 1, 1))
        self.enroll(date(2026, 6, 30))
        self.enroll(date(2026, 7, 1), sex="other")
        figures = self.new_report(self.program, **SPRING)._figures()
        children = self.row(figures, "people", band="5-11")
        self.assertEqual(
            self.cells(children, "new_female", "cumulative_female"),
            {"new_female": 1, "cumulative_female": 2},
        )
        self.assertEqual(self.row(figures, "people", band="60+")["new_male"], 1)
        unknown = self.row(figures, "people", band="Unknown age")
        self.assertEqual(unknown["new_unknown"], 1)
        total = self.total(figures, "people")
        self.assertEqual((total["new_total"], total["cumulative_total"]), (3, 4))
        self.assertEqual(total["cumulative_other"], 0)
        self.assertEqual(figures["summary"]["people"], 4)

    def test_age_on_the_last_day_of_the_period(self):
        self.enroll(date(2026, 3, 1), birth_date=date(2021, 7, 1))
        before = self.new_report(self.program, **SPRING)._figures()
        self.assertEqual(self.row(before, "people", band="0-4")["new_total"], 1)
        after = self.new_report(self.program)._figures()
        self.assertEqual(self.row(after, "people", band="5-11")["new_total"], 1)

    def test_person_counts_once(self):
        child = self.new_program(name="Pumps", parent_id=self.program.id)
        person = self.enroll(date(2026, 2, 1))
        self.new_enrollment(
            person, child, date_applied=date(2026, 1, 1), date_enrolled=date(2026, 4, 1)
        )
        total = self.total(self.new_report(self.program, **SPRING)._figures(), "people")
        self.assertEqual((total["new_total"], total["cumulative_total"]), (0, 1))
        total = self.total(self.new_report(child, **SPRING)._figures(), "people")
        self.assertEqual((total["new_total"], total["cumulative_total"]), (1, 1))

    def test_who_was_never_enrolled_does_not_count(self):
        for state in ("applied", "eligible", "waitlisted", "rejected"):
            self.new_enrollment(self.new_person(), state=state)
        left = self.enroll(date(2026, 3, 5))
        left.enrollment_ids.write({"state": "exited", "exit_reason": "Moved"})
        total = self.total(self.new_report(self.program)._figures(), "people")
        self.assertEqual(total["cumulative_total"], 1)

    def test_none_at_all_is_said_instead_of_zeros(self):
        report = self.new_report(self.program)
        self.assertEqual(report._figures()["people"]["rows"], [])
        self.assertIn("No enrollments are recorded", report.preview)

    def test_grant_counts_people_of_its_programs(self):
        self.new_budget([("A", "people", 1.0)], grant=self.grant)
        self.enroll(date(2026, 3, 5))
        other = self.new_person(self.other_program, role="other_manager")
        self.new_enrollment(other, self.other_program, role="other_manager")
        total = self.total(self.new_report(self.grant)._figures(), "people")
        self.assertEqual(total["cumulative_total"], 1)

    def test_nobody_is_named(self):
        person = self.enroll(date(2026, 3, 5), name="Ni Luh Sekar")
        page = str(self.new_report(self.program).preview)
        self.assertNotIn("Sekar", page)
        self.assertNotIn(person.code, page)

    # --- activities ------------------------------------------------------------------

    def activities(self, subject=None, **vals):
        rows = self.new_report(subject or self.program, **vals)._figures()
        return {row["name"]: row for row in rows["activities"]["rows"]}

    def test_those_that_touch_the_period(self):
        for name, start, end in (
            ("before", date(2026, 1, 1), date(2026, 2, 28)),
            ("first day", date(2026, 1, 1), date(2026, 3, 1)),
            ("last day", date(2026, 6, 30), date(2026, 8, 1)),
            ("around", date(2026, 1, 1), date(2026, 12, 1)),
            ("after", date(2026, 7, 1), date(2026, 8, 1)),
        ):
            self.new_activity(name=name, date_start=start, date_end=end)
        overdue = self.new_activity(
            name="overdue", date_start=date(2026, 1, 1), date_end=date(2026, 1, 31)
        )
        overdue.action_approve()
        self.new_activity(self.other_program, "other_manager", name="elsewhere")
        self.assertEqual(
            set(self.activities(**SPRING)),
            {"first day", "last day", "around", "overdue"},
        )

    def test_planned_is_what_was_approved(self):
        activity = self.new_activity()
        activity.action_approve()
        activity.write(
            {
                "date_end": date(2026, 6, 20),
                "actual_date_start": date(2026, 6, 2),
                "actual_date_end": date(2026, 6, 15),
                "delay_cause": "weather",
                "delay_reason": "Flood",
            }
        )
        activity.action_done()
        row = self.activities()["Training"]
        self.assertEqual(
            self.cells(
                row,
                "planned_start",
                "planned_end",
                "actual_start",
                "actual_end",
                "progress",
                "delay",
                "reason",
                "cost",
            ),
            {
                "planned_start": date(2026, 6, 1),
                "planned_end": date(2026, 6, 5),
                "actual_start": date(2026, 6, 2),
                "actual_end": date(2026, 6, 15),
                "progress": 100.0,
                "delay": 10,
                "reason": "Flood",
                "cost": None,
            },
        )

    def test_why_it_was_cancelled(self):
        activity = self.new_activity()
        activity.write({"state": "cancelled", "state_reason": "Road closed"})
        self.assertEqual(self.activities()["Training"]["reason"], "Road closed")

    def test_cost_is_what_its_budget_lines_received(self):
        activity = self.new_activity(
            date_start=date(2026, 2, 1), date_end=date(2026, 11, 1)
        )
        link = {"field_activity_id": activity.id}
        self.new_budget(
            [
                ("A", "people", 100.0, link),
                ("B", "travel", 100.0, link),
                ("C", "goods", 100.0),
            ],
            grant=self.grant,
        )
        self.new_budget([("D", "people", 100.0, link)])
        pair = self.key(self.program, self.grant)
        for key, price, day in (
            ("salary", 1.0, date(2026, 2, 1)),
            ("travel", 20.0, date(2026, 4, 1)),
            ("supplies", 300.0, date(2026, 4, 1)),
            ("salary", 4000.0, date(2026, 7, 1)),
        ):
            self.bill([(key, price, {pair: 100})], day)
        self.bill([("salary", 0.5, {self.key(self.program): 100})], date(2026, 4, 1))
        self.assertEqual(
            self.activities(self.grant, **SPRING)["Training"]["cost"], 21.0
        )
        self.assertEqual(self.activities(**SPRING)["Training"]["cost"], 21.5)
