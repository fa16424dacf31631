from odoo import fields, models


class SocialTag(models.Model):
    _name = "social.tag"
    _description = "Program Tag"
    _inherit = ["social.sound.mixin"]
    _order = "kind, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        selection=[
            ("sector", "Sector"),
            ("sdg", "Sustainable Development Goal"),
            ("target_group", "Target Group"),
        ],
        required=True,
        default="sector",
    )
    sequence = fields.Integer(default=10)
    color = fields.Integer(string="Color Index")
    active = fields.Boolean(default=True)
