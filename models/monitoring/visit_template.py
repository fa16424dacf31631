from odoo import fields, models


class SocialVisitTemplate(models.Model):
    """A checklist that visits start from."""

    _name = "social.visit.template"
    _description = "Visit Checklist"
    _inherit = ["social.sound.mixin"]
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )
    item_ids = fields.One2many(
        comodel_name="social.visit.template.item",
        inverse_name="template_id",
        string="Questions",
        copy=True,
    )
