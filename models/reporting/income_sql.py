"""Income of a scope, and how much of it has come in, in SQL."""

from odoo.tools import SQL

from ..funding.spending_sql import SpendingQuery


class IncomeQuery(SpendingQuery):
    """Shares of income instead of cost; amounts of income are negative."""

    def _wanted(self):
        return SQL(
            "aal.general_account_id IN ("
            "SELECT id FROM account_account WHERE account_type LIKE 'income%%')"
        )

    def _counts(self):
        return SQL("account.account_type LIKE 'income%%'")

    def _found_in_scope(self, table):
        # Income may name the grant alone: here a scope can hold "no program", too.
        return self._in_scope(
            SQL("NULLIF(%s.program_account, 0)", table),
            SQL("NULLIF(%s.grant_account, 0)", table),
        )


def open_part(move, date_to):
    """Return the query of the part of an entry's receivable that is still open.

    One row, one column `part`: from 0 (nothing was ever receivable, or all of it is
    paid) to 1. Payments after the day do not count.

    :param SQL move: id of the entry
    :param date_to: last day on which a payment counts
    """
    return SQL(
        """
        SELECT COALESCE(1 - SUM(COALESCE(paid.amount, 0))
                            / NULLIF(SUM(due.amount_currency), 0), 0) AS part
          FROM account_move_line due
          JOIN account_account account ON account.id = due.account_id
                                      AND account.account_type = 'asset_receivable'
     LEFT JOIN LATERAL (
                SELECT SUM(CASE WHEN partial.debit_move_id = due.id
                                THEN partial.debit_amount_currency
                                ELSE -partial.credit_amount_currency END) AS amount
                  FROM account_partial_reconcile partial
                 WHERE due.id IN (partial.debit_move_id, partial.credit_move_id)
                   AND partial.max_date <= %(date_to)s
               ) paid ON TRUE
         WHERE due.move_id = %(move)s
        """,
        move=move,
        date_to=date_to,
    )
