"""Reports in every shape: figures, screen, PDF and workbook."""

import io
import re
from collections import Counter
from datetime import date

import openpyxl
from lxml import html
from pypdf import PdfReader

from odoo.addons.social_program.report.reporting.donor_report_xlsx import (
    donor_report_xlsx,
)

from .funding_common import FundingCase
from .printing import print_pdf

TABLES = ("activities", "people", "budget", "funding", "transactions")
SHEETS = ("Field activities", "Beneficiaries", "Budget", "Funding", "Transactions")


class ReportingMixin:
    """Helpers; beside :class:`~.funding_common.FundingMixin`."""

    @classmethod
    def new_report(cls, subject, role="admin", **vals):
        """Create a report on 2026 in English about a program or a grant."""
        field = "grant_id" if subject._name == "social.grant" else "program_id"
        return cls.as_role(role, "social.donor.report").create(
            {
                field: subject.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 12, 31),
                "lang": "en_US",
                **vals,
            }
        )

    # --- what the figures say --------------------------------------------------------

    def row(self, figures, table, **cells):
        """Return the only row of a table that has some cells."""
        rows = [
            row
            for row in figures[table]["rows"]
            if all(row.get(key) == value for key, value in cells.items())
        ]
        self.assertEqual(len(rows), 1, f"{table}: {cells}")
        return rows[0]

    def total(self, figures, table):
        """Return the last row of a table, its total."""
        row = figures[table]["rows"][-1]
        self.assertEqual(row["level"], "total")
        return row

    def cells(self, row, *keys):
        """Return some cells of a row as a dict."""
        return {key: row[key] for key in keys}

    # --- the three shapes ------------------------------------------------------------

    def printed(self, values):
        """Return {table: [[text of each cell]]} as every shape has to show it."""
        fmt = values["fmt"]
        shown = {}
        for name in TABLES:
            table = values["figures"][name]
            columns = [c for c in table["columns"] if c["key"] != "explanation"]
            shown[name] = [
                [fmt.cell(column, row) for column in columns]
                for row in table["rows"]
                if row["level"] != "title"
            ]
        return shown

    def on_screen(self, report):
        """Return the same, read from the HTML on the form."""
        page = html.fromstring(str(report.preview))
        shown = {}
        for name in TABLES:
            rows = page.xpath(f"//table[contains(@class, 'sdr-{name} ')]/tbody/tr")
            shown[name] = [
                ["".join(cell.itertext()).strip() for cell in row.xpath("td")]
                for row in rows
                if "sdr-title" not in row.get("class")
                and "sdr-explanation" not in row.get("class")
            ]
        return shown

    def pdf(self, report):
        """Return the bytes of the PDF."""
        name = (
            f"social_program.{report._name.removeprefix('social.').replace('.', '_')}"
        )
        return print_pdf(self, name, report)

    def pdf_text(self, report):
        """Return the text of the PDF, page after page."""
        pages = PdfReader(io.BytesIO(self.pdf(report))).pages
        # Without patched Qt, tabs stand between the words.
        return "\n".join(page.extract_text() for page in pages).replace("\t", " ")

    def numbers(self, text):
        """Return how often each number stands in a text, broken lines mended."""
        text = re.sub(r"-\s*\n", "-", text)
        return Counter(re.findall(r"-?\d[\d.,]*\d%?|-?\d%?", text))

    def workbook(self, report, values=False):
        """Return the workbook as openpyxl reads it.

        :param values: read the values that formulas carry, instead of the formulas
        """
        content = donor_report_xlsx(report._render_values())
        return openpyxl.load_workbook(io.BytesIO(content), data_only=values)

    def sheet_rows(self, sheet):
        """Return the rows of a sheet below its two rows of heads, as lists."""
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
        while rows and (not any(rows[-1]) or _is_note(rows[-1])):
            rows.pop()
        return rows


def _is_note(row):
    return isinstance(row[0], str) and not any(row[1:]) and len(row[0]) > 30


class ReportingCase(ReportingMixin, FundingCase):
    """Tests of the donor report, with books."""
