from odoo import api, models
from odoo.exceptions import ValidationError


class AccountAnalyticAccount(models.Model):
    _inherit = "account.analytic.account"

    @api.constrains("plan_id", "company_id")
    def _check_social_program_use(self):
        """An account that is a program or a grant stays in its plan and company."""
        for model, plan in (
            ("social.program", self.plan_id._social_program_program_plan()),
            ("social.grant", self.plan_id._social_program_grant_plan()),
        ):
            users = (
                self.env[model]
                .sudo()
                .with_context(active_test=False)
                .search([("analytic_account_id", "in", self.ids)])
            )
            for user in users:
                account = user.analytic_account_id
                if account.root_plan_id != plan:
                    raise ValidationError(
                        self.env._(
                            "The analytic account %(account)s belongs to "
                            "%(record)s and has to stay in the plan %(plan)s.",
                            account=account.display_name,
                            record=user.display_name,
                            plan=plan.name,
                        )
                    )
                if account.company_id and account.company_id != user.company_id:
                    raise ValidationError(
                        self.env._(
                            "The analytic account %(account)s belongs to "
                            "%(record)s of the company %(company)s.",
                            account=account.display_name,
                            record=user.display_name,
                            company=user.company_id.name,
                        )
                    )
