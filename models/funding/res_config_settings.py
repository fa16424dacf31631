from odoo import api, fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    social_program_asset_charging = fields.Selection(
        related="company_id.social_program_asset_charging", readonly=False
    )
    social_program_budget_approver_id = fields.Many2one(
        related="company_id.social_program_budget_approver_id", readonly=False
    )
    social_program_grant_plan_id = fields.Many2one(
        "account.analytic.plan",
        string="Plan of the Grants",
        domain="[('parent_id', '=', False)]",
        help="The analytic plan whose accounts are grants. It can be changed while "
        "there are no grants.",
    )

    @api.model
    def get_values(self):
        plan = self.env["account.analytic.plan"]._social_program_grant_plan()
        return super().get_values() | {"social_program_grant_plan_id": plan.id}

    def set_values(self):
        result = super().set_values()
        if self.social_program_grant_plan_id:
            self.social_program_grant_plan_id._social_program_use_for_grants()
        return result
