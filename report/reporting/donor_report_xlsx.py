"""A donor report as a workbook: the same tables, a sheet each."""

import io

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from odoo.tools import html2plaintext

from ..base.xlsx_styles import Styles

# What Excel allows in one cell, and in the name of a sheet.
MAX_TEXT = 32767
MAX_SHEET_NAME = 31
FIRST_COLUMN = 0


def donor_report_xlsx(values):
    """Return the bytes of the workbook.

    Text is written as text, whatever it starts with; totals are formulas that carry
    their value.

    :param dict values: :meth:`social.donor.report.mixin._render_values`
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        subject = values["figures"]["subject"]
        workbook.set_properties(
            {"title": subject["code"], "company": subject["company"]}
        )
        book = _Book(workbook, values)
        book.summary()
        for name in ("activities", "people", "budget", "funding", "transactions"):
            book.table_sheet(values["figures"][name])
    return buffer.getvalue()


class _Book:
    def __init__(self, workbook, values):
        self.workbook = workbook
        self.values = values
        self.fmt = values["fmt"]
        self.env = self.fmt.env
        self.styles = Styles(workbook, self.fmt)

    def _sheet(self, title, landscape=True):
        sheet = self.workbook.add_worksheet(title[:MAX_SHEET_NAME])
        sheet.set_paper(9)  # A4
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def _text(self, sheet, row, col, text, style):
        sheet.write_string(row, col, (text or "")[:MAX_TEXT], style)

    # --- first sheet ---------------------------------------------------------------

    def summary(self):
        values, styles = self.values, self.styles
        sheet = self._sheet(self.env._("Summary"), landscape=False)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 24)
        sheet.set_column(2, 2, 48)
        self._text(sheet, 0, 0, self.env._("Donor Report"), styles.heading)
        row = 1
        for warning in values["figures"]["warnings"]:
            self._text(sheet, row, 0, warning, styles.warning)
            row += 1
        row += 1
        for label, text in values["identification"]:
            self._text(sheet, row, 0, label, styles.label)
            sheet.merge_range(row, 1, row, 2, "", styles.wrapped)
            self._text(sheet, row, 1, text, styles.wrapped)
            row += 1
        row = self._key_figures(sheet, row + 1)
        row = self._narratives(sheet, row + 1)
        for sentence in values["statement"]:
            self._text(sheet, row, 0, sentence, styles.note)
            row += 1

    def _key_figures(self, sheet, row):
        styles = self.styles
        summary = self.values["figures"]["summary"]
        money, count = styles.plain("money"), styles.plain("integer")
        for label, key, style in (
            (self.env._("Budget"), "budget", money),
            (self.env._("Spent in the period"), "period", money),
            (self.env._("Spent so far"), "cumulative", money),
            (self.env._("Committed"), "committed", money),
            (self.env._("Balance"), "balance", money),
            (self.env._("People reached"), "people", count),
            (self.env._("New in the period"), "people_new", count),
            (self.env._("Activities done"), "activities_done", count),
            (self.env._("Field activities"), "activities", count),
        ):
            self._text(sheet, row, 0, label, styles.label)
            if summary[key] is None:
                self._text(sheet, row, 1, self.fmt.missing, styles.missing)
            else:
                sheet.write_number(row, 1, summary[key], style)
            row += 1
        return row

    def _narratives(self, sheet, row):
        styles = self.styles
        texts = self.values["narratives"]
        for key, label in (
            ("summary", self.env._("Executive summary")),
            ("activities", self.env._("Field activities")),
            ("people", self.env._("People reached")),
            ("finance", self.env._("Finance")),
        ):
            text = html2plaintext(texts.get(key) or "", include_references=False)
            if key == "summary":
                text = text or self.values["in_short"]
            if not text:
                continue
            self._text(sheet, row, 0, label, styles.label)
            sheet.merge_range(row, 1, row, 2, "", styles.wrapped)
            self._text(sheet, row, 1, text, styles.wrapped)
            lines = sum(1 + len(line) // 75 for line in text.split("\n"))
            sheet.set_row(row, min(400, 15 * lines))
            row += 1
        return row + 1

    # --- one sheet a table ---------------------------------------------------------

    def table_sheet(self, table):
        sheet = self._sheet(self._sheet_name(table["name"]))
        columns, styles = table["columns"], self.styles
        subject = self.values["figures"]["subject"]
        self._text(sheet, 0, 0, table["title"], styles.heading)
        self._text(
            sheet,
            1,
            0,
            f"{subject['code']} · {self.fmt.date(subject['date_from'])} – "
            f"{self.fmt.date(subject['date_to'])} · {subject['currency']}",
            styles.note,
        )
        for number, column in enumerate(columns):
            sheet.set_column(number, number, max(4, column["width"]))
        first = self._header(sheet, columns, 3)
        sheet.freeze_panes(first, min(2, len(columns) - 1))
        sheet.repeat_rows(first - 2, first - 1)
        if not table["rows"]:
            self._text(sheet, first, 0, table["empty"], styles.note)
        for number, row in enumerate(table["rows"]):
            self._row(sheet, first, first + number, columns, row, table["rows"])
        row = first + max(1, len(table["rows"])) + 1
        for note in table["notes"]:
            self._text(sheet, row, 0, note, styles.note)
            row += 1

    def _sheet_name(self, name):
        return {
            "activities": self.env._("Field activities"),
            "people": self.env._("Beneficiaries"),
            "budget": self.env._("Budget"),
            "funding": self.env._("Funding"),
            "transactions": self.env._("Transactions"),
        }[name]

    def _header(self, sheet, columns, row):
        """Write the two rows of headings; return the first row below them."""
        styles = self.styles
        start = 0
        while start < len(columns):
            group = columns[start]["group"]
            end = start
            while end + 1 < len(columns) and columns[end + 1]["group"] == group:
                end += 1
            if group and end > start:
                sheet.merge_range(row, start, row, end, "", styles.header)
                self._text(sheet, row, start, group, styles.header)
            else:
                for number in range(start, end + 1):
                    text = columns[number]["group"] or ""
                    self._text(sheet, row, number, text, styles.header)
            start = end + 1
        for number, column in enumerate(columns):
            self._text(sheet, row + 1, number, column["label"], styles.header)
        sheet.set_row(row + 1, 32)
        return row + 2

    def _row(self, sheet, first, position, columns, row, rows):
        level = row["level"]
        for number, column in enumerate(columns):
            style = self.styles.cell(level, column, row)
            key = column["key"]
            value = row.get(key)
            if level == "title" or (level != "line" and key not in row):
                self._text(sheet, position, number, value, style)
            elif column["kind"] in ("text", "flag", "yes_no"):
                self._text(sheet, position, number, self.fmt.cell(column, row), style)
            elif value is None:
                text = "" if column["kind"] == "rate" else self.fmt.missing
                self._text(sheet, position, number, text, style)
            elif column["kind"] == "date":
                sheet.write_datetime(position, number, value, style)
            elif column["total"] and "of" in row:
                formula = self._sum(first, number, row["of"])
                sheet.write_formula(position, number, formula, style, value)
            elif column["kind"] == "percent":
                sheet.write_number(position, number, value / 100, style)
            else:
                sheet.write_number(position, number, value, style)

    def _sum(self, first, number, positions):
        """Return the formula that adds up some rows of a column.

        Neighbors are added up as one range.
        """
        letter = xl_col_to_name(number)
        ranges = []
        for position in positions:
            line = first + position + 1
            if ranges and ranges[-1][1] == line - 1:
                ranges[-1][1] = line
            else:
                ranges.append([line, line])
        parts = [
            f"{letter}{start}" if start == end else f"{letter}{start}:{letter}{end}"
            for start, end in ranges
        ]
        return f"=SUM({','.join(parts)})" if parts else "=0"
