"""One grant, 60 lines, 400 bills: screen, PDF and workbook tell the same figures."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from odoo import Command
from odoo.tests import tagged

from .reporting_common import SHEETS, TABLES, ReportingCase

PERIOD = date(2026, 4, 1), date(2026, 9, 30)
CENT = Decimal("0.01")


@tagged("post_install", "-at_install")
class TestReportingThreeWays(ReportingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.random = random.Random(2026)
        headings = ["people", "travel", "goods", "medicine", "equipment"]
        cls.budget = cls.new_budget(
            [
                (f"L{number:02d}", headings[number % 5], 500.0 + 10 * number)
                for number in range(60)
            ],
            grant=cls.grant_eur,
        )
        cls.lines = cls.as_role("acc_invoice", cls.budget).line_ids.sorted("code")
        cls.expected = defaultdict(lambda: defaultdict(Decimal))
        cls.post_bills(400)
        cls.report = cls.new_report(
            cls.grant_eur, role="manager", date_from=PERIOD[0], date_to=PERIOD[1]
        )

    @classmethod
    def post_bills(cls, count):
        """Post bills in two currencies, each naming its line, and add them up."""
        pair = cls.key(cls.program, cls.grant_eur)
        accounts = ["salary", "travel", "supplies", "medical", "office", "fees"]
        vals_list = []
        for number in range(count):
            day = date(2026, 1, 1) + timedelta(days=cls.random.randrange(365))
            currency = cls.random.choice([cls.eur, cls.usd])
            line = cls.random.choice(cls.lines)
            price = Decimal(cls.random.randrange(100, 90000)) / 100
            refund = number % 25 == 0
            vals_list.append(
                {
                    "move_type": "in_refund" if refund else "in_invoice",
                    "partner_id": cls.vendor.id,
                    "invoice_date": day,
                    "date": day,
                    "journal_id": cls.journals["purchase"].id,
                    "currency_id": currency.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": f"=Purchase {number}",
                                "account_id": cls.accounts[
                                    cls.random.choice(accounts)
                                ].id,
                                "price_unit": float(price),
                                "analytic_distribution": {pair: 100},
                                "social_program_budget_line_id": line.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
            amount = -price if refund else price
            if currency == cls.usd:
                rate = Decimal("0.8") if day < date(2026, 7, 1) else Decimal("0.5")
                amount = (amount * rate).quantize(CENT, ROUND_HALF_UP)
            cls.expected[line.code][cls.phase(day)] += amount
        moves = cls.as_role("acc_invoice", "account.move").with_context(
            tracking_disable=True
        )
        moves.create(vals_list).action_post()

    @classmethod
    def phase(cls, day):
        if day < PERIOD[0]:
            return "prior"
        return "period" if day <= PERIOD[1] else "later"

    def test_figures_are_those_of_the_bills(self):
        figures = self.report._figures()
        self.assertFalse(figures["warnings"])
        for line in self.lines:
            row = self.row(figures, "budget", code=line.code, level="line")
            for phase in ("period", "prior"):
                self.assertEqual(
                    Decimal(str(row[phase])),
                    self.expected[line.code][phase],
                    f"{line.code} {phase}",
                )
        period = sum(line["period"] for line in self.expected.values())
        spent = period + sum(line["prior"] for line in self.expected.values())
        total = self.total(figures, "budget")
        funding = self.total(figures, "funding")
        transactions = self.total(figures, "transactions")
        for amount, expected in (
            (total["period"], period),
            (total["cumulative"], spent),
            (funding["period"], period),
            (funding["cumulative"], spent),
            (transactions["amount"], period),
        ):
            self.assertEqual(Decimal(str(amount)), expected)

    def test_screen(self):
        self.assertEqual(
            self.on_screen(self.report), self.printed(self.report._render_values())
        )

    def test_pdf(self):
        shown = self.printed(self.report._render_values())
        in_pdf = self.numbers(self.pdf_text(self.report))
        for name in TABLES:
            for row in shown[name]:
                wanted = self.numbers("\n".join(row))
                missing = wanted - in_pdf
                self.assertFalse(missing, f"{name}: {row}")
        # As often as in the figures, not just once.
        everything = self.numbers(
            "\n".join(
                cell
                for name in ("budget", "funding", "transactions")
                for row in shown[name]
                for cell in row
                if "," in cell or "." in cell
            )
        )
        self.assertFalse(everything - in_pdf)

    def test_workbook(self):
        values = self.report._render_values()
        book = self.workbook(self.report, values=True)
        self.assertEqual(book.sheetnames, ["Summary", *SHEETS])
        for name, sheet in zip(TABLES, SHEETS, strict=True):
            table = values["figures"][name]
            rows = self.sheet_rows(book[sheet])
            self.assertEqual(len(rows), len(table["rows"]), name)
            for row, shown in zip(table["rows"], rows, strict=True):
                for column, cell in zip(table["columns"], shown, strict=True):
                    self.assert_cell(column, row, cell)

    def assert_cell(self, column, row, cell):
        value = row.get(column["key"])
        kind = column["kind"]
        if kind in ("money", "money_of", "integer", "quantity") and value is not None:
            self.assertEqual(cell, value)
        elif kind == "percent" and value is not None:
            self.assertAlmostEqual(cell, value / 100, 9)
        elif kind == "date" and value:
            self.assertEqual(cell.date(), value)
        elif kind == "text":
            self.assertEqual(cell or "", value or "")

    def test_workbook_totals_are_formulas(self):
        formulas = self.workbook(self.report)
        values = self.workbook(self.report, values=True)
        count = dict.fromkeys(SHEETS, 0)
        for sheet in SHEETS:
            for row in formulas[sheet].iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        count[sheet] += 1
                        self.assertAlmostEqual(
                            self.evaluate(values[sheet], cell.value),
                            values[sheet][cell.coordinate].value,
                            2,
                            f"{sheet}!{cell.coordinate}",
                        )
        # Four headings and the total of eight columns; what was received is missing.
        self.assertEqual(list(count.values()), [0, 0, 5 * 8, 3, 1])

    def evaluate(self, sheet, formula):
        """Return what `=SUM(A1,B2:B5)` comes to."""
        total = 0.0
        for part in formula.removeprefix("=SUM(").removesuffix(")").split(","):
            cells = sheet[part]
            cells = [cells] if not isinstance(cells, tuple) else [c[0] for c in cells]
            total += sum(c.value for c in cells if isinstance(c.value, int | float))
        return total

    def test_no_text_is_a_formula(self):
        sheet = self.workbook(self.report)["Transactions"]
        texts = [
            cell
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=Purchase")
        ]
        self.assertGreater(len(texts), 100)
        self.assertEqual({cell.data_type for cell in texts}, {"s"})

    def test_workbook_is_ready_to_print(self):
        book = self.workbook(self.report)
        for name in SHEETS:
            sheet = book[name]
            self.assertTrue(sheet.freeze_panes, name)
            self.assertEqual(sheet.page_setup.orientation, "landscape")
            self.assertEqual(sheet.print_title_rows, "$4:$5")
        amount = book["Budget"]["F7"]
        self.assertEqual(amount.number_format, "#,##0.00")
