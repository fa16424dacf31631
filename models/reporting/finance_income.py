from odoo import models
from odoo.tools import SQL

from ..base.exact import total
from .income_sql import open_part


class SocialDonorReportMixin(models.AbstractModel):
    """What came in from donors."""

    _inherit = "social.donor.report.mixin"

    def _income_by_grant(self, scope):
        """Return {(program account, grant account): received by the period's end}."""
        received = SQL(
            "-%(amount)s - ROUND(-%(amount)s * receivable.part / %(rounding)s)"
            " * %(rounding)s",
            amount=scope.amount_column,
            rounding=scope.currency.rounding,
        )
        rows = scope.run(
            scope.income_query(),
            SQL(
                "program_account, grant_account, %s AS lacking, SUM(%s) AS amount,"
                " MIN(matched.date) AS missing",
                scope.lacking_column,
                received,
            ),
            SQL(
                "JOIN account_move_line item ON item.id = matched.move_line_id"
                " JOIN LATERAL (%s) receivable ON TRUE"
                " WHERE phase <> 'later' AND (program_account <> 0"
                " OR grant_account <> 0) GROUP BY 1, 2, 3",
                open_part(SQL("item.move_id"), scope.date_to),
            ),
        )
        scope.check_rates(rows)
        return {
            (row["program_account"], row["grant_account"]): row["amount"]
            for row in rows
        }

    def _received(self, scope, income, account, grant=None, reaching_out=()):
        """Return what came in for a grant account; None without any income entry.

        Income that names the grant and no program belongs to this report only where
        the whole grant does.
        """
        whole = scope.grant or (grant and grant.id not in reaching_out)
        known = [
            amount
            for (program, grant_account), amount in income.items()
            if grant_account == account and (program or whole)
        ]
        return scope.round(total(known)) if known else None
