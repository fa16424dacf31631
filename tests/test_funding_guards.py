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
