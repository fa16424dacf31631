from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    social_program_second_person = fields.Boolean(
        string="Second Person Approves",
        help="Whoever created, changed or submitted a program, a budget or a field "
        "activity cannot approve it.",
    )
