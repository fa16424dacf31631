from odoo import fields, models


class SocialIssueOption(models.Model):
    """One of the ways out of an issue that were considered."""

    _name = "social.issue.option"
    _description = "Option for an Issue"
    _order = "sequence, id"

    issue_id = fields.Many2one(
        comodel_name="social.issue", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="issue_id.company_id",
        related_sudo=False,
        store=True,
        index=True,
        precompute=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Option", required=True)
    advantages = fields.Text()
    drawbacks = fields.Text()
    chosen = fields.Boolean()

    def write(self, vals):
        result = super().write(vals)
        if "issue_id" in vals:
            # Rules are checked before a write; the new issue counts as well.
            self.check_access("write")
        return result
