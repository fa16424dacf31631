from odoo import fields, models

from ..base.exact import ExactMonetary


class SocialGrantAward(models.Model):
    """A dated part of what a sponsor promised: the first award or an amendment."""

    _name = "social.grant.award"
    _description = "Grant Award"
    _inherit = ["social.guarded.mixin"]
    _order = "date, id"
    _check_company_auto = True

    grant_id = fields.Many2one(
        "social.grant", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="grant_id.company_id", store=True, index=True, readonly=True
    )
    currency_id = fields.Many2one(related="grant_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    amount = ExactMonetary(required=True)
    program_id = fields.Many2one(
        "social.program",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="Only when the sponsor promised this part to one program.",
    )
    note = fields.Char()
