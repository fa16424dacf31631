from odoo import api, models


class SocialActivity(models.Model):
    _inherit = "social.activity"

    @api.constrains("program_id")
    def _check_budget_lines(self):
        """An activity that a budget line points at stays in the line's program."""
        lines = self.env["social.budget.line"].sudo()
        lines.search([("field_activity_id", "in", self.ids)])._check_field_activity()
