from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    social_program_second_person = fields.Boolean(
        related="company_id.social_program_second_person", readonly=False
    )
