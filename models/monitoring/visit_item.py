from odoo import fields, models


class SocialVisitItem(models.Model):
    _name = "social.visit.item"
    _description = "Question of a Visit"
    _rec_name = "question"
    _order = "visit_id, sequence, id"

    visit_id = fields.Many2one(
        comodel_name="social.visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    question = fields.Char(required=True)
    answer = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No"), ("na", "Not Applicable")],
        copy=False,
    )
    note = fields.Char(copy=False)
