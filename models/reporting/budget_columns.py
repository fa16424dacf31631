from odoo import models

from .report_table import column


class SocialDonorReportMixin(models.AbstractModel):
    """Heads and notes of the table of budgets."""

    _inherit = "social.donor.report.mixin"

    def _budget_columns(self, scope):
        _ = self.env._
        columns = [
            column("code", _("Code"), width=9),
            column("name", _("Heading and line"), width=28),
            column("unit", _("Unit"), width=9),
            column("quantity", _("Quantity"), "quantity", 8),
            column("unit_cost", _("Unit cost"), "money", 13, total=False),
            column("original", _("Original"), "money", 15, _("Budget")),
            column("revised", _("Revised"), "money", 15, _("Budget")),
            column("period", _("This period"), "money", 15, _("Spending")),
            column("prior", _("Earlier"), "money", 15, _("Spending")),
            column("cumulative", _("Cumulative"), "money", 15, _("Spending")),
            column("committed", _("Committed"), "money", 14),
            column("balance", _("Balance"), "money", 15),
            column("burn", _("Burn %"), "percent", 8),
            column("variance", _("Amount"), "money", 15, _("Variance")),
            column("variance_percent", "%", "percent", 8, _("Variance")),
            column("flag", "!", "flag", 3),
            column("explanation", _("Explanation"), "text", 40),
        ]
        if not scope.grant and scope.budgets.grant_id:
            columns.insert(2, column("grant", _("Grant"), width=10))
        return columns

    def _budget_notes(self, scope, rows):
        _ = self.env._
        notes = [
            _(
                "Original: the first approved version. Revised: the version in force. "
                "Committed: draft bills and what confirmed orders still have to bring, "
                "at the time of printing. Balance: revised budget less cumulative "
                "spending and committed. Variance: cumulative spending less revised "
                "budget."
            ),
            _(
                "Unbudgeted: spending that no line of an approved budget catches. It "
                "is part of every total."
            ),
        ]
        if any(row.get("flag") for row in rows):
            notes.append(
                _(
                    "! The variance exceeds what the grant allows without an "
                    "explanation. A line that still runs is marked only when overspent."
                )
            )
        return notes
