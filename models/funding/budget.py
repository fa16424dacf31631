from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..base.exact import ExactMonetary, exact, exact_round, total
from ..base.state_way import Way


class SocialBudget(models.Model):
    """What a program may spend of one grant, or of own funds, in one period."""

    _name = "social.budget"
    _description = "Budget"
    _inherit = [
        "social.next.mixin",
        "social.record.mixin",
    ]
    _order = "date_start desc, program_id, grant_id, version desc, id desc"
    _check_company_auto = True
    # A branch books on what is its parent's.
    _check_company_domain = models.check_company_domain_parent_of

    _state_transitions = {
        "draft": {"approved": Way(who="_filtered_approvable", second=True)},
        "approved": {"superseded": Way(who="_filtered_in_transition")},
        "superseded": {},
    }

    @api.model
    def _default_root_category_id(self):
        """The root heading of the company, where there is only one."""
        roots = self.env["social.cost.category"].search(
            [
                ("parent_id", "=", False),
                ("company_id", "parent_of", self.env.company.id),
            ],
            limit=2,
        )
        return roots if len(roots) == 1 else roots.browse()

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    program_id = fields.Many2one(check_company=True, tracking=True)
    grant_id = fields.Many2one(
        "social.grant",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Empty: own funds of the organization.",
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
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("superseded", "Superseded"),
        ],
        readonly=True,
        tracking=True,
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
        "the approval or of the start, whichever came first. Revisions keep it.",
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("social.budget.line", "budget_id", copy=True)
    amount_total = ExactMonetary(
        string="Budgeted", compute="_compute_amount_total", store=True
    )
    amount_spent = ExactMonetary(
        string="Spent", compute="_compute_figures", compute_sudo=True
    )
    amount_committed = ExactMonetary(
        string="Committed",
        compute="_compute_figures",
        compute_sudo=True,
        help="Draft bills and what confirmed orders still have to bring.",
    )
    amount_remaining = ExactMonetary(
        string="Remaining", compute="_compute_figures", compute_sudo=True
    )
    amount_unbudgeted = ExactMonetary(
        string="Unbudgeted",
        compute="_compute_figures",
        compute_sudo=True,
        help="Spent, but caught by no line of the budget. It is part of Spent.",
    )
    burn_rate = fields.Float(
        string="Burn Rate (%)", compute="_compute_figures", compute_sudo=True
    )
    missing_rate = fields.Char(compute="_compute_figures", compute_sudo=True)

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
            budget.amount_total = total(budget.line_ids.mapped("amount"))

    @api.depends("line_ids.amount", "state", "grant_id", "program_id")
    def _compute_figures(self):
        figures = self.env["social.spending"]._budget_figures(self._origin)
        for budget in self:
            figure = figures[budget._origin.id] if budget._origin else {}
            budget.missing_rate = figure.get("missing_rate", False)
            budget.amount_spent = figure.get("spent", 0.0)
            budget.amount_committed = figure.get("committed", 0.0)
            budget.amount_unbudgeted = figure.get("unbudgeted", 0.0)
            budget.amount_remaining = total(
                (budget.amount_total, -budget.amount_spent, -budget.amount_committed)
            )
            budget.burn_rate = (
                100 * budget.amount_spent / budget.amount_total
                if budget.amount_total
                else 0.0
            )

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
            dates = (budget.date_start, budget.date_end, grant.date_start)
            if not all((*dates, grant.date_end)):
                continue  # Odoo asks for the missing date itself.
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

    def _amount_in_company_currency(self, amount=None):
        """Return an amount of this budget at the rate of its approval.

        :param amount: in the budget's currency; None: the budget's total, as the sum
            of its lines, so that a list of lines adds up to it
        """
        self.ensure_one()
        rate = self.currency_rate or 1.0
        rounding = self.company_id.currency_id.rounding
        if amount is not None:
            return exact_round(exact(amount) * exact(rate), rounding)
        if rate == 1.0:
            return self.amount_total
        return total(
            exact_round(exact(line.amount) * exact(rate), rounding)
            for line in self.line_ids
        )

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
