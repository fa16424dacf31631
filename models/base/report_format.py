from odoo.tools import format_date, get_lang
from odoo.tools.misc import format_time

from .exact import exact, exact_round
from .report_table import MISSING
from .safe_html import safe_html

# Its cents exist on paper only: printed where one amount has them, else left out.
WHOLE_CURRENCIES = {"IDR"}
# Columns of text up to this width keep on one line.
NARROW = 12
TEXT_KINDS = ("text", "date", "yes_no", "flag")


def currency_label(currency):
    """Return how a currency is told: its code, or Rp as everybody writes it."""
    return currency.symbol if currency.name in WHOLE_CURRENCIES else currency.name


def amount_text(env, amount, currency):
    """Return an amount with its currency, for a sentence on the screen."""
    columns, rows = [{"key": "amount", "kind": "money"}], [{"amount": amount}]
    table = {"columns": columns, "rows": rows}
    return ReportFormat(env, get_lang(env).code, currency, [table]).amount(amount)


class ReportFormat:
    """Figures as text, in the language of a report.

    :param env: environment
    :param str lang: code of the language
    :param currency: ``res.currency`` of the report
    :param tables: tables whose amounts decide about decimals
    """

    def __init__(self, env, lang, currency, tables):
        self.env = env(context={**env.context, "lang": lang})
        self.lang = lang
        self.missing = MISSING
        self.decimals = {}
        self.currency_name = currency.name
        self.currency_label = currency_label(currency)
        self.decimal_places = currency.decimal_places
        fractional = self._fractional_currencies(tables)
        names = {currency.name} | {
            row["currency"]
            for table in tables
            for row in table["rows"]
            if row.get("currency")
        }
        known = self.env["res.currency"].sudo().with_context(active_test=False)
        for one in known.search([("name", "in", list(names))]):
            whole = one.name in WHOLE_CURRENCIES and one.name not in fractional
            self.decimals[one.name] = 0 if whole else one.decimal_places

    def _fractional_currencies(self, tables):
        """Return the names of the currencies with an amount that is not whole."""
        fractional = set()
        for table in tables:
            money = [c["key"] for c in table["columns"] if c["kind"] == "money"]
            own = [c["key"] for c in table["columns"] if c["kind"] == "money_of"]
            for row in table["rows"]:
                if any((row.get(key) or 0.0) % 1 for key in money):
                    fractional.add(self.currency_name)
                if any((row.get(key) or 0.0) % 1 for key in own):
                    fractional.add(row["currency"])
        return fractional

    def number(self, value, digits):
        """Return a number with grouping, never minus zero."""
        value = exact_round(value, 10.0**-digits)
        lang = self.env["res.lang"].browse(get_lang(self.env, self.lang).id)
        return lang.format(f"%.{digits}f", value, grouping=True)

    def money(self, value, currency=None):
        """Return an amount without symbol.

        :param value: amount, or None when it is missing
        :param str currency: name; default: the currency of the report
        """
        if value is None:
            return MISSING
        return self.number(value, self.decimals[currency or self.currency_name])

    def amount(self, value):
        """Return an amount of the report with its currency, as it is written."""
        label, money = self.currency_label, self.money(value)
        if label == self.currency_name:
            return f"{money} {label}"
        return f"{label}\N{NO-BREAK SPACE}{money}"

    def unit_cost(self, value):
        """Return what a unit costs: all decimals that it has, of money at least."""
        if value is None:
            return MISSING
        return self.number(value, self.unit_cost_decimals(value))

    def unit_cost_decimals(self, value):
        """Return how many decimals a unit cost is printed with, six at most."""
        own = -exact(value).normalize().as_tuple().exponent
        if own <= 0:
            return self.decimals[self.currency_name]
        return max(self.decimal_places, min(6, own))

    def quantity(self, value):
        """Return a quantity with as many decimals as it needs, up to two."""
        if value is None:
            return MISSING
        return self.number(value, 2 if round(value, 2) % 1 else 0)

    def percent(self, value):
        """Return a percentage of a number from 0 to 100, with one decimal."""
        if value is None:
            return MISSING
        return f"{self.number(value, 1 if abs(value) < 1000 else 0)}%"

    def rate(self, value):
        """Return an exchange rate with about six significant digits."""
        if not value:
            return ""
        digits = 2 if value >= 1000 else 4 if value >= 1 else 6
        while digits < 12 and abs(value) * 10**digits < 100000:
            digits += 1
        return self.number(value, digits)

    def date(self, value):
        """Return a date with the name of its month, so that nobody misreads it."""
        if not value:
            return MISSING
        return format_date(self.env, value, self.lang, date_format="medium")

    def moment(self, value):
        """Return day, time and zone of a datetime that is already in a zone."""
        time = format_time(self.env, value.time(), False, "short", self.lang)
        return f"{self.date(value.date())}, {time} ({value.tzinfo})"

    def rich(self, text):
        """Return rich text, as much of it as may be printed."""
        return safe_html(self.env, text)

    def figure(self, figure):
        """Return the text of a figure of the first page, which says its kind."""
        return getattr(self, figure.kind)(figure.value)

    def cell(self, column, row):
        """Return the text of one cell of a table."""
        key, kind = column["key"], column["kind"]
        value = row.get(key)
        if row["level"] != "line" and key not in row:
            return ""
        if kind == "text":
            return value or ""
        if kind == "flag":
            return "!" if value else ""
        if kind == "yes_no":
            return self.env._("yes") if value else self.env._("no")
        if kind == "money_of":
            return self.money(value, row["currency"])
        if kind == "integer":
            return MISSING if value is None else self.number(value, 0)
        return getattr(self, kind)(value)

    def cell_class(self, column):
        """Return the class of a column's cells: on the right, or on one line."""
        if column["kind"] not in TEXT_KINDS:
            return "sdr-number"
        short = column["kind"] == "date" or column["width"] <= NARROW
        return "sdr-short" if short else None

    def groups(self, columns):
        """Return [(text, number of columns)] of the heads above the columns."""
        groups = []
        for column in columns:
            name = column["group"] or ""
            if name and groups and groups[-1][0] == name:
                groups[-1] = (name, groups[-1][1] + 1)
            else:
                groups.append((name, 1))
        return groups

    def parts(self, table):
        """Return the rows in parts, each below the title of a program, if there are."""
        parts = [[]]
        for row in table["rows"]:
            if row["level"] == "title" and not row["depth"] and parts[-1]:
                parts.append([])
            parts[-1].append(row)
        return parts

    def blocks(self, rows):
        """Return rows in blocks that stay on one page: a title and what follows."""
        blocks, titles = [], []
        for row in rows:
            if row["level"] == "title":
                titles.append(row)
                continue
            blocks.append([*titles, row])
            titles = []
        return blocks
