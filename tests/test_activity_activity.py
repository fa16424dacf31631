from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestActivity(SocialProgramCase):
    def test_the_whole_way(self):
        activity = self.new_activity(role="officer")
        self.assertRegex(activity.code, r"^ACT-\d{4,}$")
        self.assertEqual(activity.company_id, self.company)
        self.as_role("manager", activity).action_approve()
        self.assertEqual(activity.baseline_date_end, date(2026, 6, 5))
        activity.write({"date_end": date(2026, 6, 8), "progress": 50})
        self.assertEqual(activity.baseline_date_end, date(2026, 6, 5))
        with freeze_time("2026-06-09"):
            with self.assert_sentence("tell the cause"):
                activity.action_done()
            activity.write({"delay_cause": "weather", "delay_reason": "Rain"})
            activity.action_done()
        self.assertEqual(
            (activity.actual_date_start, activity.actual_date_end, activity.progress),
            (date(2026, 6, 1), date(2026, 6, 9), 100),
        )
        self.assertEqual(activity.delay_days, 4)

    def test_delay_of_open_activities_grows(self):
        activity = self.new_activity()
        for day, days in (("2026-05-01", 0), ("2026-06-05", 0), ("2026-06-15", 10)):
            with freeze_time(day):
                activity.invalidate_recordset()
                self.assertEqual(activity.delay_days, days, day)
        activity.write({"state": "cancelled", "state_reason": "Rain"})
        with freeze_time("2026-06-15"):
            activity.invalidate_recordset()
            self.assertEqual(activity.delay_days, 0)

    def test_officers_propose_managers_approve(self):
        activity = self.new_activity(role="officer")
        with self.assert_sentence("approved by the manager"):
            activity.action_approve()
        with self.assert_sentence("approved by the manager"):
            activity.write({"state": "approved"})
        for role in ("other_manager", "auditor", "acc_user"):
            with self.assertRaises(AccessError):
                self.as_role(role, activity).write({"state": "approved"})
        self.as_role("deputy", activity).action_approve()
        self.assertEqual(activity.state, "approved")

    def test_states_are_guarded(self):
        activity = self.new_activity()
        with self.assert_sentence("cannot change to"):
            activity.action_done()
        with self.assert_sentence("needs a reason"):
            activity.write({"state": "cancelled"})
        with self.assert_sentence("starts as “Draft”"):
            self.new_activity(state="done")
        activity.action_approve()
        with self.assert_sentence("cancel it instead"):
            activity.unlink()
        with self.assert_sentence("cannot be written directly"):
            activity.baseline_date_end = False
        activity.write({"state": "draft", "state_reason": "Wrong dates"})
        self.assertFalse(activity.baseline_date_end)
        activity.unlink()

    def test_bad_input(self):
        with self.assert_sentence("cannot end before it starts", ValidationError):
            self.new_activity(date_start=date(2026, 6, 6))
        activity = self.new_activity()
        with self.assert_sentence("before its actual start", ValidationError):
            activity.write(
                {
                    "actual_date_start": date(2026, 6, 3),
                    "actual_date_end": date(2026, 6, 2),
                }
            )
        for values in ({"progress": 101}, {"progress": -1}, {"capacity": -1}):
            with self.assert_sentence("Progress lies|cannot be neg", ValidationError):
                activity.write(values)
        self.assertEqual((activity.progress, activity.capacity), (0, 0))

    def test_constraint_has_words(self):
        # The client shows these instead of a database error.
        for name in ("_progress_range", "_capacity_positive", "_code_uniq"):
            constraint = self.env["social.activity"]._table_objects[
                f"social_activity{name}"
            ]
            self.assertTrue(constraint.get_error_message(self.env["social.activity"]))

    def test_officers_stay_in_their_programs(self):
        foreign = self.new_activity(self.other_program, role="other_manager")
        Activity = self.as_role("officer", "social.activity")
        self.assertFalse(Activity.search([("program_id", "=", self.other_program.id)]))
        with self.assertRaises(AccessError):
            self.as_role("officer", foreign).name = "Mine"
        with self.assertRaises(AccessError):
            self.new_activity(self.other_program, role="officer")
        own = self.new_activity(role="officer")
        with self.assertRaises(AccessError):
            own.program_id = self.other_program
        with self.assertRaises(AccessError):
            own.unlink()

    def test_services_of_other_companies_are_refused(self):
        service = self.root["social.service"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        with self.assert_sentence("closed to you: Service", UserError):
            self.new_activity(service_id=service.id)

    def test_form_as_officer(self):
        with Form(self.as_role("officer", "social.activity")) as form:
            form.name = "Visit"
            form.program_id = self.as_role("officer", self.program)
        self.assertEqual(form.record.user_id, self.users["officer"])

    def test_list_in_constant_queries(self):
        activities = self.as_role("manager", "social.activity").create(
            [
                {
                    "name": f"Activity {number}",
                    "program_id": self.program.id,
                    "date_start": date(2026, 6, 1),
                    "date_end": date(2026, 6, 5),
                }
                for number in range(100)
            ]
        )
        spec = {
            "name": {},
            "delay_days": {},
            "state": {},
            "program_id": {"fields": {"display_name": {}}},
            "user_id": {"fields": {"display_name": {}}},
        }
        Activity = self.as_role("officer", "social.activity")

        def read(limit):
            return lambda: Activity.web_search_read(
                [("id", "in", activities.ids)], spec, limit=limit
            )

        self.count_queries(read(2))
        self.assertEqual(self.count_queries(read(100)), self.count_queries(read(2)))
