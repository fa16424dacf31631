"""Reports on published figures tie to the files that they came from, to the cent.

What is expected is added up here from the files alone, with Decimal, and compared with
the figures, the screen, the PDF and the workbook.
"""

import csv
import io
from collections import Counter, defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from lxml import html
from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.tests import TransactionCase, tagged

from ..report.reporting.donor_report_xlsx import donor_report_xlsx
from .printing import print_at_home, print_pdf
from .real_data import RealData

FOLDER = Path(__file__).parent / "data" / "unhcr_indonesia"
CENT = Decimal("0.01")
# 4,000 euros at 0.88 are 4,545.4545…; published were 4,545.455 dollars.
UNTIED, UNTIED_BY = "B0331", Decimal("0.01")
MISSING = "–"


def rows_of(name):
    with (FOLDER / name).open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def half_up(number):
    return Decimal(number).quantize(CENT, ROUND_HALF_UP)


def exact(number):
    """Return a float as the cents that it stands for."""
    return None if number is None else Decimal(repr(round(number, 6))).quantize(CENT)


def printed(number):
    return f"{number:,.2f}"


class Expected:
    """What the files say about some years."""

    def __init__(self, years):
        transactions = [
            row
            for row in rows_of("transactions.csv")
            if row["iati_identifier"][13:17] in map(str, years)
        ]
        self.budgets = [
            half_up(row["budget_value"])
            for row in rows_of("budgets.csv")
            if row["budget_period_start"][:4] in map(str, years)
        ]
        self.budget = sum(self.budgets)
        self.costs = [
            (date.fromisoformat(row["transaction_date"]), half_up(row[VALUE]))
            for row in transactions
            if row["transaction_type_code"] in ("3", "4") and Decimal(row[VALUE])
        ]
        self.spent = sum(amount for _day, amount in self.costs)
        self.promised = defaultdict(Decimal)
        for row in transactions:
            if row["transaction_type_code"] == "11":
                self.promised[row["transaction_ref"]] += half_up(row[VALUE_USD])
        self.published = sum(self.promised.values())
        if UNTIED in self.promised:
            self.promised[UNTIED] -= UNTIED_BY
        self.committed = sum(self.promised.values())


VALUE, VALUE_USD = "transaction_value", "transaction_value_USD"


