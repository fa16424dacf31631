"""Budget and spending in the donor report."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .reporting_common import ReportingCase

HALF_YEAR = {"date_from": date(2026, 4, 1), "date_to": date(2026, 9, 30)}


@tagged("post_install", "-at_install")
class TestReportingBudget(ReportingCase):
    def setUp(self):
        super().setUp()
        self.pair = self.key(self.program, self.grant)

    def budget_of_grant(self):
        return self.new_budget(
            [("A", "people", 1000.0), ("B", "travel", 500.0), ("C", "goods", 300.0)],
            grant=self.grant,
        )

    def test_period_and_what_came_before(self):
        self.budget_of_grant()
        for day, price in (
            (date(2026, 3, 31), 1.0),
            (date(2026, 4, 1), 20.0),
            (date(2026, 9, 30), 300.0),
            (date(2026, 10, 1), 4000.0),
        ):
            self.bill([("salary", price, {self.pair: 100})], day)
        figures = self.new_report(self.grant, **HALF_YEAR)._figures()
        row = self.row(figures, "budget", code="A", level="line")
        self.assertEqual(
            self.cells(row, "prior", "period", "cumulative", "balance", "variance"),
            {
                "prior": 1.0,
                "period": 320.0,
                "cumulative": 321.0,
                "balance": 679.0,
                "variance": -679.0,
            },
        )
        self.assertAlmostEqual(row["burn"], 32.1)
        self.assertAlmostEqual(row["variance_percent"], -67.9)
        self.assertFalse(figures["warnings"])

    def test_original_and_revised(self):
        first = self.budget_of_grant()
        revision = self.revise(first)
        self.line_of(revision, "A").unit_cost = 1100.0
        self.line_of(revision, "C").unlink()
        revision.write({"line_ids": self.budget_lines([("D", "medicine", 50.0)])})
        self.approve(revision)
        figures = self.new_report(self.grant)._figures()
        amounts = {
            row["code"]: (row["original"], row["revised"])
            for row in figures["budget"]["rows"]
            if row["level"] == "line"
        }
        self.assertEqual(
            amounts,
            {
                "A": (1000.0, 1100.0),
                "B": (500.0, 500.0),
                "C": (300.0, 0.0),
                "D": (0.0, 50.0),
            },
        )
        total = self.total(figures, "budget")
        self.assertEqual((total["original"], total["revised"]), (1800.0, 1650.0))

    def test_third_version_goes_back_to_the_first(self):
        budget = self.budget_of_grant()
        for amount in (1100.0, 1200.0):
            budget = self.revise(budget)
            self.line_of(budget, "A").unit_cost = amount
            self.approve(budget)
        row = self.row(
            self.new_report(self.grant)._figures(), "budget", code="A", level="line"
        )
        self.assertEqual((row["original"], row["revised"]), (1000.0, 1200.0))

    def test_drafts_and_later_budgets_are_left_out(self):
        self.new_budget(
            [("A", "people", 100.0)],
            grant=self.grant,
            date_end=date(2026, 9, 30),
        )
        self.new_budget(
            [("LATE", "people", 200.0)],
            grant=self.grant,
            date_start=date(2026, 10, 1),
        )
        self.draft_budget(
            [("DRAFT", "people", 400.0)],
            program=self.other_program,
            grant=self.grant,
            role="other_manager",
        )
        figures = self.new_report(self.grant, **HALF_YEAR)._figures()
        self.assertEqual(self.total(figures, "budget")["revised"], 100.0)
        whole = self.new_report(self.grant)._figures()
        self.assertEqual(self.total(whole, "budget")["revised"], 300.0)

    def test_unbudgeted_is_a_row_and_part_of_the_total(self):
        self.budget_of_grant()
        self.bill([("office", 70.0, {self.pair: 100})])
        self.bill([("travel", 30.0, {self.pair: 100})])
        figures = self.new_report(self.grant)._figures()
        row = self.row(figures, "budget", level="unbudgeted")
        self.assertEqual((row["period"], row["revised"]), (70.0, 0.0))
        self.assertIsNone(row["burn"])
        self.assertEqual(self.total(figures, "budget")["period"], 100.0)

    def test_subtotals(self):
        self.new_budget(
            [("G1", "goods", 100.0), ("G2", "medicine", 50.0), ("T", "travel", 10.0)],
            grant=self.grant,
        )
        self.bill([("medical", 5.0, {self.pair: 100})])
        rows = self.new_report(self.grant)._figures()["budget"]["rows"]
        self.assertEqual(
            [(row["level"], row.get("code") or row["name"]) for row in rows],
            [
                ("title", "Travel"),
                ("line", "T"),
                ("subtotal", "Subtotal Travel"),
                ("title", "Goods"),
                ("line", "G1"),
                ("line", "G2"),
                ("subtotal", "Subtotal Goods"),
                ("unbudgeted", "Unbudgeted"),
                ("total", "Total"),
            ],
        )
        goods = rows[6]
        self.assertEqual((goods["revised"], goods["period"]), (150.0, 5.0))
        self.assertEqual(goods["of"], [4, 5])

    def test_commitments(self):
        self.budget_of_grant()
        self.draft_bill([("salary", 40.0, {self.pair: 100})], date(2026, 11, 5))
        self.draft_bill([("office", 2.0, {self.pair: 100})], date(2026, 5, 5))
        # No budget of the report: counted only up to the end of the period.
        other = self.key(self.other_program, self.grant)
        self.draft_bill([("salary", 1.0, {other: 100})], date(2026, 5, 5))
        self.draft_bill([("salary", 900.0, {other: 100})], date(2026, 11, 5))
        figures = self.new_report(self.grant, **HALF_YEAR)._figures()
        row = self.row(figures, "budget", code="A", level="line")
        self.assertEqual((row["committed"], row["balance"]), (40.0, 960.0))
        self.assertEqual(self.total(figures, "budget")["committed"], 43.0)
        self.assertEqual(self.total(figures, "budget")["period"], 0.0)

    def test_umbrella_by_program(self):
        child = self.new_program(name="Pumps", parent_id=self.program.id)
        self.budget_of_grant()
        self.new_budget([("P", "people", 80.0)], program=child)
        self.bill([("salary", 10.0, {self.pair: 100})])
        self.bill([("salary", 7.0, {self.key(child): 100})])
        self.bill([("salary", 999.0, {self.key(self.other_program): 100})])
        figures = self.new_report(self.program)._figures()
        sections = [
            (row["label"], row["revised"], row["period"])
            for row in figures["budget"]["rows"]
            if row["level"] == "section"
        ]
        self.assertEqual(
            sections,
            [
                (self.program.display_name, 1800.0, 10.0),
                (child.display_name, 80.0, 7.0),
            ],
        )
        self.assertEqual(self.total(figures, "budget")["period"], 17.0)
        self.assertEqual(figures["summary"]["cumulative"], 17.0)
        self.assertFalse(figures["warnings"])
        self.assertEqual(
            [bar["name"] for bar in figures["summary"]["bars"]],
            [self.program.display_name, child.display_name, "Total"],
        )

    def test_half_pair_of_a_grant(self):
        self.budget_of_grant()
        self.bill([("salary", 10.0, {self.key(self.grant): 100})])
        figures = self.new_report(self.grant)._figures()
        row = self.row(figures, "budget", level="section", label="Without a program")
        self.assertEqual(row["period"], 10.0)
        self.assertFalse(figures["warnings"])

    def test_program_in_company_currency(self):
        """Budgets at the rate of their approval, spending as the books have it."""
        self.new_budget([("A", "people", 100.0)], grant=self.grant_eur)
        pair = self.key(self.program, self.grant_eur)
        self.bill(
            [("salary", 10.0, {pair: 100})],
            date(2026, 8, 1),
            currency_id=self.eur.id,
        )
        rate = self.program.sudo().budget_ids.currency_rate
        row = self.row(
            self.new_report(self.program)._figures(), "budget", code="A", level="line"
        )
        self.assertEqual(row["revised"], round(100 * rate, 2))
        self.assertEqual(row["unit_cost"], round(100 * rate, 2))
        self.assertEqual(row["period"], 20.0)
        self.assertEqual(row["grant"], self.grant_eur.code)

    def test_grant_in_its_own_currency(self):
        self.new_budget([("A", "people", 100.0)], grant=self.grant_eur)
        pair = self.key(self.program, self.grant_eur)
        self.bill([("salary", 10.0, {pair: 100})], date(2026, 8, 1))
        figures = self.new_report(self.grant_eur)._figures()
        row = self.row(figures, "budget", code="A", level="line")
        self.assertEqual((row["revised"], row["period"]), (100.0, 5.0))
        self.assertEqual(figures["subject"]["currency"], "EUR")

    def test_missing_rate_is_refused(self):
        self.grant_eur.write({"date_start": date(2025, 1, 1)})
        pair = self.key(self.program, self.grant_eur)
        self.bill([("salary", 10.0, {pair: 100})], date(2025, 12, 30))
        report = self.new_report(self.grant_eur)
        with self.assert_sentence("EUR on or before 12/30/2025"):
            report._figures()
        with self.assert_sentence("EUR on or before 12/30/2025"):
            report.action_print_pdf()
        with self.assert_sentence("EUR on or before 12/30/2025"):
            report.action_print_xlsx()
        # The form still opens and says why.
        self.assertIn("EUR on or before 12/30/2025", report.preview)
        wizard = self.as_role("admin", "social.donor.report.print").create(
            {
                "grant_id": self.grant_eur.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 3, 31),
            }
        )
        for print_ in (wizard.action_print_pdf, wizard.action_print_xlsx):
            with self.assert_sentence("EUR on or before 12/30/2025"):
                print_()

    def test_sums_that_do_not_tie_are_shown(self):
        self.budget_of_grant()
        self.bill([("salary", 10.0, {self.pair: 100})])
        report = self.new_report(self.grant)
        broken = type(report)._transactions_table

        def lose_a_row(self, scope):
            table = broken(self, scope)
            table["totals"]["amount"] -= 1
            return table

        self.patch(type(report), "_transactions_table", lose_a_row)
        [warning] = report._figures()["warnings"]
        self.assertIn("-1.00 USD", warning)
        self.assertIn("do not agree", report.preview)

    def test_empty_report(self):
        figures = self.new_report(self.program)._figures()
        self.assertEqual(self.total(figures, "budget")["cumulative"], 0.0)
        self.assertEqual(figures["transactions"]["rows"], [])
        self.assertIsNone(figures["summary"]["burn"])
        self.assertFalse(figures["warnings"])

    def test_same_number_of_queries_for_2_and_200_lines(self):
        counts = {}
        for count, grant in ((2, self.grant), (200, self.new_grant(name="Many"))):
            budget = self.new_budget(
                [
                    (f"{number}", ("people", "travel")[number % 2], 10.0)
                    for number in range(count)
                ],
                grant=grant,
            )
            pair = self.key(self.program, grant)
            self.bill(
                [
                    (
                        "salary",
                        5.0,
                        {pair: 100},
                        {"social_program_budget_line_id": line.id},
                    )
                    for line in budget.line_ids
                ]
            )
            report = self.new_report(grant)
            report._figures()
            counts[count] = self.count_queries(report._figures)
        self.assertEqual(counts[2], counts[200])

    def test_period_cannot_end_before_it_starts(self):
        with self.assertRaises(UserError):
            self.new_report(
                self.grant, date_from=date(2026, 5, 1), date_to=date(2026, 4, 1)
            )

    def test_report_is_about_one_thing(self):
        with self.assert_sentence("about a program or about a grant"):
            self.new_report(self.grant, program_id=self.program.id)
        report = self.new_report(self.grant)
        with self.assert_sentence("about a program or about a grant"):
            report.grant_id = False
