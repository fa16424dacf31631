from odoo import api, fields, models


class SocialIssueOption(models.Model):
    """One of the ways out of an issue that were considered."""

    _name = "social.issue.option"
    _description = "Option for an Issue"
    _inherit = ["social.guarded.mixin"]
    _order = "sequence, id"

    issue_id = fields.Many2one(
        comodel_name="social.issue", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        # A related field would tell of issues that the user may not read.
        compute_sudo=False,
        store=True,
        index=True,
        precompute=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Option", required=True)
    advantages = fields.Text()
    drawbacks = fields.Text()
    chosen = fields.Boolean()

    @api.depends("issue_id.company_id")
    def _compute_company_id(self):
        for option in self:
            option.company_id = option.issue_id._filtered_access("read").company_id

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"issue_id"}
