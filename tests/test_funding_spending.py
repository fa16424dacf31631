"""What spending is: expected amounts worked out by hand from posted entries."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from .funding_common import FundingCase


@tagged("post_install", "-at_install")
class TestFundingSpending(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.budget = cls.new_budget(
            [
                ("P1", "people", 5000),
                ("T1", "travel", 2000),
                ("G1", "goods", 3000),
                ("E1", "equipment", 4000),
            ],
            grant=cls.grant,
        )
        cls.pair = {cls.key(cls.program, cls.grant): 100}

    def test_a_bill_is_spent_by_account(self):
        self.bill([("travel", 120.5, self.pair), ("supplies", 79.5, self.pair)])
        self.assert_budget(self.budget, T1=120.5, G1=79.5)

    def test_account_without_heading_is_unbudgeted(self):
        self.bill([("office", 60, self.pair), ("travel", 40, self.pair)])
        self.assert_budget(self.budget, T1=40, unbudgeted=60)

    def test_heading_catches_accounts_of_the_headings_below(self):
        self.bill([("medical", 33, self.pair)])
        self.assert_budget(self.budget, G1=33)

    def test_advance_is_no_cost_until_it_is_accounted_for(self):
        self.entry([("staff_advance", 1000, self.pair)])
        self.entry([("prepayment", 500, self.pair)])
        self.assert_budget(self.budget)
        # The traveller hands in receipts of 640; the rest is paid back.
        self.entry(
            [("staff_advance", -1000, self.pair), ("travel", 640, self.pair)],
            date(2026, 4, 2),
        )
        self.assert_budget(self.budget, T1=640)

    def test_payable_cash_and_tax_receivable_are_no_cost(self):
        self.entry(
            [
                ("payable", -70, self.pair),
                ("tax_paid", 11, self.pair),
                ("bank", -41, self.pair),
                ("travel", 100, self.pair),
            ]
        )
        self.assert_budget(self.budget, T1=100)

    def test_income_stands_apart(self):
        self.entry([("income", -2500, self.pair), ("deferred", -100, self.pair)])
        self.bill([("travel", 10, self.pair)])
        self.assert_budget(self.budget, T1=10)
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 10)

    def test_installment_of_a_grant_is_no_spending(self):
        # Money comes in, and what is still receivable of it does not count either.
        self.entry([("receivable", 30000, self.pair), ("income", -30000, self.pair)])
        self.assert_budget(self.budget)
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 0)
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 0)

    # --- equipment -----------------------------------------------------------------

    def test_laptop_charged_when_bought(self):
        self.bill([("equipment", 1500, self.pair)])
        self.assert_budget(self.budget, E1=1500)
        # Its depreciation would charge the grant a second time.
        self.entry(
            [
                ("depreciation", 125, self.pair),
                ("accumulated_other", -125, self.pair),
            ],
            date(2026, 6, 30),
        )
        self.assert_budget(self.budget, E1=1500)

    def test_depreciation_against_an_account_of_fixed_assets(self):
        """As in the Indonesian chart, whose contra account has the asset's type."""
        self.bill([("equipment", 1500, self.pair)])
        self.entry(
            [("depreciation", 125, self.pair), ("accumulated", -125, self.pair)],
            date(2026, 6, 30),
        )
        self.assert_budget(self.budget, E1=1500)

    def test_depreciation_with_analytics_on_the_contra_account_only(self):
        self.bill([("equipment", 1500, self.pair)])
        self.entry(
            [("depreciation", 125, False), ("accumulated", -125, self.pair)],
            date(2026, 6, 30),
        )
        self.assert_budget(self.budget, E1=1500)

    def test_laptop_charged_as_it_depreciates(self):
        self.grant.asset_charging = "depreciation"
        self.bill([("equipment", 1500, self.pair)])
        self.assert_budget(self.budget)
        self.entry(
            [("depreciation", 125, self.pair), ("accumulated", -125, self.pair)],
            date(2026, 6, 30),
        )
        self.assert_budget(self.budget, E1=125)

    def test_own_funds_follow_the_company(self):
        budget = self.new_budget([("E1", "equipment", 9000)])
        own = {self.key(self.program): 100}
        self.bill([("equipment", 800, own)])
        self.entry([("depreciation", 80, own), ("accumulated", -80, own)])
        self.assert_budget(budget, E1=800)
        self.company.social_program_asset_charging = "depreciation"
        self.env.invalidate_all()
        self.assert_budget(budget, E1=80)
        # A grant has its own rule.
        self.bill([("equipment", 1500, self.pair)])
        self.assert_budget(self.budget, E1=1500)

    def test_refund_of_equipment_gives_the_money_back(self):
        self.bill([("equipment", 1500, self.pair)])
        self.refund([("equipment", 400, self.pair)])
        self.assert_budget(self.budget, E1=1100)

    # --- timesheets ----------------------------------------------------------------

    def _timesheet(self, amount, day=date(2026, 5, 4), **vals):
        """Create what timesheets leave: an analytic line without general account."""
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        return self.root["account.analytic.line"].create(
            {
                "name": "Hours",
                "date": day,
                "company_id": self.company.id,
                "account_id": self.program.sudo().analytic_account_id.id,
                plan._column_name(): self.grant.analytic_account_id.id,
                "amount": -amount,
                **vals,
            }
        )

    def test_timesheet_without_labour_line_is_no_spending(self):
        self._timesheet(90)
        self.assert_budget(self.budget)
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 0)
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 0)

    def test_timesheet_lands_in_the_labour_line(self):
        self._timesheet(90)
        self._timesheet(55, date(2025, 12, 31))
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        # Own funds have no labour line.
        self._timesheet(70, **{plan._column_name(): False})
        revision = self.revise(self.budget)
        self.line_of(revision, "P1").labour = True
        self.approve(revision)
        self.bill([("salary", 200, self.pair)])
        self.assert_budget(revision, P1=290)
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 290)
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 290)

    def test_timesheet_of_the_app_lands_in_the_labour_line(self):
        if "hr.employee" not in self.env or "timesheet_ids" not in (
            self.env["project.task"]._fields
        ):
            self.skipTest("needs hr_timesheet")
        budget = self.new_budget([("L1", "people", 1000, {"labour": True})])
        employee = self.root["hr.employee"].create(
            {
                "name": "Field worker",
                "company_id": self.company.id,
                "hourly_cost": 12.5,
            }
        )
        self.root["account.analytic.line"].create(
            {
                "name": "Visits",
                "date": date(2026, 5, 4),
                "project_id": self.program.sudo().project_id.id,
                "employee_id": employee.id,
                "unit_amount": 4,
            }
        )
        self.assert_budget(budget, L1=50)
        self.assert_budget(self.budget)

    def test_analytic_line_without_journal_item_is_no_posted_cost(self):
        self._timesheet(45, general_account_id=self.accounts["travel"].id)
        self.assert_budget(self.budget)

    # --- life of a bill ------------------------------------------------------------

    def test_refund(self):
        self.bill([("travel", 300, self.pair)])
        self.refund([("travel", 120, self.pair)], date(2026, 4, 1))
        self.assert_budget(self.budget, T1=180)

    def test_refund_made_from_the_bill(self):
        bill = self.bill(
            [
                (
                    "travel",
                    300,
                    self.pair,
                    {
                        "social_program_budget_line_id": self.line_of(
                            self.budget, "G1"
                        ).id
                    },
                )
            ]
        )
        self.assert_budget(self.budget, G1=300)
        reverse = bill._reverse_moves([{"date": date(2026, 4, 1)}])
        reverse.invoice_date = date(2026, 4, 1)
        reverse.action_post()
        self.assert_budget(self.budget)

    def test_draft_is_committed_and_never_spent(self):
        bill = self.draft_bill([("travel", 300, self.pair)])
        self.assert_budget(self.budget, committed=300)
        bill.action_post()
        self.assert_budget(self.budget, T1=300)
        bill.button_draft()
        self.assert_budget(self.budget, committed=300)
        bill.button_cancel()
        self.assert_budget(self.budget)

    def test_draft_refund_and_receipt_are_committed(self):
        self.draft_bill([("travel", 300, self.pair)])
        self.draft_bill([("travel", 40, self.pair)], move_type="in_refund")
        self.draft_bill([("supplies", 5, self.pair)], move_type="in_receipt")
        self.assert_budget(self.budget, committed=265)
        self.assertEqual(self.line_of(self.budget, "T1").amount_committed, 260)
        self.assertEqual(self.line_of(self.budget, "G1").amount_committed, 5)

    def test_draft_entry_is_neither_spent_nor_committed(self):
        self.entry([("travel", 300, self.pair)], post=False)
        self.assert_budget(self.budget)

    def test_draft_on_balance_sheet_accounts_is_not_committed(self):
        self.draft_bill([("prepayment", 300, self.pair), ("equipment", 50, self.pair)])
        self.assert_budget(self.budget, committed=50)

    def test_draft_brings_its_taxes(self):
        """Tax that cannot be deducted is a cost; deductible tax is none."""
        lost = self.new_tax(10, account="fees", analytic=True)
        deductible = self.new_tax(10, account="tax_paid")
        bill = self.draft_bill(
            [
                ("travel", 100, self.pair, {"tax_ids": [Command.set(lost.ids)]}),
                ("supplies", 50, self.pair, {"tax_ids": [Command.set(deductible.ids)]}),
            ]
        )
        self.assert_budget(self.budget, committed=160)
        bill.action_post()
        self.assert_budget(self.budget, T1=100, G1=50, unbudgeted=10)

    def test_tax_without_account_of_its_own_follows_the_cost(self):
        tax = self.new_tax(10)
        bill = self.draft_bill(
            [("travel", 100, self.pair, {"tax_ids": [Command.set(tax.ids)]})]
        )
        self.assert_budget(self.budget, committed=110)
        bill.action_post()
        self.assert_budget(self.budget, T1=110)

    # --- periods -------------------------------------------------------------------

    def test_bounds_are_inclusive(self):
        for day, amount in (
            (date(2025, 12, 31), 1),
            (date(2026, 1, 1), 2),
            (date(2026, 12, 31), 4),
            (date(2027, 1, 1), 8),
        ):
            self.entry([("travel", amount, self.pair)], day)
        self.assert_budget(self.budget, T1=6)
        # All of it is spending of the grant and of the program.
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 15)
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 15)

    def test_the_date_of_the_analytic_line_decides(self):
        move = self.entry([("travel", 100, self.pair)], date(2026, 12, 31))
        move.sudo().line_ids.analytic_line_ids.date = date(2027, 1, 2)
        self.assert_budget(self.budget)

    def test_accounting_date_of_a_draft_decides_not_the_bill_date(self):
        self.draft_bill(
            [("travel", 100, self.pair)],
            invoice_date=date(2025, 12, 20),
            date=date(2026, 1, 5),
        )
        self.draft_bill(
            [("travel", 10, self.pair)],
            invoice_date=date(2026, 12, 20),
            date=date(2027, 1, 5),
        )
        self.assert_budget(self.budget, committed=100)
