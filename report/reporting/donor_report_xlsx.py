"""A donor report as a workbook: the same tables, a sheet each."""

import io

import xlsxwriter

from odoo.tools import html2plaintext

from ..base.xlsx_styles import Styles
from ..base.xlsx_table import MAX_TEXT, TableSheet

# What Excel allows in the name of a sheet.
MAX_SHEET_NAME = 31


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
        for section in values["sections"]:
            for table in section["tables"]:
                book.table(table)
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
        for section in values["sections"]:
            for label, text in section["facts"]:
                self._labeled(sheet, row, label, text)
                row += 1
        row = self._key_figures(sheet, row + 1)
        row = self._narratives(sheet, row + 1)
        for sentence in values["statement"]:
            self._text(sheet, row, 0, sentence, styles.note)
            row += 1

    def _labeled(self, sheet, row, label, text):
        self._text(sheet, row, 0, label, self.styles.label)
        sheet.merge_range(row, 1, row, 2, "", self.styles.wrapped)
        self._text(sheet, row, 1, text, self.styles.wrapped)

    def _key_figures(self, sheet, row):
        styles = self.styles
        for figure in self.values["key_figures"]:
            self._text(sheet, row, 0, figure.label, styles.label)
            if figure.value is None:
                self._text(sheet, row, 1, self.fmt.missing, styles.missing)
            else:
                sheet.write_number(row, 1, figure.value, styles.plain(figure.kind))
            row += 1
        return row

    def _narratives(self, sheet, row):
        for section in self.values["sections"]:
            text = html2plaintext(section["narrative"], include_references=False)
            text = text or section["otherwise"]
            if not text:
                continue
            self._labeled(sheet, row, section["label"], text)
            lines = sum(1 + len(line) // 75 for line in text.split("\n"))
            sheet.set_row(row, min(400, 15 * lines))
            row += 1
        return row + 1

    # --- one sheet a table ---------------------------------------------------------

    def table(self, table):
        subject = self.values["figures"]["subject"]
        subtitle = (
            f"{subject['code']} · {self.fmt.date(subject['date_from'])} – "
            f"{self.fmt.date(subject['date_to'])} · {self.fmt.currency_label}"
        )
        sheet = self._sheet(table["sheet"])
        TableSheet(sheet, self.styles, self.fmt).fill(table, subtitle)
