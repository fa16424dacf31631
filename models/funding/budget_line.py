from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.exact import ExactFloat, ExactMonetary, exact, exact_round, total
from ..base.report_format import amount_text


class SocialBudgetLine(models.Model):
    """One cost of a budget: unit, quantity, unit cost, heading and dates."""

    _name = "social.budget.line"
    _description = "Budget Line"
    _inherit = ["social.proposal.part.mixin", "social.guarded.mixin"]
    _proposal = "budget_id"
    _order = "budget_id, sequence, code, id"
    _check_company_auto = True
    # A branch books on what is its parent's.
    _check_company_domain = models.check_company_domain_parent_of
    _rec_names_search = [
        "code",
        "name",
        "budget_id.name",
        "program_id.name",
        "grant_id.name",
    ]

    budget_id = fields.Many2one(
        "social.budget", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    code = fields.Char()
    name = fields.Char(string="Description", required=True)
    category_id = fields.Many2one(
        "social.cost.category",
        string="Heading",
        required=True,
        ondelete="restrict",
        check_company=True,
        index=True,
        help="Spending on the general accounts of this heading, and of those below "
        "it, belongs to this line.",
    )
    unit = fields.Char(help="What is counted: month, person, package, trip.")
    quantity = fields.Float(default=1.0, digits="Product Unit")
    unit_cost = ExactFloat(digits=(16, 6), min_display_digits=0)
    amount = ExactMonetary(compute="_compute_amount", store=True, precompute=True)
    date_start = fields.Date(string="Start", help="Empty: the first day of the budget.")
    date_end = fields.Date(string="End", help="Empty: the last day of the budget.")
    field_activity_id = fields.Many2one(
        "social.activity",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        domain="[('program_id', '=', program_id)]",
    )
    labour = fields.Boolean(
        string="Labour from Timesheets",
        help="Hours on timesheets of the program count as spending of this line. "
        "Leave it off where payroll entries already hold the cost.",
    )
    origin_id = fields.Many2one(
        "social.budget.line",
        string="First Version",
        readonly=True,
        ondelete="restrict",
        index=True,
        help="The line of the first version that this line goes back to.",
    )
    program_id = fields.Many2one(related="budget_id.program_id", store=True, index=True)
    grant_id = fields.Many2one(related="budget_id.grant_id", store=True)
    company_id = fields.Many2one(
        related="budget_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="budget_id.currency_id")
    root_category_id = fields.Many2one(related="budget_id.root_category_id")
    state = fields.Selection(related="budget_id.state", string="Budget State")
    amount_spent = ExactMonetary(
        string="Spent",
        compute="_compute_figures",
        compute_sudo=True,
        help="Spending that the approved version of this line has received.",
    )
    amount_committed = ExactMonetary(
        string="Committed", compute="_compute_figures", compute_sudo=True
    )
    amount_remaining = ExactMonetary(
        string="Remaining", compute="_compute_figures", compute_sudo=True
    )

    _quantity_not_negative = models.Constraint(
        "CHECK (quantity >= 0)",
        "The quantity of a budget line cannot be negative.",
    )

    @api.depends("quantity", "unit_cost", "budget_id.currency_id")
    def _compute_amount(self):
        for line in self:
            amount = exact(line.quantity) * exact(line.unit_cost)
            currency = line.budget_id.currency_id
            line.amount = exact_round(amount, currency.rounding) if currency else amount

    @api.depends("amount", "origin_id", "budget_id.state")
    def _compute_figures(self):
        budgets = self.budget_id._origin
        figures = self.env["social.spending"]._budget_figures(budgets)
        # All lines of these budgets at once: Odoo computes a thousand records at a
        # time, and for the next thousand the books would be read again.
        others = budgets.line_ids - self
        names = ("amount_spent", "amount_committed", "amount_remaining")
        with self.env.protecting([self._fields[name] for name in names], others):
            for line in self | others:
                budget = line.budget_id._origin
                lines = figures[budget.id]["lines"] if budget else {}
                origin = line.origin_id.id or line._origin.id
                figure = lines.get(origin, {})
                line.amount_spent = figure.get("spent", 0.0)
                line.amount_committed = figure.get("committed", 0.0)
                line.amount_remaining = total(
                    (line.amount, -line.amount_spent, -line.amount_committed)
                )

    @api.depends("code", "name")
    @api.depends_context("social_program_line_budget", "formatted_display_name")
    def _compute_display_name(self):
        with_budget = self.env.context.get("social_program_line_budget")
        # The list of a picker; what was picked is shown without an amount that changes.
        with_rest = with_budget and self.env.context.get("formatted_display_name")
        for line in self:
            name = " ".join(filter(None, [line.code, line.name]))
            if with_rest:
                rest = self.env._(
                    "%(amount)s left",
                    amount=amount_text(
                        self.env, line.amount_remaining, line.currency_id
                    ),
                )
                name = f"{name}\t--{rest} · {line.budget_id.name}--"
            elif with_budget:
                name = f"{name} ({line.budget_id.name})"
            line.display_name = name

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for line in self:
            budget = line.budget_id
            start = line.date_start or budget.date_start
            end = line.date_end or budget.date_end
            if not (budget.date_start and budget.date_end):
                continue  # Odoo asks for the missing date itself.
            if start > end:
                raise ValidationError(
                    self.env._(
                        "The line %(line)s ends before it starts. Correct its dates.",
                        line=line.display_name,
                    )
                )
            if start < budget.date_start or end > budget.date_end:
                raise ValidationError(
                    self.env._(
                        "The line %(line)s lies outside the period of its budget. "
                        "Correct its dates or leave them empty.",
                        line=line.display_name,
                    )
                )

    @api.constrains("category_id")
    def _check_category(self):
        for line in self:
            if line.category_id.root_id != line.budget_id.root_category_id:
                raise ValidationError(
                    self.env._(
                        "The heading of the line %(line)s does not stand below "
                        "“%(root)s”, the root heading of its budget.",
                        line=line.display_name,
                        root=line.budget_id.root_category_id.display_name,
                    )
                )

    @api.constrains("field_activity_id")
    def _check_field_activity(self):
        for line in self.filtered("field_activity_id"):
            if line.field_activity_id.program_id != line.program_id:
                raise ValidationError(
                    self.env._(
                        "The field activity of the line %(line)s belongs to another "
                        "program. Choose one of %(program)s.",
                        line=line.display_name,
                        program=line.program_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_budget_id")
        for vals in vals_list:
            vals.setdefault("budget_id", default)
        budgets = self.env["social.budget"].browse(
            {vals["budget_id"] for vals in vals_list if vals["budget_id"]}
        )
        if not budgets._in_transition():
            budgets._check_draft()
            for vals in vals_list:
                # Set, not left out: the context may hold a default for it.
                vals["origin_id"] = False
        lines = super().create(vals_list)
        for line in lines.filtered(lambda line: not line.origin_id):
            line.origin_id = line
        return lines

    def write(self, vals):
        if set(vals) != {"origin_id"} or any(line.origin_id for line in self):
            self.budget_id._check_draft()
            if "budget_id" in vals and self.budget_id.ids != [vals["budget_id"]]:
                raise UserError(
                    self.env._("A budget line stays in its budget. Copy it instead.")
                )
            if "origin_id" in vals:
                raise UserError(
                    self.env._("What a budget line goes back to cannot be changed.")
                )
        return super().write(vals)

    def copy_data(self, default=None):
        """A revision's lines keep the identity of the lines that they revise."""
        vals_list = super().copy_data(default)
        for line, vals in zip(self, vals_list, strict=True):
            if self.budget_id._in_transition():
                vals["origin_id"] = line.origin_id.id
            else:
                vals.pop("origin_id", None)
        return vals_list

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.budget_id._check_draft()

    def _pair_accounts(self):
        """Return the analytic accounts of this line: its program, then its grant."""
        self.ensure_one()
        line = self.sudo()
        return line.program_id.analytic_account_id, line.grant_id.analytic_account_id

    def action_open_shares(self):
        """Open the spending and the commitments behind this line."""
        self.ensure_one()
        return self.env["social.budget.analysis"]._action_for(
            [
                ("budget_line_id.origin_id", "=", self.origin_id.id),
                ("kind", "!=", "budget"),
            ],
            view="list",
        )

    def action_open_journal_items(self):
        """Open the journal items behind this line: posted costs and draft bills."""
        self.ensure_one()
        rows = self.env["social.budget.analysis"].search_fetch(
            [
                ("budget_line_id.origin_id", "=", self.origin_id.id),
                ("move_line_id", "!=", False),
            ],
            ["move_line_id"],
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Journal Items of %(line)s", line=self.display_name),
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", rows.move_line_id.ids)],
            "context": {"create": False},
        }
