from odoo import api, models


class SocialBudget(models.Model):
    """Who is asked to approve a budget, and what the approval is about."""

    _inherit = "social.budget"

    _awaited_steps = {"draft": "approved"}

    @api.model
    def _proposed_fields(self):
        return super()._proposed_fields() | {
            "name",
            "program_id",
            "grant_id",
            "date_start",
            "date_end",
            "root_category_id",
            "revision_reason",
        }

    def _who_acts_next(self):
        return [
            self.company_id.social_program_budget_approver_id,
            self._members_of(
                "social_program.group_admin", "account.group_account_manager"
            ),
        ]

    def _filtered_askable(self):
        return (
            super()
            ._filtered_askable()
            .filtered(lambda budget: not budget.sudo().program_id.is_template)
        )

    def action_ask_approval(self):
        """Ask for the approval of what could be approved.

        See :meth:`SocialNextMixin.action_ask_approval`.
        """
        for budget in self:
            budget._check_complete()
        return super().action_ask_approval()
