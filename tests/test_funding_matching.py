"""Which line of a budget receives a cost, worked out by hand."""

from datetime import date

from odoo.tests import tagged

from .funding_common import FundingCase


@tagged("post_install", "-at_install")
class TestFundingMatching(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = {cls.key(cls.program, cls.grant): 100}

    def named(self, budget, code):
        """Return the values of an item that names a line."""
        return {"social_program_budget_line_id": self.line_of(budget, code).id}

    # --- the rule ------------------------------------------------------------------

    def test_deepest_heading_first(self):
        budget = self.new_budget(
            [("ALL", "root", 1), ("GOODS", "goods", 1), ("MED", "medicine", 1)],
            grant=self.grant,
        )
        self.bill(
            [
                ("medical", 1, self.pair),
                ("supplies", 2, self.pair),
                ("travel", 4, self.pair),
                ("office", 8, self.pair),
            ]
        )
        self.assert_budget(budget, MED=1, GOODS=2, ALL=4, unbudgeted=8)

    def test_deepest_heading_goes_before_the_shortest_period(self):
        budget = self.new_budget(
            [
                (
                    "MARCH",
                    "goods",
                    1,
                    {"date_start": date(2026, 3, 15), "date_end": date(2026, 3, 15)},
                ),
                ("MED", "medicine", 1),
            ],
            grant=self.grant,
        )
        self.bill([("medical", 1, self.pair), ("supplies", 2, self.pair)])
        self.assert_budget(budget, MED=1, MARCH=2)

    def test_shortest_period_then_lowest_id(self):
        first_half = {"date_start": date(2026, 1, 1), "date_end": date(2026, 6, 30)}
        second_half = {"date_start": date(2026, 7, 1), "date_end": date(2026, 12, 31)}
        march = {"date_start": date(2026, 3, 1), "date_end": date(2026, 3, 31)}
        budget = self.new_budget(
            [
                # The sequence is for the eye; it decides nothing.
                ("YEAR", "travel", 1, {"sequence": 1}),
                ("FIRST", "travel", 1, {**first_half, "sequence": 99}),
                ("SECOND", "travel", 1, {**second_half, "sequence": 9}),
                ("AGAIN", "travel", 1, {**second_half, "sequence": 3}),
                ("MARCH", "travel", 1, march),
            ],
            grant=self.grant,
        )
        for day, amount in (
            (date(2026, 2, 28), 1),
            (date(2026, 3, 1), 2),
            (date(2026, 3, 31), 4),
            (date(2026, 4, 1), 8),
            (date(2026, 6, 30), 16),
            # The first half has 181 days, the second 184.
            (date(2026, 7, 1), 32),
            (date(2026, 12, 31), 64),
        ):
            self.bill([("travel", amount, self.pair)], day)
        self.assert_budget(budget, FIRST=1 + 8 + 16, MARCH=6, SECOND=96)

    def test_equal_periods_lowest_id(self):
        budget = self.new_budget(
            [
                ("A", "travel", 1),
                ("B", "travel", 1, {"date_start": date(2026, 1, 1)}),
            ],
            grant=self.grant,
        )
        self.bill([("travel", 5, self.pair)])
        self.assert_budget(budget, A=5)

    def test_lowest_id_after_a_revision(self):
        """The precedence follows the lines in force, whatever their origin."""
        budget = self.new_budget(
            [("A", "travel", 1), ("B", "travel", 1)], grant=self.grant
        )
        self.bill([("travel", 5, self.pair)])
        revision = self.revise(budget)
        self.approve(revision)
        self.assert_budget(revision, A=5)

    def test_between_the_periods_of_lines(self):
        budget = self.new_budget(
            [
                ("Q1", "travel", 1, {"date_end": date(2026, 3, 31)}),
                ("Q3", "travel", 1, {"date_start": date(2026, 7, 1)}),
            ],
            grant=self.grant,
        )
        self.bill([("travel", 1, self.pair)], date(2026, 3, 31))
        self.bill([("travel", 2, self.pair)], date(2026, 4, 1))
        self.bill([("travel", 4, self.pair)], date(2026, 6, 30))
        self.bill([("travel", 8, self.pair)], date(2026, 7, 1))
        self.assert_budget(budget, Q1=1, Q3=8, unbudgeted=6)

    def test_each_period_has_its_budget(self):
        halves = [
            self.new_budget(
                [("T", "travel", 1)],
                grant=self.grant,
                date_start=start,
                date_end=end,
            )
            for start, end in (
                (date(2026, 1, 1), date(2026, 6, 30)),
                (date(2026, 7, 1), date(2026, 9, 30)),
            )
        ]
        for day, amount in (
            (date(2026, 6, 30), 1),
            (date(2026, 7, 1), 2),
            (date(2026, 10, 1), 4),
        ):
            self.bill([("travel", amount, self.pair)], day)
        self.assert_budget(halves[0], T=1)
        self.assert_budget(halves[1], T=2)
        # Without budget, but spent all the same.
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 7)
        self.assertEqual(
            self.analysis("amount_spent", grant_id=self.grant.id, budget_id=False), 4
        )

    def test_own_tree_of_a_budget(self):
        """Accounts count below the budget's own root heading."""
        other = self.as_role("admin", "social.cost.category").create(
            {
                "name": "As the donor asks",
                "account_ids": [(6, 0, self.accounts["office"].ids)],
            }
        )
        budget = self.approve(
            self.draft_budget(
                [("O", "travel", 1, {"category_id": other.id})],
                grant=self.grant,
                root_category_id=other.id,
            )
        )
        self.bill([("travel", 1, self.pair), ("office", 2, self.pair)])
        self.assert_budget(budget, O=2, unbudgeted=1)

    def test_change_of_a_heading_moves_the_costs(self):
        budget = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant
        )
        self.bill([("office", 7, self.pair)])
        self.assert_budget(budget, unbudgeted=7)
        self.as_role("admin", self.headings["goods"]).account_ids = [
            (4, self.accounts["office"].id)
        ]
        self.assert_budget(budget, G=7)

    # --- the name ------------------------------------------------------------------

    def test_same_account_and_month_told_apart_by_the_name(self):
        budget = self.new_budget(
            [("WEST", "travel", 100), ("EAST", "travel", 100)], grant=self.grant
        )
        self.bill(
            [
                ("travel", 11, self.pair),
                ("travel", 22, self.pair, self.named(budget, "EAST")),
                ("travel", 44, self.pair, self.named(budget, "WEST")),
            ]
        )
        self.assert_budget(budget, WEST=55, EAST=22)

    def test_name_overrides_account_and_period_of_the_line(self):
        march = {"date_start": date(2026, 3, 1), "date_end": date(2026, 3, 31)}
        budget = self.new_budget(
            [("T", "travel", 100), ("PEOPLE", "people", 100, march)], grant=self.grant
        )
        for account, amount in (("travel", 1), ("office", 2), ("salary", 4)):
            self.bill(
                [(account, amount, self.pair, self.named(budget, "PEOPLE"))],
                date(2026, 11, 5),
            )
        self.assert_budget(budget, PEOPLE=7)

    def test_name_never_overrides_what_spending_is(self):
        budget = self.new_budget(
            [("T", "travel", 100), ("E", "equipment", 100)], grant=self.grant
        )
        name = self.named(budget, "T")
        self.entry(
            [
                ("prepayment", 1, self.pair, name),
                ("staff_advance", 2, self.pair, name),
                ("income", -4, self.pair, name),
                ("depreciation", 8, self.pair, name),
            ]
        )
        self.assert_budget(budget)
        self.bill([("equipment", 16, self.pair, name)])
        self.assert_budget(budget, T=16)

    def test_name_never_overrides_the_period_of_the_budget(self):
        half = {"date_end": date(2026, 6, 30)}
        first = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant, **half
        )
        second = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)],
            grant=self.grant,
            date_start=date(2026, 7, 1),
        )
        self.bill([("travel", 5, self.pair, self.named(first, "G"))], date(2026, 7, 1))
        self.bill([("travel", 3, self.pair, self.named(first, "G"))], date(2026, 6, 30))
        self.assert_budget(first, G=3)
        self.assert_budget(second, T=5)

    def test_name_holds_for_the_shares_of_its_pair_only(self):
        lines = [("T", "travel", 1), ("G", "goods", 1)]
        budget = self.new_budget(lines, grant=self.grant)
        own = self.new_budget(lines)
        shares = {
            self.key(self.program, self.grant): 70,
            self.key(self.program): 30,
        }
        self.bill([("travel", 100, shares, self.named(budget, "G"))])
        self.assert_budget(budget, G=70)
        self.assert_budget(own, T=30)

    def test_distribution_changed_later_gives_the_share_back_to_the_rule(self):
        lines = [("T", "travel", 1), ("G", "goods", 1)]
        budget = self.new_budget(lines, grant=self.grant)
        own = self.new_budget(lines)
        bill = self.bill([("travel", 100, self.pair, self.named(budget, "G"))])
        bill.invoice_line_ids.analytic_distribution = {self.key(self.program): 100}
        self.assert_budget(budget)
        self.assert_budget(own, T=100)
        # The name was not touched, and holds again with its pair.
        self.assertEqual(
            bill.invoice_line_ids.social_program_budget_line_id,
            self.line_of(budget, "G"),
        )
        bill.invoice_line_ids.analytic_distribution = self.pair
        self.assert_budget(budget, G=100)

    def test_refund_of_an_item_without_distribution_charges_nobody(self):
        budget = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant
        )
        bill = self.bill([("travel", 100, self.pair, self.named(budget, "G"))])
        bill.invoice_line_ids.analytic_distribution = False
        self.assert_budget(budget)
        reverse = bill._reverse_moves([{"date": date(2026, 4, 1)}])
        reverse.invoice_date = date(2026, 4, 1)
        reverse.action_post()
        self.assert_budget(budget)

    def test_item_whose_pair_is_gone_can_still_be_refunded(self):
        """Accounting goes on: a name that no longer holds stops nobody."""
        budget = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant
        )
        own = self.new_budget([("T", "travel", 1), ("G", "goods", 1)])
        bill = self.bill([("travel", 100, self.pair, self.named(budget, "G"))])
        bill.invoice_line_ids.analytic_distribution = {self.key(self.program): 100}
        reverse = bill._reverse_moves([{"date": date(2026, 4, 1)}])
        reverse.invoice_date = date(2026, 4, 1)
        reverse.action_post()
        self.assert_budget(own)
        copy = bill.copy()
        self.assertEqual(
            copy.invoice_line_ids.analytic_distribution, {self.key(self.program): 100}
        )
        copy.button_cancel()
        # Nor does it stop a reset to draft.
        bill.button_draft()
        self.assert_budget(own, T=-100, committed=100)
        bill.action_post()
        self.assert_budget(own)

    def test_item_can_be_reset_and_posted_after_its_line_was_superseded(self):
        budget = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant
        )
        bill = self.bill([("travel", 100, self.pair, self.named(budget, "G"))])
        revision = self.revise(budget)
        self.approve(revision)
        bill.button_draft()
        bill.action_post()
        self.assert_budget(revision, G=100)

    # --- names and revisions -------------------------------------------------------

    def test_name_lives_on_in_the_revision(self):
        budget = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant
        )
        before = self.bill([("travel", 1, self.pair, self.named(budget, "G"))])
        revision = self.revise(budget)
        self.line_of(revision, "G").write({"code": "NEW", "name": "Renamed"})
        self.approve(revision)
        # Naming the line of either version means the same line.
        self.bill([("travel", 2, self.pair, self.named(revision, "NEW"))])
        self.bill([("travel", 4, self.pair, self.named(budget, "G"))])
        self.assert_budget(revision, NEW=7)
        self.assertEqual(
            before.invoice_line_ids.social_program_budget_line_id,
            self.line_of(budget, "G"),
            "posted items are never re-pointed",
        )
        third = self.approve(self.revise(revision))
        self.assert_budget(third, NEW=7)

    def test_revision_that_drops_the_named_line(self):
        budget = self.new_budget(
            [("T", "travel", 1), ("EAST", "travel", 1), ("P", "people", 1)],
            grant=self.grant,
        )
        self.bill(
            [
                ("travel", 1, self.pair, self.named(budget, "EAST")),
                ("office", 2, self.pair, self.named(budget, "EAST")),
                ("salary", 4, self.pair, self.named(budget, "EAST")),
            ]
        )
        self.assert_budget(budget, EAST=7)
        revision = self.revise(budget)
        self.line_of(revision, "EAST").unlink()
        self.approve(revision)
        self.assert_budget(revision, T=1, P=4, unbudgeted=2)
        # A line that looks the same is another line.
        third = self.revise(revision)
        third.write(
            {"line_ids": self.budget_lines([("EAST", "travel", 1)])},
        )
        self.approve(third)
        self.assert_budget(third, T=1, P=4, unbudgeted=2)

    def test_name_on_a_draft_bill(self):
        budget = self.new_budget(
            [("T", "travel", 1), ("G", "goods", 1)], grant=self.grant
        )
        self.draft_bill([("travel", 9, self.pair, self.named(budget, "G"))])
        self.assert_budget(budget, committed=9)
        self.assertEqual(self.line_of(budget, "G").amount_committed, 9)

    def test_superseded_budgets_receive_nothing(self):
        budget = self.new_budget([("T", "travel", 1)], grant=self.grant)
        revision = self.revise(budget)
        self.line_of(revision, "T").category_id = self.headings["goods"]
        self.approve(revision)
        self.bill([("travel", 9, self.pair)])
        self.assert_budget(revision, unbudgeted=9)
        self.assertEqual(
            self.analysis("amount_spent", budget_id=budget.id),
            0,
        )

    # --- timesheets ----------------------------------------------------------------

    def test_timesheet_outside_the_period_of_the_labour_line(self):
        """The budget counts labour, but no line of that day takes it."""
        first = {"date_end": date(2026, 6, 30)}
        budget = self.new_budget(
            [("P", "people", 1, {"labour": True, **first})], grant=self.grant
        )
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        for day, amount in ((date(2026, 6, 30), 1), (date(2026, 7, 1), 2)):
            self.root["account.analytic.line"].create(
                {
                    "name": "Hours",
                    "date": day,
                    "company_id": self.company.id,
                    "account_id": self.program.sudo().analytic_account_id.id,
                    plan._column_name(): self.grant.analytic_account_id.id,
                    "amount": -amount,
                }
            )
        self.assert_budget(budget, P=1, unbudgeted=2)

    # --- the analysis --------------------------------------------------------------

    def test_analysis_tells_how_a_cost_was_found(self):
        budget = self.new_budget(
            [("T", "travel", 10), ("G", "goods", 20)], grant=self.grant
        )
        bill = self.bill(
            [
                ("travel", 1, self.pair, self.named(budget, "G")),
                ("travel", 2, self.pair),
                ("office", 4, self.pair),
            ]
        )
        self.draft_bill([("travel", 8, self.pair)])
        rows = self.as_role("manager", "social.budget.analysis").search(
            [("program_id", "=", self.program.id)]
        )
        self.assertEqual(
            sorted(
                (
                    row.kind,
                    row.matching or "",
                    row.budget_line_id.code or "",
                    row.amount_budget,
                    row.amount_spent,
                    row.amount_committed,
                    row.amount_remaining,
                )
                for row in rows
            ),
            [
                ("budget", "", "G", 20, 0, 0, 20),
                ("budget", "", "T", 10, 0, 0, 10),
                ("committed", "rule", "T", 0, 0, 8, -8),
                ("spent", "named", "G", 0, 1, 0, -1),
                ("spent", "rule", "T", 0, 2, 0, -2),
                ("spent", "unbudgeted", "", 0, 4, 0, -4),
            ],
        )
        spent = rows.filtered(lambda row: row.kind == "spent")
        self.assertEqual(set(spent.sudo().move_id.ids), set(bill.ids))
        self.assertEqual(
            sorted((row.general_account_id.id, row.amount_spent) for row in spent),
            sorted(
                (self.accounts[key].id, amount)
                for key, amount in (("travel", 1), ("travel", 2), ("office", 4))
            ),
        )
        # The rows behind a line add up to the line.
        action = self.as_role("manager", self.line_of(budget, "G")).action_open_shares()
        behind = self.as_role("manager", "social.budget.analysis").search(
            action["domain"]
        )
        self.assertEqual(sum(behind.mapped("amount_spent")), 1)

    def test_ids_of_the_analysis_are_stable_and_unique(self):
        self.new_budget([("T", "travel", 10), ("G", "goods", 20)], grant=self.grant)
        self.bill(
            [("travel", 1, {self.key(self.program): 50, self.key(self.grant): 50})]
        )
        self.draft_bill(
            [("travel", 8, {self.key(self.program): 50, self.key(self.grant): 50})]
        )
        analysis = self.as_role("manager", "social.budget.analysis")
        ids = analysis.search([]).ids
        self.assertEqual(len(ids), len(set(ids)))
        self.env.invalidate_all()
        self.assertEqual(analysis.search([]).ids, ids)
        self.bill([("travel", 1, self.pair)])
        self.assertLessEqual(set(ids), set(analysis.search([]).ids))
