"""Transactions in the donor report."""

from datetime import date

from odoo.tests import tagged

from .reporting_common import ReportingCase


@tagged("post_install", "-at_install")
class TestReportingTransactions(ReportingCase):
    def setUp(self):
        super().setUp()
        self.new_budget([("A", "people", 1000.0)], grant=self.grant)
        self.pair = self.key(self.program, self.grant)

    def rows(self, subject=None, **vals):
        figures = self.new_report(subject or self.grant, **vals)._figures()
        self.assertFalse(figures["warnings"])
        return figures["transactions"]["rows"]

    def test_cells(self):
        bill = self.bill(
            [("salary", 12.5, {self.pair: 100}, {"name": "Fee\n  of May"})],
            date(2026, 5, 6),
            ref="INV 7",
        )
        row, total = self.rows()
        self.assertEqual(
            row,
            {
                "level": "line",
                "date": date(2026, 5, 6),
                "entry": bill.name,
                "document": "INV 7",
                "supplier": "Vendor",
                "description": "Fee of May",
                "budget_line": "A",
                "currency": "USD",
                "original": 12.5,
                "rate": None,
                "amount": 12.5,
                "attachment": False,
            },
        )
        self.assertEqual(total["amount"], 12.5)

    def test_attachment(self):
        bill = self.bill([("salary", 1.0, {self.pair: 100})])
        self.root["ir.attachment"].create(
            {"name": "receipt.pdf", "res_model": "account.move", "res_id": bill.id}
        )
        self.assertTrue(self.rows()[0]["attachment"])

    def test_shares_of_a_split(self):
        other = self.key(self.other_program, self.grant)
        self.bill([("salary", 100.0, {self.pair: 33.33, other: 66.67})])
        self.assertEqual(
            sorted(row["amount"] for row in self.rows()[:-1]), [33.33, 66.67]
        )
        self.assertEqual(
            [row["amount"] for row in self.rows(self.program)[:-1]], [33.33]
        )

    def test_zero_makes_no_row(self):
        self.bill(
            [("salary", 0.0, {self.pair: 100}), ("salary", 5.0, {self.pair: 100})]
        )
        self.assertEqual(len(self.rows()), 2)

    def test_only_spending_of_the_period(self):
        self.entry([("staff_advance", 50.0, {self.pair: 100})])
        self.draft_bill([("salary", 60.0, {self.pair: 100})])
        self.bill([("salary", 70.0, {self.pair: 100})], date(2026, 7, 1))
        self.bill([("salary", 1.0, {self.pair: 100})], date(2026, 6, 30))
        self.refund([("salary", 0.25, {self.pair: 100})], date(2026, 6, 30))
        amounts = [row["amount"] for row in self.rows(date_to=date(2026, 6, 30))]
        self.assertEqual(sorted(amounts), [-0.25, 0.75, 1.0])

    def test_original_currency_and_rate(self):
        pair = self.key(self.program, self.grant_eur)
        self.bill([("salary", 10.0, {pair: 100})], currency_id=self.eur.id)
        self.bill([("salary", 10.0, {pair: 100})])
        self.bill([("salary", 10.0, {pair: 100})], currency_id=self.gbp.id)
        keys = ("currency", "original", "rate", "amount")
        in_euros = [self.cells(r, *keys) for r in self.rows(self.grant_eur)[:-1]]
        in_dollars = [self.cells(r, *keys) for r in self.rows(self.program)[:-1]]

        def told(rows):
            return {
                row["currency"]: (
                    row["original"],
                    row["rate"] and round(row["rate"], 6),
                    row["amount"],
                )
                for row in rows
            }

        self.assertEqual(
            told(in_euros),
            {
                "EUR": (10.0, None, 10.0),
                "USD": (10.0, 0.8, 8.0),
                "GBP": (10.0, 2.0, 20.0),
            },
        )
        self.assertEqual(
            told(in_dollars),
            {
                "EUR": (10.0, 1.25, 12.5),
                "USD": (10.0, None, 10.0),
                "GBP": (10.0, 2.5, 25.0),
            },
        )

    def test_rate_is_the_one_of_the_books_however_small_the_amount(self):
        self.bill([("salary", 0.03, {self.pair: 100})], currency_id=self.eur.id)
        self.bill(
            [("salary", 0.03, {self.pair: 100})],
            currency_id=self.eur.id,
            invoice_currency_rate=0.75,
        )
        self.assertEqual(
            [round(row["rate"], 6) for row in self.rows()[:-1]], [1.25, 1.333333]
        )

    def test_served_person_stands_with_a_code(self):
        """Also where the contact is called after the person, against the rule."""
        payee = self.new_vendor(self.company, self.accounts)
        payee.name = "Maria Lede"
        person = self.new_person(name="Maria Lede")
        person.sudo().partner_id = payee
        bill = self.draft_bill(
            [("salary", 30.0, {self.pair: 100}, {"name": "Fee for Maria Lede"})]
        )
        bill.partner_id = payee
        bill.ref = "Aid for MARIA LEDE"
        bill.action_post()
        report = self.new_report(self.grant)
        row = report._figures()["transactions"]["rows"][0]
        self.assertEqual(row["document"], f"Aid for {person.code}")
        self.assertEqual(row["supplier"], person.code)
        self.assertEqual(row["description"], f"Fee for {person.code}")
        self.assertNotIn("maria", str(report.preview).lower())

    def test_unbudgeted_is_named(self):
        self.bill([("office", 3.0, {self.pair: 100})])
        self.assertEqual(self.rows()[0]["budget_line"], "Unbudgeted")

    def test_sum_is_spending_of_the_period_in_odd_shares(self):
        """Thirds of foreign amounts: what rounding leaves is in one share."""
        pairs = [
            self.key(self.program, self.grant_eur),
            self.key(self.other_program, self.grant_eur),
            self.key(self.program, self.grant),
        ]
        split = dict(zip(pairs, (33.33, 33.33, 33.34), strict=True))
        for price in (0.01, 0.05, 9.99, 100.0):
            self.bill([("salary", price, split)], currency_id=self.gbp.id)
            self.bill([("salary", price, split)], currency_id=self.eur.id)
        for subject in (self.grant_eur, self.grant, self.program):
            figures = self.new_report(subject)._figures()
            self.assertFalse(figures["warnings"])
            self.assertEqual(
                self.total(figures, "transactions")["amount"],
                self.total(figures, "budget")["period"],
            )
