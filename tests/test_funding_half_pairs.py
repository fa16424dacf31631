"""A program and its grant in two rows of one distribution: joined, or counted once."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .funding_common import FundingCase, PlanMixin


@tagged("post_install", "-at_install")
class TestFundingHalfPairs(PlanMixin, FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = [("T1", "travel", 1000), ("G1", "goods", 1000)]
        cls.budget = cls.new_budget(lines, grant=cls.grant)
        cls.own = cls.new_budget(lines)
        cls.second_grant = cls.new_grant(name="Roofs")
        cls.p, cls.g = cls.key(cls.program), cls.key(cls.grant)
        cls.g2, cls.p2 = cls.key(cls.second_grant), cls.key(cls.other_program)
        cls.halves = {cls.p: 100, cls.g: 100}

    def office(self, name="Office"):
        plan = self.root["account.analytic.plan"].create({"name": name})
        return self.root["account.analytic.account"].create(
            {"name": "Jakarta", "plan_id": plan.id, "company_id": False}
        )

    def models(self, *distributions):
        self.root["account.analytic.distribution.model"].create(
            [
                {
                    "analytic_distribution": one,
                    "account_prefix": "512",
                    "company_id": self.company.id,
                }
                for one in distributions
            ]
        )

    def posted_halves(self, distribution, price=90, day=date(2026, 3, 15), **vals):
        """Return an item that was changed to half pairs after it was posted."""
        bill = self.bill([("travel", price, {self.p: 100})], day, **vals)
        bill.invoice_line_ids.analytic_distribution = distribution
        return bill.invoice_line_ids

    def assert_rows(self, item, *rows):
        """:param rows: (records, percent)"""
        self.assertEqual(
            {
                frozenset(key.split(",")): round(percent, 2)
                for key, percent in item.analytic_distribution.items()
            },
            {frozenset(self.key(*some).split(",")): number for some, number in rows},
        )

    # --- drafts --------------------------------------------------------------------

    def test_two_distribution_models_make_one_pair(self):
        self.models({self.p: 100}, {self.g: 100})
        bills = self.as_role("acc_user", "account.move").with_context(
            default_move_type="in_invoice",
            default_journal_id=self.journals["purchase"].id,
        )
        with Form(bills) as form:
            form.partner_id = self.vendor
            form.invoice_date = date(2026, 3, 15)
            with form.invoice_line_ids.new() as line:
                line.name = "Bus"
                line.account_id = self.accounts["travel"]
                line.price_unit = 90
                self.assertEqual(len(line.analytic_distribution), 1)
                line.tax_ids.clear()
        item = form.record.invoice_line_ids
        self.assert_rows(item, ((self.program, self.grant), 100))
        form.record.action_post()
        self.assert_budget(self.budget, T1=90)

    def test_rows_typed_by_hand_are_joined_when_saved(self):
        item = self.draft_bill([("travel", 90, self.halves)]).invoice_line_ids
        self.assert_rows(item, ((self.program, self.grant), 100))
        item.analytic_distribution = {self.p: 100, self.g: 60, self.g2: 40}
        self.assert_rows(
            item,
            ((self.program, self.grant), 60),
            ((self.program, self.second_grant), 40),
        )
        item.analytic_distribution = {self.p: 33.33, self.p2: 66.67, self.g: 100}
        self.assert_rows(
            item,
            ((self.program, self.grant), 33.33),
            ((self.other_program, self.grant), 66.67),
        )

    def test_what_odoo_merges_is_looked_at_afterwards(self):
        """The client changes one plan of many items; Odoo merges, with many digits."""
        item = self.draft_bill([("travel", 90, {self.p: 100})]).invoice_line_ids
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        item.analytic_distribution = {
            self.g: 100,
            self.g2: 50,
            "__update__": [plan._column_name()],
        }
        self.assert_rows(
            item,
            ((self.program, self.grant), 66.67),
            ((self.program, self.second_grant), 33.33),
            ((self.grant,), 33.33),
            ((self.second_grant,), 16.67),
        )
        # A program for what the grants have alone: one account, and the same total.
        item.analytic_distribution = item.analytic_distribution | {self.p2: 50}
        self.assert_rows(
            item,
            ((self.program, self.grant), 66.67),
            ((self.program, self.second_grant), 33.33),
            ((self.other_program, self.grant), 33.33),
            ((self.other_program, self.second_grant), 16.67),
        )

    def test_other_plans_ride_along(self):
        office = self.office()
        item = self.draft_bill(
            [("travel", 90, {self.key(self.program, office): 100, self.g: 100})]
        ).invoice_line_ids
        self.assert_rows(item, ((self.program, office, self.grant), 100))
        item.analytic_distribution = {self.p: 100, self.g: 100, self.key(office): 100}
        self.assert_rows(item, ((self.program, self.grant), 100), ((office,), 100))

    def test_a_whole_pair_beside_them_takes_its_half(self):
        item = self.draft_bill(
            [
                (
                    "travel",
                    90,
                    {self.key(self.grant, self.program): 40, self.p: 60, self.g: 60},
                )
            ]
        ).invoice_line_ids
        self.assert_rows(item, ((self.program, self.grant), 100))

    def test_what_is_not_sure_stays(self):
        office, second = self.office(), self.key(self.second_grant)
        for distribution in (
            {self.p: 60, self.g: 100},
            {self.p: 50, self.p2: 50, self.g: 50, second: 50},
            {self.key(self.program, office): 100, self.key(self.grant, office): 100},
            {self.p: 100},
            {self.g: 100},
        ):
            item = self.draft_bill([("travel", 90, distribution)]).invoice_line_ids
            self.assertEqual(item.analytic_distribution, distribution)

    def test_entries_are_joined_too(self):
        move = self.entry([("travel", 90, self.halves)])
        self.assert_rows(move.line_ids[0], ((self.program, self.grant), 100))
        self.assert_budget(self.budget, T1=90)

    def test_a_line_of_the_joined_pair_can_be_named(self):
        line = self.line_of(self.budget, "G1")
        named = {"social_program_budget_line_id": line.id}
        self.bill([("travel", 90, self.halves, named)])
        self.assert_budget(self.budget, G1=90)

    def test_orders_and_expenses_reach_the_budget(self):
        if "purchase.order.line" not in self.env or "hr.expense" not in self.env:
            self.assertNotIn("hr.expense", self.env)
            return
        product = self.root["product.product"].create(
            {"name": "Bus", "type": "consu", "purchase_method": "purchase"}
        )
        product.with_company(self.company).property_account_expense_id = self.accounts[
            "travel"
        ]
        order = (
            self.root["purchase.order"]
            .with_company(self.company)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": 1,
                                "price_unit": 70,
                                "date_planned": "2026-05-04 05:00:00",
                                "analytic_distribution": self.halves,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        self.assertEqual(len(order.order_line.analytic_distribution), 2)
        self.assert_budget(self.budget, committed=70)
        order.action_create_invoice()
        self.assert_rows(
            order.invoice_ids.invoice_line_ids, ((self.program, self.grant), 100)
        )
        self.models({self.p: 100}, {self.g: 100})
        expense = (
            self.root["hr.expense"]
            .with_company(self.company)
            .create(
                {
                    "name": "Bus",
                    "employee_id": self.root["hr.employee"]
                    .create({"name": "Driver", "company_id": self.company.id})
                    .id,
                    "company_id": self.company.id,
                    "account_id": self.accounts["travel"].id,
                    "total_amount_currency": 30,
                    "tax_ids": [Command.clear()],
                }
            )
        )
        self.assertEqual(len(expense.analytic_distribution), 1)

    # --- what stays half -------------------------------------------------------------

    def spent(self, record):
        return round(self.as_role("manager", record).amount_spent, 2)

    def test_each_cost_is_counted_once(self):
        self.posted_halves({self.p: 60, self.g: 100})
        self.assertEqual(self.spent(self.program), 54)
        self.assertEqual(self.spent(self.grant), 90)
        self.assertEqual(self.analysis("amount_spent"), 90)
        of_grant = {"program_id": False, "grant_id": self.grant.id}
        self.assertEqual(self.analysis("amount_spent", **of_grant), 36)
        self.assertEqual(self.analysis("amount_half", **of_grant), 54)
        # Whatever is looked at, the whole item decides.
        self.assertEqual(self.analysis("amount_half", grant_id=self.grant.id), 54)
        self.assertEqual(self.analysis("amount_half", kind="spent"), 0)

    def test_more_program_than_grant(self):
        self.posted_halves({self.p: 100, self.g: 60, self.g2: 30})
        self.assertEqual(self.analysis("amount_spent"), 90)
        self.assertEqual(self.analysis("amount_half"), 81)
        self.assertEqual(self.spent(self.grant), 54)

    def test_a_grant_alone_is_spent(self):
        self.bill([("travel", 90, {self.g: 100})])
        self.assertEqual(self.analysis("amount_spent"), 90)
        self.assertEqual(self.analysis("amount_half"), 0)

    def test_grants_share_what_is_carried(self):
        """To the cent: 100.02 of which the program carries a third."""
        self.posted_halves({self.p: 33.33, self.g: 50, self.g2: 50}, 100.02)
        carried = self.analysis("amount_spent", program_id=self.program.id)
        self.assertEqual(self.analysis("amount_half"), carried)
        self.assertEqual(self.analysis("amount_spent"), 100.02)
        self.assertAlmostEqual(
            self.analysis("amount_half", grant_id=self.grant.id),
            carried / 2,
            delta=0.01,
        )

    def test_drafts_are_committed_once(self):
        self.draft_bill([("travel", 90, {self.p: 60, self.g: 100})])
        self.assertEqual(self.analysis("amount_committed"), 90)
        self.assertEqual(self.analysis("amount_half", kind="half_committed"), 54)

    def test_a_half_that_is_no_cost_carries_nothing(self):
        """Equipment of own funds counts when bought, the grant's as it depreciates."""
        self.grant.sudo().asset_charging = "depreciation"
        bill = self.bill([("equipment", 900, {self.p: 100})])
        bill.invoice_line_ids.analytic_distribution = self.halves
        self.assertEqual(self.analysis("amount_spent"), 900)
        self.assertEqual(self.analysis("amount_half"), 0)
        self.company.social_program_asset_charging = "depreciation"
        self.grant.sudo().asset_charging = "purchase"
        self.env.invalidate_all()
        self.assertEqual(self.analysis("amount_spent"), 900)
        self.assertEqual(self.analysis("amount_half"), 0)

    # --- the list ------------------------------------------------------------------

    def listed(self, role="acc_invoice"):
        action = self.root.ref("social_program.half_pair_action")
        domain = [
            ("parent_state", "=", "posted"),
            ("social_program_half_pair", "!=", False),
        ]
        self.assertEqual(action.domain.replace("\n", ""), str(domain))
        return self.as_role(role, "account.move.line").search(domain)

    def test_the_list_joins_what_can_be_joined(self):
        whole = self.posted_halves({self.key(self.program, self.grant): 100}, 1)
        early = self.posted_halves(self.halves, 2, date(2026, 1, 15))
        late = self.posted_halves(self.halves, 4, date(2026, 4, 15))
        uneven = self.posted_halves({self.p: 60, self.g: 100}, 8, date(2026, 4, 15))
        self.lock(date(2026, 3, 31))
        items = self.listed()
        self.assertEqual(set(items), set(early + late + uneven))
        self.assertNotIn(whole, items)
        self.assertEqual(
            [i.social_program_half_pair for i in (early + late + uneven)],
            ["locked", "joinable", "uneven"],
        )
        action = items.action_social_program_join()
        self.assertIn("Joined: 1.", action["params"]["message"])
        self.assertIn("agree: 2.", action["params"]["message"])
        self.assert_rows(late, ((self.program, self.grant), 100))
        self.assertEqual(set(self.listed()), set(early + uneven))
        self.assert_budget(self.budget, T1=5)
        self.assertTrue(self.listed("acc_readonly"))

    def lock(self, day):
        self.root["res.company"].browse(self.company.id).fiscalyear_lock_date = day

    # --- spending by account -------------------------------------------------------

    def coverage(self, account):
        self.env.invalidate_all()
        names = ("balance", "with_program", "without_program", "no_cost")
        [sums] = self.as_role("acc_user", "social.spending.coverage")._read_group(
            [("general_account_id", "=", self.accounts[account].id)],
            [],
            [f"{name}:sum" for name in names],
        )
        return [round(number or 0.0, 2) for number in sums]

    def test_trial_balance_is_spent_and_not_spent_and_no_cost(self):
        self.posted_halves({self.p: 60, self.g: 100})
        self.bill([("travel", 10, False), ("travel", 20, {self.p: 40})])
        self.assertEqual(self.coverage("travel"), [120, 98, 22, 0])
        self.bill([("equipment", 900, {self.key(self.program, self.grant): 50})])
        self.assertEqual(self.coverage("equipment"), [900, 450, 450, 0])
        self.grant.sudo().asset_charging = "depreciation"
        self.assertEqual(self.coverage("equipment"), [900, 0, 450, 450])
        self.company.social_program_asset_charging = "depreciation"
        self.assertEqual(self.coverage("equipment"), [900, 0, 0, 900])

    def test_a_share_of_another_day_and_hours_foot_as_well(self):
        bill = self.bill([("travel", 90, {self.p: 100})])
        bill.sudo().line_ids.analytic_line_ids.date = date(2026, 4, 1)
        rows = self.as_role("acc_user", "social.spending.coverage").search_read(
            [("general_account_id", "=", self.accounts["travel"].id)],
            ["date", "balance", "with_program", "without_program"],
            order="date",
        )
        self.assertEqual(
            [(r["balance"], r["with_program"], r["without_program"]) for r in rows],
            [(90, 0, 90), (0, 90, -90)],
        )
        self.assertEqual(str(rows[1]["date"]), "2026-04-01")


