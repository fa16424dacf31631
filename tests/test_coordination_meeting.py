from datetime import date, datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestMeeting(SocialProgramCase):
    def new_meeting(self, role="officer", **vals):
        return self.as_role(role, "social.meeting").create(
            {
                "name": "Monthly coordination",
                "program_id": self.program.id,
                "date": date(2026, 6, 1),
                **vals,
            }
        )

    def new_decision(self, meeting, role="manager", **vals):
        return self.as_role(role, "social.meeting.decision").create(
            {
                "meeting_id": meeting.id,
                "text": "Buy pipes",
                "user_id": self.users["officer"].id,
                "deadline": date(2026, 6, 20),
                **vals,
            }
        )

    def test_decision_becomes_a_task(self):
        meeting = self.new_meeting()
        self.assertRegex(meeting.code, r"^MTG-\d{4,}$")
        decision = self.new_decision(meeting)
        self.users["officer"].sudo().tz = "Asia/Makassar"
        decision.action_make_task()
        task = decision.task_id
        action = decision.action_open_task()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("project.task", task.id)
        )
        self.assertEqual(task.project_id, self.program.sudo().project_id)
        self.assertEqual(task.user_ids, self.users["officer"])
        # The end of 20 June in Makassar.
        self.assertEqual(task.date_deadline, datetime(2026, 6, 20, 15, 59))
        self.assertEqual(task.social_program_meeting_id, meeting)
        self.assertIn(meeting.display_name, task.message_ids[0].body)
        # A second click changes nothing.
        decision.action_make_task()
        self.assertEqual(decision.task_id, task)
        self.assertEqual(decision.state, "open")
        task.state = "1_done"
        self.assertEqual(decision.state, "done")
        task.state = "01_in_progress"
        self.assertEqual(decision.state, "open")
        # The officer works on it; the form of the Project application reads more and
        # opens for its users only.
        self.assertEqual(self.as_role("officer", task).name, "Buy pipes")
        self.assertFalse(self.as_role("officer", decision).can_open_task)
        self.assertTrue(self.as_role("manager", decision).can_open_task)
        self.assertFalse(self.as_role("deputy", decision).can_open_task)

    def test_all_at_once(self):
        meeting = self.new_meeting(role="manager")
        decisions = self.new_decision(meeting)
        decisions |= self.new_decision(meeting, user_id=False, deadline=False)
        done = self.new_decision(meeting, state="done")
        self.assertTrue(meeting.can_make_tasks)
        meeting.action_make_tasks()
        self.assertTrue(all(decision.task_id for decision in decisions))
        self.assertFalse(done.task_id)
        self.assertFalse(meeting.can_make_tasks)
        self.assertEqual((meeting.decision_count, meeting.decision_open_count), (3, 2))

    def test_rights_in_projects_stay_those_of_the_role(self):
        decision = self.new_decision(self.new_meeting())
        with self.assert_sentence("may not create tasks"):
            self.as_role("officer", decision).action_make_task()
        # The deputy does not follow the project yet.
        with self.assert_sentence("may not create tasks"):
            self.as_role("deputy", decision).action_make_task()
        for role in ("other_manager", "auditor"):
            with self.assertRaises(AccessError):
                self.as_role(role, decision).action_make_task()
        self.program.sudo().project_id.message_subscribe(
            self.users["deputy"].partner_id.ids
        )
        self.as_role("deputy", decision).action_make_task()
        self.assertTrue(decision.task_id)

    def test_no_task_is_slipped_in(self):
        decision = self.new_decision(self.new_meeting())
        task = self.root["project.task"].create({"name": "Elsewhere"})
        with self.assertRaises(UserError):
            decision.task_id = task
        with self.assertRaises(UserError):
            self.new_decision(decision.meeting_id, task_id=task.id)

    @freeze_time("2026-06-10")
    def test_reminder_until_there_is_a_task(self):
        decision = self.new_decision(self.new_meeting())
        reminder = decision.sudo().activity_ids
        self.assertEqual(reminder.user_id, self.users["officer"])
        self.assertEqual(reminder.date_deadline, date(2026, 6, 20))
        decision.action_make_task()
        self.assertFalse(decision.sudo().activity_ids)
        # Somebody who does not see the program gets a task, but no reminder.
        outside = self.new_decision(
            decision.meeting_id, user_id=self.users["acc_user"].id
        )
        self.assertFalse(outside.sudo().activity_ids)
        outside.action_make_task()
        self.assertEqual(outside.task_id.user_ids, self.users["acc_user"])

    def test_form(self):
        with Form(self.as_role("manager", "social.meeting")) as form:
            form.name = "Kick-off"
            form.program_id = self.program
            with form.decision_ids.new() as line:
                line.text = "Rent a car"
        meeting = form.record
        self.assertEqual(meeting.decision_ids.state, "open")
        self.assertEqual(meeting.decision_ids.program_id, self.program)
        with Form(meeting) as form, form.decision_ids.edit(0) as line:
            line.state = "done"
        self.assertEqual(meeting.decision_ids.state, "done")

    @freeze_time("2026-06-21")
    def test_health_and_news(self):
        meeting = self.new_meeting(date=date(2026, 6, 18))
        self.new_decision(meeting)
        self.program.action_approve()
        self.program.action_start()
        self.assertIn("Decisions past their deadline: 1.", self.program.health_reason)
        officer = self.as_role("officer", self.program)
        sections = self.news_of(officer, date(2026, 6, 15), date(2026, 6, 21))
        self.assertEqual(sections["Decisions"], ["Buy pipes (until 20 Jun 2026)"])
        sections = self.news_of(officer, date(2026, 6, 1), date(2026, 6, 7))
        self.assertNotIn("Decisions", sections)
        fundraiser = self.as_role("fundraiser", self.program)
        self.assertNotIn(
            "Decisions",
            self.news_of(fundraiser, date(2026, 6, 15), date(2026, 6, 21)),
        )

    def test_counts_include_programs_below(self):
        below = self.new_program(parent_id=self.program.id)
        self.new_meeting()
        self.new_meeting(role="manager", program_id=below.id)
        program = self.as_role("manager", self.program)
        self.assertEqual(program.meeting_count, 2)
        self.assertEqual(below.meeting_count, 1)
        self.assertEqual(
            self.env["social.meeting"].search_count(
                program.action_view_meetings()["domain"]
            ),
            2,
        )

    def test_same_number_of_queries(self):
        Meeting = self.as_role("officer", "social.meeting")
        decision = {
            "text": "Buy pipes",
            "user_id": self.users["officer"].id,
            "deadline": date(2026, 6, 20),
        }
        meetings = Meeting.create(
            [
                {
                    "name": f"Meeting {number}",
                    "program_id": self.program.id,
                    "decision_ids": [Command.create(decision)],
                }
                for number in range(50)
            ]
        )
        spec = {
            "name": {},
            "decision_count": {},
            "decision_open_count": {},
            "program_id": {"fields": {"display_name": {}}},
        }

        def read(records):
            return lambda: Meeting.search([("id", "in", records.ids)]).web_read(spec)

        self.count_queries(read(meetings[:2]))
        self.assertEqual(
            self.count_queries(read(meetings)), self.count_queries(read(meetings[:2]))
        )
        # Browsed anew: a relation prefetches what its cache remembers only.
        decisions = self.as_role("officer", meetings.decision_ids).browse(
            meetings.decision_ids.ids
        )

        def postpone(records, day):
            return lambda: records.write({"deadline": day})

        self.count_queries(postpone(decisions[:2], date(2026, 7, 1)))
        few = self.count_queries(postpone(decisions[:2], date(2026, 7, 2)))
        many = self.count_queries(postpone(decisions, date(2026, 7, 3)))
        self.assertEqual(many, few)
        self.assertEqual(
            set(decisions.sudo().activity_ids.mapped("date_deadline")),
            {date(2026, 7, 3)},
        )
