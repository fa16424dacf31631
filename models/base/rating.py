from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import ValidationError

from .ours import is_ours


class RatingRating(models.Model):
    """Our records are not rated: a rating names what it rates to every employee."""

    _name = "rating.rating"
    _inherit = ["rating.rating", "social.shadow.mixin"]
    _shadow_open = True

    # Dialogs compute them before anything is checked.
    def _compute_res_name(self):
        ours = self.filtered(lambda rating: is_ours(self.env, rating.res_model))
        for rating in ours:
            rating.res_name = f"{rating.res_model}/{rating.res_id}"
        return super(RatingRating, self - ours)._compute_res_name()

    def _compute_parent_res_name(self):
        ours = self.filtered(lambda rating: is_ours(self.env, rating.parent_res_model))
        for rating in ours:
            rating.parent_res_name = f"{rating.parent_res_model}/{rating.parent_res_id}"
        return super(RatingRating, self - ours)._compute_parent_res_name()

    @api.constrains("res_model_id", "parent_res_model_id")
    def _check_social_program(self):
        if self.env.uid == SUPERUSER_ID:
            return
        for model in (self.res_model_id | self.parent_res_model_id).mapped("model"):
            if is_ours(self.env, model):
                raise ValidationError(
                    self.env._("Records of social programs are not rated.")
                )
