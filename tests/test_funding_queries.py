"""Figures cost the same number of queries, however much there is to tell."""

from odoo.tests import tagged

from .funding_common import FundingCase

FEW, MANY = 2, 200
# Items on a bill: enough to show, and posted in a moment.
ITEMS = 30


@tagged("post_install", "-at_install")
class TestFundingQueries(FundingCase):
    def _queries(self, records, fields):
        """Return how many queries it takes to read fields with empty caches."""
        # Without the prefetching of whatever they were read from.
        records = records.browse(records.ids)

        def work():
            for record in records:
                for name in fields:
                    record.mapped(name)

        work()
        return self.count_queries(work)

    def _budget(self, count, grant):
        headings = ("people", "travel", "goods", "medicine", "equipment")
        return self.new_budget(
            [
                (
                    f"L{number}",
                    headings[number % len(headings)],
                    10,
                )
                for number in range(count)
            ],
            grant=grant,
        )

    def _spend(self, budget, count):
        """Post a bill that names a line in every other item."""
        pair = {self.key(budget.program_id, budget.sudo().grant_id): 100}
        lines = budget.line_ids[:count]
        self.bill(
            [
                (
                    "travel",
                    1,
                    pair,
                    {"social_program_budget_line_id": number % 2 == 1 and line.id},
                )
                for number, line in enumerate(lines)
            ],
            currency_id=budget.currency_id.id,
        )

    def test_lines_of_a_budget(self):
        for currency in (self.usd, self.eur):
            with self.subTest(currency.name):
                budgets = []
                for count in (FEW, MANY):
                    budget = self._budget(
                        count, self.new_grant(currency_id=currency.id)
                    )
                    self._spend(budget, min(count, ITEMS))
                    budgets.append(self.as_role("manager", budget))
                for budget, spent in zip(budgets, (FEW, ITEMS), strict=True):
                    self.assertEqual(budget.amount_spent, spent)
                few, many = (
                    self._queries(budget.line_ids, ["amount_spent", "amount_committed"])
                    for budget in budgets
                )
                self.assertEqual(few, many)
                few, many = (
                    self._queries(
                        budget,
                        ["amount_spent", "amount_unbudgeted", "amount_remaining"],
                    )
                    for budget in budgets
                )
                self.assertEqual(few, many)

    def test_form_of_a_budget(self):
        """As the web client reads it, lines included."""
        specification = {
            "amount_spent": {},
            "amount_total": {},
            "line_ids": {
                "fields": {
                    "name": {},
                    "category_id": {"fields": {"display_name": {}}},
                    "amount": {},
                    "amount_spent": {},
                    "amount_committed": {},
                    "amount_remaining": {},
                }
            },
        }
        budgets = []
        for count in (FEW, MANY):
            budgets.append(self._budget(count, self.new_grant()))
            self._spend(budgets[-1], FEW)
        counts = []
        for budget in budgets:
            budget = self.as_role("manager", budget)
            budget.web_read(specification)
            counts.append(
                self.count_queries(lambda b=budget: b.web_read(specification))
            )
        self.assertEqual(*counts)

    def test_lists_of_programs_grants_and_budgets(self):
        def make(count):
            programs = [self.new_program(name=str(number)) for number in range(count)]
            grants = [self.new_grant(name=str(number)) for number in range(count)]
            budgets = [
                self.new_budget([("T", "travel", 5)], program=program, grant=grant)
                for program, grant in zip(programs, grants, strict=True)
            ]
            for budget in budgets:
                self._spend(budget, 1)
            return [
                self.as_role("manager", records[0].browse([r.id for r in records]))
                for records in (programs, grants, budgets)
            ]

        few, many = make(FEW), make(12)
        for some, more in zip(few, many, strict=True):
            names = ["amount_spent", "amount_committed", "amount_remaining"]
            with self.subTest(some._name):
                self.assertEqual(self._queries(some, names), self._queries(more, names))
                self.assertEqual(sum(more.mapped("amount_spent")), 12)

    def test_warnings_of_a_bill(self):
        pair = {self.key(self.program, self.grant): 100}
        bills = [
            self.draft_bill([("travel", 1, pair)] * count) for count in (FEW, ITEMS)
        ]
        few, many = (self._queries(bill, ["social_program_warning"]) for bill in bills)
        self.assertEqual(few, many)

    def test_posting_asks_the_budgets_nothing(self):
        """A bill without analytics posts with as many queries as ever."""
        budget = self._budget(FEW, self.grant)

        def post(bill):
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            bill.action_post()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        post(self.draft_bill([("travel", 1, False)]))
        plain = post(self.draft_bill([("travel", 1, False)]))
        self.as_role("manager", budget).amount_spent  # noqa: B018
        self.assertLessEqual(post(self.draft_bill([("travel", 1, False)])), plain + 1)
