"""Amounts to the last cent, however large they are.

Odoo rounds in floats and adds a little first, so that 2.675 becomes 2.68: from about
5.6e12 on, or with six decimals from 5.6e8 on, that little is a whole last digit. A
float itself holds cents up to 9e13. So amounts are added up and rounded as decimals.
"""

from decimal import ROUND_HALF_UP, Decimal

from odoo import fields

# From here on Odoo's own rounding to cents is not relied on.
LARGE = 1e11


def exact(amount):
    """Return an amount as the decimal that it is written as."""
    return amount if isinstance(amount, Decimal) else Decimal(repr(amount or 0.0))


def total(amounts):
    """Return the sum of some amounts as a float without noise, never minus zero."""
    return float(sum(map(exact, amounts), Decimal(0))) + 0.0


def exact_round(amount, rounding):
    """Round an amount, half away from zero, and never to minus zero.

    :param amount: float or decimal
    :param float rounding: the smallest amount that there is, such as 0.01
    """
    unit = exact(rounding)
    units = (exact(amount) / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return float(units * unit) + 0.0


class ExactMonetary(fields.Monetary):
    """An amount of money that a large total does not move by a cent."""

    def convert_to_cache(self, value, record, validate=True):
        value = float(value or 0.0)
        if not validate or abs(value) < LARGE:
            return super().convert_to_cache(value, record, validate)
        currency_field = self.get_currency_field(record)
        currency = record.sudo().with_context(prefetch_fields=False)[currency_field]
        return exact_round(value, currency.rounding) if currency else value

    def convert_to_column_insert(self, value, record, values=None, validate=True):
        value = float(value or 0.0)
        if abs(value) < LARGE:
            return super().convert_to_column_insert(value, record, values, validate)
        # Odoo knows how to find the currency of what is not there yet.
        one = super().convert_to_column_insert(1.0, record, values, validate)
        if not isinstance(one, str):
            return value
        _whole, _point, decimals = one.partition(".")
        return f"{exact(value):.{len(decimals)}f}"


class ExactFloat(fields.Float):
    """A number with fixed decimals, all of which are what was typed."""

    def convert_to_cache(self, value, record, validate=True):
        _precision, scale = self.get_digits(record.env)
        return exact_round(value, 10.0**-scale)

    def convert_to_column(self, value, record, values=None, validate=True):
        _precision, scale = self.get_digits(record.env)
        return f"{exact(self.convert_to_cache(value, record)):.{scale}f}"
