from odoo import api, models


class AccountAnalyticDistributionModel(models.Model):
    _inherit = "account.analytic.distribution.model"

    @api.model
    def _get_distribution(self, vals):
        """Join what one model says of the program and another of the grant."""
        distribution = super()._get_distribution(vals)
        [joined] = self.env["account.analytic.line"]._social_program_joined(
            [distribution]
        )
        return joined
