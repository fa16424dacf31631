"""A grant is told in its currency; expected amounts worked out by hand.

One euro is 1.25 dollars, from July 2.00; one pound is 2.50 dollars; nothing is known
before 2026. The company keeps its books in dollars.
"""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .funding_common import FundingCase


@tagged("post_install", "-at_install")
class TestFundingCurrency(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grant_eur.write({"date_start": date(2025, 1, 1)})
        with freeze_time("2026-02-01"):
            cls.budget = cls.new_budget(
                [("T1", "travel", 1000), ("G1", "goods", 1000)], grant=cls.grant_eur
            )
        cls.pair = {cls.key(cls.program, cls.grant_eur): 100}

    def item(self, account, euros, dollars, distribution, **vals):
        """Return an item of an entry in euros."""
        return (
            account,
            dollars,
            distribution,
            {"currency_id": self.eur.id, "amount_currency": euros, **vals},
        )

    def spent(self, record):
        return round(self.as_role("manager", record).amount_spent, 2)

    # --- converting ----------------------------------------------------------------

    def test_item_in_company_currency_converts_at_its_date(self):
        self.bill([("travel", 100, self.pair)], date(2026, 6, 30))
        self.bill([("travel", 100, self.pair)], date(2026, 7, 1))
        # 80 and 50 euros.
        self.assert_budget(self.budget, T1=130)
        self.assertEqual(self.spent(self.grant_eur), 130)
        # The program is told in dollars.
        self.assertEqual(self.spent(self.program), 200)

    def test_each_share_is_rounded_then_summed(self):
        # 0.03 dollars are 0.024 euros: three times 0.02, not 0.07.
        self.bill([("travel", 0.03, self.pair)] * 3, date(2026, 3, 1))
        self.assert_budget(self.budget, T1=0.06)

    def test_item_in_grant_currency_keeps_its_own_amount(self):
        """Whatever the books made of it on that day."""
        self.bill(
            [("travel", 100, self.pair)], date(2026, 8, 1), currency_id=self.eur.id
        )
        self.assert_budget(self.budget, T1=100)
        self.assertEqual(self.spent(self.program), 200)
        self.entry([self.item("travel", 10, 99.99, self.pair)], date(2026, 8, 1))
        self.assert_budget(self.budget, T1=110)
        self.assertEqual(self.spent(self.program), 299.99)

    def test_third_currency_converts_from_the_books(self):
        self.bill(
            [("travel", 10, self.pair)], date(2026, 3, 1), currency_id=self.gbp.id
        )
        # 10 pounds are 25 dollars, which are 20 euros.
        self.assert_budget(self.budget, T1=20)

    def test_refund_in_grant_currency(self):
        self.bill(
            [("travel", 100, self.pair)], date(2026, 3, 1), currency_id=self.eur.id
        )
        self.refund(
            [("travel", 30, self.pair)], date(2026, 8, 1), currency_id=self.eur.id
        )
        self.assert_budget(self.budget, T1=70)
        # 125 dollars less 60.
        self.assertEqual(self.spent(self.program), 65)

    # --- shares of an item in grant currency ---------------------------------------

    def test_last_share_takes_the_remainder(self):
        grants = [
            self.new_grant(
                currency_id=self.eur.id,
                date_start=date(2026, 1, 1),
            )
            for _number in range(3)
        ]
        shares = {
            self.key(self.program, grants[0]): 33.33,
            self.key(self.program, grants[1]): 33.33,
            self.key(self.program, grants[2]): 33.34,
        }
        self.bill([("travel", 10.01, shares)], currency_id=self.eur.id)
        spent = [self.spent(grant) for grant in grants]
        # 3.336… and 3.337… round to 3.34 each: a cent too much.
        self.assertEqual(sorted(spent), [3.33, 3.34, 3.34])
        self.assertEqual(round(sum(spent), 2), 10.01)

    def _new_yen(self):
        yen = self.root["res.currency"].with_context(active_test=False)
        yen = yen.search([("name", "=", "JPY")])
        yen.active = True
        self.root["res.currency.rate"].create(
            {
                "currency_id": yen.id,
                "company_id": self.company.id,
                "name": date(2026, 1, 1),
                "rate": 150,
            }
        )
        return yen

    def test_share_that_is_nothing_in_the_books_is_something_in_yen(self):
        yen = self._new_yen()
        first = self.new_grant(currency_id=yen.id)
        second = self.new_grant(currency_id=yen.id)
        shares = {
            self.key(self.program, first): 50,
            self.key(self.program, second): 50,
        }
        # Two yen are a cent, of which Odoo gives one share all and the other nothing.
        bill = self.bill([("travel", 2, shares)], currency_id=yen.id)
        self.assertEqual(
            sorted(bill.sudo().line_ids.analytic_line_ids.mapped("amount")), [-0.01, 0]
        )
        self.assertEqual([self.spent(first), self.spent(second)], [1, 1])

    def test_share_of_a_strong_currency_is_not_read_from_rounded_books(self):
        """A small amount in dollars says little about the share of it in yen."""
        yen = self._new_yen()
        first = self.new_grant(currency_id=yen.id)
        second = self.new_grant(currency_id=yen.id)
        shares = {
            self.key(self.program, first): 25,
            self.key(self.program, second): 75,
        }
        # 110 yen are 0.73 dollars: 0.18 and 0.55.
        self.bill([("travel", 110, shares)], currency_id=yen.id)
        self.assertEqual(
            sorted([self.spent(first), self.spent(second)]),
            [28, 82],
            "27.5 and 82.5: the first rounds up, the last takes the remainder",
        )

    def test_share_beside_a_grant_in_another_currency(self):
        shares = {
            self.key(self.program, self.grant_eur): 40,
            self.key(self.program, self.grant): 60,
        }
        self.bill([("travel", 50, shares)], date(2026, 3, 1), currency_id=self.eur.id)
        self.assertEqual(self.spent(self.grant_eur), 20)
        # 60 % of 62.50 dollars.
        self.assertEqual(self.spent(self.grant), 37.5)

    def test_less_than_the_whole_in_grant_currency(self):
        shares = {self.key(self.program, self.grant_eur): 40}
        self.bill([("travel", 50.01, shares)], currency_id=self.eur.id)
        # 20.004, of which nothing is left for anybody else.
        self.assert_budget(self.budget, T1=20)

    def test_half_pairs_in_grant_currency(self):
        shares = {self.key(self.program): 100, self.key(self.grant_eur): 100}
        self.bill([("travel", 50.01, shares)], currency_id=self.eur.id)
        self.assertEqual(self.spent(self.grant_eur), 50.01)

    def test_share_changed_by_hand_in_the_analytic_lines(self):
        """Odoo writes such a change back into the distribution."""
        bill = self.bill(
            [("travel", 100, self.pair)], date(2026, 3, 1), currency_id=self.eur.id
        )
        line = bill.sudo().line_ids.analytic_line_ids
        self.assertEqual(line.amount, -125)
        line.amount = -25
        self.assert_budget(self.budget, T1=20)

    # --- drafts --------------------------------------------------------------------

    def test_drafts_convert_like_posted_ones(self):
        self.draft_bill([("travel", 100, self.pair)], date(2026, 7, 1))
        self.assert_budget(self.budget, committed=50)
        self.draft_bill(
            [("travel", 100, self.pair)], date(2026, 7, 1), currency_id=self.eur.id
        )
        self.assert_budget(self.budget, committed=150)
        self.assertEqual(self.as_role("manager", self.program).amount_committed, 300)

    # --- several currencies together -----------------------------------------------

    def test_sums_over_grants_are_in_company_currency(self):
        with freeze_time("2026-02-01"):
            self.new_budget([("T1", "travel", 100)], grant=self.grant)
        self.bill(
            [("travel", 10, self.pair)], date(2026, 8, 1), currency_id=self.eur.id
        )
        self.bill([("travel", 7, {self.key(self.program, self.grant): 100})])
        program = self.as_role("manager", self.program)
        # 2,000 euros at the rate of the approval, 1.25, and 100 dollars.
        self.assertEqual(program.amount_budget, 2600)
        self.assertEqual(program.amount_spent, 27)
        self.assertEqual(self.analysis("amount_budget", program_id=program.id), 2600)
        self.assertEqual(self.analysis("amount_spent", program_id=program.id), 27)
        row = self.as_role("manager", "social.budget.analysis").search(
            [("grant_id", "=", self.grant_eur.id), ("kind", "=", "spent")]
        )
        self.assertEqual((row.amount_spent, row.amount_currency), (20, 10))
        self.assertEqual(row.report_currency_id, self.eur)

    # --- missing rates -------------------------------------------------------------

    def test_missing_rate_is_named(self):
        self.bill([("travel", 100, self.pair)], date(2026, 3, 1))
        self.entry([("travel", 5, self.pair)], date(2025, 12, 30))
        self.entry([("travel", 5, self.pair)], date(2025, 12, 31))
        grant = self.as_role("manager", self.grant_eur)
        self.assertRegex(grant.missing_rate, "EUR.*12/30/2025")
        # The budget of 2026 is not concerned.
        self.assertFalse(self.as_role("manager", self.budget).missing_rate)
        self.assert_budget(self.budget, T1=80)

    def test_missing_rate_of_a_budget_is_named(self):
        known = self.root["res.currency.rate"].create(
            {
                "currency_id": self.eur.id,
                "company_id": self.company.id,
                "name": date(2025, 1, 1),
                "rate": 0.8,
            }
        )
        with freeze_time("2026-02-01"):
            budget = self.new_budget(
                [("T1", "travel", 1000)],
                grant=self.grant_eur,
                date_start=date(2025, 1, 1),
                date_end=date(2025, 12, 31),
            )
        # Somebody removed the rate that the approval asked for.
        known.unlink()
        self.assertFalse(self.as_role("manager", budget).missing_rate)
        self.entry([("travel", 5, self.pair)], date(2025, 12, 31))
        self.assertRegex(
            self.as_role("manager", budget).missing_rate, "EUR.*12/31/2025"
        )

    def test_rate_of_a_later_day_is_not_taken(self):
        """Odoo itself would take it, or 1.0."""
        grant = self.new_grant(currency_id=self.gbp.id, date_start=date(2025, 1, 1))
        self.entry(
            [("travel", 100, {self.key(self.program, grant): 100})], date(2025, 6, 1)
        )
        grant = self.as_role("manager", grant)
        self.assertRegex(grant.missing_rate, "GBP.*06/01/2025")
        self.assertNotIn(round(grant.amount_spent, 2), (40, 100))

    def test_own_amount_needs_no_rate(self):
        self.entry([self.item("travel", 10, 12, self.pair)], date(2025, 6, 1))
        grant = self.as_role("manager", self.grant_eur)
        self.assertFalse(grant.missing_rate)
        self.assertEqual(grant.amount_spent, 10)

    def test_rate_of_the_company_currency_itself(self):
        """Where rates count from another currency, the company's own has rates too.

        It is missing before its first day, as any other would be.
        """
        self.root["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "company_id": self.company.id,
                    "name": day,
                    "rate": rate,
                }
                for currency, day, rate in (
                    (self.usd, date(2026, 1, 1), 2.0),
                    (self.eur, date(2025, 1, 1), 0.8),
                )
            ]
        )
        self.bill([("travel", 100, self.pair)], date(2026, 3, 1))
        # 100 dollars are 50 of the other currency, which are 40 euros.
        self.assert_budget(self.budget, T1=40)
        self.entry([("travel", 5, self.pair)], date(2025, 6, 1))
        self.assertRegex(
            self.as_role("manager", self.grant_eur).missing_rate, "06/01/2025"
        )
        draft = self.draft_budget(
            [("T1", "travel", 9)],
            grant=self.grant_eur,
            date_start=date(2025, 1, 1),
            date_end=date(2025, 12, 31),
        )
        for day in ("2025-06-01", "2026-06-01"):
            # The first day of the budget, whenever it is approved.
            with freeze_time(day), self.assert_sentence("USD.*01/01/2025"):
                self.approve(draft)
        with freeze_time("2026-06-01"):
            later = self.new_budget(
                [("T1", "travel", 9)], self.new_program(), self.grant_eur
            )
        self.assertAlmostEqual(later.currency_rate, 2.5)
