from odoo import api, fields, models

from ...models.monitoring.risk_matrix import draw


class SocialRiskMatrix(models.TransientModel):
    """Shows chosen risks, of one or more programs, in one picture."""

    _name = "social.risk.matrix"
    _description = "Risk Matrix"
    _inherit = ["social.dialog.mixin"]

    risk_ids = fields.Many2many(comodel_name="social.risk", string="Risks")
    matrix = fields.Html(compute="_compute_matrix", sanitize=False)

    @api.depends("risk_ids")
    def _compute_matrix(self):
        for wizard in self:
            wizard.matrix = draw(wizard.risk_ids)
