from odoo import api, models
from odoo.exceptions import UserError

GRANT_PLAN_PARAMETER = "social_program.grant_plan_id"


class AccountAnalyticPlan(models.Model):
    _inherit = "account.analytic.plan"

    @api.model
    def _social_program_grant_plan(self):
        """Return the root plan whose accounts are grants (empty: none chosen).

        Its id is a system parameter and not an XML id, so that uninstalling this
        addon leaves the plan, and with it the books, as they are.
        """
        value = self.env["ir.config_parameter"].sudo().get_param(GRANT_PLAN_PARAMETER)
        return self.sudo().browse(int(value or 0)).exists()

    @api.model
    def _social_program_program_plan(self):
        """Return the base plan, whose accounts are programs."""
        program_plan, _others = self.sudo()._get_all_plans()
        return program_plan

    @api.model
    def _social_program_create_grant_plan(self):
        """Make sure that there is a grant plan, and return it."""
        plan = self._social_program_grant_plan()
        if not plan:
            plan = self.sudo().create({"name": self.env._("Grants")})
            plan._social_program_use_for_grants()
        return plan

    def _social_program_use_for_grants(self):
        """Let the accounts of this root plan be the grants from now on.

        :raise UserError: the plan cannot hold grants, or grants already use another
        """
        self.ensure_one()
        current = self._social_program_grant_plan()
        if current == self:
            return
        if self.parent_id or self == self._social_program_program_plan():
            raise UserError(
                self.env._(
                    "%(plan)s cannot hold the grants. Choose an analytic plan that "
                    "stands on its own and is not the plan of the projects.",
                    plan=self.name,
                )
            )
        current._social_program_check_unused()
        self.env["ir.config_parameter"].sudo().set_param(GRANT_PLAN_PARAMETER, self.id)
        self.env["social.spending"]._sync_index()

    def _social_program_check_unused(self):
        """Refuse what would take the plan away from the grants that use it.

        :raise UserError: grants have their accounts in one of these plans
        """
        if self._social_program_grant_plan() not in self:
            return
        grant = self.env["social.grant"].sudo().with_context(active_test=False)
        if count := grant.search_count([]):
            raise UserError(
                self.env._(
                    "%(count)s grants have their analytic accounts in this plan. It "
                    "can be changed, moved or deleted only when there are none.",
                    count=count,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_social_program_grants(self):
        self._social_program_check_unused()

    def unlink(self):
        lost = self._social_program_grant_plan() in self
        result = super().unlink()
        if lost:
            self._social_program_let_go()
        return result

    def write(self, vals):
        lost = vals.get("parent_id") and self._social_program_grant_plan() in self
        if lost:
            self._social_program_check_unused()
        result = super().write(vals)
        if lost:
            self._social_program_let_go()
        return result

    def _social_program_let_go(self):
        """Be without a grant plan, until the next grant or a choice brings one."""
        self.env["ir.config_parameter"].sudo().set_param(GRANT_PLAN_PARAMETER, "")
        self.env["social.spending"]._sync_index()
