from odoo import api, fields, models


class SocialProgram(models.Model):
    """Who is asked to approve a program, and what the approval is about."""

    _inherit = "social.program"

    _awaited_steps = {"draft": "approved"}

    @api.model
    def _proposed_fields(self):
        return super()._proposed_fields() | {
            "name",
            "description",
            "problem_analysis",
            "needs_assessment",
            "theory_of_change",
            "sustainability_plan",
            "date_start",
            "date_end",
        }

    def _who_acts_next(self):
        return [self.parent_id.manager_id, self._administrators()]

    def _filtered_askable(self):
        return super()._filtered_askable()._filtered_runnable()

    def _deputies(self):
        """Return the users who deputise for the manager of the program today."""
        today = fields.Date.context_today(self)
        return self.member_ids.filtered(
            lambda member: (
                member.role == "deputy"
                and (not member.date_start or member.date_start <= today)
                and (not member.date_end or member.date_end >= today)
            )
        ).user_id

    def write(self, vals):
        if "manager_id" not in vals:
            return super().write(vals)
        handed = self.filtered(
            lambda program: program.sudo().manager_id.id != vals["manager_id"]
        )
        result = super().write(vals)
        handed._hand_over_waiting()
        return result

    def _hand_over_waiting(self):
        """Let a new manager know what waits; lower rooms add their records."""
