"""Whoever must act next gets an activity of Odoo's; nobody is told twice or follows."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .reporting_common import ReportingCase


@tagged("post_install", "-at_install")
@freeze_time("2026-05-04")
class TestNext(ReportingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program.flush_recordset()

    def todos(self, record):
        """Return {login: sentence} of what is open on a record."""
        found = self.root["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
        self.assertEqual(len(found), len(found.user_id))
        return {
            todo.user_id.login.removeprefix("social_"): todo.summary for todo in found
        }

    def asked(self, record):
        return set(self.todos(record))

    def told(self, record):
        """Return the logins of those who got a message about a record, one each."""
        found = self.root["mail.notification"].search(
            [
                ("mail_message_id.model", "=", record._name),
                ("mail_message_id.res_id", "=", record.id),
            ]
        )
        return sorted(
            user.login.removeprefix("social_")
            for user in found.res_partner_id.user_ids
            for _note in found.filtered(
                lambda note, user=user: note.res_partner_id == user.partner_id
            )
        )

    def followers(self, record):
        return {
            login.removeprefix("social_")
            for login in record.sudo().message_partner_ids.user_ids.mapped("login")
        }

    # --- activities ------------------------------------------------------------------

    def test_submitted_activity_reaches_manager_and_deputy(self):
        activity = self.new_activity(role="officer")
        followers = self.followers(activity)
        activity.action_submit()
        self.assertEqual(self.asked(activity), {"manager", "deputy"})
        self.assertIn("Test officer asks", self.todos(activity)["manager"])
        todo = self.root["mail.activity"].search(
            [("res_model", "=", activity._name), ("res_id", "=", activity.id)]
        )
        self.assertEqual(set(todo.mapped("date_deadline")), {date(2026, 5, 11)})
        self.assertEqual(self.told(activity), ["deputy", "manager"])
        self.assertEqual(self.followers(activity), followers)
        self.assertIn("Test manager", activity.awaited_answer)
        self.assertIn("Test deputy", activity.awaited_answer)
        self.as_role("deputy", activity).action_approve()
        self.assertFalse(self.todos(activity))
        self.assertFalse(activity.awaited_answer)
        done = self.root["mail.activity"].search(
            [
                ("res_model", "=", activity._name),
                ("res_id", "=", activity.id),
                ("active", "=", False),
            ]
        )
        self.assertEqual(done.user_id, self.users["deputy"])
        self.assertEqual(self.followers(activity), followers)

    def test_one_message_by_the_users_own_setting(self):
        self.users["manager"].sudo().notification_type = "inbox"
        activity = self.new_activity(role="officer")
        activity.action_submit()
        notes = self.root["mail.notification"].search(
            [
                ("mail_message_id.model", "=", activity._name),
                ("mail_message_id.res_id", "=", activity.id),
            ]
        )
        self.assertEqual(
            {
                (note.res_partner_id.user_ids.login, note.notification_type)
                for note in notes
            },
            {("social_manager", "inbox"), ("social_deputy", "email")},
        )
        self.assertEqual(len(notes), 2)

    def test_returned_activity_reaches_its_submitter(self):
        activity = self.new_activity(role="officer")
        activity.action_submit()
        self.as_role("manager", activity).write(
            {"state": "draft", "state_reason": "Too dear\nby far"}
        )
        self.assertEqual(
            self.todos(activity),
            {"officer": "Sent back by Test manager: Too dear by far"},
        )
        activity.action_submit()
        self.assertEqual(self.asked(activity), {"manager", "deputy"})
        # Nobody is told what he or she did.
        activity.write({"state": "draft", "state_reason": "A slip"})
        self.assertFalse(self.todos(activity))
        activity.action_submit()
        activity.write({"state": "cancelled", "state_reason": "Rain"})
        self.assertFalse(self.todos(activity))

    def test_sentence_in_the_language_of_who_reads_it(self):
        self.env["res.lang"]._activate_lang("id_ID")
        self.env["ir.module.module"].search(
            [("name", "=", "social_program")]
        )._update_translations(["id_ID"])
        self.users["manager"].sudo().lang = "id_ID"
        activity = self.new_activity(role="officer")
        activity.action_submit()
        todos = self.todos(activity)
        self.assertIn("asks for approval", todos["deputy"])
        self.assertIn("minta persetujuan", todos["manager"])

    def test_only_those_who_may(self):
        self.company.sudo().social_program_second_person = True
        activity = self.new_activity(role="manager")
        activity.action_submit()
        self.assertEqual(self.asked(activity), {"deputy"})
        # Changing what waits is proposing it: the deputy's answer is no longer awaited.
        self.as_role("deputy", activity).objective = "More"
        self.assertEqual(self.asked(activity), {"admin"})
        self.assertNotIn("Test deputy", activity.awaited_answer)
        self.users["deputy"].sudo().active = False
        other = self.new_activity(role="officer")
        other.action_submit()
        self.assertEqual(self.asked(other), {"manager"})

    def test_never_more_than_three(self):
        for number in range(3):
            self._new_user(f"admin{number}", "social_program.group_admin", self.company)
        self._new_user(
            "admin_elsewhere", "social_program.group_admin", self.other_company
        )
        self.company.sudo().social_program_second_person = True
        program = self.new_program()
        program.action_ask_approval()
        self.assertEqual(self.asked(program), {"admin", "admin0", "admin1"})

    def test_a_new_manager_takes_over_what_waits(self):
        activity = self.new_activity(role="officer")
        activity.action_submit()
        self.as_role("admin", self.program).manager_id = self.users["other_manager"]
        self.assertEqual(self.asked(activity), {"other_manager", "deputy"})
        self.assertEqual(self.told(activity).count("deputy"), 1)

    def test_what_others_planned_by_hand_stays(self):
        activity = self.new_activity(role="officer")
        activity.activity_schedule(
            "mail.mail_activity_data_todo",
            automated=False,
            user_id=self.users["officer"].id,
        )
        activity.action_submit()
        self.as_role("manager", activity).action_approve()
        self.assertEqual(self.asked(activity), {"officer"})

    def test_queries_of_submitting(self):
        first, second = (self.new_activity(role="officer") for _number in range(2))
        first.action_submit()
        count = self.count_queries(second.action_submit)
        self.assertLessEqual(count, 230)
        # Without anybody to tell, ending many costs the same for one and for twenty.
        many = self.as_role("manager", "social.activity")
        for _number in range(20):
            many |= self.new_activity()
        one, rest = many[0], many[1:]
        reason = {"state": "cancelled", "state_reason": "Rain"}
        single = self.count_queries(lambda: one.write(reason))
        self.assertLessEqual(
            self.count_queries(lambda: rest.write(reason)), single + 20
        )

    # --- programs --------------------------------------------------------------------

    def test_program_asks_only_where_a_second_person_must(self):
        program = self.new_program()
        self.assertFalse(program.can_ask_approval)
        self.assertIn("approved", program.next_states)
        self.company.sudo().social_program_second_person = True
        program.invalidate_recordset()
        self.assertTrue(program.can_ask_approval)
        self.assertNotIn("approved", program.next_states or [])
        followers = self.followers(program)
        program.action_ask_approval()
        self.assertEqual(self.asked(program), {"admin"})
        self.assertEqual(self.told(program), ["admin"])
        self.assertEqual(self.followers(program), followers)
        self.assertIn("Test admin", program.awaited_answer)
        self.assertFalse(program.can_ask_approval)
        with self.assert_sentence("asked for already"):
            program.action_ask_approval()
        waiting = self.as_role("auditor", "social.program").search(
            [("state", "=", "draft"), ("submitted_by_id", "!=", False)]
        )
        self.assertEqual(waiting.ids, program.ids)
        self.as_role("admin", program).action_approve()
        self.assertFalse(self.todos(program))

    def test_umbrella_manager_is_asked_if_he_or_she_may(self):
        self.company.sudo().social_program_second_person = True
        umbrella = self.new_program(name="Umbrella")
        child = self.new_program(name="Child", parent_id=umbrella.id)
        child.sudo().write(
            {
                "manager_id": self.users["other_manager"].id,
                "changed_by_ids": [(6, 0, self.users["other_manager"].ids)],
            }
        )
        as_other = self.as_role("other_manager", child)
        as_other.action_ask_approval()
        # Reads it, but may not approve it.
        self.assertEqual(self.asked(child), {"admin"})
        as_other.action_take_back()
        self.assertFalse(self.todos(child))
        self.assertFalse(child.submitted_by_id)
        child.sudo().member_ids = [
            (0, 0, {"role": "deputy", "user_id": self.users["manager"].id})
        ]
        as_other.action_ask_approval()
        self.assertEqual(self.asked(child), {"manager"})

    def test_program_is_sent_back_with_a_reason(self):
        self.company.sudo().social_program_second_person = True
        program = self.new_program()
        program.action_ask_approval()
        dialog = self.as_role("admin", program).action_send_back()["context"]
        self.as_role("admin", "social.program.reason").create(
            {
                "res_model": dialog["default_res_model"],
                "res_id": dialog["default_res_id"],
                "new_state": dialog["default_new_state"],
                "reason": "No exit plan",
            }
        ).action_confirm()
        self.assertEqual(program.state, "draft")
        self.assertFalse(program.awaited_answer)
        self.assertEqual(
            self.todos(program), {"manager": "Sent back by Test admin: No exit plan"}
        )
        self.assertIn("No exit plan", program.sudo().message_ids[0].body)
        program.invalidate_recordset()
        program.action_ask_approval()
        self.assertEqual(self.asked(program), {"admin"})

    def test_nobody_to_ask(self):
        self.company.sudo().social_program_second_person = True
        program = self.new_program()
        self.users["admin"].sudo().active = False
        with self.assert_sentence("Nobody else may approve"):
            program.action_ask_approval()
        template = self.new_program(is_template=True)
        self.assertFalse(template.can_ask_approval)
        with self.assert_sentence("cannot be written directly"):
            self.program.write({"submitted_by_id": False})

    # --- budgets and reports ---------------------------------------------------------

    def test_budget_reaches_whom_the_settings_name(self):
        self.company.sudo().social_program_budget_approver_id = self.users[
            "acc_manager"
        ]
        budget = self.draft_budget([("T1", "travel", 10)])
        self.assertTrue(budget.can_ask_approval)
        budget.action_ask_approval()
        self.assertEqual(self.asked(budget), {"acc_manager"})
        self.assertEqual(self.told(budget), ["acc_manager"])
        self.approve(budget)
        self.assertFalse(self.todos(budget))
        self.assertFalse(budget.changed_by_ids)

    def test_budget_reaches_those_who_approve_budgets(self):
        # Somebody who may not is not asked, whatever the settings say.
        self.company.sudo().social_program_budget_approver_id = self.users["auditor"]
        budget = self.draft_budget([("T1", "travel", 10)])
        with self.assert_sentence("empty"):
            self.draft_budget(grant=self.grant).action_ask_approval()
        budget.action_ask_approval()
        self.assertEqual(self.asked(budget), {"admin", "acc_manager"})
        self.as_role("acc_manager", budget)._change_state("draft", "Too high")
        self.assertEqual(
            self.todos(budget),
            {"manager": "Sent back by Test acc_manager: Too high"},
        )
        # Who approves budgets has nobody to ask, but for a second person.
        own = self.draft_budget([("T1", "travel", 1)], role="admin", grant=self.grant)
        self.assertFalse(own.can_ask_approval)
        self.company.sudo().social_program_second_person = True
        own.invalidate_recordset()
        self.assertTrue(own.can_ask_approval)
        own.action_ask_approval()
        self.assertEqual(self.asked(own), {"acc_manager"})

    def test_report_reaches_its_reviewer(self):
        report = self.new_report(self.grant, role="fundraiser")
        report.action_submit_for_review()
        self.assertEqual(self.asked(report), {"acc_user", "acc_manager"})
        self.assertIn("check its figures", self.todos(report)["acc_user"])
        self.as_role("acc_user", report).write(
            {"state": "draft", "state_reason": "March is missing"}
        )
        self.assertEqual(
            self.todos(report),
            {"fundraiser": "Sent back by Test acc_user: March is missing"},
        )
        self.company.sudo().social_program_report_reviewer_id = self.users["admin"]
        report.action_submit_for_review()
        self.assertEqual(self.asked(report), {"admin"})
