"""Which day's rate counts, what is told where there is none, and amounts to the cent.

One euro is 1.25 dollars, from July 2.00; the pound has no rate in these tests.
"""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .reporting_common import ReportingCase

LARGE = 4_000_000_000_000.01


@tagged("post_install", "-at_install")
class TestFundingRates(ReportingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root["res.currency.rate"].search(
            [("currency_id", "=", cls.gbp.id)]
        ).unlink()
        cls.pair = {cls.key(cls.program, cls.grant): 100}
        cls.pair_eur = {cls.key(cls.program, cls.grant_eur): 100}

    # --- a currency without any rate -------------------------------------------------

    def test_bill_in_a_currency_without_rate_names_it(self):
        bill = self.draft_bill([("travel", 1000, self.pair)], currency_id=self.gbp.id)
        self.assertRegex(bill.social_program_warning, "GBP on or before 03/15/2026")
        elsewhere = self.draft_bill([("travel", 9, {})], currency_id=self.gbp.id)
        self.assertFalse(elsewhere.social_program_warning)
        known = self.draft_bill([("travel", 9, self.pair_eur)], currency_id=self.eur.id)
        self.assertNotIn("EUR", known.social_program_warning or "")

    def test_report_refuses_an_item_without_rate(self):
        # Odoo takes 1: the books say a thousand dollars.
        bill = self.bill([("travel", 1000, self.pair)], currency_id=self.gbp.id)
        self.assertEqual(sum(bill.line_ids.mapped("debit")), 1000)
        for subject in (self.grant, self.program):
            for state in ("posted", "draft"):
                report = self.new_report(subject)
                with self.assert_sentence("GBP on or before 03/15/2026"):
                    report._figures()
                if state == "posted":
                    bill.button_draft()
            bill.action_post()
        dialog = self.as_role("manager", "social.donor.report.print").create(
            {
                "program_id": self.program.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 12, 31),
            }
        )
        with self.assert_sentence("GBP on or before 03/15/2026"):
            dialog.action_print_pdf()
        # What follows the period is not told.
        self.assertTrue(
            self.new_report(self.grant, date_to=date(2026, 3, 14))._figures()
        )

    def test_grant_names_an_item_without_rate(self):
        self.bill([("travel", 1000, self.pair_eur)], currency_id=self.gbp.id)
        self.bill([("travel", 1000, self.pair)], currency_id=self.gbp.id)
        for grant, spent in ((self.grant_eur, 0), (self.grant, 1000)):
            shown = self.as_role("manager", grant)
            self.assertRegex(shown.missing_rate, "GBP on or before 03/15/2026")
            self.assertEqual(shown.amount_spent, spent)
        # The books have it.
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 2000)

    def test_grant_in_that_currency_needs_no_rate(self):
        grant = self.new_grant(currency_id=self.gbp.id)
        self.bill(
            [("travel", 1000, {self.key(self.program, grant): 100})],
            currency_id=self.gbp.id,
        )
        self.assertFalse(self.as_role("manager", grant).missing_rate)
        figures = self.new_report(grant)._figures()
        self.assertEqual(self.total(figures, "budget")["period"], 1000)

    def test_report_on_a_program_asks_for_rates_of_items_only(self):
        self.root["res.currency.rate"].search(
            [("currency_id", "=", self.eur.id)]
        ).unlink()
        # What is promised in euros would need one.
        self.as_role("admin", self.grant_eur).award_ids.unlink()
        self.bill([("travel", 1000, self.pair_eur)])
        report = self.new_report(self.program)
        self.assertEqual(self.total(report._figures(), "budget")["period"], 1000)
        # In the grant's own currency, but what is it in dollars?
        self.bill([("travel", 10, self.pair_eur)], currency_id=self.eur.id)
        with self.assert_sentence("EUR on or before 03/15/2026"):
            report._figures()

    def test_income_without_rate_is_refused(self):
        self.entry(
            [
                (
                    "income",
                    -1000,
                    self.pair,
                    {"currency_id": self.gbp.id, "amount_currency": -1000},
                )
            ]
        )
        with self.assert_sentence("GBP on or before 03/15/2026"):
            self.new_report(self.grant)._figures()

    # --- the rate of versions --------------------------------------------------------

    def _approved(self, day, **vals):
        with freeze_time(day):
            return self.new_budget(
                [("T1", "travel", 100)], grant=self.grant_eur, **vals
            )

    def test_first_version_takes_the_earlier_day(self):
        late = {"date_start": date(2026, 8, 1), "date_end": date(2026, 12, 31)}
        before = self._approved("2026-06-30", **late)
        self.assertAlmostEqual(before.currency_rate, 1.25)
        early = {"date_start": date(2026, 1, 1), "date_end": date(2026, 6, 30)}
        afterwards = self._approved("2026-11-01", **early)
        self.assertAlmostEqual(afterwards.currency_rate, 1.25)
        both = self._approved(
            "2026-09-01",
            program=self.new_program(),
            **late,
        )
        self.assertAlmostEqual(both.currency_rate, 2.0)

    def test_report_in_company_currency_compares_alike(self):
        budget = self._approved("2026-02-01")
        with freeze_time("2026-09-01"):
            self.approve(self.revise(budget))
        row = self.row(
            self.new_report(self.program)._figures(), "budget", code="T1", level="line"
        )
        self.assertEqual((row["original"], row["revised"]), (125, 125))

    # --- amounts to the cent ---------------------------------------------------------

    def test_unit_cost_keeps_six_decimals(self):
        lines = [
            ("T1", "travel", 33.333, {"quantity": 3}),
            ("T2", "travel", 0.000001, {"quantity": 5000}),
            # With six decimals Odoo's own rounding makes 600,000,000.000001 of it.
            ("T3", "travel", 600_000_000),
            ("T4", "travel", 12_345_678_901_234.56),
        ]
        budget = self.new_budget(lines, grant=self.grant)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            [(line.unit_cost, line.amount) for line in budget.line_ids],
            [
                (33.333, 100.0),
                (0.000001, 0.01),
                (600_000_000, 600_000_000),
                (12_345_678_901_234.56, 12_345_678_901_234.56),
            ],
        )
        self.assertEqual(budget.amount_total, 12_346_278_901_334.57)
        revision = self.revise(budget)
        self.assertEqual(self.line_of(revision, "T1").unit_cost, 33.333)
        values = self.new_report(self.grant)._render_values()
        shown = [row[4] for row in self.printed(values)["budget"]]
        self.assertEqual(
            shown[:4],
            ["33.333", "0.000001", "600,000,000.00", "12,345,678,901,234.56"],
        )

    def test_large_totals_are_exact(self):
        self.new_budget(
            [("T1", "travel", LARGE), ("G1", "goods", LARGE), ("S1", "people", LARGE)],
            grant=self.grant,
        )
        for account in ("travel", "supplies", "salary"):
            self.bill([(account, LARGE, self.pair)])
        expected = 12_000_000_000_000.03
        grant = self.as_role("manager", self.grant)
        program = self.as_role("manager", self.program)
        [budget] = grant.budget_ids
        for record in (grant, program, budget):
            self.assertEqual(record.amount_spent, expected)
        self.assertEqual((budget.amount_total, budget.amount_remaining), (expected, 0))
        self.assertEqual(program.amount_budget, expected)
        values = self.new_report(self.grant)._render_values()
        figures = values["figures"]
        self.assertFalse(figures["warnings"])
        row = self.total(figures, "budget")
        self.assertEqual(
            self.cells(row, "revised", "cumulative", "balance", "variance"),
            {
                "revised": expected,
                "cumulative": expected,
                "balance": 0.0,
                "variance": 0.0,
            },
        )
        for name, column in (("budget", 6), ("funding", 4), ("transactions", 9)):
            self.assertEqual(
                self.printed(values)[name][-1][column], "12,000,000,000,000.03", name
            )

    def test_negative_line_deviates_in_one_direction(self):
        self.new_budget(
            [("T1", "travel", 100), ("G1", "goods", -100)], grant=self.grant
        )
        self.bill([("travel", 120, self.pair)])
        self.refund([("supplies", 90, self.pair)])
        figures = self.new_report(self.grant)._figures()
        for code in ("T1", "G1"):
            row = self.row(figures, "budget", code=code, level="line")
            self.assertEqual(
                self.cells(row, "variance", "variance_percent"),
                {"T1": {"variance": 20, "variance_percent": 20}}.get(
                    code, {"variance": 10, "variance_percent": 10}
                ),
            )

    def test_budget_whose_lines_cancel_out(self):
        budget = self.new_budget(
            [("T1", "travel", 100), ("G1", "goods", -100)], grant=self.grant
        )
        self.assertEqual((budget.state, budget.amount_total), ("approved", 0))
        own = self.new_budget([("T1", "travel", 100)])
        revision = self.revise(own)
        revision.line_ids.unit_cost = 0
        self.assertEqual(self.approve(revision).state, "approved")

    def test_draft_bill_with_a_depreciation_buys_nothing(self):
        """Posted, its equipment is no purchase either."""
        self.new_budget([("E1", "equipment", 500)], grant=self.grant)
        lines = [("equipment", 70, self.pair), ("depreciation", 30, self.pair)]
        bill = self.draft_bill(lines)
        grant = self.as_role("manager", self.grant)
        self.assertEqual(grant.amount_committed, 0)
        self.assertEqual(grant.budget_ids.amount_committed, 0)
        bill.action_post()
        self.assertEqual((grant.amount_committed, grant.amount_spent), (0, 0))
        self.draft_bill(lines[:1])
        self.assertEqual(grant.amount_committed, 70)
        self.assertEqual(grant.budget_ids.amount_committed, 70)

    # --- health ----------------------------------------------------------------------

    def _health(self):
        program = self.as_role("manager", self.program)
        program.invalidate_recordset()
        return [sentence for _level, sentence in program._health_of_money()]

    def test_history_is_no_overspending(self):
        self.entry([("travel", 1000, self.pair)], date(2025, 6, 1))
        self.assertEqual(self._health(), ["Money is spent without an approved budget."])
        self.new_budget(
            [("T1", "travel", 100)],
            grant=self.grant,
            date_start=date(2026, 2, 1),
            date_end=date(2026, 6, 30),
        )
        self.assertEqual(self._health(), [])
        # Another pair, on a day on which a budget runs.
        self.entry([("travel", 100, self.pair_eur)], date(2026, 6, 30))
        self.assertEqual(self._health(), [])
        self.draft_bill([("travel", 1, self.pair)])
        self.assertEqual(
            self._health(), ["More is committed than the budget still has."]
        )
        self.entry([("travel", 1, self.pair)], date(2026, 7, 1))
        self.assertEqual(self._health(), ["Money is spent without an approved budget."])
        self.entry([("travel", 1, self.pair)], date(2026, 2, 1))
        self.assertEqual(self._health(), ["More was spent than is budgeted."])

    def test_days_of_a_program_below(self):
        below = self.new_program(parent_id=self.program.id)
        self.new_budget([("T1", "travel", 100)], below, self.grant)
        self.entry([("travel", 101, self.pair)], date(2026, 6, 1))
        self.entry([("travel", 900, self.pair)], date(2025, 6, 1))
        self.assertEqual(self._health(), ["More was spent than is budgeted."])
        self.assertEqual(self.as_role("manager", below)._health_of_money(), [])

    # --- what is proposed ------------------------------------------------------------

    def test_dialog_starts_with_the_fiscal_year(self):
        self.company.write({"fiscalyear_last_month": "6", "fiscalyear_last_day": 30})
        self.program.write({"date_start": date(2025, 1, 1)})
        for day, start in (
            ("2026-06-30", date(2025, 7, 1)),
            ("2026-07-01", date(2026, 7, 1)),
        ):
            dialog = self.as_role("manager", "social.donor.report.print").with_context(
                active_model="social.program", active_id=self.program.id
            )
            with freeze_time(day):
                proposed = dialog.default_get(["date_from", "date_to"])
            self.assertEqual(proposed["date_from"], start)
            self.assertEqual(str(proposed["date_to"]), day)

    def test_figures_are_stamped_where_the_company_is(self):
        self.company.partner_id.tz = "Asia/Jakarta"
        with freeze_time("2026-03-01 20:00:00"):
            values = self.new_report(self.grant)._render_values()
        self.assertRegex(
            values["statement"][0], r"Mar 2, 2026, 3:00\sAM \(Asia/Jakarta\)"
        )

    def test_rupiah_are_written_as_on_papers(self):
        rupiah = self.root["res.currency"].with_context(active_test=False)
        rupiah = rupiah.search([("name", "=", "IDR")])
        rupiah.active = True
        self.root["res.currency.rate"].create(
            {
                "currency_id": rupiah.id,
                "company_id": self.company.id,
                "name": date(2026, 1, 1),
                "rate": 16000,
            }
        )
        grant = self.new_grant(currency_id=rupiah.id)
        # A unit cost may have a fraction of a rupiah; the amounts are whole.
        self.new_budget([("T1", "travel", 1250.5, {"quantity": 4000})], grant=grant)
        values = self.new_report(grant)._render_values()
        fmt = values["fmt"]
        self.assertEqual(fmt.amount(5_002_000), "Rp\N{NO-BREAK SPACE}5,002,000")
        row = self.printed(values)["budget"][0]
        self.assertEqual(row[4:6], ["1,250.50", "5,002,000"])
        [budget] = [figure for figure in values["key_figures"] if "Budget" in figure]
        self.assertEqual(budget.small, "Rp")
