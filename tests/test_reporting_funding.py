"""Funding by source in the donor report."""

from datetime import date

from odoo import Command
from odoo.tests import tagged

from .reporting_common import ReportingCase

HALF_YEAR = {"date_from": date(2026, 1, 1), "date_to": date(2026, 6, 30)}


@tagged("post_install", "-at_install")
class TestReportingFunding(ReportingCase):
    def setUp(self):
        super().setUp()
        self.new_budget([("A", "people", 1000.0)], grant=self.grant)
        self.pair = self.key(self.program, self.grant)

    def invoice(self, amount, pair, day=date(2026, 2, 1), kind="out_invoice", **vals):
        """Post what is asked of a donor."""
        invoice = self.as_role("acc_invoice", "account.move").create(
            {
                "move_type": kind,
                "partner_id": self.vendor.id,
                "invoice_date": day,
                "date": day,
                "journal_id": self.journals["sale"].id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Disbursement",
                            "account_id": self.accounts["income"].id,
                            "price_unit": amount,
                            "analytic_distribution": {pair: 100},
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **vals,
            }
        )
        invoice.action_post()
        return invoice

    def pay(self, invoice, amount, day=date(2026, 3, 1), **vals):
        """Reconcile an invoice with a receipt in the bank."""
        receipt = self.entry(
            [
                (
                    "receivable",
                    -amount,
                    False,
                    {"partner_id": self.vendor.id, **vals},
                )
            ],
            day,
        )
        lines = (invoice + receipt).line_ids.filtered(
            lambda line: line.account_id == self.accounts["receivable"]
        )
        self.as_role("acc_user", lines).reconcile()

    def funding(self, subject, **vals):
        """Return {donor or grant code: row} of the table, without the total."""
        rows = self.new_report(subject, **vals)._figures()["funding"]["rows"]
        return {
            row["grant"].partition("]")[0].lstrip("[") or row.get("key"): row
            for row in rows[:-1]
        }

    # --- received --------------------------------------------------------------------

    def test_received_is_missing_without_income(self):
        figures = self.new_report(self.grant)._figures()
        row = figures["funding"]["rows"][0]
        self.assertIsNone(row["received"])
        self.assertIsNone(row["balance"])
        self.assertEqual(row["committed"], 100000.0)
        self.assertIsNone(self.total(figures, "funding")["balance"])
        self.assertTrue(any("not mean zero" in n for n in figures["funding"]["notes"]))

    def test_received_is_income_less_what_is_receivable(self):
        invoice = self.invoice(1000.0, self.pair)
        row = self.funding(self.grant)[self.grant.code]
        self.assertEqual(row["received"], 0.0)
        self.pay(invoice, 400.0)
        self.bill([("salary", 150.0, {self.pair: 100})])
        row = self.funding(self.grant)[self.grant.code]
        self.assertEqual(
            self.cells(row, "received", "cumulative", "balance"),
            {"received": 400.0, "cumulative": 150.0, "balance": 250.0},
        )

    def test_payment_after_the_period_does_not_count(self):
        self.pay(self.invoice(1000.0, self.pair), 1000.0, date(2026, 7, 1))
        self.assertEqual(
            self.funding(self.grant, **HALF_YEAR)[self.grant.code]["received"], 0.0
        )
        self.assertEqual(self.funding(self.grant)[self.grant.code]["received"], 1000.0)

    def test_open_part_is_shared_in_proportion(self):
        """Two grants in one invoice, half of it paid; a tax is no income."""
        other = self.new_grant(name="Other")
        pair = self.key(self.program, other)
        invoice = self.invoice(300.0, self.pair)
        invoice.button_draft()
        invoice.write(
            {
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "More",
                            "account_id": self.accounts["income"].id,
                            "price_unit": 100.0,
                            "analytic_distribution": {pair: 100},
                            "tax_ids": [Command.clear()],
                        }
                    )
                ]
            }
        )
        invoice.action_post()
        self.pay(invoice, 200.0)
        rows = self.funding(self.program)
        self.assertEqual(rows[self.grant.code]["received"], 150.0)
        self.assertEqual(rows[other.code]["received"], 50.0)

    def test_credit_note_takes_income_back(self):
        self.pay(self.invoice(1000.0, self.pair), 1000.0)
        refund = self.invoice(100.0, self.pair, kind="out_refund")
        row = self.funding(self.grant)[self.grant.code]
        self.assertEqual(row["received"], 1000.0)
        self.pay(refund, -100.0)
        row = self.funding(self.grant)[self.grant.code]
        self.assertEqual(row["received"], 900.0)

    def test_money_that_came_without_invoice(self):
        self.entry([("income", -250.0, {self.pair: 100})])
        row = self.funding(self.grant)[self.grant.code]
        self.assertEqual((row["received"], row["balance"]), (250.0, 250.0))

    def test_received_in_the_currency_of_the_grant(self):
        self.new_budget([("A", "people", 100.0)], grant=self.grant_eur)
        pair = self.key(self.program, self.grant_eur)
        invoice = self.invoice(80.0, pair, currency_id=self.eur.id)
        self.pay(invoice, 50.0, currency_id=self.eur.id, amount_currency=-40.0)
        row = self.funding(self.grant_eur)[self.grant_eur.code]
        self.assertEqual(row["received"], 40.0)
        self.assertEqual(
            self.funding(self.program)[self.grant_eur.code]["received"], 50.0
        )

    def test_income_without_program_belongs_to_the_whole_grant(self):
        self.entry([("income", -250.0, {self.key(self.grant): 100})])
        self.assertEqual(self.funding(self.grant)[self.grant.code]["received"], 250.0)
        self.assertEqual(self.funding(self.program)[self.grant.code]["received"], 250.0)
        # Once the grant pays for another program too, nobody can tell whose it is.
        self.new_budget(
            [("A", "people", 10.0)],
            program=self.other_program,
            grant=self.grant,
            role="other_manager",
        )
        self.assertIsNone(self.funding(self.program)[self.grant.code]["received"])

    # --- committed -------------------------------------------------------------------

    def test_award_of_a_grant_that_reaches_out(self):
        self.assertEqual(
            self.funding(self.program)[self.grant.code]["committed"], 100000.0
        )
        self.bill([("salary", 1.0, {self.key(self.other_program, self.grant): 100})])
        report = self.new_report(self.program)._figures()
        row = report["funding"]["rows"][0]
        self.assertIsNone(row["committed"])
        self.assertTrue(
            any("is not known" in note for note in report["funding"]["notes"])
        )

    def test_awards_that_name_programs(self):
        awards = [
            {"amount": 700.0, "program_id": self.program.id},
            {"amount": 300.0, "program_id": self.other_program.id},
        ]
        grant = self.as_role("admin", self.grant)
        grant.write(
            {"award_ids": [Command.clear(), *(Command.create(one) for one in awards)]}
        )
        self.assertEqual(self.funding(grant)[grant.code]["committed"], 1000.0)
        self.assertEqual(self.funding(self.program)[grant.code]["committed"], 700.0)
        # The sum of what is known would look like all of it.
        grant.write({"award_ids": [Command.create({"amount": 50.0})]})
        self.assertEqual(self.funding(grant)[grant.code]["committed"], 1050.0)
        self.assertIsNone(self.funding(self.program)[grant.code]["committed"])

    def test_rate_of_an_award_for_another_program_is_not_needed(self):
        self.as_role("admin", self.grant_eur).write(
            {
                "date_start": date(2025, 1, 1),
                "state": "active",
                "award_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "amount": 8.0,
                            "date": date(2026, 3, 1),
                            "program_id": self.program.id,
                        }
                    ),
                    Command.create(
                        {
                            "amount": 9.0,
                            "date": date(2025, 3, 1),
                            "program_id": self.other_program.id,
                        }
                    ),
                ],
            }
        )
        row = self.funding(self.program)[self.grant_eur.code]
        self.assertEqual(row["committed"], 10.0)

    def test_award_at_the_rate_of_its_day(self):
        self.as_role("admin", self.grant_eur).write(
            {
                "state": "active",
                "award_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "amount": 0.1,
                            "date": date(2026, 3, 1),
                            "program_id": self.program.id,
                        }
                    ),
                    Command.create(
                        {
                            "amount": 10.0,
                            "date": date(2026, 8, 1),
                            "program_id": self.program.id,
                        }
                    ),
                ],
            }
        )
        # 0.1 / 0.8 is 0.125: half a cent goes up, row by row.
        self.assertEqual(
            self.funding(self.program)[self.grant_eur.code]["committed"], 20.13
        )
        self.grant_eur.award_ids[0].sudo().date = date(2025, 12, 31)
        with self.assert_sentence("EUR on or before 12/31/2025"):
            self.funding(self.program)

    def test_unsigned_and_cancelled_grants_promise_nothing(self):
        grant = self.new_grant(name="Proposal")
        award = {"amount": 5.0, "program_id": self.program.id}
        self.as_role("admin", grant).write(
            {"award_ids": [Command.clear(), Command.create(award)]}
        )
        self.assertNotIn(grant.code, self.funding(self.program))
        grant.action_activate()
        self.assertEqual(self.funding(self.program)[grant.code]["committed"], 5.0)
        grant.action_cancel()
        self.assertNotIn(grant.code, self.funding(self.program))

    # --- rows ------------------------------------------------------------------------

    def test_no_grant_is_a_row(self):
        self.bill(
            [
                ("salary", 10.0, {self.pair: 100}),
                ("salary", 5.0, {self.key(self.program): 100}),
            ]
        )
        figures = self.new_report(self.program)._figures()
        row = self.row(figures, "funding", key="no_grant")
        self.assertEqual(row["cumulative"], 5.0)
        self.assertIsNone(row["committed"])
        self.assertEqual(self.total(figures, "funding")["cumulative"], 15.0)
        self.assertEqual(self.total(figures, "budget")["cumulative"], 15.0)

    def test_account_that_is_no_grant_is_never_own_funds(self):
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        account = self.root["account.analytic.account"].create(
            {"name": "Old donor", "plan_id": plan.id, "company_id": self.company.id}
        )
        self.bill([("salary", 8.0, {self.key(self.program, account): 100})])
        figures = self.new_report(self.program)._figures()
        self.assertEqual(self.row(figures, "funding", donor="Old donor")["period"], 8.0)
        self.assertEqual(self.row(figures, "funding", key="no_grant")["period"], 0.0)
        self.assertFalse(figures["warnings"])

    def test_anonymous_sponsor(self):
        self.as_role("admin", self.sponsor).anonymous = True
        for subject in (self.grant, self.program):
            report = self.new_report(subject)
            page = str(report.preview)
            self.assertIn("Anonymous donor", page)
            self.assertNotIn(self.sponsor.name, page)
            book = self.workbook(report)
            self.assertNotIn(
                self.sponsor.name,
                [c.value for sheet in book for row in sheet.iter_rows() for c in row],
            )
