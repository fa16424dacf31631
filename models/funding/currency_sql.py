"""Rounding and exchange rates in SQL."""

from odoo.tools import SQL


def last_takes_rest(amount, weight, total, sum_of_rounded, is_last, rounding):
    """Return one share of an amount; the last share takes what rounding left."""
    own = rounded(SQL("%s * %s", amount, weight), rounding)
    whole = rounded(SQL("%s * %s", amount, total), rounding)
    return SQL(
        "CASE WHEN %s THEN %s - (%s - %s) ELSE %s END",
        is_last,
        whole,
        sum_of_rounded,
        own,
        own,
    )


def rounded(amount, rounding):
    return SQL("ROUND((%s) / %s) * %s", amount, rounding, rounding)


def strict_rate(currency, date, company):
    """Return the query of a currency's last rate on or before a date.

    Odoo's own look-up falls back on a later rate, or on 1. Here only the company's
    currency is 1 without having rates.

    :param SQL currency: id of the currency
    :param SQL date: the day
    :param SQL company: alias of the company's row; the rates are those of its root
    """
    return SQL(
        """SELECT COALESCE(
                  (SELECT r.rate::numeric FROM res_currency_rate r
                    WHERE r.currency_id = %(currency)s AND r.name <= %(date)s
                      AND %(of_company)s
                 ORDER BY r.company_id, r.name DESC LIMIT 1),
                  CASE WHEN %(currency)s = %(company)s.currency_id AND NOT EXISTS (
                            SELECT FROM res_currency_rate r
                             WHERE r.currency_id = %(currency)s AND %(of_company)s)
                       THEN 1 END) AS rate""",
        currency=currency,
        date=date,
        company=company,
        of_company=SQL(
            """(r.company_id IS NULL
                OR r.company_id = SPLIT_PART(%s.parent_path, '/', 1)::integer)""",
            company,
        ),
    )


# A share in the currency of its pair; `found`, `company` and `target` are in scope.
# `unpriced` is the currency without which the books could not tell the item's worth in
# the company's currency, `lacking` the one without which its worth in the pair's is not
# known. The company's currency shows what the books say, all the same.
CONVERTED = SQL(
    """,
    target.id AS currency_id,
    CASE WHEN item_rate.rate IS NULL THEN found.item_currency
         WHEN found.item_currency <> company.currency_id
              AND from_rate.rate IS NULL THEN company.currency_id
    END AS unpriced,
    CASE WHEN target.id = found.item_currency AND found.own_amount IS NOT NULL THEN NULL
         WHEN item_rate.rate IS NULL THEN found.item_currency
         WHEN to_rate.rate IS NULL THEN target.id
         WHEN from_rate.rate IS NULL THEN company.currency_id
    END AS lacking,
    CASE WHEN target.id = company.currency_id THEN found.amount
         WHEN target.id = found.item_currency AND found.own_amount IS NOT NULL
              THEN found.own_amount
         WHEN item_rate.rate IS NOT NULL
         THEN ROUND(found.amount * to_rate.rate / from_rate.rate / target.rounding)
              * target.rounding
    END AS amount_currency"""
)

# A share of a few yen may be nothing in the dollars of the books.
SOMETHING = SQL(
    """(found.amount <> 0
        OR found.kind = 'spent' AND found.own_amount <> 0
           AND target.id = found.item_currency AND target.id <> company.currency_id)"""
)


def _rate_of(currency, condition):
    """Return the look-up of a rate on the day of a share; 1 where none is asked."""
    return SQL(
        "LATERAL (SELECT CASE WHEN %s THEN (%s) ELSE 1 END AS rate)",
        condition,
        strict_rate(currency, SQL("found.date"), SQL("company")),
    )


RATES = SQL(
    """
    JOIN res_currency target
      ON target.id = COALESCE(awarded.currency_id, company.currency_id)
    LEFT JOIN %s to_rate ON TRUE
    LEFT JOIN %s from_rate ON TRUE
    LEFT JOIN %s item_rate ON TRUE""",
    _rate_of(SQL("target.id"), SQL("target.id <> company.currency_id")),
    _rate_of(
        SQL("company.currency_id"),
        SQL("company.currency_id <> ANY(ARRAY[target.id, found.item_currency])"),
    ),
    _rate_of(
        SQL("found.item_currency"), SQL("found.item_currency <> company.currency_id")
    ),
)
