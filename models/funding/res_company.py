from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    social_program_asset_charging = fields.Selection(
        [("purchase", "When bought"), ("depreciation", "As they depreciate")],
        string="Own Assets Are Charged",
        default="purchase",
        required=True,
        help="How own funds, and grants that are not set up here, pay for equipment. "
        "The other of the two is never counted as spending.",
    )
    social_program_budget_approver_id = fields.Many2one(
        comodel_name="res.users",
        string="Approver of Budgets",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Who is asked to approve budgets. Empty: administrators and accounting "
        "managers, at most three.",
    )

    def _with_branches(self):
        """Return these companies and all their branches, archived ones too.

        Whoever asks, so that figures are the same for everybody.
        """
        companies = self.sudo().with_context(active_test=False)
        return companies.search([("id", "child_of", self.ids)])
