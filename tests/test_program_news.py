from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import SocialProgramCase

MONDAY, SUNDAY = date(2026, 6, 8), date(2026, 6, 14)


@tagged("post_install", "-at_install")
class TestProgramNews(SocialProgramCase):
    def written(self):
        """Let the tracking of this transaction be written."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def born(self, records, day):
        """Set when records were created: Odoo takes the database's clock."""
        records.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET create_date = %s WHERE id = ANY(%s)",
                SQL.identifier(records._table),
                day,
                records.ids,
            )
        )
        records.invalidate_recordset(["create_date"])

    def news(self, role="manager", program=None):
        program = self.as_role(role, program or self.program)
        program.env.invalidate_all()
        return self.news_of(program, MONDAY, SUNDAY)

    @freeze_time("2026-06-10")
    def test_what_changed(self):
        old = self.new_activity(name="Survey", date_end=date(2026, 6, 20))
        self.written()
        self.born(old, date(2026, 5, 1))
        old.action_approve()
        self.written()
        old.date_end = date(2026, 6, 25)
        self.written()
        old.date_end = date(2026, 6, 30)
        new = self.new_activity(name="Training", date_end=date(2026, 6, 9))
        self.born(new, date(2026, 6, 10))
        self.program.action_approve()
        self.written()
        news = self.news()
        self.assertEqual(news["Program"], ["It went from “Draft” to “Approved”."])
        self.assertEqual(
            news["Field activities"],
            [
                "“Survey” went from “Draft” to “Approved”.",
                "The end of “Survey” moved from 20 Jun 2026 to 30 Jun 2026.",
                "New: “Training”, from 1 Jun 2026.",
                "“Training” should have ended on 9 Jun 2026 and is not done.",
            ],
        )
        self.assertEqual(self.news_of(self.program, SUNDAY, SUNDAY), {})

    @freeze_time("2026-06-10")
    def test_a_change_taken_back_is_none(self):
        activity = self.new_activity(date_end=date(2026, 6, 20))
        self.written()
        for day in (25, 20):
            activity.date_end = date(2026, 6, day)
            self.written()
        self.assertEqual(self.news(), {})

    @freeze_time("2026-06-10")
    def test_milestones_and_what_comes(self):
        Milestone = self.root["project.milestone"]
        project = self.program.sudo().project_id
        for name, day in (("Permit", 9), ("Later", 30)):
            Milestone.create(
                {
                    "name": name,
                    "project_id": project.id,
                    "deadline": date(2026, 6, day),
                }
            )
        Milestone.create(
            {"name": "Signed", "project_id": project.id, "is_reached": True}
        )
        self.assertEqual(
            self.news("officer")["Milestones"],
            ["Missed: “Permit”, due on 9 Jun 2026.", "Reached: “Signed”."],
        )
        self.new_activity(date_start=date(2026, 6, 16), date_end=date(2026, 6, 17))
        self.assertEqual(
            self.sentences(self.program._news_coming_up(SUNDAY)),
            ["“Training” begins on 16 Jun 2026."],
        )

    @freeze_time("2026-06-10")
    def test_in_the_reader_s_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        activity = self.new_activity()
        self.written()
        activity.with_context(lang="id_ID").action_approve()
        self.written()
        self.assertIn(
            "“Training” went from “Draft” to “Approved”.",
            self.news()["Field activities"],
        )

    @freeze_time("2026-06-10")
    def test_what_a_reader_may_not_read_is_left_out(self):
        self.born(self.new_activity(), date(2026, 6, 10))
        self.assertIn("Field activities", self.news("auditor"))
        self.assertNotIn("Field activities", self.news("fundraiser"))
        program = self.as_role("fundraiser", self.program)
        self.assertNotIn("Training", program.news)
        with self.assertRaises(AccessError):
            self.as_role("other_officer", self.program).read(["news"])

    # --- the mail --------------------------------------------------------------------

    def mails(self):
        return self.root["mail.mail"].search([("subject", "=like", "Your programs%")])

    def run_cron(self):
        self.written()
        with self.enter_registry_test_mode():
            self.env.ref("social_program.ir_cron_program_news").method_direct_trigger()

    @freeze_time("2026-06-15")
    def test_only_those_who_want_it_are_mailed(self):
        self.new_activity()
        self.written()
        with freeze_time("2026-06-10"):
            self.program.action_approve()
            self.written()
        self.run_cron()
        self.assertFalse(self.mails())
        self.as_role("officer", self.program).action_mail_news()
        self.assertTrue(self.as_role("officer", self.program).is_news_mailed)
        self.assertFalse(self.program.is_news_mailed)
        self.run_cron()
        [mail] = self.mails()
        self.assertIn(self.users["officer"].email, mail.email_to)
        self.assertIn("Clean Water", mail.body_html)
        self.assertIn("went from", mail.body_html)
        self.assertTrue(mail.auto_delete)
        # Not twice about the same days.
        self.run_cron()
        self.assertEqual(len(self.mails()), 1)

    @freeze_time("2026-06-15")
    def test_managers_choose_for_themselves(self):
        self.written()
        with freeze_time("2026-06-10"):
            self.program.action_approve()
            self.written()
        self.program.action_mail_news()
        self.assertTrue(self.users["manager"].social_program_weekly_news)
        self.run_cron()
        self.assertEqual(len(self.mails()), 1)
        self.program.action_stop_news()
        self.assertFalse(self.program.is_news_mailed)
        self.assertFalse(self.root["social.program"]._news_wanted())
        # In their preferences as well.
        user = self.as_role("manager", self.users["manager"])
        user.social_program_weekly_news = True
        self.assertTrue(user.read(["social_program_weekly_news"]))

    @freeze_time("2026-06-15")
    def test_administrators_hear_of_all_programs_the_worst_first(self):
        self.written()
        with freeze_time("2026-06-10"):
            for program in (self.program, self.other_program):
                self.as_role("admin", program).action_approve()
                self.as_role("admin", program).action_start()
            self.written()
        late = self.new_program("other_manager", name="Wells")
        late.action_approve()
        late.action_start()
        late.sudo().date_end = late.sudo().baseline_date_end = date(2026, 6, 1)
        self.written()
        self.born(late, date(2026, 1, 1))
        for login in ("admin", "manager", "stranger"):
            user = self.as_role(login, self.users[login])
            user.social_program_weekly_all = True
            self.assertTrue(user.read(["social_program_weekly_all"]))
        self.run_cron()
        mails = self.mails()
        # Who does not administer programs has no mail of all of them.
        self.assertEqual(
            mails.mapped("email_to"), [self.users["admin"].email_formatted]
        )
        body = str(mails.body_html)
        self.assertLess(body.index("Wells"), body.index("Clean Water"))
        self.assertLess(body.index("Wells"), body.index("School Meals"))
        self.assertIn("Off Track", body)

    @freeze_time("2026-06-15")
    def test_no_mail_when_nothing_changed(self):
        self.new_activity(date_start=date(2026, 6, 18), date_end=date(2026, 6, 19))
        self.program.action_mail_news()
        self.run_cron()
        self.assertFalse(self.mails())

    @freeze_time("2026-06-15")
    def test_each_with_own_rights_and_language(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.program.sudo().member_ids = [
            Command.create(
                {
                    "user_id": self.users["employee"].id,
                    "role": "finance",
                    "weekly_news": True,
                }
            ),
        ]
        self.users["officer"].lang = "id_ID"
        self.as_role("officer", self.program).action_mail_news()
        with freeze_time("2026-06-10"):
            activity = self.new_activity(
                date_start=date(2026, 8, 1), date_end=date(2026, 8, 2)
            )
            self.written()
        self.born(activity, date(2026, 6, 10))
        self.run_cron()
        # Who may not read the program gets nothing.
        mail = self.root["mail.mail"].search(
            [("body_html", "like", "social-programs"), ("auto_delete", "=", True)]
        )
        self.assertEqual(len(mail), 1)
        self.assertIn(self.users["officer"].email, mail.email_to)
        self.assertIn("1 Agu 2026", mail.body_html)
        with self.assertRaises(AccessError):
            self.as_role("employee", self.program).action_mail_news()

    def test_former_members_are_not_mailed(self):
        self.as_role("officer", self.program).action_mail_news()
        member = self.program.member_ids.filtered("weekly_news")
        self.assertEqual(member.user_id, self.users["officer"])
        member.date_end = date(2020, 1, 1)
        self.assertFalse(self.root["social.program"]._news_wanted())
