"""The grant's half of a cost whose program stands in another row, in SQL."""

from odoo.tools import SQL

# Shares of one journal item, or of one order line; a timesheet is alone.
_ITEM = SQL(
    """COALESCE(counted.move_line_id::bigint,
                CASE WHEN counted.id < 0 THEN counted.id / 1000
                     ELSE -counted.id END)"""
)


def half_pairs():
    """Return the query of the halves among the shares that count.

    An item may name its program in one row of its distribution and its grant in
    another. Its cost then stands under the program and once more under the grant. To
    count it once, the grant's half is set apart as far as program halves of the same
    item carry it; what they do not carry is a cost of its own. Several grants share
    what is carried by their amounts.

    One row a half, two where a grant's half is carried in part: kind and id of the
    share, whether this part is `carried`, and its amount and amount_currency.
    """
    return SQL(
        """
        SELECT part.kind, part.id, piece.carried, piece.amount, piece.amount_currency
          FROM (
        SELECT split.*,
               ROUND(split.amount_currency * split.carried_amount
                     / NULLIF(split.amount, 0) / split.target_rounding)
               * split.target_rounding AS carried_currency
          FROM (
        SELECT mine.*, target.rounding AS target_rounding,
               CASE WHEN mine.grant_account = 0 THEN 0
                    -- Rounded step by step: the parts add up to what is carried.
                    ELSE ROUND(mine.so_far * mine.shared / mine.by_grants
                               / books.rounding) * books.rounding
                       - ROUND((mine.so_far - mine.amount) * mine.shared
                               / mine.by_grants / books.rounding) * books.rounding
               END AS carried_amount
          FROM (
        -- What programs and grants both name, by their sign of the whole.
        SELECT total.*,
               CASE WHEN by_programs * by_grants > 0
                    THEN CASE WHEN ABS(by_programs) < ABS(by_grants)
                              THEN by_programs ELSE by_grants END
                    ELSE 0 END AS shared
          FROM (
        SELECT counted.kind, counted.id, counted.company_id, counted.grant_account,
               counted.currency_id, counted.amount, counted.amount_currency,
               SUM(counted.amount) FILTER (WHERE counted.grant_account = 0)
                   OVER item AS by_programs,
               SUM(counted.amount) FILTER (WHERE counted.program_account = 0)
                   OVER item AS by_grants,
               SUM(counted.amount) FILTER (WHERE counted.program_account = 0)
                   OVER (item ORDER BY counted.id) AS so_far
          FROM counted
         WHERE (counted.program_account = 0) <> (counted.grant_account = 0)
           AND (counted.kind, %(item)s) IN (
               SELECT counted.kind, %(item)s FROM counted
                WHERE counted.program_account = 0 AND counted.grant_account <> 0)
        WINDOW item AS (
               PARTITION BY counted.kind, %(item)s, counted.account_id)) total) mine
          JOIN res_company company ON company.id = mine.company_id
          JOIN res_currency books ON books.id = company.currency_id
          JOIN res_currency target ON target.id = mine.currency_id) split) part
    CROSS JOIN LATERAL (VALUES
               (TRUE, part.carried_amount, part.carried_currency),
               (FALSE, part.amount - part.carried_amount,
                part.amount_currency - COALESCE(part.carried_currency, 0))
               ) piece(carried, amount, amount_currency)
         WHERE piece.amount <> 0 OR (part.amount = 0 AND NOT piece.carried)
        """,
        item=_ITEM,
    )
