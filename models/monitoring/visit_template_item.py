from odoo import fields, models


class SocialVisitTemplateItem(models.Model):
    _name = "social.visit.template.item"
    _description = "Question of a Visit Checklist"
    _inherit = ["social.sound.mixin"]
    _rec_name = "question"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        comodel_name="social.visit.template",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    question = fields.Char(required=True, translate=True)
