from odoo import models

from ..base.report_table import column


class SocialDonorReportMixin(models.AbstractModel):
    """Heads and notes of the table of budgets."""

    _inherit = "social.donor.report.mixin"

    def _budget_columns(self, scope):
        columns = [
            column("code", self.env._("Code"), width=9),
            column("name", self.env._("Heading and line"), width=28),
            column("unit", self.env._("Unit"), width=9),
            column("quantity", self.env._("Quantity"), "quantity", 8),
            column("unit_cost", self.env._("Unit cost"), "unit_cost", 13),
            column(
                "original", self.env._("Original"), "money", 15, self.env._("Budget")
            ),
            column("revised", self.env._("Revised"), "money", 15, self.env._("Budget")),
            column(
                "period", self.env._("This period"), "money", 15, self.env._("Spending")
            ),
            column("prior", self.env._("Earlier"), "money", 15, self.env._("Spending")),
            column(
                "cumulative",
                self.env._("Cumulative"),
                "money",
                15,
                self.env._("Spending"),
            ),
            column("committed", self.env._("Committed"), "money", 14),
            column("balance", self.env._("Balance"), "money", 15),
            column("burn", self.env._("Burn %"), "percent", 8),
            column(
                "variance", self.env._("Amount"), "money", 15, self.env._("Variance")
            ),
            column("variance_percent", "%", "percent", 8, self.env._("Variance")),
            column("flag", "!", "flag", 3),
            column("explanation", self.env._("Explanation"), "text", 40),
        ]
        if not scope.grant and scope.budgets.grant_id:
            columns.insert(2, column("grant", self.env._("Grant"), width=10))
        return columns

    def _budget_notes(self, scope, rows):
        notes = [
            self.env._(
                "Original: the first approved version. Revised: the version in force. "
                "Committed: draft bills and what confirmed orders still have to bring, "
                "at the time of printing. Balance: revised budget less cumulative "
                "spending and committed. Variance: cumulative spending less revised "
                "budget."
            ),
            self.env._(
                "Unbudgeted: spending that no line of an approved budget catches. It "
                "is part of every total."
            ),
        ]
        if any(row.get("flag") for row in rows):
            notes.append(
                self.env._(
                    "! The variance exceeds what the grant allows without an "
                    "explanation. A line that still runs is marked only when overspent."
                )
            )
        return notes
