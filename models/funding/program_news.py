from odoo import models
from odoo.tools import SQL

from ..base.exact import total
from ..base.report_format import amount_text


class SocialProgram(models.Model):
    """What changed in the money of a program, for those who read its budgets."""

    _inherit = "social.program"

    def _news_sections(self, date_from, date_to):
        sections = super()._news_sections(date_from, date_to)
        if not self.env["social.budget"].has_access("read"):
            return sections
        sentences = self._news_budgets(date_from, date_to)
        sentences += self._news_spending(date_from, date_to)
        return sections + self._news_section(
            self.env._("Money"), sentences, "action_open_budget_analysis"
        )

    def _news_budgets(self, date_from, date_to):
        start, end = self._news_bounds(date_from, date_to)
        budgets = self.env["social.budget"].search(
            [
                ("program_id", "=", self.id),
                ("approved_on", ">=", start),
                ("approved_on", "<", end),
            ]
        )
        return [
            self.env._("The budget “%(budget)s” was approved.", budget=budget.name)
            for budget in budgets
        ]

    def _news_spending(self, date_from, date_to):
        account = self.sudo().analytic_account_id
        spending = self.env["social.spending"]
        rows = spending._run(
            spending._query(
                self.company_id,
                programs=account.ids,
                date_from=date_from,
                date_to=date_to,
            ),
            SQL("SUM(amount) AS amount"),
            # Another company may have posted on the same account.
            SQL("WHERE program_id = %s AND phase = 'period'", self.id),
        )
        spent = total(row["amount"] for row in rows)
        if self.currency_id.is_zero(spent):
            return []
        return [
            self.env._(
                "Costs of these days: %(amount)s.",
                amount=amount_text(self.env, spent, self.currency_id),
            )
        ]
