"""Ways in that an attack with ordinary accounts found, each shut by a contract."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestAttack(SocialProgramCase):
    def refused(self, work, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            work()
            self.env.flush_all()
        self.env.invalidate_all()

    def meeting(self, role="other_officer", program=None):
        return self.as_role(role, "social.meeting").create(
            {"name": "Hidden talk", "program_id": (program or self.other_program).id}
        )

    # --- ids that are no whole numbers -----------------------------------------------
    def test_an_id_told_as_text_opens_nothing(self):
        person = self.new_person(self.other_program, role="other_officer")
        activity = self.new_activity(self.other_program, role="other_manager")
        self.refused(
            lambda: self.as_role("officer", "social.enrollment").create(
                {"program_id": self.program.id, "beneficiary_id": f" {person.id}"}
            ),
            AccessError,
        )
        self.assertFalse(self.as_role("officer", person).has_access("read"))
        self.refused(
            lambda: self.as_role("officer", "social.activity.delay").create(
                {
                    "field_activity_id": str(activity.id),
                    "delay_cause": "other",
                    "delay_reason": "-",
                }
            ),
            AccessError,
        )
        self.refused(
            lambda: self.as_role("officer", "social.risk.matrix").create(
                {"risk_ids": [Command.set([str(self.hidden_risk().id)])]}
            ),
            AccessError,
        )

    def hidden_risk(self):
        return self.as_role("other_officer", "social.risk").create(
            {"name": "Hidden", "program_id": self.other_program.id}
        )

    # --- names of what lies beside records -------------------------------------------
    def test_an_activity_names_no_record_that_its_maker_does_not_read(self):
        hidden = self.meeting()
        model_id = self.env["ir.model"]._get_id(hidden._name)
        told = {"res_model_id": model_id, "res_model": hidden._name}
        told["res_id"] = hidden.id
        for role in ("employee", "officer", "acc_invoice", "fundraiser"):
            Activity = self.as_role(role, "mail.activity")
            value = Activity.onchange(told, list(told), {"res_name": {}})["value"]
            self.assertFalse(value.get("res_name"), role)
            own = self.root["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.users[role].partner_id.id,
                    "user_id": self.users[role].id,
                }
            )
            self.refused(
                lambda own=own, role=role: self.as_role(role, own).write(
                    {"res_model_id": model_id, "res_id": hidden.id}
                ),
                AccessError,
            )
        Activity = self.as_role("other_officer", "mail.activity")
        value = Activity.onchange(told, list(told), {"res_name": {}})["value"]
        self.assertIn("Hidden talk", value["res_name"])

    def test_a_link_to_a_message_or_a_file_does_not_name_it(self):
        hidden = self.meeting()
        message = hidden.sudo().message_post(body="-", subject="Hidden subject")
        file = self.root["ir.attachment"].create(
            {"name": "hidden.txt", "res_model": hidden._name, "res_id": hidden.id}
        )
        for role in ("employee", "officer"):
            reply = self.as_role(role, "mail.message").create(
                {"body": "-", "parent_id": message.id}
            )
            self.assertFalse(reply.read(["parent_id"])[0]["parent_id"][1])
            copy = self.as_role(role, "ir.attachment").create(
                {"name": "mine", "original_id": file.id}
            )
            self.assertFalse(copy.read(["original_id"])[0]["original_id"][1])
        self.assertEqual(
            self.as_role("other_officer", message).display_name, "Hidden subject"
        )
        self.assertEqual(self.as_role("other_officer", file).display_name, "hidden.txt")
