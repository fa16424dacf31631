from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    social_program_report_reviewer_id = fields.Many2one(
        related="company_id.social_program_report_reviewer_id", readonly=False
    )
