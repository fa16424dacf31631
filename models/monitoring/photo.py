from odoo import fields, models


class SocialPhoto(models.Model):
    _inherit = "social.photo"
    _part_parents = ("field_activity_id", "visit_id")

    visit_id = fields.Many2one(
        comodel_name="social.visit", index="btree_not_null", ondelete="cascade"
    )
