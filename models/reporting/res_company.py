from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    social_program_report_reviewer_id = fields.Many2one(
        comodel_name="res.users",
        string="Reviewer of Donor Reports",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Who is asked to check donor reports. Empty: the accountants, at most "
        "three.",
    )
