from odoo import api, fields, models


class SocialPhoto(models.Model):
    """A photo of something that happened; shrunk before it is sent and kept small."""

    _name = "social.photo"
    _description = "Photo"
    _inherit = ["social.part.mixin"]
    _order = "sequence, id"
    _rec_name = "caption"

    field_activity_id = fields.Many2one(
        comodel_name="social.activity", index="btree_not_null", ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    image = fields.Image(string="Photo", required=True, max_width=1600, max_height=1600)
    image_512 = fields.Image(
        string="Small Photo",
        related="image",
        max_width=512,
        max_height=512,
        store=True,
    )
    caption = fields.Char(
        help="What is seen; no names of people. Show people only if they agreed."
    )
    taken_on = fields.Date(default=fields.Date.context_today)

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "field_activity_id")
