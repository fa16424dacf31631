"""Confirmed orders are committed, until a bill takes over."""

from datetime import date, datetime
from unittest import SkipTest

from odoo import Command
from odoo.tests import tagged

from .funding_common import FundingCase


@tagged("post_install", "-at_install")
class TestFundingPurchase(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env["ir.module.module"]._get("purchase").state != "installed":
            raise SkipTest("needs purchase")
        cls.pair = {cls.key(cls.program, cls.grant): 100}
        cls.budget = cls.new_budget(
            [
                ("G1", "goods", 3000),
                ("M1", "medicine", 3000),
                ("E1", "equipment", 3000),
                ("T1", "travel", 3000),
            ],
            grant=cls.grant,
        )
        cls.product = cls.new_product("supplies")

    @classmethod
    def new_product(cls, account, **vals):
        product = cls.root["product.product"].create(
            {
                "name": account.capitalize(),
                "type": "consu",
                "purchase_method": "purchase",
                "supplier_taxes_id": [Command.clear()],
                **vals,
            }
        )
        product.with_company(cls.company).property_account_expense_id = cls.accounts[
            account
        ]
        return product

    def order(self, lines, day=date(2026, 5, 4), confirm=True, **vals):
        """Create and confirm an order.

        :param list lines: (product, quantity, price, distribution[, other values])
        """
        order = (
            self.root["purchase.order"]
            .with_company(self.company)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "currency_id": self.usd.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "name": product.name,
                                "product_qty": quantity,
                                "price_unit": price,
                                "date_planned": datetime(
                                    day.year, day.month, day.day, 5
                                ),
                                "analytic_distribution": distribution,
                                "tax_ids": [Command.clear()],
                                **(more[0] if more else {}),
                            }
                        )
                        for product, quantity, price, distribution, *more in lines
                    ],
                    **vals,
                }
            )
        )
        if confirm:
            order.button_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        return order

    def bill_of(self, order, quantity=None, day=date(2026, 5, 20)):
        """Return the draft bill of an order, for a part of the quantity."""
        order.action_create_invoice()
        bill = order.invoice_ids.filtered(lambda move: move.state == "draft")
        bill.write({"invoice_date": day, "date": day})
        if quantity is not None:
            bill.invoice_line_ids.quantity = quantity
        return bill

    def committed(self, code):
        line = self.as_role("manager", self.line_of(self.budget, code))
        return round(line.amount_committed, 2)

    # --- the life of an order ------------------------------------------------------

    def test_confirmed_order_is_committed(self):
        order = self.order([(self.product, 10, 20, self.pair)], confirm=False)
        self.assert_budget(self.budget)
        order.button_confirm()
        self.env.invalidate_all()
        self.assert_budget(self.budget, committed=200)
        self.assertEqual(self.committed("G1"), 200)
        self.assertEqual(self.as_role("manager", self.grant).amount_committed, 200)
        self.assertEqual(self.as_role("manager", self.program).amount_committed, 200)
        self.assertEqual(
            self.analysis("amount_committed", program_id=self.program.id), 200
        )
        order.button_cancel()
        self.env.invalidate_all()
        self.assert_budget(self.budget)

    def test_unit_price_after_discount(self):
        self.order([(self.product, 10, 20, self.pair, {"discount": 15})])
        self.assert_budget(self.budget, committed=170)

    def test_draft_bill_counts_from_the_bill_alone(self):
        order = self.order([(self.product, 10, 20, self.pair)])
        bill = self.bill_of(order)
        self.assert_budget(self.budget, committed=200)
        bill.action_post()
        self.assert_budget(self.budget, G1=200)

    def test_part_that_is_not_billed_yet(self):
        order = self.order([(self.product, 10, 20, self.pair)])
        bill = self.bill_of(order, 4)
        # Four on the bill, six on the order.
        self.assert_budget(self.budget, committed=200)
        bill.invoice_line_ids.price_unit = 25
        self.assert_budget(self.budget, committed=220)
        bill.action_post()
        self.assert_budget(self.budget, committed=120, G1=100)

    def test_more_billed_than_ordered(self):
        order = self.order([(self.product, 10, 20, self.pair)])
        self.bill_of(order, 12).action_post()
        self.assert_budget(self.budget, G1=240)

    def test_bill_with_another_distribution(self):
        """The bill alone says where the cost goes."""
        order = self.order([(self.product, 10, 20, self.pair)])
        bill = self.bill_of(order)
        bill.invoice_line_ids.analytic_distribution = {self.key(self.program): 100}
        self.assert_budget(self.budget)

    # --- accounts and taxes --------------------------------------------------------

    def test_account_after_fiscal_position(self):
        position = self.root["account.fiscal.position"].create(
            {
                "name": "Imports",
                "company_id": self.company.id,
                "account_ids": [
                    Command.create(
                        {
                            "account_src_id": self.accounts["supplies"].id,
                            "account_dest_id": self.accounts["medical"].id,
                        }
                    )
                ],
            }
        )
        order = self.order(
            [(self.product, 10, 20, self.pair)], fiscal_position_id=position.id
        )
        self.assertEqual((self.committed("G1"), self.committed("M1")), (0, 200))
        self.bill_of(order).action_post()
        self.assert_budget(self.budget, M1=200)

    def test_tax_that_cannot_be_deducted_is_included(self):
        on_cost = self.new_tax(10)
        lost = self.new_tax(5, account="travel", analytic=True)
        deductible = self.new_tax(11, account="tax_paid")
        order = self.order(
            [
                (
                    self.product,
                    10,
                    20,
                    self.pair,
                    {
                        "tax_ids": [Command.set((on_cost + lost + deductible).ids)],
                        "discount": 50,
                    },
                )
            ]
        )
        # 100 and 10 on the goods, 5 on travel; 11 come back from the state.
        self.assertEqual(self.committed("G1"), 110)
        self.assertEqual(self.committed("T1"), 5)
        self.assert_budget(self.budget, committed=115)
        bill = self.bill_of(order)
        self.assert_budget(self.budget, committed=115)
        bill.action_post()
        self.assert_budget(self.budget, G1=110, T1=5)

    def test_tax_within_the_price(self):
        tax = self.new_tax(
            25, account="tax_paid", price_include_override="tax_included"
        )
        self.order(
            [(self.product, 1, 125, self.pair, {"tax_ids": [Command.set(tax.ids)]})]
        )
        self.assert_budget(self.budget, committed=100)

    def test_equipment_follows_the_grant(self):
        laptop = self.new_product("equipment")
        self.order([(laptop, 2, 700, self.pair)])
        self.assertEqual(self.committed("E1"), 1400)
        self.grant.asset_charging = "depreciation"
        self.env.invalidate_all()
        self.assert_budget(self.budget)

    def test_order_of_a_prepayment_is_no_commitment(self):
        rent = self.new_product("prepayment")
        self.order([(rent, 2, 700, self.pair)])
        self.assert_budget(self.budget)

    # --- pairs, dates, currencies --------------------------------------------------

    def test_planned_date_decides(self):
        for day, price in (
            (date(2025, 12, 31), 1),
            (date(2026, 1, 1), 2),
            (date(2026, 12, 31), 4),
            (date(2027, 1, 1), 8),
        ):
            self.order([(self.product, 1, price, self.pair)], day)
        self.assert_budget(self.budget, committed=6)
        self.assertEqual(self.as_role("manager", self.grant).amount_committed, 15)

    def test_order_over_several_pairs(self):
        own = self.new_budget([("G1", "goods", 100)])
        other = self.new_budget(
            [("G1", "goods", 100)],
            program=self.other_program,
            grant=self.grant,
            role="other_manager",
        )
        self.order(
            [
                (
                    self.product,
                    1,
                    100,
                    {
                        self.key(self.grant, self.program): 33.33,
                        self.key(self.program): 33.33,
                        self.key(self.other_program, self.grant): 33.34,
                    },
                )
            ]
        )
        self.assert_budget(self.budget, committed=33.33)
        self.assert_budget(own, committed=33.33)
        self.assert_budget(other, committed=33.34)

    def test_order_without_analytics_is_nobodys(self):
        self.order([(self.product, 1, 100, False)])
        self.assert_budget(self.budget)

    def test_mark_of_the_web_client_is_no_key(self):
        """What editing several lines at once leaves in an order line."""
        self.order(
            [(self.product, 1, 100, {**self.pair, "__update__": ["account_id"]})]
        )
        self.assert_budget(self.budget, committed=100)

    def test_order_of_another_company_does_not_count(self):
        accounts = self.new_chart(self.other_company)
        self.new_journals(self.other_company, accounts)
        self.product.with_company(
            self.other_company
        ).property_account_expense_id = accounts["supplies"]
        shared = self.root["account.analytic.account"].create(
            {
                "name": "Shared",
                "plan_id": self.program._base_plan().id,
                "company_id": False,
            }
        )
        program = self.new_program("admin", analytic_account_id=shared.id)
        budget = self.new_budget([("G1", "goods", 10)], program=program, role="admin")
        order = (
            self.root["purchase.order"]
            .with_company(self.other_company)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.other_company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_qty": 1,
                                "price_unit": 10,
                                "date_planned": datetime(2026, 5, 4, 5),
                                "analytic_distribution": {self.key(shared): 100},
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        self.env.invalidate_all()
        self.assert_budget(budget)
        self.assertEqual(self.as_role("manager", program).amount_committed, 0)

    def test_order_in_the_currency_of_the_grant(self):
        budget = self.new_budget([("G1", "goods", 100)], grant=self.grant_eur)
        pair = {self.key(self.program, self.grant_eur): 100}
        self.order(
            [(self.product, 3, 9.99, pair)],
            date(2026, 8, 1),
            currency_id=self.eur.id,
        )
        self.assert_budget(budget, committed=29.97)

    def test_order_in_company_currency_converts_at_the_planned_date(self):
        budget = self.new_budget([("G1", "goods", 100)], grant=self.grant_eur)
        pair = {self.key(self.program, self.grant_eur): 100}
        self.order([(self.product, 1, 100, pair)], date(2026, 6, 30))
        self.order([(self.product, 1, 100, pair)], date(2026, 7, 1))
        self.assert_budget(budget, committed=80 + 50)

    def test_units_of_the_order(self):
        dozen = self.root.ref("uom.product_uom_dozen")
        order = self.order(
            [(self.product, 2, 60, self.pair, {"product_uom_id": dozen.id})]
        )
        self.assert_budget(self.budget, committed=120)
        self.bill_of(order, 1).action_post()
        self.assert_budget(self.budget, committed=60, G1=60)

    # --- queries -------------------------------------------------------------------

    def test_many_orders_need_no_more_queries(self):
        figures = self.as_role("manager", self.budget)

        def read():
            figures.invalidate_recordset()
            return figures.amount_committed

        self.order([(self.product, 1, 1, self.pair)] * 2)
        read()
        few = self.count_queries(read)
        for _number in range(9):
            self.order([(self.product, 1, 1, self.pair)] * 2)
        self.assertEqual(read(), 20)
        self.assertLessEqual(self.count_queries(read), few + 2)
