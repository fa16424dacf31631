"""Ways around the screens that once led to wrong figures or to people's names."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestFundingGuards(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.env["res.partner"].create({"name": "Funder"})
        cls.sponsor = cls.env["social.sponsor"].create({"partner_id": partner.id})
        cls.grant = cls.env["social.grant"].create(
            {
                "name": "Wells",
                "sponsor_id": cls.sponsor.id,
                "amount": 100.0,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )

    def test_the_account_of_a_grant_stays(self):
        """Neither emptied nor changed: its costs would turn into own funds."""
        account = self.grant.analytic_account_id
        other = account.copy({"name": "Another"})
        for value in (False, other.id):
            with self.subTest(value=value), self.assertRaises(ValidationError):
                self.grant.analytic_account_id = value
        self.grant.invalidate_recordset()
        self.assertEqual(self.grant.analytic_account_id, account)

    def test_a_report_is_about_something(self):
        with self.assertRaises(ValidationError):
            self.env["social.donor.report"].create(
                {"date_from": "2026-01-01", "date_to": "2026-12-31"}
            )

    def test_headings_in_use_stay_in_their_company(self):
        root = self.env["social.cost.category"].create(
            {"name": "Root", "child_ids": [Command.create({"name": "Leaf"})]}
        )
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(ValidationError):
            root.company_id = other

    def test_budget_lines_of_items_are_not_for_everybody(self):
        """Whoever sees journal items in other apps sees no budget in them."""
        employee = new_test_user(self.env, "plain", groups="base.group_user")
        for model in ("account.move.line", "account.analytic.line"):
            fields = self.env[model].with_user(employee).fields_get()
            self.assertNotIn("social_program_budget_line_id", fields)
        fields = self.env["account.move"].with_user(employee).fields_get()
        self.assertNotIn("social_program_warning", fields)

    def test_officers_leave_the_contacts_of_sponsors_alone(self):
        officer = new_test_user(
            self.env, "field", groups="social_program.group_officer"
        )
        with self.assertRaises(UserError):
            self.env["social.volunteer"].with_user(officer).create(
                {"partner_id": self.sponsor.partner_id.id, "name": "Renamed"}
            )
        self.assertEqual(self.sponsor.partner_id.name, "Funder")

    def test_a_dialog_belongs_to_whoever_opened_it(self):
        fundraiser, other = (
            new_test_user(self.env, login, groups="social_program.group_fundraising")
            for login in ("one", "two")
        )
        dialog = (
            self.env["social.donor.report.print"]
            .with_user(fundraiser)
            .create(
                {
                    "grant_id": self.grant.id,
                    "date_from": "2026-01-01",
                    "date_to": "2026-12-31",
                }
            )
        )
        with self.assertRaises(AccessError):
            dialog.with_user(other).read(["date_from"])

    def test_a_reason_dialog_belongs_to_whoever_opened_it(self):
        one, other = (
            new_test_user(self.env, login, groups="social_program.group_officer")
            for login in ("asker", "reader")
        )
        dialog = (
            self.env["social.program.reason"]
            .with_user(one)
            .create(
                {
                    "res_model": "social.program",
                    "res_id": self.program.id,
                    "new_state": "suspended",
                    "reason": "A quarrel",
                }
            )
        )
        with self.assertRaises(AccessError):
            dialog.with_user(other).read(["reason"])

    def test_a_date_that_is_emptied_is_asked_for(self):
        """A sentence about the missing value, no error of what follows from it."""
        for record in (self.program, self.grant):
            with (
                self.subTest(model=record._name),
                self.assert_sentence("cannot be left empty", ValidationError),
            ):
                record.date_end = False

    def test_a_reason_is_kept_while_nothing_changes(self):
        self.program.action_approve()
        self.program.action_start()
        self.program.write({"state": "suspended", "state_reason": "Floods"})
        self.program.write({"state": "suspended", "state_reason": "Other words"})
        self.assertEqual(self.program.state_reason, "Floods")

    def test_the_project_of_a_program_keeps_its_account(self):
        program = self.program.sudo()
        other = program.analytic_account_id.copy({"name": "Another"})
        with self.assertRaises(ValidationError):
            program.project_id.account_id = other

    def test_the_activity_of_a_budget_line_stays_in_its_program(self):
        activity = self.env["social.activity"].create(
            {
                "name": "Dig",
                "program_id": self.program.id,
                "date_start": self.program.date_start,
                "date_end": self.program.date_end,
            }
        )
        root = self.env["social.cost.category"].create(
            {"name": "Root", "company_id": self.program.company_id.id}
        )
        self.env["social.budget"].create(
            {
                "program_id": self.program.id,
                "root_category_id": root.id,
                "date_start": self.program.date_start,
                "date_end": self.program.date_end,
                "line_ids": [
                    Command.create(
                        {
                            "name": "Spades",
                            "category_id": root.id,
                            "field_activity_id": activity.id,
                        }
                    )
                ],
            }
        )
        other = self.program.copy({"name": "Another program"})
        with self.assertRaises(ValidationError):
            activity.program_id = other

    def test_bills_on_closed_programs_are_warned_about(self):
        expense, _payable = (
            self.root["account.account"]
            .with_company(self.company)
            .create(
                [
                    {
                        "name": kind,
                        "code": code,
                        "account_type": kind,
                        "company_ids": [Command.set(self.company.ids)],
                        "reconcile": kind == "liability_payable",
                    }
                    for kind, code in (
                        ("expense", "5199"),
                        ("liability_payable", "2199"),
                    )
                ]
            )
        )
        journal = self.root["account.journal"].create(
            {
                "default_account_id": expense.id,
                "name": "Bills",
                "code": "BILLS",
                "type": "purchase",
                "company_id": self.company.id,
            }
        )
        bill = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "move_type": "in_invoice",
                "date": "2026-06-02",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Cement",
                            "analytic_distribution": {
                                self.program.analytic_account_id.id: 100
                            },
                        }
                    )
                ],
            }
        )
        self.assertFalse(bill.social_program_warning)
        self.program.last_cost_date = "2026-06-01"
        bill.invalidate_recordset(["social_program_warning"])
        self.assertIn("takes costs until", bill.social_program_warning)
        self.program.write({"state": "cancelled", "state_reason": "No funds"})
        bill.invalidate_recordset(["social_program_warning"])
        self.assertIn("closed or cancelled", bill.social_program_warning)
