from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialPhoto(models.Model):
    _inherit = "social.photo"

    visit_id = fields.Many2one(
        comodel_name="social.visit", index="btree_not_null", ondelete="cascade"
    )

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "visit_id")

    @api.constrains("field_activity_id", "visit_id")
    def _check_one_parent(self):
        """Nobody hangs a photo of an own activity on the visit of another program."""
        if any(photo.field_activity_id and photo.visit_id for photo in self):
            raise ValidationError(
                self.env._("A photo belongs to an activity or to a visit, not to both.")
            )
