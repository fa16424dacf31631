from odoo import api, fields, models


class SocialVisitItem(models.Model):
    _name = "social.visit.item"
    _description = "Question of a Visit"
    _inherit = ["social.part.mixin"]
    _rec_name = "question"
    _order = "visit_id, sequence, id"

    visit_id = fields.Many2one(
        comodel_name="social.visit", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    question = fields.Char(required=True)
    answer = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No"), ("na", "Not Applicable")],
        copy=False,
    )
    note = fields.Char(copy=False)

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "visit_id")
