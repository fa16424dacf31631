from odoo import fields, models


class SocialVolunteer(models.Model):
    _name = "social.volunteer"
    _description = "Volunteer"
    _inherit = ["social.contact.mixin"]

    state = fields.Selection(
        selection=[("active", "Active"), ("inactive", "Inactive")],
        string="Status",
        required=True,
        default="active",
        help="Inactive volunteers are not asked to help, but stay known.",
    )
    date_joined = fields.Date(
        string="Joined on", default=fields.Date.context_today, first_year=1900
    )
    area_id = fields.Many2one(
        comodel_name="social.area", index="btree_not_null", ondelete="restrict"
    )
    program_ids = fields.Many2many(
        comodel_name="social.program",
        relation="social_volunteer_program_rel",
        column1="volunteer_id",
        column2="program_id",
        string="Programs",
        check_company=True,
        help="Programs in which the volunteer helps.",
    )
    note = fields.Text(string="Notes")

    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "This contact is already a volunteer."
    )
