from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    social_program_second_person = fields.Boolean(
        related="company_id.social_program_second_person", readonly=False
    )
    group_use_stakeholders = fields.Boolean(
        string="Stakeholder Register",
        implied_group="social_program.group_use_stakeholders",
        help="Who has a stake in the programs: interest, influence, contacts.",
    )
    group_use_risks = fields.Boolean(
        string="Risk Register and Visits",
        implied_group="social_program.group_use_risks",
        help="Risks with their responses, and monitoring visits with their findings.",
    )
