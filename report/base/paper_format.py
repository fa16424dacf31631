"""Texts of the papers of field activities: dates and amounts in words."""

from num2words import num2words

from odoo.tools.misc import format_date

from ...models.base.report_format import ReportFormat


class PaperFormat(ReportFormat):
    """Turns values into what an office writes, in the language of the reader.

    :param env: environment of the reader
    :param currency: ``res.currency`` of the amounts
    :param amounts: the amounts on the paper; they decide about decimals
    """

    def __init__(self, env, currency, amounts):
        lang = env.lang or "en_US"
        rows = [{"amount": amount} for amount in amounts]
        columns = [{"key": "amount", "kind": "money"}]
        super().__init__(env, lang, currency, [{"columns": columns, "rows": rows}])
        self.currency = currency

    def words(self, number, to="cardinal"):
        """Return a whole number in words, or in digits where no words are known."""
        try:
            return num2words(number, lang=self.lang, to=to)
        except (NotImplementedError, KeyError):
            return str(number)

    def weekday_date(self, value):
        """Return a date with the name of its day."""
        if not value:
            return self.missing
        return format_date(self.env, value, self.lang, date_format="EEEE, d MMMM y")

    def long_date(self, value):
        """Return a date with its month written out."""
        if not value:
            return self.missing
        return format_date(self.env, value, self.lang, date_format="long")

    def period(self, start, end):
        """Return one day, or two days and what lies between."""
        if start == end or not end:
            return self.weekday_date(start)
        return f"{self.long_date(start)} – {self.long_date(end)}"

    def date_in_words(self, value):
        """Return how minutes begin: the day of a date, all in words."""
        english = self.lang.startswith("en")
        parts = {
            "weekday": format_date(self.env, value, self.lang, date_format="EEEE"),
            "month": format_date(self.env, value, self.lang, date_format="MMMM"),
            "day": self.words(value.day, "ordinal" if english else "cardinal"),
            "year": self.words(value.year, "year" if english else "cardinal"),
            "date": format_date(self.env, value, self.lang, date_format="dd-MM-y"),
        }
        return self.env._(
            "On this day, %(weekday)s, the %(day)s of %(month)s %(year)s (%(date)s)",
            **parts,
        )

    def money_in_words(self, amount):
        """Return an amount in words, with the name of its currency."""
        if self.decimals[self.currency.name]:
            return self.currency.with_env(self.env).amount_to_text(amount)
        words = f"{self.words(round(amount))} {self.currency.currency_unit_label or ''}"
        words = words.strip()
        return words[:1].upper() + words[1:].lower()
