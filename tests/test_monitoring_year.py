"""One year of one program, as its manager lives through it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import SocialProgramCase

SECRET = "Quarrel between two colleagues"
OUTSIDERS = ("admin", "deputy", "officer", "auditor", "other_manager")


@tagged("post_install", "-at_install")
class TestYear(SocialProgramCase):
    def test_one_year_of_one_program(self):
        self.company.social_program_second_person = True
        with freeze_time("2026-01-05"):
            program = self.plan()
        with freeze_time("2026-02-02"):
            series = self.six_activities(program)
        with freeze_time("2026-04-01"):
            self.carry_out(series[:2])
            self.change_in_the_middle(series)
        with freeze_time("2026-04-20"):
            policy = self.policy_change(program, series)
        with freeze_time("2026-05-04"):
            conflict = self.internal_conflict(program)
        with freeze_time("2026-08-31"):
            self.partner_leaves(program)
        with freeze_time("2026-12-28"):
            self.close(program, series, policy | conflict)

    def plan(self):
        """January: planned by the manager, approved by a second person."""
        partner = self.root["res.partner"].create(
            {"name": "Village Network", "is_company": True}
        )
        program = self.new_program(
            name="Wells for Six Villages",
            member_ids=[
                (0, 0, {"role": "officer", "user_id": self.users["officer"].id}),
                (0, 0, {"role": "deputy", "user_id": self.users["deputy"].id}),
                (0, 0, {"role": "partner", "partner_id": partner.id}),
            ],
        )
        with self.assert_sentence("second person"):
            program.action_approve()
        self.as_role("admin", program).action_approve()
        program.action_start()
        self.assertEqual(program.state, "running")
        self.assertEqual(program.baseline_date_end, date(2026, 12, 31))
        return program

    def six_activities(self, program):
        """February: a training that comes back each month; Lebaran is left out."""
        training = self.new_activity(
            program,
            role="officer",
            name="Training of committees",
            date_start=date(2026, 2, 10),
            date_end=date(2026, 2, 11),
            cost_ids=[(0, 0, {"name": "Meals", "quantity": 30, "unit_cost": 25000})],
        )
        Repeat = self.as_role("officer", "social.activity.repeat").with_context(
            **training.action_repeat()["context"]
        )
        repeat = Repeat.create(
            {"frequency": "monthly", "month_by": "weekday", "count": 5}
        )
        repeat._update_lines()
        holiday = repeat.line_ids.filtered(
            lambda line: line.date_start == date(2026, 4, 14)
        )
        holiday.skip = True
        repeat._update_lines()
        repeat.action_confirm()
        series = training.recurrence_id.field_activity_ids.sorted("date_start")
        self.assertEqual(
            series.mapped("date_start"),
            [
                date(2026, 2, 10),
                date(2026, 3, 10),
                date(2026, 5, 12),
                date(2026, 6, 9),
                date(2026, 7, 14),
                date(2026, 8, 11),
            ],
        )
        # Each has the cost estimate of the first.
        self.assertEqual(series.mapped("cost_ids.amount"), [750000.0] * 6)
        series.action_submit()
        with self.assert_sentence("second person|approved by the manager"):
            series.action_approve()
        self.as_role("manager", series).action_approve()
        return self.as_role("manager", series)

    def carry_out(self, activities):
        for activity in activities:
            activity.write(
                {
                    "actual_date_start": activity.date_start,
                    "actual_date_end": activity.date_end,
                    "report_narrative": "<p>Twelve committees were trained.</p>",
                    "participants_female": 14,
                    "participants_male": 10,
                }
            )
        activities.action_done()
        self.assertEqual(activities.mapped("participants_total"), [24, 24])

    def change_in_the_middle(self, series):
        """April: from the third one on, two days earlier and in the school."""
        Change = self.as_role("manager", "social.activity.series.change")
        change = Change.with_context(
            **series[2].action_change_series()["context"]
        ).create({"scope": "later", "date_start": date(2026, 5, 10), "place": "School"})
        self.assertEqual(change.changed_count, 4)
        change.action_confirm()
        self.assertEqual(
            series.mapped("date_start")[1:4],
            [date(2026, 3, 10), date(2026, 5, 10), date(2026, 6, 7)],
        )
        self.assertEqual(
            series.mapped("place"), [False, False, *["School"] * 4], series
        )

    def policy_change(self, program, series):
        """A new rule shifts the four that are left by three weeks."""
        issue = self.as_role("manager", "social.issue").create(
            {
                "name": "Villages must agree in writing",
                "program_id": program.id,
                "kind": "policy",
                "effective_date": date(2026, 5, 1),
                "effect_days": 21,
            }
        )
        shift = (
            self.as_role("manager", "social.issue.shift")
            .with_context(default_issue_id=issue.id)
            .create({})
        )
        self.assertEqual(shift.line_ids.field_activity_id, series[2:])
        shift.action_shift()
        self.assertEqual(series[2].date_start, date(2026, 5, 31))
        self.assertEqual(series[5].date_start, date(2026, 8, 30))
        self.assertEqual(series[2:].mapped("delay_cause"), ["policy"] * 4)
        # What was approved stays, so that the delay shows.
        self.assertEqual(series[2].baseline_date_start, date(2026, 5, 12))
        self.assertEqual(series[2].delay_days, 19)
        self.assertEqual(issue.field_activity_ids, series[2:])
        issue.decision = "<p>Agreements are signed first.</p>"
        issue.action_decide()
        self.assertEqual(issue.decided_by_id, self.users["manager"])
        return issue

    def internal_conflict(self, program):
        """May: a quarrel that the manager and one named person know of."""
        issue = self.as_role("manager", "social.issue").create(
            {
                "name": SECRET,
                "program_id": program.id,
                "kind": "conflict",
                "effective_date": date(2026, 5, 4),
                "confidant_ids": [(4, self.users["other_officer"].id)],
            }
        )
        self.assertTrue(issue.confidential)
        issue.message_post(body=f"{SECRET}: talk on Monday")
        issue.activity_schedule("mail.mail_activity_data_todo", summary=SECRET)
        self.env.flush_all()
        for role in OUTSIDERS:
            with self.subTest(role=role):
                self.check_outsider(role, issue, program)
        # The named person reads it, though he is not of the program.
        confidant = self.as_role("other_officer", issue)
        self.assertEqual(confidant.name, SECRET)
        self.assertEqual(confidant.search([("id", "=", issue.id)]), confidant)
        return issue

    def check_outsider(self, role, issue, program):
        """Try every way to a confidential issue as somebody who is not named."""
        Issue = self.as_role(role, "social.issue")
        here = [("program_id", "=", program.id)]
        self.assertNotIn(issue.id, Issue.search([]).ids)
        self.assertFalse(Issue.search([("name", "ilike", SECRET)]))
        self.assertFalse(Issue.search_count([("kind", "=", "conflict")]))
        self.assertFalse(Issue.name_search(issue.code))
        groups = Issue.formatted_read_group(here, ["kind"], ["__count"])
        self.assertNotIn("conflict", [group["kind"] for group in groups])
        with self.assertRaises(AccessError):
            self.as_role(role, issue).read(["name"])
        for model in ("mail.message", "mail.activity"):
            field = "model" if model == "mail.message" else "res_model"
            found = self.as_role(role, model).search(
                [(field, "=", "social.issue"), ("res_id", "=", issue.id)]
            )
            self.assertFalse(found, model)
        Mail = self.as_role(role, "mail.mail")
        if Mail.has_access("read"):
            self.assertFalse(Mail.search([("body_html", "ilike", SECRET)]))
        if role == "other_manager" or not self.as_role(role, program).has_access(
            "read"
        ):
            return
        seen = self.as_role(role, program)
        texts = [seen.health_reason or ""]
        for heading, sentences in seen._news_sections(
            date(2026, 4, 1), date(2026, 5, 31)
        ):
            texts += [heading, *sentences]
        text = "\n".join(map(str, texts))
        self.assertNotIn(SECRET, text)
        self.assertNotIn(issue.code, text)
        self.assertNotIn("onfidential", text)

    def partner_leaves(self, program):
        """August: the partner goes; what it was stays on record."""
        member = program.member_ids.filtered("partner_id")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            member.leaving_reason = "Its funding ended"
            self.env.flush_all()
        member.write(
            {"date_end": date(2026, 8, 31), "leaving_reason": "Its funding ended"}
        )
        self.assertEqual(program.member_ids.filtered("partner_id"), member)

    def close(self, program, series, issues):
        """December: refused as long as something is open, then accepted."""
        program.action_start_closing()
        with self.assert_sentence("Training of committees"):
            program.action_close()
        with self.assert_sentence("tell the cause|cause of the delay"):
            series[2].write({"delay_cause": False, "delay_reason": False})
            series[2].action_done()
        series[2:].action_done()
        self.assertEqual(set(series.mapped("state")), {"done"})
        with self.assert_sentence("cannot be closed"):
            program.action_close()
        for issue in issues:
            issue.write({"state": "resolved", "state_reason": "Settled in a talk"})
        program.action_close()
        self.assertEqual(program.state, "closed")
        with self.assert_sentence("closed or cancelled"):
            self.new_activity(program)