@tagged("post_install", "-at_install")
class TestFundingChangedDistribution(FundingCase):
    """What a posted item is charged to changes with a word, and in open books."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_grant = cls.new_grant(name="Roofs")
        cls.pair = {cls.key(cls.program, cls.grant): 100}
        cls.posted = cls.bill([("travel", 90, cls.pair, {"name": "Bus"})])
        cls.item = cls.posted.invoice_line_ids

    def words(self):
        self.env.flush_all()
        return [
            body
            for body in self.posted.sudo().message_ids.mapped("body")
            if "distribution changed" in body
        ]

    def lock(self):
        self.root["res.company"].browse(self.company.id).fiscalyear_lock_date = date(
            2026, 3, 31
        )

    def test_the_entry_tells_from_and_to(self):
        self.item.analytic_distribution = {
            self.key(self.program, self.second_grant): 60,
            self.key(self.program): 40,
        }
        [word] = self.words()
        for part in (
            "Bus",
            self.grant.code,
            self.second_grant.code,
            "60 %",
            "40 %",
            "100 %",
        ):
            self.assertIn(part, word)
        self.assertLess(word.index("100 %"), word.index("60 %"))

    def test_the_same_says_nothing(self):
        self.item.analytic_distribution = {self.key(self.grant, self.program): 100.001}
        self.posted.button_draft()
        self.posted.action_post()
        self.assertEqual(self.words(), [])

    def test_a_draft_says_nothing(self):
        self.posted.button_draft()
        self.item.analytic_distribution = {self.key(self.program): 100}
        self.posted.action_post()
        self.assertEqual(self.words(), [])

    def test_what_is_not_ours_says_nothing(self):
        plan = self.root["account.analytic.plan"].create({"name": "Office"})
        offices = self.root["account.analytic.account"].create(
            [
                {"name": name, "plan_id": plan.id, "company_id": False}
                for name in ("Jakarta", "Bandung")
            ]
        )
        bill = self.bill([("travel", 90, {self.key(offices[0]): 100})])
        bill.invoice_line_ids.analytic_distribution = {self.key(offices[1]): 100}
        self.assertNotIn(
            "distribution changed", "".join(bill.sudo().message_ids.mapped("body"))
        )

    def test_a_changed_share_tells_it_as_well(self):
        self.item.sudo().analytic_line_ids.amount = -45
        [word] = self.words()
        self.assertIn("50 %", word)

    def test_locked_books_refuse_it(self):
        self.lock()
        with self.assert_sentence("books are closed"):
            self.item.analytic_distribution = {self.key(self.program): 100}
        # Nor does a context that Odoo uses open a way.
        with self.assert_sentence("books are closed"):
            self.item.with_context(skip_analytic_sync=True).analytic_distribution = {
                self.key(self.program): 100
            }
        self.assertEqual(self.words(), [])

    def test_locked_books_refuse_changed_shares(self):
        share = self.item.sudo().analytic_line_ids
        grants = self.root["account.analytic.plan"]._social_program_grant_plan()
        self.lock()
        for vals in (
            {"amount": -1},
            {"date": date(2026, 5, 1)},
            {"account_id": self.other_program.sudo().analytic_account_id.id},
            {grants._column_name(): False},
        ):
            for context in ({}, {"skip_analytic_sync": True}):
                with self.subTest(vals), self.assert_sentence("books are closed"):
                    share.with_context(**context).write(vals)
        with self.assert_sentence("books are closed"):
            share.unlink()
        with self.assert_sentence("books are closed"):
            share.copy()
        share.name = "Bus to the village"

    def test_no_share_moves_into_locked_books(self):
        late = self.bill([("travel", 5, self.pair)], date(2026, 5, 15))
        self.lock()
        share = late.sudo().line_ids.analytic_line_ids
        with self.assert_sentence("books are closed"):
            share.date = date(2026, 3, 1)
        share.date = date(2026, 4, 1)
        share.amount = -4
        late.invoice_line_ids.analytic_distribution = {self.key(self.program): 100}

    def test_resetting_locked_books_is_refused(self):
        self.lock()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.posted.button_draft()
