from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialActivityCost(models.Model):
    """The budget line that an estimated cost is meant to be paid from."""

    _inherit = "social.activity.cost"

    budget_line_id = fields.Many2one(
        comodel_name="social.budget.line",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups="social_program.group_manager,social_program.group_auditor,"
        "account.group_account_invoice,account.group_account_readonly",
        help="The budget line that this is meant to be paid from.",
    )

    @api.model
    def _free_fields(self):
        return super()._free_fields() | {"budget_line_id"}

    @api.constrains("budget_line_id", "program_id")
    def _check_budget_line(self):
        for line in self.sudo():
            if line.budget_line_id.program_id not in (
                line.program_id,
                line.program_id.browse(),
            ):
                raise ValidationError(
                    self.env._(
                        "The budget line of the cost “%(item)s” belongs to another "
                        "program.",
                        item=line.name,
                    )
                )
