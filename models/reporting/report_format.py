from odoo.tools import format_date, format_datetime, formatLang

from .report_table import MISSING

# Its cents exist on paper only: printed where one amount has them, else left out.
WHOLE_CURRENCIES = {"IDR"}
TEXT_KINDS = ("text", "date", "yes_no", "flag")


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
        return formatLang(self.env, round(value, digits) + 0.0, digits=digits)

    def money(self, value, currency=None):
        """Return an amount without symbol.

        :param value: amount, or None when it is missing
        :param str currency: name; default: the currency of the report
        """
        if value is None:
            return MISSING
        return self.number(value, self.decimals[currency or self.currency_name])

    def quantity(self, value):
        """Return a quantity with as many decimals as it needs, up to two."""
        if value is None:
            return MISSING
        return self.number(value, 2 if round(value, 2) % 1 else 0)

    def percent(self, value):
        """Return a percentage with one decimal, of a number from 0 to 100."""
        return MISSING if value is None else f"{self.number(value, 1)}%"

    def rate(self, value):
        """Return an exchange rate with about six significant digits."""
        if not value:
            return ""
        digits = 2 if value >= 1000 else 4 if value >= 1 else 6
        while digits < 12 and abs(value) * 10**digits < 100000:
            digits += 1
        return self.number(value, digits)

    def date(self, value):
        """Return a date as the language writes it."""
        return format_date(self.env, value, self.lang) if value else MISSING

    def moment(self, value):
        """Return date and time of a datetime that is already in the user's zone."""
        return format_datetime(
            self.env, value.replace(tzinfo=None), tz="UTC", lang_code=self.lang
        )

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

    def is_number(self, column):
        """Whether the cells of a column stand on the right."""
        return column["kind"] not in TEXT_KINDS