@tagged("post_install", "-at_install")
class TestReportingReal(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        print_at_home(cls.env)
        cls.data = RealData(cls.env).load()
        cls.env = cls.data.env
        cls.cases = {
            **{
                str(year): (program, [year])
                for year, program in cls.data.programs.items()
            },
            "all": (cls.data.umbrella, list(cls.data.programs)),
        }
        cls.expected = {
            name: Expected(years) for name, (_program, years) in cls.cases.items()
        }
        cls.reports = {
            name: cls.env["social.donor.report"].create(
                {
                    "program_id": program.id,
                    "date_from": program.date_start,
                    "date_to": program.date_end,
                }
            )
            for name, (program, _years) in cls.cases.items()
        }

    def each(self, check):
        """Check each year and the umbrella."""
        for name, expected in self.expected.items():
            with self.subTest(report=name):
                check(expected, self.reports[name])

    # --- the files ------------------------------------------------------------------

    def test_files_are_whole(self):
        """The sums that the publisher's data is known by."""
        all_years = self.expected["all"]
        self.assertEqual(all_years.budget, Decimal("32020838.59"))
        self.assertEqual(all_years.spent, Decimal("21892049.28"))
        self.assertEqual(all_years.published, Decimal("8419510.24"))
        self.assertEqual(len(all_years.promised), 79)
        self.assertEqual(len(self.data.sponsors), 7)
        self.assertEqual(len(self.data.bills), 18)
        self.assertEqual(set(self.data.bills.mapped("state")), {"posted"})

    def test_euro_awards_tie_by_the_published_rates(self):
        """Every award in euros gives the published dollars, but one."""
        promised = defaultdict(Decimal)
        for row in rows_of("transactions.csv"):
            if row["transaction_value_currency"] == "EUR":
                promised[row["transaction_ref"]] += half_up(row[VALUE_USD])
        self.assertEqual(len(promised), 5)
        for reference, dollars in promised.items():
            grant = self.data.grants[reference]
            self.assertEqual(grant.currency_id.name, "EUR")
            converted = sum(
                exact(
                    grant.currency_id._convert(
                        award.amount, self.data.usd, self.data.company, award.date
                    )
                )
                for award in grant.award_ids
            )
            left = UNTIED_BY if reference == UNTIED else 0
            self.assertEqual(dollars - converted, left, reference)

    def test_one_grant_spans_three_years(self):
        grant = self.data.grants["63050"]
        self.assertEqual(set(grant.award_ids.mapped("date")), {date(2016, 11, 21)})
        self.assertEqual(
            grant.award_ids.program_id,
            self.env["social.program"].union(
                *(self.data.programs[year] for year in (2017, 2018, 2019))
            ),
        )

    def test_euro_grants_are_told_in_euros(self):
        promised = defaultdict(Decimal)
        for row in rows_of("transactions.csv"):
            if row["transaction_value_currency"] == "EUR":
                promised[row["transaction_ref"]] += half_up(row[VALUE])
        for reference, euros in promised.items():
            grant = self.data.grants[reference]
            report = self.env["social.donor.report"].create(
                {
                    "grant_id": grant.id,
                    "date_from": grant.date_start,
                    "date_to": grant.date_end,
                }
            )
            figures = report._figures()
            self.assertEqual(figures["subject"]["currency"], "EUR")
            total = figures["funding"]["rows"][-1]
            self.assertEqual(exact(total["committed"]), euros)
            self.assertIsNone(total["received"])
            self.assertFalse(figures["transactions"]["rows"])

    # --- figures --------------------------------------------------------------------

    def test_figures(self):
        self.each(self._check_figures)

    def _check_figures(self, expected, report):
        figures = report._figures()
        self.assertFalse(figures["warnings"])
        self._check_budget(expected, figures["budget"]["rows"])
        self._check_funding(expected, figures["funding"]["rows"])
        self._check_transactions(expected, figures["transactions"]["rows"])

    def _check_budget(self, expected, rows):
        total = rows[-1]
        self.assertEqual(total["level"], "total")
        self.assertEqual(exact(total["original"]), expected.budget)
        self.assertEqual(exact(total["revised"]), expected.budget)
        self.assertEqual(exact(total["period"]), expected.spent)
        self.assertEqual(exact(total["prior"]), 0)
        self.assertEqual(exact(total["cumulative"]), expected.spent)
        self.assertEqual(exact(total["committed"]), 0)
        self.assertEqual(exact(total["balance"]), expected.budget - expected.spent)
        lines = [row for row in rows if row["level"] == "line"]
        self.assertEqual(
            Counter(exact(row["revised"]) for row in lines), Counter(expected.budgets)
        )
        unbudgeted = [row for row in rows if row["level"] == "unbudgeted"]
        self.assertFalse(any(row["cumulative"] for row in unbudgeted))

    def _check_funding(self, expected, rows):
        promised = {
            row["grant"].partition("]")[0].lstrip("["): exact(row["committed"])
            for row in rows
            if row["level"] == "line" and row["committed"] is not None
        }
        self.assertEqual(promised, dict(expected.promised))
        total = rows[-1]
        self.assertEqual(exact(total["committed"]), expected.committed)
        self.assertEqual(exact(total["period"]), expected.spent)
        self.assertEqual(exact(total["cumulative"]), expected.spent)
        # Nothing was published about what came in, nor about who paid for what.
        self.assertEqual({row["received"] for row in rows}, {None})
        self.assertEqual({row["balance"] for row in rows}, {None})
        own = [row for row in rows if row.get("key") == "no_grant"]
        self.assertEqual([exact(row["cumulative"]) for row in own], [expected.spent])

    def _check_transactions(self, expected, rows):
        lines = [row for row in rows if row["level"] == "line"]
        self.assertEqual(
            Counter((row["date"], exact(row["amount"])) for row in lines),
            Counter(expected.costs),
        )
        self.assertEqual(exact(rows[-1]["amount"]), expected.spent)

    # --- screen ---------------------------------------------------------------------

    def test_screen(self):
        self.each(self._check_screen)

    def _check_screen(self, expected, report):
        page = html.fromstring(report.preview)
        figures = report._figures()
        *_lines, total = self._shown(page, figures["budget"])
        self.assertEqual(total["original"], printed(expected.budget))
        self.assertEqual(total["revised"], printed(expected.budget))
        self.assertEqual(total["period"], printed(expected.spent))
        self.assertEqual(total["cumulative"], printed(expected.spent))
        self.assertEqual(total["balance"], printed(expected.budget - expected.spent))
        *lines, total = self._shown(page, figures["funding"])
        self.assertEqual(total["committed"], printed(expected.committed))
        self.assertEqual(total["period"], printed(expected.spent))
        self.assertEqual(total["cumulative"], printed(expected.spent))
        self.assertEqual({row["received"] for row in lines + [total]}, {MISSING})
        self.assertEqual({row["balance"] for row in lines + [total]}, {MISSING})
        shown = Counter(row["committed"] for row in lines)
        # Nobody promised the own funds.
        self.assertEqual(shown.pop(MISSING), 1)
        self.assertEqual(shown, Counter(map(printed, expected.promised.values())))
        *lines, total = self._shown(page, figures["transactions"])
        self.assertEqual(total["amount"], printed(expected.spent))
        self.assertEqual(
            Counter(row["amount"] for row in lines),
            Counter(printed(amount) for _day, amount in expected.costs),
        )

    def _shown(self, page, table):
        """Return the rows of a table on a page, titles left out: {column: text}."""
        keys = [c["key"] for c in table["columns"] if c["key"] != "explanation"]
        rows = page.xpath(f"//table[hasclass('sdr-{table['name']}')]/tbody/tr")
        return [
            dict(
                zip(
                    keys,
                    (cell.text_content().strip() for cell in row.findall("td")),
                    strict=True,
                )
            )
            for row in rows
            if len(row.findall("td")) > 1
        ]

    # --- PDF ------------------------------------------------------------------------

    def test_pdf(self):
        self.each(self._check_pdf)

    def _check_pdf(self, expected, report):
        figures = report._figures()
        text = self._pdf_text(report)
        budget, rest = text.split(figures["funding"]["title"], 1)
        funding, transactions = rest.split(figures["transactions"]["title"], 1)
        self._assert_all_in([expected.budget, expected.spent], budget)
        self._assert_all_in([expected.budget - expected.spent], budget)
        self._assert_all_in(expected.promised.values(), funding)
        self._assert_all_in([expected.committed, expected.spent], funding)
        # Received and what is left of it: missing in each row.
        rows = len(figures["funding"]["rows"])
        self.assertGreaterEqual(funding.split().count(MISSING), 2 * rows)
        self._assert_all_in([amount for _day, amount in expected.costs], transactions)
        self._assert_all_in([expected.spent], transactions)

    def _pdf_text(self, report):
        content = print_pdf(self, "social_program.donor_report_pdf", report)
        pages = PdfReader(io.BytesIO(content)).pages
        # Without patched Qt, tabs stand between the words.
        return "\n".join(page.extract_text() for page in pages).replace("\t", " ")

    def _assert_all_in(self, amounts, text):
        """Every amount is printed at least as often as it occurs."""
        words = Counter(text.split())
        for amount, count in Counter(map(printed, amounts)).items():
            self.assertGreaterEqual(words[amount], count, amount)

    # --- workbook -------------------------------------------------------------------

    def test_xlsx(self):
        self.each(self._check_xlsx)

    def _check_xlsx(self, expected, report):
        figures = report._figures()
        content = donor_report_xlsx(report._render_values())
        values = load_workbook(io.BytesIO(content), data_only=True)
        formulas = load_workbook(io.BytesIO(content))
        budget = self._cells(values["Budget"], figures["budget"])
        total = budget[-1]
        self.assertEqual(exact(total["original"]), expected.budget)
        self.assertEqual(exact(total["revised"]), expected.budget)
        self.assertEqual(exact(total["period"]), expected.spent)
        self.assertEqual(exact(total["cumulative"]), expected.spent)
        self.assertEqual(exact(total["balance"]), expected.budget - expected.spent)
        *lines, total = self._cells(values["Funding"], figures["funding"])
        self.assertEqual(exact(total["committed"]), expected.committed)
        self.assertEqual(exact(total["period"]), expected.spent)
        self.assertEqual({row["received"] for row in lines + [total]}, {MISSING})
        shown = Counter(
            exact(row["committed"]) for row in lines if row["committed"] != MISSING
        )
        self.assertEqual(shown, Counter(expected.promised.values()))
        *lines, total = self._cells(values["Transactions"], figures["transactions"])
        self.assertEqual(exact(total["amount"]), expected.spent)
        self.assertEqual(
            Counter((row["date"].date(), exact(row["amount"])) for row in lines),
            Counter(expected.costs),
        )
        for sheet, name, key in (
            ("Budget", "budget", "revised"),
            ("Funding", "funding", "committed"),
            ("Transactions", "transactions", "amount"),
        ):
            total = self._cells(formulas[sheet], figures[name])[-1]
            self.assertRegex(total[key], r"^=SUM\(")

    def _cells(self, sheet, table):
        """Return the rows of a table on a sheet: {column: value}."""
        keys = [column["key"] for column in table["columns"]]
        labels = tuple(column["label"] for column in table["columns"])
        rows = [row[: len(keys)] for row in sheet.iter_rows(values_only=True)]
        first = rows.index(labels) + 1
        return [
            dict(zip(keys, row, strict=True))
            for row in rows[first : first + len(table["rows"])]
        ]
