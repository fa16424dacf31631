"""Calls from outside, which no form would send."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PIXEL, SocialProgramCase


@tagged("post_install", "-at_install")
class TestOutside(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.field_activity = cls._activity("manager", cls.program)
        cls.own = cls._activity("other_manager", cls.other_program)
        cls.visit = cls.as_role("other_officer", "social.visit").create(
            {"program_id": cls.other_program.id, "place": "Hall"}
        )

    @classmethod
    def _activity(cls, role, program):
        return cls.as_role(role, "social.activity").create(
            {
                "name": "Training",
                "program_id": program.id,
                "date_start": date(2026, 2, 1),
                "date_end": date(2026, 2, 2),
            }
        )

    def test_parts_stay_in_their_program(self):
        cost = self.as_role("other_officer", "social.activity.cost").create(
            {"name": "Rent", "field_activity_id": self.own.id, "unit_cost": 5}
        )
        finding = self.as_role("other_officer", "social.visit.finding").create(
            {"visit_id": self.visit.id, "text": "Leak"}
        )
        for record, vals in (
            (cost, {"program_id": self.program.id}),
            (cost, {"company_id": self.other_company.id}),
            (cost, {"amount": 1}),
            (finding, {"program_id": self.program.id}),
            (finding, {"date": "1999-01-01"}),
        ):
            with self.subTest(vals), self.assert_sentence("cannot be written"):
                record.write(vals)
        with self.assert_sentence("cannot be written"):
            finding.create(
                {"visit_id": self.visit.id, "text": "Old", "done_on": "1999-01-01"}
            )

    def test_a_photo_has_one_parent(self):
        foreign = self.as_role("manager", "social.visit").create(
            {"program_id": self.program.id, "place": "School"}
        )
        Photo = self.as_role("other_officer", "social.photo")
        vals = {"field_activity_id": self.own.id, "image": PIXEL}
        with self.assert_sentence("not to both"):
            Photo.create({**vals, "visit_id": self.visit.id})
        with self.assertRaises(AccessError):
            Photo.create({**vals, "visit_id": foreign.id})

    def test_dialogs_about_activities_of_others(self):
        told = {"delay_cause": "other", "delay_reason": "Rain"}
        for model, vals, shown in (
            ("social.activity.delay", told, {"date_start": {}}),
            ("social.activity.repeat", {"mon": True}, {"program_date_end": {}}),
            ("social.activity.series.change", {}, {"date_start": {}}),
        ):
            Dialog = self.as_role("other_officer", model)
            vals = {**vals, "field_activity_id": self.field_activity.id}
            for work in (
                lambda d=Dialog, v=vals: d.create(v),
                lambda d=Dialog, v=vals, s=shown: d.onchange(
                    v, ["field_activity_id"], s
                ),
            ):
                self.env.flush_all()
                self.env.invalidate_all()
                with self.subTest(model), self.assertRaises(AccessError):
                    work()

    def test_days_that_are_too_many(self):
        told = {"delay_cause": "other", "delay_reason": "Rain"}
        issue = self.as_role("manager", "social.issue").create(
            {"name": "Flood", "program_id": self.program.id}
        )
        about = {"field_activity_id": self.field_activity.id}
        for days in (4000, 10_000_000, 2_000_000_000):
            delay = self.as_role("manager", "social.activity.delay").create(
                {**about, **told, "days": days}
            )
            self.assertFalse(delay.date_start)
            shift = self.as_role("manager", "social.issue.shift").create(
                {
                    "issue_id": issue.id,
                    "days": days,
                    "date_from": date(2026, 1, 1),
                    **told,
                }
            )
            self.assertFalse(shift.line_ids.new_date_start)
            for work in (delay.action_confirm, shift.action_shift):
                with self.subTest(days), self.assert_sentence("ten years"):
                    work()
        Change = self.as_role("manager", "social.activity.series.change")
        far = {**about, **told, "date_start": "9999-12-31"}
        self.assertIn("Training", Change.new(far).preview)
        with self.assert_sentence("check the year"):
            Change.create(far)
        change = Change.create({**far, "date_start": "2099-12-31"})
        self.assertIn("Training", change.preview)
        with self.assert_sentence("ten years"):
            change.action_confirm()
        self.assertEqual(self.field_activity.date_start, date(2026, 2, 1))

    def test_a_rule_without_its_weekday(self):
        for missing in ("month_week", "month_weekday"):
            vals = {
                "field_activity_id": self.field_activity.id,
                "frequency": "monthly",
                "month_by": "weekday",
                missing: False,
            }
            Dialog = self.as_role("manager", "social.activity.repeat")
            shown = Dialog.onchange(vals, [], {"warning": {}, "line_ids": {}})
            self.assertIn("at least one day", shown["value"]["warning"])
            self.assertFalse(shown["value"].get("line_ids"))
            with self.assert_sentence("at least one day"):
                Dialog.create(vals)

    def test_derived_fields(self):
        risk, stakeholder, item = (
            self.as_role("other_manager", model).create(vals)
            for model, vals in (
                ("social.risk", {"name": "Flood", "program_id": self.other_program.id}),
                (
                    "social.stakeholder",
                    {"name": "Head", "program_ids": [self.other_program.id]},
                ),
                (
                    "social.program.checkitem",
                    {"name": "Keys", "program_id": self.other_program.id},
                ),
            )
        )
        for record, vals in (
            (self.own, {"cost_estimate": 1}),
            (self.own, {"has_report": True}),
            (self.own, {"participants_total": 900}),
            (risk, {"score": 1}),
            (risk, {"level": "low"}),
            (stakeholder, {"engagement": "monitor"}),
            (stakeholder, {"last_contact_date": "2026-01-01"}),
            (item, {"done_on": "1999-01-01"}),
        ):
            with self.subTest(vals), self.assert_sentence("cannot be written"):
                record.write(vals)
        # A new record is not told either, nor by way of the context.
        vals = {
            "name": "Training",
            "program_id": self.other_program.id,
            "date_start": date(2026, 2, 1),
            "date_end": date(2026, 2, 2),
        }
        Activity = self.as_role("other_manager", "social.activity")
        told = Activity.create({**vals, "has_report": True, "participants_total": 9})
        told |= Activity.with_context(
            default_has_report=True, default_cost_estimate=5
        ).create(vals)
        for activity in told:
            self.assertFalse(activity.has_report)
            self.assertFalse(activity.participants_total)
            self.assertFalse(activity.cost_estimate)
        item.done = True
        self.assertTrue(item.done_on)

    def test_a_series_is_made_by_repeating(self):
        repeat = self.as_role("other_manager", "social.activity.repeat").create(
            {"field_activity_id": self.own.id, "sun": True, "count": 1}
        )
        repeat.action_confirm()
        series = self.own.recurrence_id
        stranger = self._activity("other_manager", self.other_program)
        for work in (
            lambda: stranger.write({"recurrence_id": series.id}),
            lambda: self.own.write({"recurrence_id": False}),
            lambda: stranger.copy({"recurrence_id": series.id}),
        ):
            with self.assert_sentence("cannot be written"):
                work()
        context = {"default_recurrence_id": series.id, "default_state": "approved"}
        copy = stranger.with_context(**context).copy()
        self.assertFalse(copy.recurrence_id)
        self.assertEqual(copy.state, "draft")

    def test_a_mistyped_year(self):
        for record in (self.own, self.as_role("other_manager", self.other_program)):
            for vals in (
                {"date_start": "0206-02-01"},
                {"date_start": "1989-12-31"},
                {"date_end": "2101-01-01"},
                {"actual_date_start": "0026-02-01"},
                {"actual_date_end": "9999-12-31"},
            ):
                with (
                    self.subTest(vals, model=record._name),
                    self.assert_sentence("outside the years 1990 to 2100"),
                ):
                    record.write(vals)
        self.own.date_end = "2100-12-31"
        for day in ("9999-01-01", "2100-06-01", "0001-01-01"):
            Copy = self.as_role("other_manager", "social.program.copy")
            with self.subTest(day), self.assert_sentence("outside the years"):
                Copy.create(
                    {
                        "source_id": self.other_program.id,
                        "name": "Next",
                        "date_start": day,
                        "with_activities": True,
                    }
                ).action_copy()
