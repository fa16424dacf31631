from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.exact import ExactMonetary, total
from ..base.remark import Remark
from ..base.report_format import amount_text

# Those who may read budgets; a field officer reads programs but not their money.
BUDGET_READERS = (
    "social_program.group_manager,"
    "social_program.group_auditor,"
    "social_program.group_fundraising,"
    "account.group_account_invoice,"
    "account.group_account_readonly"
)


class SocialProgram(models.Model):
    _inherit = "social.program"

    budget_ids = fields.One2many(
        "social.budget", "program_id", string="Budgets", groups=BUDGET_READERS
    )
    budget_count = fields.Integer(
        compute="_compute_budget_count", groups=BUDGET_READERS
    )
    budget_approvals = fields.Integer(
        readonly=True,
        server_only=True,
        groups=BUDGET_READERS,
        help="How many budgets were approved. Two approvals at once both change this "
        "number, so that one of them has to look again.",
    )
    amount_budget = ExactMonetary(
        string="Budgeted",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
        help="Approved budgets of the program and of those below it.",
    )
    amount_spent = ExactMonetary(
        string="Spent",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
    )
    amount_committed = ExactMonetary(
        string="Committed",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
    )
    amount_remaining = ExactMonetary(
        string="Remaining",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
    )
    amount_spent_budgeted = ExactMonetary(
        string="Spent on Budgeted Days",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
        help="What was spent on days on which an approved budget runs.",
    )
    amount_spent_unbudgeted = ExactMonetary(
        string="Spent since without a Budget",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
        help="What was spent after the first approved budget started, on days on which "
        "none runs.",
    )
    burn_rate = fields.Float(
        string="Burn Rate (%)",
        compute="_compute_amounts",
        compute_sudo=True,
        groups=BUDGET_READERS,
    )

    def _compute_budget_count(self):
        self._count_below(
            "budget_count", "social.budget", [("state", "!=", "superseded")]
        )

    def _compute_amounts(self):
        totals = self.env["social.spending"]._program_totals(self._origin)
        for program in self:
            figure = totals.get(program._origin.id, {})
            program.amount_budget = figure.get("budget", 0.0)
            program.amount_spent = figure.get("spent", 0.0)
            program.amount_committed = figure.get("committed", 0.0)
            program.amount_spent_budgeted = figure.get("budgeted_days", 0.0)
            program.amount_spent_unbudgeted = figure.get("later_days", 0.0)
            program.amount_remaining = total(
                (
                    program.amount_budget,
                    -program.amount_spent,
                    -program.amount_committed,
                )
            )
            program.burn_rate = (
                100 * program.amount_spent / program.amount_budget
                if program.amount_budget
                else 0.0
            )

    def action_open_budgets(self):
        """Open the budgets of this program and of those below it."""
        action = self._action_below("social_program.social_budget_action")
        action["context"] |= {"search_default_current_versions": 1}
        return action

    def action_open_budget_analysis(self):
        """Open budget against spending of this program and of those below it."""
        self.ensure_one()
        return self.env["social.budget.analysis"]._action_for(
            [("program_id", "child_of", self.id)]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_budgeted(self):
        budget = self.sudo().budget_ids[:1]
        if budget:
            raise UserError(
                self.env._(
                    "“%(program)s” has the budget %(budget)s: delete the budget "
                    "first, or cancel the program.",
                    program=budget.program_id.name,
                    budget=budget.name,
                )
            )

    @api.model
    def _health_fields(self):
        return super()._health_fields() | {
            "amount_budget",
            "amount_spent",
            "amount_spent_budgeted",
            "amount_spent_unbudgeted",
            "amount_remaining",
        }

    def _health_reasons(self):
        """Add what the money says; without figures, since officers read it too."""
        return super()._health_reasons() + [
            Remark(level, sentence, "action_open_budgets")
            for level, sentence in self._health_of_money()
        ]

    def _health_of_money(self):
        program = self.sudo()
        budget, spent = program.amount_budget, program.amount_spent_budgeted
        # What was spent before there was any budget is history, not overspending.
        if total((spent, -budget)) > 0:
            return [("off_track", self.env._("More was spent than is budgeted."))]
        if program.amount_spent_unbudgeted > 0:
            return [
                ("at_risk", self.env._("Money is spent without an approved budget."))
            ]
        if budget and total((budget, -spent, -program.amount_committed)) < 0:
            return [
                ("at_risk", self.env._("More is committed than the budget still has."))
            ]
        return []

    @api.model
    def _closing_fields(self):
        return super()._closing_fields() | {"amount_committed", "budget_ids.state"}

    def _closing_blockers(self):
        """Add the bills and orders that still have to be settled.

        Without figures and budgets to those who do not read budgets.
        """
        blockers = super()._closing_blockers()
        program = self.sudo()
        if not (self.env.su or self.env.user.has_groups(BUDGET_READERS)):
            is_open = not program.currency_id.is_zero(program.amount_committed) or any(
                budget.state == "draft" for budget in program.budget_ids
            )
            sentence = self.env._("Its bills and budgets are not all settled.")
            return blockers + [Remark("blocking", sentence)] * is_open
        if not program.currency_id.is_zero(program.amount_committed):
            blockers.append(
                Remark(
                    "blocking",
                    self.env._(
                        "Draft bills and open orders of %(amount)s are not settled.",
                        amount=amount_text(
                            self.env, program.amount_committed, program.currency_id
                        ),
                    ),
                    "action_open_budget_analysis",
                )
            )
        return blockers + [
            Remark(
                "blocking",
                self.env._("The budget %(budget)s is still a draft.", budget=b.name),
                "action_open_budgets",
            )
            for b in program.budget_ids
            if b.state == "draft"
        ]
