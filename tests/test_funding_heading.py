"""The named line and the account: what a form proposes, and what it leaves alone."""

from datetime import date

from odoo.tests import Form, tagged

from .funding_common import FundingCase


@tagged("post_install", "-at_install")
class TestFundingHeading(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.budget = cls.new_budget(
            [
                ("T1", "travel", 100),
                ("G1", "goods", 200),
                ("E1", "equipment", 300),
                ("R1", "root", 50),
            ],
            grant=cls.grant,
        )

    def _line(self, code):
        return self.line_of(self.budget, code).with_env(
            self.as_role("acc_user", "social.budget.line").env
        )

    def _form(self, role="acc_user"):
        form = Form(
            self.as_role(role, "account.move").with_context(
                default_move_type="in_invoice",
                default_journal_id=self.journals["purchase"].id,
            )
        )
        form.partner_id = self.vendor
        form.invoice_date = date(2026, 3, 15)
        return form

    def _account(self, key):
        return self.accounts[key].with_env(
            self.as_role("acc_user", "account.account").env
        )

    def test_naming_a_line_proposes_its_account(self):
        with self._form() as form, form.invoice_line_ids.new() as line:
            line.name = "Bus"
            line.price_unit = 10
            self.assertEqual(line.account_id, self._account("office"))
            line.social_program_budget_line_id = self._line("T1")
            self.assertEqual(line.account_id, self._account("travel"))
            # Another line: what was proposed for the first goes.
            line.social_program_budget_line_id = self._line("G1")
            self.assertEqual(line.account_id, self._account("supplies"))
            # Its headings below count as well: this account is right.
            line.account_id = self._account("medical")
            line.social_program_budget_line_id = self._line("T1")
            self.assertEqual(line.account_id, self._account("medical"))
        self.assertRegex(
            form.record.social_program_warning, "“Bus” is booked on .*Medical"
        )

    def test_line_named_in_a_saved_bill(self):
        bill = self.draft_bill(
            [
                (
                    "travel",
                    10,
                    False,
                    {"social_program_budget_line_id": self._line("T1").id},
                )
            ]
        )
        self.assertFalse(bill.social_program_warning)
        with (
            Form(self.as_role("acc_user", bill)) as form,
            form.invoice_line_ids.edit(0) as line,
        ):
            line.social_program_budget_line_id = self._line("G1")
            self.assertEqual(line.account_id, self._account("supplies"))

    def test_biller_who_sees_no_account(self):
        with self._form("acc_invoice") as form:
            for _number in range(2):
                with form.invoice_line_ids.new() as line:
                    line.name = "Bus"
                    line.price_unit = 10
            with form.invoice_line_ids.edit(0) as line:
                line.social_program_budget_line_id = self._line("T1")
        bill = form.record
        accounts = [self._account("travel"), self._account("office")]
        self.assertEqual(list(bill.invoice_line_ids.account_id), accounts)
        with Form(bill) as form:
            with form.invoice_line_ids.edit(0) as line:
                line.social_program_budget_line_id = self._line("G1")
            with form.invoice_line_ids.edit(1) as line:
                line.social_program_budget_line_id = self._line("T1")
        accounts = [self._account("supplies"), self._account("travel")]
        self.assertEqual(list(bill.invoice_line_ids.account_id), accounts)
        self.assertFalse(bill.social_program_warning)
        # What the accountant chose stays, and the biller is told.
        bill.invoice_line_ids[0].sudo().account_id = self.accounts["fees"]
        with Form(bill) as form, form.invoice_line_ids.edit(0) as line:
            line.social_program_budget_line_id = self._line("T1")
        self.assertEqual(bill.invoice_line_ids[0].account_id, self._account("fees"))
        self.assertRegex(bill.social_program_warning, "“Bus” is booked on .*Fees")

    def test_choice_by_hand_stays_and_is_told(self):
        with self._form() as form, form.invoice_line_ids.new() as line:
            line.name = "Cement"
            line.price_unit = 10
            line.account_id = self._account("fees")
            line.social_program_budget_line_id = self._line("G1")
            self.assertEqual(line.account_id, self._account("fees"))
        self.assertRegex(
            form.record.social_program_warning,
            "“Cement” is booked on .*Fees.* “Goods”.*Line G1",
        )

    def test_of_several_accounts_the_last_one_used(self):
        def proposed():
            with self._form() as form, form.invoice_line_ids.new() as line:
                line.name = "Pump"
                line.price_unit = 10
                line.social_program_budget_line_id = self._line("E1")
                return line.account_id

        self.assertEqual(proposed(), self._account("office"), "there is no telling")
        self.bill(
            [
                (
                    "equipment",
                    10,
                    False,
                    {"social_program_budget_line_id": self._line("E1").id},
                )
            ]
        )
        self.assertEqual(proposed(), self._account("equipment"))

    def test_picker_shows_what_is_left(self):
        self.bill([("travel", 40.5, {self.key(self.program, self.grant): 100})])
        found = (
            self.as_role("acc_invoice", "social.budget.line")
            .with_context(social_program_line_budget=1)
            .web_name_search("T1", {"display_name": {}})
        )
        [line] = [one for one in found if one["id"] == self._line("T1").id]
        self.assertIn("59.50 USD left", line["__formatted_display_name"])
        self.assertNotIn("left", line["display_name"])
