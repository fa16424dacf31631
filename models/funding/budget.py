from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, format_date

# Known to this process only: a context that comes over RPC can never hold it.
_TRANSITION = object()
# What may change in a budget that was approved: nothing that the approval was about.
_ALWAYS_WRITABLE = {
    "message_follower_ids",
    "message_ids",
    "activity_ids",
    "message_main_attachment_id",
}


class SocialBudget(models.Model):
    """What a program may spend of one grant, or of own funds, in one period."""

    _name = "social.budget"
    _description = "Budget"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, program_id, grant_id, version desc, id desc"
    _check_company_auto = True

    @api.model
    def _default_root_category_id(self):
        """The root heading of the company, where there is only one."""
        roots = self.env["social.cost.category"].search(
            [("parent_id", "=", False), ("company_id", "=", self.env.company.id)],
            limit=2,
        )
        return roots if len(roots) == 1 else roots.browse()

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    program_id = fields.Many2one(
        "social.program",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
        tracking=True,
    )
    grant_id = fields.Many2one(
        "social.grant",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Empty: own funds of the organization.",
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        precompute=True,
        help="The currency of the grant; for own funds that of the company.",
    )
    root_category_id = fields.Many2one(
        "social.cost.category",
        string="Root Heading",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('parent_id', '=', False)]",
        default=lambda self: self._default_root_category_id(),
        help="The tree of headings that this budget uses.",
    )
    date_start = fields.Date(string="Start", required=True, tracking=True)
    date_end = fields.Date(string="End", required=True, tracking=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("superseded", "Superseded"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    previous_id = fields.Many2one(
        "social.budget",
        string="Revises",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    revision_ids = fields.One2many("social.budget", "previous_id", string="Revisions")
    revision_reason = fields.Char(copy=False, tracking=True)
    currency_rate = fields.Float(
        digits=0,
        readonly=True,
        copy=False,
        help="Company currency for one unit of the budget's currency, on the day of "
        "the approval.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("social.budget.line", "budget_id", copy=True)
    amount_total = fields.Monetary(
        string="Budgeted", compute="_compute_amount_total", store=True
    )
    amount_spent = fields.Monetary(
        string="Spent", compute="_compute_figures", compute_sudo=True
    )
    amount_committed = fields.Monetary(
        string="Committed",
        compute="_compute_figures",
        compute_sudo=True,
        help="Draft bills and what confirmed orders still have to bring.",
    )
    amount_remaining = fields.Monetary(
        string="Remaining", compute="_compute_figures", compute_sudo=True
    )
    amount_unbudgeted = fields.Monetary(
        string="Unbudgeted",
        compute="_compute_figures",
        compute_sudo=True,
        help="Spent, but caught by no line of the budget. It is part of Spent.",
    )
    burn_rate = fields.Float(
        string="Burn Rate (%)", compute="_compute_figures", compute_sudo=True
    )
    missing_rate = fields.Char(compute="_compute_figures", compute_sudo=True)
    can_manage = fields.Boolean(compute="_compute_can_manage")

    _dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "A budget cannot end before it starts. Correct one of the two dates.",
    )
    _one_revision = models.UniqueIndex(
        "(previous_id) WHERE previous_id IS NOT NULL",
        "This budget is already being revised. Open that revision.",
    )

    @api.depends("program_id", "grant_id", "date_start", "date_end")
    def _compute_name(self):
        for budget in self:
            years = sorted(
                {date.year for date in (budget.date_start, budget.date_end) if date}
            )
            parts = [
                budget.program_id.code or budget.program_id.name,
                budget.grant_id.code or self.env._("Own funds"),
                "–".join(map(str, years)),
            ]
            budget.name = bool(budget.program_id) and " · ".join(filter(None, parts))

    @api.depends("grant_id.currency_id", "company_id.currency_id")
    def _compute_currency_id(self):
        for budget in self:
            budget.currency_id = (
                budget.grant_id.currency_id
                or budget.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.depends("line_ids.amount")
    def _compute_amount_total(self):
        for budget in self:
            budget.amount_total = sum(budget.line_ids.mapped("amount"))

    @api.depends("line_ids.amount", "state", "grant_id", "program_id")
    def _compute_figures(self):
        figures = self.env["social.spending"]._budget_figures(self._origin)
        for budget in self:
            figure = figures[budget._origin.id] if budget._origin else {}
            budget.missing_rate = figure.get("missing_rate", False)
            budget.amount_spent = figure.get("spent", 0.0)
            budget.amount_committed = figure.get("committed", 0.0)
            budget.amount_unbudgeted = figure.get("unbudgeted", 0.0)
            budget.amount_remaining = (
                budget.amount_total - budget.amount_spent - budget.amount_committed
            )
            budget.burn_rate = (
                100 * budget.amount_spent / budget.amount_total
                if budget.amount_total
                else 0.0
            )

    @api.depends("program_id")
    @api.depends_context("uid")
    def _compute_can_manage(self):
        writable = self._origin._filtered_access("write")
        for budget in self:
            budget.can_manage = not budget._origin or budget._origin in writable

    @api.depends("name", "version")
    def _compute_display_name(self):
        for budget in self:
            budget.display_name = (
                f"{budget.name} v{budget.version}"
                if budget.version > 1
                else budget.name
            )

    @api.onchange("program_id", "grant_id")
    def _onchange_pair(self):
        """Propose the days that the program and the grant share."""
        for budget in self:
            program, grant = budget.program_id, budget.grant_id
            starts = {budget.date_start or program.date_start, grant.date_start}
            ends = {budget.date_end or program.date_end, grant.date_end}
            starts, ends = starts - {False}, ends - {False}
            if starts and ends and max(starts) <= min(ends):
                budget.date_start, budget.date_end = max(starts), min(ends)

    @api.constrains("previous_id", "program_id", "grant_id", "date_start", "date_end")
    def _check_revision(self):
        for budget in self.filtered("previous_id"):
            before = budget.previous_id
            same = ("program_id", "grant_id", "date_start", "date_end")
            if any(budget[name] != before[name] for name in same):
                raise ValidationError(
                    self.env._(
                        "A revision keeps the program, the grant and the dates of the "
                        "budget that it revises. For another period make a new budget."
                    )
                )

    @api.constrains("date_start", "date_end", "grant_id")
    def _check_dates_in_grant(self):
        for budget in self.filtered(lambda b: b.grant_id and b.state != "superseded"):
            grant = budget.grant_id
            if budget.date_start < grant.date_start or budget.date_end > grant.date_end:
                raise ValidationError(
                    self.env._(
                        "The budget %(budget)s has to lie within its grant, "
                        "%(start)s to %(end)s. Correct the dates of one of the two.",
                        budget=budget.display_name,
                        start=format_date(self.env, grant.date_start),
                        end=format_date(self.env, grant.date_end),
                    )
                )

    @api.constrains("root_category_id")
    def _check_root_category(self):
        for budget in self:
            if budget.root_category_id.parent_id:
                raise ValidationError(
                    self.env._(
                        "The budget %(budget)s needs a heading at the top of a tree; "
                        "“%(heading)s” stands below another.",
                        budget=budget.display_name,
                        heading=budget.root_category_id.display_name,
                    )
                )

    @api.constrains("date_start", "date_end", "root_category_id")
    def _check_lines(self):
        self.line_ids._check_dates()
        self.line_ids._check_category()

    def write(self, vals):
        if not self._in_transition():
            self._check_draft(vals)
        result = super().write(vals)
        if "program_id" in vals:
            # A budget moves only to a program whose budgets the user may write.
            self.check_access("write")
        return result

    @api.model_create_multi
    def create(self, vals_list):
        if not self._in_transition():
            for vals in vals_list:
                # Set, not left out: the context may hold defaults for them.
                vals.update(state="draft", version=1, previous_id=False)
                vals.update(currency_rate=0.0, approved_by_id=False, approved_on=False)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for budget in self:
            if budget.state != "draft":
                raise UserError(
                    self.env._(
                        "The budget %(budget)s was approved and stays on record. "
                        "Revise it instead.",
                        budget=budget.display_name,
                    )
                )

    def _amount_in_company_currency(self, amount=None):
        """Return an amount of this budget at the rate of its approval.

        :param amount: in the budget's currency; None: the budget's total, as the sum
            of its lines, so that a list of lines adds up to it
        """
        self.ensure_one()
        currency, rate = self.company_id.currency_id, self.currency_rate or 1.0
        if amount is not None:
            return currency.round(amount * rate)
        if rate == 1.0:
            return self.amount_total
        return sum(currency.round(line.amount * rate) for line in self.line_ids)

    def _in_transition(self):
        """Whether one of our own state changes is under way."""
        return self.env.context.get("social_budget_transition") is _TRANSITION

    def _check_draft(self, vals=None):
        """Refuse a change of what was approved, whoever asks and by whatever way.

        :param vals: the fields about to be written; none: the lines change
        :raise UserError: one of the budgets is no draft
        """
        if vals is not None and set(vals) <= _ALWAYS_WRITABLE:
            return
        forbidden = {"state", "version", "previous_id", "currency_rate"}
        forbidden |= {"approved_by_id", "approved_on"}
        if vals is not None and forbidden & set(vals):
            raise UserError(
                self.env._("Use the buttons Approve and Revise to change a budget.")
            )
        for budget in self:
            if budget.state != "draft":
                raise UserError(
                    self.env._(
                        "The budget %(budget)s was approved and can no longer be "
                        "changed. Revise it: the revision starts with its lines.",
                        budget=budget.display_name,
                    )
                )

    def _transition(self, vals):
        """Write a change of state; the only way around :meth:`_check_draft`."""
        self.with_context(social_budget_transition=_TRANSITION).write(vals)
        self.env["social.spending"]._forget()

    def _check_can_approve(self):
        if not self.env.user.has_groups(
            "social_program.group_admin,account.group_account_manager"
        ):
            raise AccessError(
                self.env._(
                    "Budgets are approved by an administrator of Social Programs or "
                    "by an accounting manager. Ask one of them."
                )
            )

    def action_approve(self):
        """Make the budgets count, and supersede those that they revise.

        :raise UserError: nothing to approve, a shared day with another approved
            budget of the same program and grant, a missing exchange rate, or the
            same person prepared it where two are asked for
        """
        self._check_can_approve()
        self.check_access("write")
        for budget in self.sorted("id"):
            budget._approve()

    def _approve(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("%(budget)s is no draft.", budget=self.display_name)
            )
        if not self.line_ids or self.currency_id.is_zero(self.amount_total):
            raise UserError(
                self.env._(
                    "%(budget)s is empty. Enter its lines before approving it.",
                    budget=self.display_name,
                )
            )
        self.company_id._check_second_person(self)
        self._lock_program()
        if self.previous_id:
            if self.previous_id.state != "approved":
                raise UserError(
                    self.env._(
                        "%(budget)s revises a budget that is no longer in force.",
                        budget=self.display_name,
                    )
                )
            self.previous_id._transition({"state": "superseded"})
        self._check_no_shared_day()
        today = fields.Date.context_today(self)
        self._transition(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
                "currency_rate": self.env["social.spending"]._strict_rate(
                    self.currency_id, self.company_id, today
                ),
            }
        )

    def _lock_program(self):
        """Let approvals of one program's budgets happen one after the other.

        Under REPEATABLE READ a row lock alone lets two through, because the second
        does not see what the first committed. Changing the row makes the second fail,
        and Odoo tries it again.
        """
        self.program_id.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE social_program"
                " SET budget_approvals = COALESCE(budget_approvals, 0) + 1"
                " WHERE id = %s",
                self.program_id.id,
            )
        )
        self.program_id.invalidate_recordset(["budget_approvals"])

    def _check_no_shared_day(self):
        other = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("state", "=", "approved"),
                ("program_id", "=", self.program_id.id),
                ("grant_id", "=", self.grant_id.id),
                ("date_start", "<=", self.date_end),
                ("date_end", ">=", self.date_start),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(budget)s shares days with %(other)s, which is already approved "
                    "for the same program and grant. Revise that one, or correct the "
                    "dates.",
                    budget=self.display_name,
                    other=other.display_name,
                )
            )

    def action_revise(self):
        """Start a revision of an approved budget, or open the one under way."""
        self.ensure_one()
        if self.state != "approved":
            raise UserError(
                self.env._("Only an approved budget can be revised; edit this one.")
            )
        revision = self.revision_ids[:1]
        if not revision:
            revision = self.with_context(social_budget_transition=_TRANSITION).copy(
                {"previous_id": self.id, "version": self.version + 1}
            )
        return self._action_form(revision)

    def action_open_analysis(self):
        """Open budget against spending of this budget's program and grant."""
        return self._action_analysis([], view="pivot")

    def action_open_unbudgeted(self):
        """Open the costs of this budget's pair and period that no line catches."""
        return self._action_analysis([("matching", "=", "unbudgeted")], view="list")

    def _action_analysis(self, domain, view):
        self.ensure_one()
        return self.env["social.budget.analysis"]._action_for(
            [
                ("program_id", "=", self.program_id.id),
                ("grant_id", "=", self.grant_id.id),
                ("date", ">=", self.date_start),
                ("date", "<=", self.date_end),
                *domain,
            ],
            view=view,
            rows=["category_id", "budget_line_id"],
        )

    def _action_form(self, budget):
        return {
            "type": "ir.actions.act_window",
            "res_model": "social.budget",
            "res_id": budget.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
