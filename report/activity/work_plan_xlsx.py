"""The work plan as a workbook: a row each, colored cells by month."""

import io

import xlsxwriter

from ..base.xlsx_styles import Styles

MAX_TEXT = 32767
# What a month is filled with: the last that holds wins.
FILLS = {
    "baseline": "#d3dadc",
    "planned": "#9cc8d1",
    "actual": "#2b7282",
    "late": "#d9735f",
}


def work_plan_xlsx(env, plan, title):
    """Return the bytes of the workbook.

    :param env: environment, whose language is that of the headings
    :param dict plan: :func:`laid_out` work plan
    :param str title: heading of the sheet
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as workbook:
        workbook.set_properties({"title": title})
        _Sheet(env, workbook, plan).fill(title)
    return buffer.getvalue()


class _Sheet:
    def __init__(self, env, workbook, plan):
        self.env = env
        self.plan = plan
        self.styles = Styles(workbook, None)
        base = {**self.styles.base, "border": 1, "border_color": "#c9d3d6"}
        self.fills = {
            kind: workbook.add_format({**base, "bg_color": color, "align": "center"})
            for kind, color in FILLS.items()
        }
        self.sheet = workbook.add_worksheet(env._("Work Plan")[:31])

    def _columns(self):
        return [
            (self.env._("Code"), 12, "text", lambda row: row["code"]),
            (self.env._("Activity or milestone"), 42, "text", lambda row: row["name"]),
            (self.env._("Responsible"), 20, "text", lambda r: r.get("responsible")),
            (self.env._("Place"), 22, "text", lambda row: row.get("place")),
            (self.env._("Status"), 13, "text", lambda row: row["state_label"]),
            *(
                (f"{label}: {end_label}", 12, "date", self._day(key, end))
                for key, label in (
                    ("baseline", self.env._("Approved")),
                    ("planned", self.env._("Planned now")),
                    ("actual", self.env._("Actual")),
                )
                for end, end_label in (
                    ("start", self.env._("start")),
                    ("end", self.env._("end")),
                )
            ),
            (self.env._("Days late"), 8, "integer", lambda row: row["delay"] or None),
            (self.env._("Cause"), 30, "text", lambda row: row.get("cause")),
        ]

    def _day(self, key, end):
        return lambda row: row[key][end] if row[key] else None

    def fill(self, title):
        sheet, columns = self.sheet, self._columns()
        months = self.plan["months"]
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)
        sheet.write_string(0, 0, title, self.styles.heading)
        self._legend(1)
        for number, (label, width, _kind, _value) in enumerate(columns):
            sheet.set_column(number, number, width)
            sheet.write_string(4, number, label, self.styles.header)
        first = len(columns)
        sheet.set_column(first, first + len(months), 5)
        for number, month in enumerate(months, first):
            year = (
                month["key"][:4] if month["key"][-2:] == "01" or number == first else ""
            )
            sheet.write_string(3, number, year, self.styles.label)
            sheet.write_string(4, number, month["label"], self.styles.header)
        sheet.set_row(4, 32)
        sheet.freeze_panes(5, 2)
        sheet.repeat_rows(3, 4)
        position = 5
        for group in self.plan["groups"]:
            for row in (group, *group["rows"]):
                self._row(position, columns, row)
                position += 1
        for note in self.plan["notes"]:
            sheet.write_string(position + 1, 0, note, self.styles.note)
            position += 1

    def _legend(self, row):
        labels = (
            ("baseline", self.env._("Approved")),
            ("planned", self.env._("Planned now")),
            ("actual", self.env._("Actual")),
            ("late", self.env._("Late")),
        )
        for number, (kind, label) in enumerate(labels, 1):
            self.sheet.write_string(row, number, label, self.fills[kind])

    def _row(self, position, columns, row):
        level = "section" if row["kind"] == "program" else "line"
        for number, (_label, _width, kind, value) in enumerate(columns):
            style = self._style(level, kind)
            content = value(row)
            if content is None or content == "":
                self.sheet.write_blank(position, number, None, style)
            elif kind == "date":
                self.sheet.write_datetime(position, number, content, style)
            elif kind == "integer":
                self.sheet.write_number(position, number, content, style)
            else:
                text = content[:MAX_TEXT]
                self.sheet.write_string(position, number, text, style)
        for number, month in enumerate(self.plan["months"], len(columns)):
            kind = self._fill(row, month)
            style = self.fills.get(kind) or self._style(level, "flag")
            text = "◆" if row["kind"] == "milestone" and kind else ""
            self.sheet.write_string(position, number, text, style)

    def _style(self, level, kind):
        return self.styles.cell(level, {"kind": kind, "key": None}, {})

    def _fill(self, row, month):
        """Return the kind of bar that a month of a row shows, or None."""
        left, right = month["left"], month["left"] + month["width"]
        kinds = {
            bar["kind"]
            for bar in row["bars"]
            if bar["left"] < right - 0.01
            and bar["left"] + bar.get("width", 0.1) > left + 0.01
        }
        return next((kind for kind in reversed(FILLS) if kind in kinds), None)
