from odoo import Command, models

from ..base.dates import shifted
from ..base.exact import exact, exact_round


class SocialProgram(models.Model):
    _inherit = "social.program"

    def _copy_parts(self, source, days, parts):
        """Take over the current budgets as drafts, where that is wanted.

        The new program has no grant yet: they are budgets of own funds, in the
        company's currency; other currencies come at the rate of their approval.
        """
        copies = super()._copy_parts(source, days, parts)
        if "budgets" not in parts:
            return copies
        # A revision under way says less surely what things cost than what it revises.
        current = source.budget_ids.filtered(
            lambda budget: (
                budget.state == "approved"
                or (budget.state == "draft" and not budget.previous_id)
            )
        )
        self.env["social.budget"].create(
            [
                {
                    "program_id": self.id,
                    "root_category_id": budget.root_category_id.id,
                    "date_start": shifted(budget, budget.date_start, days),
                    "date_end": shifted(budget, budget.date_end, days),
                    "line_ids": [
                        Command.create(self._prepare_copied_line(line, days, copies))
                        for line in budget.line_ids
                    ],
                }
                for budget in current
            ]
        )
        return copies

    def _prepare_copied_line(self, line, days, copies):
        """Return the values of a budget line in a draft of this program."""
        [vals] = line.copy_data()
        vals.pop("budget_id", None)
        activity = copies.get(line.field_activity_id)
        rate = line.budget_id.currency_rate or 1.0
        unit_cost = line.unit_cost
        if rate != 1.0:
            unit_cost = exact_round(
                exact(unit_cost) * exact(rate), self.currency_id.rounding
            )
        return vals | {
            "unit_cost": unit_cost,
            "date_start": shifted(line, line.date_start, days),
            "date_end": shifted(line, line.date_end, days),
            "field_activity_id": activity.id if activity else False,
        }
