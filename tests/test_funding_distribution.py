"""Pairs: how a distribution reaches programs and grants, and what bills warn of."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .funding_common import FundingCase, PlanMixin


@tagged("post_install", "-at_install")
class TestFundingDistribution(PlanMixin, FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        lines = [("T1", "travel", 1000), ("G1", "goods", 1000)]
        cls.second_grant = cls.new_grant(name="Roofs")
        cls.budget = cls.new_budget(lines, grant=cls.grant)
        cls.second = cls.new_budget(lines, grant=cls.second_grant)
        cls.third = cls.new_budget(
            lines,
            program=cls.other_program,
            grant=cls.grant,
            role="other_manager",
        )
        cls.own = cls.new_budget(lines)

    def spent(self, record):
        return round(self.as_role("manager", record).amount_spent, 2)

    # --- keys ----------------------------------------------------------------------

    def test_accounts_of_a_key_in_any_order(self):
        other_plan = self.root["account.analytic.plan"].create({"name": "Office"})
        office = self.root["account.analytic.account"].create(
            {"name": "Jakarta", "plan_id": other_plan.id}
        )
        program, grant = self.program, self.grant
        for amount, key in (
            (1, self.key(program, grant)),
            (2, self.key(grant, program)),
            (4, self.key(office, grant, program)),
            (8, self.key(program, office, grant)),
        ):
            self.bill([("travel", amount, {key: 100})])
        self.assert_budget(self.budget, T1=15)

    def test_one_item_over_several_pairs(self):
        self.bill(
            [
                (
                    "travel",
                    200,
                    {
                        self.key(self.program, self.grant): 60,
                        self.key(self.second_grant, self.program): 25,
                        self.key(self.grant, self.other_program): 10,
                        self.key(self.program): 5,
                    },
                )
            ]
        )
        self.assert_budget(self.budget, T1=120)
        self.assert_budget(self.second, T1=50)
        self.assert_budget(self.third, T1=20)
        self.assert_budget(self.own, T1=10)
        self.assertEqual(self.spent(self.grant), 140)
        self.assertEqual(self.spent(self.program), 180)

    def test_odd_percentages_lose_no_cent(self):
        self.bill(
            [
                (
                    "travel",
                    100,
                    {
                        self.key(self.program, self.grant): 33.33,
                        self.key(self.program, self.second_grant): 33.33,
                        self.key(self.program): 33.34,
                    },
                )
            ]
        )
        self.assert_budget(self.budget, T1=33.33)
        self.assert_budget(self.second, T1=33.33)
        self.assert_budget(self.own, T1=33.34)
        self.assertEqual(self.spent(self.program), 100)

    def test_odd_percentages_of_an_odd_amount_lose_no_cent(self):
        shares = {
            self.key(self.program, self.grant): 33.33,
            self.key(self.program, self.second_grant): 33.33,
            self.key(self.program): 33.34,
        }
        draft = self.draft_bill([("travel", 10.01, shares)])
        budgets = self.as_role("manager", self.budget + self.second + self.own)
        self.assertEqual(round(sum(budgets.mapped("amount_committed")), 2), 10.01)
        draft.action_post()
        self.assertEqual(round(sum(budgets.mapped("amount_committed")), 2), 0)
        self.assertEqual(round(sum(budgets.mapped("amount_spent")), 2), 10.01)
        self.assertEqual(self.spent(self.program), 10.01)
        for budget in budgets:
            self.assertAlmostEqual(budget.amount_spent, 10.01 / 3, delta=0.011)

    def test_less_than_the_whole(self):
        self.bill([("travel", 80, {self.key(self.program, self.grant): 40})])
        self.assert_budget(self.budget, T1=32)
        self.assertEqual(self.spent(self.program), 32)

    def test_accounts_of_a_plan_below(self):
        """A program's account may stand in a plan below the base plan."""
        plans = self.root["account.analytic.plan"]
        below_programs, below_grants = plans.create(
            [
                {"name": "Sub", "parent_id": self.program._base_plan().id},
                {"name": "Sub", "parent_id": plans._social_program_grant_plan().id},
            ]
        )
        accounts = self.root["account.analytic.account"].create(
            [
                {
                    "name": "Sub program",
                    "plan_id": below_programs.id,
                    "company_id": False,
                },
                {"name": "Sub grant", "plan_id": below_grants.id, "company_id": False},
            ]
        )
        program = self.new_program("admin", analytic_account_id=accounts[0].id)
        grant = self.new_grant(analytic_account_id=accounts[1].id)
        budget = self.new_budget(
            [("T1", "travel", 100)], program=program, grant=grant, role="admin"
        )
        self.bill([("travel", 30, {self.key(grant, program): 50})])
        self.assert_budget(budget, T1=15)

    # --- incomplete pairs ----------------------------------------------------------

    def test_program_without_grant_is_own_funds(self):
        self.bill([("travel", 30, {self.key(self.program): 100})])
        self.assert_budget(self.own, T1=30)
        self.assert_budget(self.budget)

    def test_two_half_pairs_are_no_pair(self):
        """What is posted stays as it is, until somebody joins it."""
        bill = self.bill([("travel", 90, {self.key(self.program): 100})])
        bill.invoice_line_ids.analytic_distribution = {
            self.key(self.program): 100,
            self.key(self.grant): 100,
        }
        self.assert_budget(self.budget)
        self.assert_budget(self.own, T1=90)
        self.assertEqual(self.spent(self.program), 90)
        self.assertEqual(self.spent(self.grant), 90)
        of_grant = {"program_id": False, "grant_id": self.grant.id}
        self.assertEqual(self.analysis("amount_half", **of_grant), 90)
        self.assertEqual(self.analysis("amount_spent", **of_grant), 0)
        self.assertEqual(
            self.analysis("amount_spent", program_id=self.program.id, grant_id=False),
            90,
        )
        self.assertEqual(self.analysis("amount_spent"), 90)

    def test_account_of_the_grant_plan_without_grant_is_a_pair_of_its_own(self):
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        stray = self.root["account.analytic.account"].create(
            {"name": "Old donor", "plan_id": plan.id}
        )
        self.bill([("travel", 70, {self.key(self.program, stray): 100})])
        # Not own funds, although no grant is known; but spending of the program.
        self.assert_budget(self.own)
        self.assertEqual(self.spent(self.program), 70)

    def test_item_without_any_account_is_nobodys(self):
        self.bill([("travel", 70, False)])
        other_plan = self.root["account.analytic.plan"].create({"name": "Office"})
        office = self.root["account.analytic.account"].create(
            {"name": "Jakarta", "plan_id": other_plan.id}
        )
        self.bill([("travel", 35, {self.key(office): 100})])
        self.assert_budget(self.own)
        self.assertEqual(self.spent(self.program), 0)

    # --- later changes -------------------------------------------------------------

    def test_distribution_of_a_posted_item_changes(self):
        bill = self.bill([("travel", 50, {self.key(self.program, self.grant): 100})])
        self.assert_budget(self.budget, T1=50)
        bill.invoice_line_ids.analytic_distribution = {
            self.key(self.program, self.second_grant): 100
        }
        self.assert_budget(self.budget)
        self.assert_budget(self.second, T1=50)

    def test_figures_are_fresh_within_the_transaction(self):
        budget = self.as_role("manager", self.budget)
        grant = self.as_role("manager", self.grant)
        program = self.as_role("manager", self.program)
        line = self.line_of(budget, "T1")

        def figures():
            return [
                round(record[field], 2)
                for record in (budget, line, grant, program)
                for field in ("amount_spent", "amount_committed")
            ]

        self.assertEqual(figures(), [0, 0] * 4)
        pair = {self.key(self.program, self.grant): 100}
        bill = self.draft_bill([("travel", 50, pair)])
        self.assertEqual(figures(), [0, 50] * 4)
        bill.invoice_line_ids.price_unit = 60
        self.assertEqual(figures(), [0, 60] * 4)
        bill.action_post()
        self.assertEqual(figures(), [60, 0] * 4)
        bill.sudo().line_ids.analytic_line_ids.amount = -45
        self.assertEqual(figures(), [45, 0] * 4)
        bill.sudo().line_ids.analytic_line_ids.unlink()
        self.assertEqual(figures(), [0, 0] * 4)
        bill.button_draft()
        bill.button_cancel()
        self.assertEqual(figures(), [0, 0] * 4)

    # --- what a bill warns of ------------------------------------------------------

    def _warning(self, distribution, day=date(2026, 3, 15), **vals):
        bill = self.draft_bill([("travel", 90, distribution, vals)], day)
        return bill.social_program_warning

    def test_complete_pair_gives_no_warning(self):
        self.assertFalse(self._warning({self.key(self.grant, self.program): 100}))
        self.assertFalse(
            self._warning(
                {
                    self.key(self.grant, self.program): 50,
                    self.key(self.program, self.second_grant): 50,
                }
            )
        )
        self.assertFalse(self._warning(False))

    def test_half_pairs_are_warned_of(self):
        warning = self._warning(
            {self.key(self.program): 100, self.key(self.grant): 60}, name="Bus"
        )
        self.assertIn("Bus", warning)
        self.assertIn("two rows", warning)

    def test_program_without_grant_is_warned_of(self):
        """Unless the program has money of its own at that day."""
        self.assertFalse(self._warning({self.key(self.program): 100}))
        warning = self._warning({self.key(self.other_program): 100}, name="Bus")
        self.assertIn("Bus", warning)
        self.assertIn(self.other_program.code, warning)
        self.assertIn(self.grant.code, warning)

    def test_bill_outside_the_grant_is_warned_of(self):
        pair = {self.key(self.program, self.grant): 100}
        warning = self._warning(pair, date(2027, 1, 1), name="Bus")
        self.assertIn("Bus", warning)
        self.assertIn(self.grant.code, warning)
        self.assertFalse(self._warning(pair, date(2026, 1, 1)))
        self.assertFalse(self._warning(pair, date(2026, 12, 31)))
        self.assertTrue(self._warning(pair, date(2025, 12, 31)))

    def test_entries_are_warned_of_like_bills(self):
        move = self.entry(
            [
                ("travel", 5, {self.key(self.other_program): 100}),
                # An income may name the grant alone; cash is no cost.
                ("income", -5, {self.key(self.grant): 50}),
                ("bank", 1, {self.key(self.grant): 40}),
            ]
        )
        self.assertIn(self.other_program.code, move.social_program_warning)
        self.assertEqual(len(move.social_program_warning.split("\n")), 1)
        late = self.entry(
            [("travel", 5, {self.key(self.program, self.grant): 100})],
            date(2027, 1, 1),
        )
        self.assertIn(self.grant.code, late.social_program_warning)

    def test_sides_that_are_not_the_whole_are_warned_of(self):
        pair, grant = self.key(self.program, self.grant), self.key(self.grant)
        own = self.key(self.program)
        self.assertIn("programs add up to 60 %", self._warning({pair: 60}))
        self.assertIn("grants add up to 60 %", self._warning({pair: 60}))
        self.assertIn("programs add up to 0 %", self._warning({grant: 100}))
        self.assertIn(
            "grants add up to 120 %",
            self._warning(
                {pair: 50, self.key(self.second_grant, self.program): 70, own: 1}
            ),
        )
        warning = self._warning({own: 60, grant: 100})
        self.assertIn("programs add up to 60 %", warning)
        self.assertNotIn("grants add up", warning)
        # Own funds pay what the grant does not.
        self.assertFalse(self._warning({pair: 60, own: 40}))
        self.assertFalse(
            self._warning(
                {pair: 33.33, self.key(self.program, self.second_grant): 66.67}
            )
        )

    def test_warning_needs_no_right_on_budgets(self):
        self.assertIn(
            "two rows",
            self.draft_bill(
                [
                    (
                        "travel",
                        9,
                        {self.key(self.program): 100, self.key(self.grant): 60},
                    )
                ],
                role="acc_invoice",
            ).social_program_warning,
        )

    # --- one gesture ---------------------------------------------------------------

    def test_naming_a_line_fills_the_distribution(self):
        line = self.line_of(self.second, "G1")
        bill = self.draft_bill(
            [("travel", 75, False, {"social_program_budget_line_id": line.id})]
        )
        [(key, percent)] = bill.invoice_line_ids.analytic_distribution.items()
        self.assertEqual(
            (sorted(key.split(",")), percent),
            (sorted(self.key(self.program, self.second_grant).split(",")), 100),
        )
        bill.action_post()
        self.assert_budget(self.second, G1=75)

    def test_naming_a_line_of_own_funds_fills_the_program_alone(self):
        bill = self.draft_bill([("travel", 75, False)])
        bill.invoice_line_ids.social_program_budget_line_id = self.line_of(
            self.own, "G1"
        )
        self.assertEqual(
            bill.invoice_line_ids.analytic_distribution, {self.key(self.program): 100}
        )

    def test_naming_in_the_form_replaces_another_pair(self):
        other_plan = self.root["account.analytic.plan"].create({"name": "Office"})
        office = self.root["account.analytic.account"].create(
            {"name": "Jakarta", "plan_id": other_plan.id}
        )
        item = self.as_role("acc_invoice", "account.move.line").new(
            {
                "analytic_distribution": {
                    self.key(self.program, self.grant, office): 100
                },
                "social_program_budget_line_id": self.line_of(self.second, "T1").id,
            }
        )
        item._onchange_social_program_budget_line_id()
        [(key, percent)] = item.analytic_distribution.items()
        self.assertEqual(
            (set(key.split(",")), percent),
            (set(self.key(self.program, self.second_grant, office).split(",")), 100),
        )

    def test_naming_in_the_form_keeps_a_distribution_with_the_pair(self):
        shares = {
            self.key(self.program, self.grant): 70,
            self.key(self.program, self.second_grant): 30,
        }
        item = self.as_role("acc_invoice", "account.move.line").new(
            {
                "analytic_distribution": shares,
                "social_program_budget_line_id": self.line_of(self.second, "T1").id,
            }
        )
        item._onchange_social_program_budget_line_id()
        self.assertEqual(item.analytic_distribution, shares)

    def test_naming_a_line_of_another_pair_is_refused(self):
        line = self.line_of(self.second, "T1")
        pair = {self.key(self.program, self.grant): 100}
        with self.assert_sentence("names another program or grant"):
            self.draft_bill(
                [("travel", 75, pair, {"social_program_budget_line_id": line.id})]
            )
        bill = self.draft_bill([("travel", 75, pair)])
        with self.assert_sentence("names another program or grant"):
            bill.invoice_line_ids.social_program_budget_line_id = line
        bill.action_post()
        with self.assert_sentence("names another program or grant"):
            bill.invoice_line_ids.social_program_budget_line_id = line
        self.assertFalse(bill.invoice_line_ids.social_program_budget_line_id)

    def test_naming_a_line_of_two_half_pairs_is_refused(self):
        with self.assert_sentence("names another program or grant"):
            self.draft_bill(
                [
                    (
                        "travel",
                        75,
                        {self.key(self.program): 100, self.key(self.grant): 60},
                        {
                            "social_program_budget_line_id": self.line_of(
                                self.budget, "T1"
                            ).id
                        },
                    )
                ]
            )

    def test_naming_a_line_of_a_draft_budget_is_refused(self):
        draft = self.draft_budget(
            [("X1", "travel", 5)],
            grant=self.new_grant(),
        )
        with self.assert_sentence("not approved"):
            self.draft_bill(
                [
                    (
                        "travel",
                        75,
                        False,
                        {"social_program_budget_line_id": draft.line_ids.id},
                    )
                ]
            )

    def test_naming_in_closed_books_is_refused(self):
        pair = {self.key(self.program, self.grant): 100}
        bill = self.bill([("travel", 75, pair)], date(2026, 3, 15))
        late = self.bill([("travel", 5, pair)], date(2026, 5, 15))
        self.root["res.company"].browse(self.company.id).write(
            {"fiscalyear_lock_date": date(2026, 3, 31)}
        )
        line = self.line_of(self.budget, "G1")
        with self.assert_sentence("books are closed"):
            bill.invoice_line_ids.social_program_budget_line_id = line
        late.invoice_line_ids.social_program_budget_line_id = line
        self.assert_budget(self.budget, T1=75, G1=5)

    # --- deleting what is used -----------------------------------------------------

    def test_grant_named_in_a_draft_bill_stays(self):
        grant = self.new_grant()
        account = grant.analytic_account_id
        self.draft_bill([("travel", 5, {self.key(self.program, grant): 100})])
        with self.assert_sentence("in use", UserError):
            grant.unlink()
        self.assertTrue(account.exists())

    def test_unused_grant_goes_with_its_account(self):
        grant = self.new_grant()
        account = grant.analytic_account_id
        grant.unlink()
        self.assertFalse(account.exists())

    def test_grant_with_costs_stays(self):
        grant = self.new_grant()
        self.bill([("travel", 5, {self.key(self.program, grant): 100})])
        with self.assert_sentence("in use", UserError):
            grant.unlink()

    def test_name_of_a_posted_item_may_be_cleared(self):
        pair = {self.key(self.program, self.grant): 100}
        bill = self.draft_bill([("travel", 75, pair)])
        item = bill.invoice_line_ids
        named = Command.update(
            item.id,
            {"social_program_budget_line_id": self.line_of(self.budget, "G1").id},
        )
        bill.write({"invoice_line_ids": [named]})
        bill.action_post()
        self.assert_budget(self.budget, G1=75)
        item.social_program_budget_line_id = False
        self.assert_budget(self.budget, T1=75)
