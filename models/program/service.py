from odoo import fields, models


class SocialService(models.Model):
    _name = "social.service"
    _description = "Service"
    _inherit = ["social.sound.mixin"]
    _rec_names_search = ["name", "code"]
    _order = "name"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(index="btree_not_null")
    description = fields.Text(
        translate=True, help="What people receive, in words they would use."
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Leave empty to share the service among companies.",
    )
    active = fields.Boolean(default=True)
