from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.exact import ExactMonetary, total
from ..base.state_way import Way


class SocialGrant(models.Model):
    """Money that a sponsor promised under one agreement."""

    _name = "social.grant"
    _description = "Grant"
    _inherit = [
        "social.code.mixin",
        "social.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    # A branch books on what is its parent's.
    _check_company_domain = models.check_company_domain_parent_of
    _rec_names_search = ["code", "name", "reference"]
    _state_transitions = {
        "draft": {"active": Way(), "cancelled": Way()},
        "active": {"closed": Way(), "cancelled": Way(), "draft": Way()},
        "closed": {"active": Way()},
        "cancelled": {"draft": Way()},
    }

    name = fields.Char(
        required=True,
        tracking=True,
        help="A neutral title: every employee can read it as the name of an analytic "
        "account. Never the name of a person or of an anonymous sponsor.",
    )
    active = fields.Boolean(default=True)
    sponsor_id = fields.Many2one(
        "social.sponsor",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
    )
    reference = fields.Char(
        string="Agreement Number", help="As the sponsor numbers the agreement."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        tracking=True,
        help="The currency in which this grant is budgeted and reported.",
    )
    award_ids = fields.One2many("social.grant.award", "grant_id", string="Awards")
    amount = ExactMonetary(
        string="Award",
        compute="_compute_amount",
        inverse="_inverse_amount",
        store=True,
        tracking=True,
        help="The agreed amount with its amendments, in the currency of the grant.",
    )
    date_start = fields.Date(string="Start", required=True, tracking=True)
    date_end = fields.Date(string="End", required=True, tracking=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("active", "Active"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        group_expand=True,
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        ondelete="restrict",
        copy=False,
        index=True,
        help="The account of the grant plan that carries this grant in the books. "
        "Leave empty for a new one.",
    )
    owns_analytic_account = fields.Boolean(readonly=True, server_only=True)
    asset_charging = fields.Selection(
        [
            ("purchase", "When bought"),
            ("depreciation", "As they depreciate"),
        ],
        string="Assets Are Charged",
        default="purchase",
        required=True,
        tracking=True,
        help="Whether the sponsor pays for equipment when it is bought or year by "
        "year. The other of the two is never counted as spending.",
    )
    variance_percent = fields.Float(
        string="Variance to Explain (%)",
        default=10.0,
        help="A budget line that differs from its budget by more must be explained.",
    )
    variance_amount = fields.Monetary(
        string="Variance to Explain",
        help="The same as an amount in the currency of the grant.",
    )
    variance_rule = fields.Selection(
        [("and", "Both are exceeded"), ("or", "One of them is exceeded")],
        string="Explain When",
        default="or",
        required=True,
    )
    report_lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Report Language",
        help="Empty: the language of whoever prints the report.",
    )
    budget_ids = fields.One2many("social.budget", "grant_id")
    budget_count = fields.Integer(compute="_compute_budget_count")
    program_ids = fields.Many2many(
        "social.program",
        compute="_compute_program_ids",
        search="_search_program_ids",
        string="Programs",
    )
    amount_spent = ExactMonetary(
        string="Spent", compute="_compute_spending", compute_sudo=True
    )
    amount_committed = ExactMonetary(
        string="Committed", compute="_compute_spending", compute_sudo=True
    )
    amount_remaining = ExactMonetary(
        string="Remaining",
        compute="_compute_spending",
        compute_sudo=True,
        help="Award less spent and committed.",
    )
    burn_rate = fields.Float(
        string="Burn Rate (%)", compute="_compute_spending", compute_sudo=True
    )
    missing_rate = fields.Char(compute="_compute_spending", compute_sudo=True)

    _code_unique = models.UniqueIndex(
        "(code, company_id)", "This grant code is already in use."
    )
    _account_unique = models.UniqueIndex(
        "(analytic_account_id)", "This analytic account already belongs to a grant."
    )
    _dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A grant cannot end before it starts. Correct one of the two dates.",
    )

    @api.depends("award_ids.amount")
    def _compute_amount(self):
        for grant in self:
            grant.amount = total(grant.award_ids.mapped("amount"))

    def _inverse_amount(self):
        for grant in self:
            awards = grant.award_ids
            if len(awards) > 1:
                raise UserError(
                    self.env._(
                        "The award of %(grant)s has amendments. Change the award "
                        "there, so that its history stays whole.",
                        grant=grant.display_name,
                    )
                )
            if awards:
                awards.amount = grant.amount
            else:
                grant.award_ids = [
                    Command.create({"amount": grant.amount, "date": grant.date_start})
                ]

    def _compute_budget_count(self):
        counts = dict(
            self.env["social.budget"]._read_group(
                [("grant_id", "in", self.ids), ("state", "!=", "superseded")],
                ["grant_id"],
                ["__count"],
            )
        )
        for grant in self:
            grant.budget_count = counts.get(grant._origin, 0)

    @api.depends("budget_ids.program_id", "award_ids.program_id")
    def _compute_program_ids(self):
        for grant in self:
            grant.program_ids = grant.budget_ids.program_id | grant.award_ids.program_id

    def _search_program_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        return [
            "|",
            ("budget_ids", "any", [("program_id", operator, value)]),
            ("award_ids", "any", [("program_id", operator, value)]),
        ]

    @api.depends("amount", "currency_id", "analytic_account_id", "asset_charging")
    def _compute_spending(self):
        totals = self.env["social.spending"]._grant_totals(self._origin)
        for grant in self:
            figure = totals.get(grant._origin.id, {})
            grant.missing_rate = figure.get("missing_rate", False)
            grant.amount_spent = figure.get("spent", 0.0)
            grant.amount_committed = figure.get("committed", 0.0)
            grant.amount_remaining = total(
                (grant.amount, -grant.amount_spent, -grant.amount_committed)
            )
            grant.burn_rate = (
                100 * grant.amount_spent / grant.amount if grant.amount else 0.0
            )

    @api.constrains("analytic_account_id", "company_id")
    def _check_analytic_account(self):
        self.sudo().analytic_account_id._check_social_program_use()

    @api.constrains("date_start", "date_end")
    def _check_budget_dates(self):
        # Those of branches, too.
        self.sudo().budget_ids._check_dates_in_grant()

    def _check_kept(self, vals):
        """Refuse another account, and with budgets another currency or company.

        :param dict vals: values about to be written
        """
        for grant in self:
            account = grant.analytic_account_id
            if account and vals.get("analytic_account_id", account.id) != account.id:
                raise ValidationError(
                    self.env._(
                        "The analytic account of the grant %(grant)s stays as it is: "
                        "its budgets and costs hang on it. For another account make "
                        "another grant.",
                        grant=grant.display_name,
                    )
                )
            changes = any(
                name in vals and vals[name] != grant[name].id
                for name in ("currency_id", "company_id")
            )
            if changes and grant.sudo().budget_ids:
                raise ValidationError(
                    self.env._(
                        "The grant %(grant)s already has budgets. Its currency and "
                        "its company stay as they are.",
                        grant=grant.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        grants = super().create(vals_list)
        grants._create_analytic_account()
        return grants

    def write(self, vals):
        self._check_kept(vals)
        result = super().write(vals)
        if "name" in vals or "code" in vals:
            for grant in self.sudo().filtered("owns_analytic_account"):
                grant.analytic_account_id.write(
                    {"name": grant.name, "code": grant.code}
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        lines = self.env["account.analytic.line"].sudo()
        items = self.env["account.move.line"].sudo()
        for grant in self.sudo():
            account = grant.analytic_account_id
            used = lines.search_count(
                [("auto_account_id", "in", account.ids)], limit=1
            ) or items.search_count(
                [("analytic_distribution", "in", account.ids)], limit=1
            )
            if grant.state != "draft" or grant.budget_ids or used:
                raise UserError(
                    self.env._(
                        "The grant %(grant)s is in use. Cancel or archive it instead.",
                        grant=grant.display_name,
                    )
                )

    def unlink(self):
        accounts = self.sudo().filtered("owns_analytic_account").analytic_account_id
        result = super().unlink()
        accounts.unlink()
        return result

    def _create_analytic_account(self):
        """Give each grant without one its account in the grant plan."""
        missing = self.sudo().filtered(lambda grant: not grant.analytic_account_id)
        if not missing:
            return
        plan = self.env["account.analytic.plan"]._social_program_create_grant_plan()
        accounts = (
            self.env["account.analytic.account"]
            .sudo()
            .create(
                [
                    {
                        "name": grant.name,
                        "code": grant.code,
                        "plan_id": plan.id,
                        "company_id": grant.company_id.id,
                    }
                    for grant in missing
                ]
            )
        )
        for grant, account in zip(missing, accounts, strict=True):
            grant.write(
                {"analytic_account_id": account.id, "owns_analytic_account": True}
            )

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        for grant in self:
            if new_state == "active" and not grant.amount:
                raise UserError(
                    self.env._(
                        "Enter the award of %(grant)s before activating it.",
                        grant=grant.display_name,
                    )
                )
            budgets = grant.sudo().budget_ids
            approved = budgets.filtered(lambda b: b.state == "approved")
            if new_state in ("cancelled", "draft") and approved:
                raise UserError(
                    self.env._(
                        "The grant %(grant)s has approved budgets. Close it instead.",
                        grant=grant.display_name,
                    )
                )
        return result

    def action_activate(self):
        """Let the grant be used: its agreement is signed."""
        self.write({"state": "active"})

    def action_close(self):
        """No more spending is expected on the grant."""
        self.write({"state": "closed"})

    def action_cancel(self):
        """The agreement came to nothing; refused while approved budgets stand."""
        self.write({"state": "cancelled"})

    def action_draft(self):
        """Take a cancelled grant up again."""
        self.write({"state": "draft"})

    def action_open_budgets(self):
        """Open the budgets of this grant."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_budget_action"
        )
        return action | {
            "domain": [("grant_id", "=", self.id)],
            "context": {
                "default_grant_id": self.id,
                "search_default_current_versions": 1,
            },
        }

    def action_open_analysis(self):
        """Open budget against spending of this grant."""
        self.ensure_one()
        action = self.env["social.budget.analysis"]._action_for(
            [("grant_id", "=", self.id)]
        )
        # With the halves, the columns add up to what the grant shows.
        action["context"]["pivot_measures"] = [
            f"amount_{name}"
            for name in ("budget", "spent", "half", "committed", "remaining")
        ]
        return action
