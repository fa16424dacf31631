from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from ..base.state_way import Way
from ..funding.program import BUDGET_READERS

# Everything before the end; an issue that is resolved no longer holds anything up.
OPEN_STATES = ("open", "analysed", "decided")
UNDECIDED = ("open", "analysed")
# Once it is decided, they are fixed but for those who may decide.
DECISION_FIELDS = frozenset({"decision", "decided_by_id", "decided_on"})


class SocialIssue(models.Model):
    """What came in the way of a program, the ways out, and what was decided."""

    _name = "social.issue"
    _description = "Issue"
    _inherit = [
        "social.confidential.mixin",
        "social.state.mixin",
        "social.record.mixin",
    ]
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _order = "effective_date desc, id desc"

    _state_transitions = {
        "open": {
            "analysed": Way(),
            "decided": Way(who="_filtered_decidable"),
            "resolved": Way(reason=True),
        },
        "analysed": {
            "open": Way(reason=True),
            "decided": Way(who="_filtered_decidable"),
            "resolved": Way(reason=True),
        },
        "decided": {"analysed": Way(reason=True), "resolved": Way()},
        "resolved": {"open": Way(reason=True)},
    }

    # ------------------------------------------------------------------
    # What it is
    # ------------------------------------------------------------------
    name = fields.Char(string="Issue", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    program_ids = fields.Many2many(
        comodel_name="social.program",
        relation="social_issue_program_rel",
        column1="issue_id",
        column2="program_id",
        string="Also Affects",
        check_company=True,
        domain="[('id', '!=', program_id), ('company_id', '=', company_id)]",
        help="Other programs that it touches, as a new policy may. Their teams read "
        "it, unless it is confidential.",
    )
    kind = fields.Selection(
        selection=[
            ("policy", "Policy Change"),
            ("delay", "Delay"),
            ("conflict", "Internal Conflict"),
            ("funding", "Funding"),
            ("supply", "Supply"),
            ("safety", "Safety"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
        help="An internal conflict is confidential unless you say otherwise.",
    )
    description = fields.Html(help="What happened, and what follows from it.")
    effective_date = fields.Date(
        help="When it begins to matter: the day on which a new policy is in force, "
        "a supply runs out, a payment stops."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        help="Who sees to it that it is settled.",
    )
    risk_id = fields.Many2one(
        comodel_name="social.risk",
        string="Foreseen as",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('program_id', '=', program_id)]",
        copy=False,
    )

    # ------------------------------------------------------------------
    # What it costs
    # ------------------------------------------------------------------
    effect_days = fields.Integer(
        string="Effect (Days)", help="How many days the work is held up."
    )
    effect_amount = fields.Monetary(
        string="Effect (Money)",
        help="An estimate of what it costs more, or less if negative. What is spent "
        "is read from the accounting.",
    )
    field_activity_ids = fields.Many2many(
        comodel_name="social.activity",
        relation="social_issue_activity_rel",
        column1="issue_id",
        column2="field_activity_id",
        string="Affected Activities",
        check_company=True,
        copy=False,
    )
    budget_line_ids = fields.Many2many(
        comodel_name="social.budget.line",
        relation="social_issue_budget_line_rel",
        column1="issue_id",
        column2="budget_line_id",
        string="Affected Budget Lines",
        check_company=True,
        groups=BUDGET_READERS,
        copy=False,
    )

    # ------------------------------------------------------------------
    # What was decided
    # ------------------------------------------------------------------
    option_ids = fields.One2many(
        comodel_name="social.issue.option",
        inverse_name="issue_id",
        string="Options Considered",
        copy=True,
    )
    decision = fields.Html(copy=False)
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        domain="[('share', '=', False)]",
        check_company=True,
        copy=False,
    )
    decided_on = fields.Date(copy=False)
    resolved_on = fields.Date(readonly=True, server_only=True)
    escalated_to_id = fields.Many2one(
        comodel_name="res.users",
        string="Escalated to",
        readonly=True,
        server_only=True,
        index="btree_not_null",
        check_company=True,
    )
    escalated_on = fields.Date(readonly=True, server_only=True)
    escalation_reason = fields.Text(readonly=True, server_only=True)
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("analysed", "Analyzed"),
            ("decided", "Decided"),
            ("resolved", "Resolved"),
        ],
        tracking=True,
    )
    is_overdue = fields.Boolean(
        compute="_compute_is_overdue",
        help="It is not settled, and the day on which it begins to matter has passed.",
    )

    can_decide = fields.Boolean(compute="_compute_can_decide")

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of an issue is already taken."
    )

    @api.depends("state", "effective_date")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for issue in self:
            issue.is_overdue = (
                issue.state in OPEN_STATES
                and bool(issue.effective_date)
                and issue.effective_date < today
            )

    @api.depends(
        "program_id.manager_id", "escalated_to_id", "confidential", "confidant_ids"
    )
    @api.depends_context("uid")
    def _compute_can_decide(self):
        decidable = self.sudo(False)._filtered_decidable()
        for issue in self:
            issue.can_decide = issue.can_write and issue in decidable

    @api.onchange("option_ids")
    def _onchange_option_ids(self):
        """Begin the decision with the option that was chosen."""
        chosen = self.option_ids.filtered(lambda option: option.chosen and option.name)
        if chosen and is_html_empty(self.decision):
            self.decision = Markup().join(
                Markup("<p>%s</p>") % option.name for option in chosen
            )

    @api.constrains("program_id", "program_ids")
    def _check_programs(self):
        for issue in self:
            if issue.program_id in issue.program_ids:
                raise ValidationError(
                    self.env._(
                        "“%(program)s” is the program of the issue: "
                        "name only other programs that it affects.",
                        program=issue.program_id.name,
                    )
                )

    @api.constrains("program_id", "program_ids", "field_activity_ids", "risk_id")
    def _check_subjects(self):
        """What an issue is about belongs to a program that it names."""
        for issue in self.sudo():
            programs = issue.program_id | issue.program_ids
            for subject in (*issue.field_activity_ids, *issue.risk_id):
                if subject.program_id not in programs:
                    raise ValidationError(
                        self.env._(
                            "“%(subject)s” belongs to a program that the issue does "
                            "not name.",
                            subject=subject.name,
                        )
                    )

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        if new_state == "decided":
            for issue in self:
                if is_html_empty(issue.decision):
                    raise UserError(
                        self.env._(
                            "Write down what was decided about “%(issue)s” first.",
                            issue=issue.display_name,
                        )
                    )
        return result

    def _filtered_decidable(self):
        """Return the issues of self in which the user has the last word."""
        managed = self.program_id._filtered_access("write")
        user = self.env.user
        return self.filtered(
            lambda issue: (
                issue.program_id in managed
                or user == issue.escalated_to_id
                or (issue.confidential and user in issue.sudo().confidant_ids)
            )
        )

    def _sentence_of_refusal(self, new_state):
        if new_state == "decided":
            return self.env._(
                "“%(issue)s” is decided by the manager of its program, a deputy, "
                "an administrator, or whoever it was escalated to.",
                issue=self.display_name,
            )
        return super()._sentence_of_refusal(new_state)

    def _after_transition(self, new_state):
        result = super()._after_transition(new_state)
        today = fields.Date.context_today(self)
        self.sudo().resolved_on = today if new_state == "resolved" else False
        if new_state == "decided":
            for issue in self:
                issue.write(
                    {
                        "decided_by_id": issue.decided_by_id.id or self.env.uid,
                        "decided_on": issue.decided_on or today,
                    }
                )
        return result

    def write(self, vals):
        if not self.env.su and not DECISION_FIELDS.isdisjoint(vals):
            decided = self.filtered(lambda issue: issue.state not in UNDECIDED)
            refused = decided - decided._filtered_decidable()
            if refused:
                raise UserError(refused[0]._sentence_of_refusal("decided"))
        return super().write(vals)

    def action_analyse(self):
        """Record that its effects and the options are known."""
        self.write({"state": "analysed"})

    def action_decide(self):
        """Record the decision, made today by the user unless it says otherwise."""
        self.write({"state": "decided"})

    def action_resolve(self):
        """Settle the issue; without a decision, ask how it was settled."""
        undecided = self.filtered(lambda issue: issue.state != "decided")
        if undecided:
            return undecided._action_ask_reason("resolved")
        return self.write({"state": "resolved"})

    def action_reopen(self):
        """Ask why the issue is taken up again."""
        self.ensure_one()
        back = "analysed" if self.state == "decided" else "open"
        return self._action_ask_reason(back)
