"""A branch books on the programs, grants, headings and budgets of its parent."""

from datetime import date, datetime
from unittest import SkipTest

from odoo import Command
from odoo.tests import tagged

from .branch_common import BranchCase
from .common import ROLES


@tagged("post_install", "-at_install")
class TestFundingBranches(BranchCase):
    # --- figures -----------------------------------------------------------------

    def test_a_bill_of_the_branch_counts_everywhere(self):
        self.bill([("travel", 10, self.pair)])
        self.branch_bill([("travel", 40, self.pair), ("office", 5, self.pair)])
        self.branch_bill([("travel", 7, {self.key(self.program): 100})])
        self.branch_draft([("supplies", 3, self.pair)])
        for role in ("manager", "branch_manager", "acc_invoice", "branch_acc_invoice"):
            with self.subTest(role):
                self.env.invalidate_all()
                self.assert_budget(
                    self.budget, role=role, T=50, unbudgeted=5, committed=3
                )
                self.assert_budget(self.own, role=role, T=7)
                grant = self.as_role(role, self.grant)
                self.assertEqual(grant.amount_spent, 55)
                self.assertEqual(grant.amount_committed, 3)
                program = self.as_role(role, self.program)
                self.assertEqual(program.amount_spent, 62)
                self.assertEqual(program.amount_committed, 3)
                for field, total in (("amount_spent", 62), ("amount_committed", 3)):
                    self.assertEqual(
                        self.analysis(field, role, program_id=self.program.id), total
                    )
                self.assertEqual(
                    self.analysis("amount_spent", role, grant_id=self.grant.id), 55
                )

    def test_costs_are_in_the_news_of_the_program(self):
        self.branch_bill([("travel", 40, self.pair)])
        news = self.news_of(
            self.as_role("manager", self.program), date(2026, 3, 1), date(2026, 3, 31)
        )
        self.assertIn("40.00", " ".join(news["Money"]))

    def test_rows_belong_to_the_company_of_the_program(self):
        bill = self.branch_bill(
            [("travel", 40, self.pair), ("travel", 2, self.branch_pair)]
        )
        item = bill.sudo().invoice_line_ids[0]
        for role, link in (("acc_invoice", False), ("branch_acc_invoice", item.id)):
            with self.subTest(role):
                self.env.invalidate_all()
                [row] = self.as_role(role, "social.budget.analysis").search_read(
                    [("program_id", "=", self.program.id), ("kind", "=", "spent")],
                    ["company_id", "amount_spent", "move_line_id", "move_id"],
                    load=False,
                )
                self.assertEqual(row["company_id"], self.company.id)
                self.assertEqual(row["amount_spent"], 40)
                # Nobody is led to an entry that is closed to him or her.
                self.assertEqual(row["move_line_id"], link)
                self.assertEqual(row["move_id"], link and bill.id)
        [row] = self.as_role("branch_manager", "social.budget.analysis").search_read(
            [("program_id", "=", self.branch_program.id), ("kind", "=", "spent")],
            ["company_id"],
            load=False,
        )
        self.assertEqual(row["company_id"], self.branch.id)

    def test_a_grant_pays_for_a_program_of_the_branch(self):
        budget = self.draft_budget(
            [("T", "travel", 100)],
            program=self.branch_program,
            grant=self.grant,
            role="branch_manager",
        )
        self.approve(budget, "branch_acc_manager")
        self.branch_bill([("travel", 40, self.branch_pair)])
        self.bill([("travel", 10, self.pair)])
        self.assert_budget(budget, role="branch_manager", T=40)
        self.assertEqual(
            self.as_role("branch_manager", self.branch_program).amount_spent, 40
        )
        self.assert_budget(self.budget, T=10)
        # Whoever reads the grant sees all of it, and where it went.
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 50)
        self.assertEqual(self.analysis("amount_spent", grant_id=self.grant.id), 50)
        self.assertEqual(self.analysis("amount_budget", grant_id=self.grant.id), 1600)
        # A grant with approved budgets stays, even where one does not see them.
        self.as_role("manager", self.revise(self.budget))
        other = self.new_grant(name="For the branch")
        self.as_role("admin", other).action_activate()
        hidden = self.draft_budget(
            [("T", "travel", 1)],
            program=self.branch_program,
            grant=other,
            role="branch_manager",
        )
        self.approve(hidden, "branch_acc_manager")
        with self.assert_sentence("approved budgets"):
            self.as_role("admin", other).action_cancel()
        with self.assert_sentence("within its grant"):
            self.as_role("admin", other).date_end = date(2026, 6, 30)

    def test_in_the_currency_of_the_grant(self):
        budget = self.new_budget([("T", "travel", 100)], grant=self.grant_eur)
        self.assertEqual(self.branch.currency_id, self.usd)
        pair = {self.key(self.program, self.grant_eur): 100}
        self.branch_bill([("travel", 10, pair)])
        self.branch_bill([("travel", 3, pair)], currency_id=self.eur.id)
        # The rates are those of the parent: 10 dollars are 8 euros in March.
        self.assert_budget(budget, T=11)
        self.assertEqual(
            self.as_role("branch_manager", self.grant_eur).amount_spent, 11
        )
        [rows] = self.as_role("manager", "social.budget.analysis")._read_group(
            [("grant_id", "=", self.grant_eur.id), ("kind", "=", "spent")],
            [],
            ["amount_spent:sum", "currency_id:array_agg_distinct"],
        )
        self.assertEqual(rows, (13.75, [self.usd.id]))

    def test_whether_equipment_is_bought_is_said_by_the_company_of_the_program(self):
        self.branch.social_program_asset_charging = "depreciation"
        half = {self.key(self.program): 100}
        self.branch_bill([("equipment", 90, half)])
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 90)
        self.company.social_program_asset_charging = "depreciation"
        self.env.invalidate_all()
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 0)

    def test_an_archived_branch_keeps_counting(self):
        self.branch_bill([("travel", 40, self.pair)])
        self.root["res.users"].search([("company_id", "=", self.branch.id)]).write(
            {
                "company_ids": [Command.set(self.company.ids)],
                "company_id": self.company.id,
            }
        )
        self.branch.active = False
        self.assert_budget(self.budget, T=40)

    def test_branches_of_a_branch(self):
        below = self.root["res.company"].create(
            {"name": "Soe Office", "parent_id": self.branch.id}
        )
        self.users["below"] = self._new_user("below", ROLES["acc_invoice"], below)
        self.vendor.with_company(below).property_account_payable_id = self.accounts[
            "payable"
        ]
        self.bill(
            [("travel", 40, self.pair), ("travel", 5, self.branch_pair)], role="below"
        )
        self.assert_budget(self.budget, T=40)
        self.assertEqual(
            self.as_role("branch_manager", self.branch_program).amount_spent, 5
        )

    def test_spending_by_account(self):
        self.bill([("travel", 100, False)])
        parts = {
            self.key(self.program, self.grant): 50,
            self.key(self.branch_program): 25,
        }
        self.branch_bill([("travel", 60, parts), ("travel", 9, False)])
        measures = ["balance:sum", "with_program:sum", "without_program:sum"]

        def sums(role, *domain):
            self.env.invalidate_all()
            model = self.as_role(role, "social.spending.coverage")
            [row] = model._read_group(list(domain), [], measures)
            return row

        self.assertEqual(sums("acc_invoice"), (130, 30, 100))
        self.assertEqual(self.analysis("amount_spent", "acc_invoice"), 30)
        # The branch sees its books whole, and no others.
        self.assertEqual(sums("branch_acc_invoice"), (69, 45, 24))
        self.assertEqual(
            sums("branch_acc_invoice", ("company_id", "=", self.branch.id)),
            (39, 15, 24),
        )
        # Each amount once for somebody who sees both.
        rows = self.both("acc_invoice")["social.spending.coverage"].search_read(
            [], ["balance", "with_program", "without_program"]
        )
        for name, total in (
            ("balance", 169),
            ("with_program", 45),
            ("without_program", 124),
        ):
            self.assertEqual(sum(row[name] for row in rows), total)
        self.assertEqual(len({row["id"] for row in rows}), len(rows))

    def test_currencies_are_never_added_up(self):
        self.other_company.write({"currency_id": self.eur.id})
        program = self.as_role("stranger", "social.program").create(
            {
                "name": "Elsewhere",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
            }
        )
        heading = self.as_role("stranger", "social.cost.category").create(
            {"name": "All"}
        )
        budget = self.as_role("stranger", "social.budget").create(
            {
                "program_id": program.id,
                "root_category_id": heading.id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "line_ids": [
                    Command.create(
                        {"name": "L", "category_id": heading.id, "unit_cost": 11}
                    )
                ],
            }
        )
        budget.action_approve()
        env = self.both("admin", self.other_company)
        analysis = env["social.budget.analysis"]
        measures = ["amount_budget:sum", "amount_budget:sum_currency"]
        [total] = analysis.formatted_read_group([], [], measures)
        for measure in measures:
            self.assertFalse(total[measure], "Dollars and euros are no sum.")
        groups = analysis.formatted_read_group([], ["company_id"], measures)
        self.assertEqual(
            {group["company_id"][0]: group["amount_budget:sum"] for group in groups},
            {self.company.id: 1800, self.other_company.id: 11},
        )


@tagged("post_install", "-at_install")
class TestPurchaseBranches(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env["ir.module.module"]._get("purchase").state != "installed":
            raise SkipTest("needs purchase")

    def test_orders_of_the_branch_are_committed(self):
        product = self.root["product.product"].create(
            {
                "name": "Pipe",
                "type": "consu",
                "purchase_method": "purchase",
                "supplier_taxes_id": [Command.clear()],
            }
        )
        for company in self.company + self.branch:
            product.with_company(company).property_account_expense_id = self.accounts[
                "supplies"
            ]
        order = (
            self.root["purchase.order"]
            .with_company(self.branch)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.branch.id,
                    "currency_id": self.usd.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": 4,
                                "price_unit": 5,
                                "date_planned": datetime(2026, 5, 4, 5),
                                "analytic_distribution": self.pair,
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        self.assert_budget(self.budget, committed=20)
        self.assertEqual(self.as_role("manager", self.grant).amount_committed, 20)
        self.assertEqual(self.as_role("manager", self.program).amount_committed, 20)
        self.assertEqual(
            self.analysis("amount_committed", program_id=self.program.id), 20
        )
