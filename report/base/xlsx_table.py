"""One table as one sheet of a workbook; totals are formulas that carry their value."""

from xlsxwriter.utility import xl_col_to_name

# What Excel allows in one cell.
MAX_TEXT = 32767


class TableSheet:
    """Writes one table (:func:`~.report_table.table`) into one sheet.

    :param sheet: ``xlsxwriter.Worksheet``
    :param styles: :class:`.xlsx_styles.Styles` of its workbook
    :param fmt: :class:`~.report_format.ReportFormat`
    """

    def __init__(self, sheet, styles, fmt):
        self.sheet = sheet
        self.styles = styles
        self.fmt = fmt

    def fill(self, table, subtitle):
        """Write heading, columns, rows and notes.

        :param str subtitle: below the title of the table
        """
        sheet, columns, styles = self.sheet, table["columns"], self.styles
        self._text(0, 0, table["title"], styles.heading)
        self._text(1, 0, subtitle, styles.note)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, max(4, column["width"]))
        first = self._header(columns, 3)
        sheet.freeze_panes(first, min(2, len(columns) - 1))
        sheet.repeat_rows(first - 2, first - 1)
        if not table["rows"]:
            self._text(first, 0, table["empty"], styles.note)
        for number, row in enumerate(table["rows"]):
            self._row(first, first + number, columns, row)
        row = first + max(1, len(table["rows"])) + 1
        for note in table["notes"]:
            self._text(row, 0, note, styles.note)
            row += 1

    def _text(self, row, col, text, style):
        self.sheet.write_string(row, col, (text or "")[:MAX_TEXT], style)

    def _header(self, columns, row):
        """Write the two rows of headings; return the first row below them."""
        styles = self.styles
        start = 0
        while start < len(columns):
            group = columns[start]["group"]
            end = start
            while end + 1 < len(columns) and columns[end + 1]["group"] == group:
                end += 1
            if group and end > start:
                self.sheet.merge_range(row, start, row, end, "", styles.header)
                self._text(row, start, group, styles.header)
            else:
                for number in range(start, end + 1):
                    text = columns[number]["group"] or ""
                    self._text(row, number, text, styles.header)
            start = end + 1
        for number, column in enumerate(columns):
            self._text(row + 1, number, column["label"], styles.header)
        self.sheet.set_row(row + 1, 32)
        return row + 2

    def _row(self, first, position, columns, row):
        level = row["level"]
        for number, column in enumerate(columns):
            style = self.styles.cell(level, column, row)
            key = column["key"]
            value = row.get(key)
            if level == "title" or (level != "line" and key not in row):
                self._text(position, number, value, style)
            elif column["kind"] in ("text", "flag", "yes_no"):
                self._text(position, number, self.fmt.cell(column, row), style)
            elif value is None:
                text = "" if column["kind"] == "rate" else self.fmt.missing
                self._text(position, number, text, style)
            elif column["kind"] == "date":
                self.sheet.write_datetime(position, number, value, style)
            elif column["total"] and "of" in row:
                formula = self._sum(first, number, row["of"])
                self.sheet.write_formula(position, number, formula, style, value)
            elif column["kind"] == "percent":
                self.sheet.write_number(position, number, value / 100, style)
            else:
                self.sheet.write_number(position, number, value, style)

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
