"""Formats of the cells of a donor report's workbook."""

INK = "#1f2d33"
SHADE = "#e4edef"
LINE = "#c9d3d6"
NUMBERS = {
    "integer": "#,##0",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
}


class Styles:
    """Makes each format once.

    :param workbook: ``xlsxwriter.Workbook``
    :param fmt: :class:`~.report_format.ReportFormat`, which knows the decimals
    """

    def __init__(self, workbook, fmt):
        self.workbook = workbook
        self.fmt = fmt
        self.cells = {}
        base = {"font_name": "Arial", "font_size": 9, "font_color": INK}
        self.base = base
        self.heading = self._add(bold=True, font_size=14)
        self.label = self._add(bold=True, valign="top")
        self.wrapped = self._add(text_wrap=True, valign="top")
        self.note = self._add(italic=True, font_color="#5a6b71")
        self.warning = self._add(bold=True, font_color="#a33a22")
        self.missing = self._add(align="right")
        self.header = self._add(
            bold=True,
            text_wrap=True,
            valign="vcenter",
            align="center",
            bg_color=SHADE,
            border=1,
            border_color=LINE,
        )

    def _add(self, **options):
        return self.workbook.add_format({**self.base, **options})

    def plain(self, kind):
        """Return the format of a number outside of the tables."""
        return self._add(num_format=self._number(kind, None), align="right")

    def cell(self, level, column, row):
        """Return the format of a cell of a table."""
        kind = column["kind"]
        number = self._number(kind, row.get("currency"), row.get(column["key"]))
        key = (level, kind, number)
        if key not in self.cells:
            options = {"border": 1, "border_color": LINE, "valign": "top"}
            if kind == "text":
                options["text_wrap"] = True
            elif kind in ("flag", "yes_no", "date"):
                options["align"] = "center"
            else:
                options["align"] = "right"
            if number:
                options["num_format"] = number
            if level in ("title", "subtotal", "section", "total"):
                options["bold"] = True
            if level in ("section", "total"):
                options["bg_color"] = SHADE
            self.cells[key] = self._add(**options)
        return self.cells[key]

    def _number(self, kind, currency, value=None):
        if kind in ("money", "money_of"):
            name = currency if kind == "money_of" else None
            decimals = self.fmt.decimals.get(name or self.fmt.currency_name, 2)
            return "#,##0" + ("." + "0" * decimals if decimals else "")
        if kind == "unit_cost":
            decimals = self.fmt.unit_cost_decimals(value)
            return "#,##0" + ("." + "0" * decimals if decimals else "")
        if kind == "rate":
            return "#,##0.0#########"
        if kind == "quantity":
            # Excel would print "12." with a format of optional decimals.
            return "#,##0" if float(value or 0).is_integer() else "#,##0.##"
        return NUMBERS.get(kind, "")
