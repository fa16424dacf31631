from odoo import api, fields, models
from odoo.exceptions import UserError

# The lowest score of each level, the worst first; a score is likelihood times impact.
LEVELS = (("critical", 15), ("high", 10), ("medium", 5), ("low", 1))


def level_of(score):
    """Return the level of a score between 1 and 25."""
    return next(level for level, lowest in LEVELS if score >= lowest)


class SocialRisk(models.Model):
    """What may go wrong, how likely and how bad, and what is done about it."""

    _name = "social.risk"
    _description = "Risk"
    _inherit = [
        "social.derived.mixin",
        "social.code.mixin",
        "social.state.mixin",
        "social.writable.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _order = "score desc, id desc"

    _state_transitions = {
        "draft": {"closed": True, "occurred": False},
        "closed": {"draft": True},
        "occurred": {"draft": True},
    }

    name = fields.Char(string="Risk", required=True, tracking=True)
    program_id = fields.Many2one(
        comodel_name="social.program",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )
    category = fields.Selection(
        selection=[
            ("context", "Politics and Policy"),
            ("nature", "Weather and Nature"),
            ("community", "Community"),
            ("partner", "Partners"),
            ("funding", "Funding"),
            ("people", "Staff and Volunteers"),
            ("supply", "Supplies"),
            ("safety", "Safety and Safeguarding"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    description = fields.Text(
        string="Cause and Consequence",
        help="What would bring it about, and what would follow.",
    )
    likelihood = fields.Selection(
        selection=[
            ("1", "1 Rare"),
            ("2", "2 Unlikely"),
            ("3", "3 Possible"),
            ("4", "4 Likely"),
            ("5", "5 Almost Certain"),
        ],
        required=True,
        default="3",
        tracking=True,
    )
    impact = fields.Selection(
        selection=[
            ("1", "1 Slight"),
            ("2", "2 Minor"),
            ("3", "3 Moderate"),
            ("4", "4 Major"),
            ("5", "5 Severe"),
        ],
        required=True,
        default="3",
        tracking=True,
    )
    score = fields.Integer(
        compute="_compute_score",
        store=True,
        precompute=True,
        aggregator="max",
        help="Likelihood times impact.",
    )
    level = fields.Selection(
        selection=[
            ("low", "Low"),
            ("medium", "Medium"),
            ("high", "High"),
            ("critical", "Critical"),
        ],
        compute="_compute_score",
        store=True,
        precompute=True,
        help="Low up to 4, medium up to 9, high up to 14, critical from 15.",
    )
    response = fields.Selection(
        selection=[
            ("avoid", "Avoid"),
            ("reduce", "Reduce"),
            ("transfer", "Transfer"),
            ("accept", "Accept"),
        ],
        required=True,
        default="reduce",
    )
    measure = fields.Text(
        string="Measures", help="What is done now, and what would be done."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        help="Who watches the risk; reminded on the review date.",
    )
    review_date = fields.Date(
        string="Next Review", help="Its owner is reminded on this day."
    )
    state = fields.Selection(
        selection_add=[
            ("draft", "Open"),
            ("occurred", "Occurred"),
            ("closed", "Closed"),
        ],
        ondelete={"occurred": "cascade", "closed": "cascade"},
        tracking=True,
    )

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a risk is already taken."
    )

    @api.depends("likelihood", "impact")
    def _compute_score(self):
        for risk in self:
            risk.score = int(risk.likelihood or 1) * int(risk.impact or 1)
            risk.level = level_of(risk.score)

    @api.depends("name", "code")
    def _compute_display_name(self):
        for risk in self:
            risk.display_name = f"[{risk.code}] {risk.name}" if risk.code else risk.name

    def write(self, vals):
        result = super().write(vals)
        if "program_id" in vals:
            # Rules are checked before a write; the new program counts as well.
            self.check_access("write")
        if "review_date" in vals or "user_id" in vals or "state" in vals:
            self._drop_outdated_reminders()
        return result

    # ------------------------------------------------------------------
    # Reviews
    # ------------------------------------------------------------------
    @api.model
    def _cron_remind_of_reviews(self):
        """Give the owner of each risk whose review is due an activity to do."""
        due = self.search([("state", "=", "draft"), ("review_date", "<=", "today")])
        reminded = due._reminders().grouped("res_id")
        for risk in due:
            if risk.id not in reminded:
                risk._remind()

    def _remind(self):
        """Schedule the review for the owner, or for the manager if the owner left."""
        self.ensure_one()
        user = self.user_id
        if not (user.active and self.with_user(user).has_access("read")):
            user = self.program_id.manager_id
        risk = self.with_context(lang=user.lang)
        risk.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.review_date,
            summary=risk.env._("Review this risk"),
            user_id=user.id,
            automated=True,
        )

    def _reminders(self):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("automated", "=", True),
            ]
        )

    def _drop_outdated_reminders(self):
        """Take back reminders of a review that was moved, handed over or is over."""
        today = fields.Date.context_today(self)
        settled = self.filtered(
            lambda risk: (
                risk.state != "draft"
                or not risk.review_date
                or risk.review_date > today
            )
        )
        reminders = self.sudo()._reminders()
        reminders.filtered(
            lambda reminder: (
                reminder.res_id in settled.ids
                or reminder.user_id != self.browse(reminder.res_id).user_id
            )
        ).unlink()

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def action_close(self):
        """Ask why the risk is no longer there."""
        return self._action_ask_reason("closed")

    def action_reopen(self):
        """Ask why the risk is watched again."""
        return self._action_ask_reason("draft")

    def action_occurred(self):
        """Record that it happened, and open the issue that follows from it."""
        self.ensure_one()
        self._check_transition("occurred", None)
        self.write({"state": "occurred"})
        issue = self.env["social.issue"].create(self._prepare_issue())
        return {
            "type": "ir.actions.act_window",
            "res_model": "social.issue",
            "res_id": issue.id,
            "views": [(False, "form")],
        }

    def _prepare_issue(self):
        """Return the values of the issue that a risk becomes."""
        kinds = {
            "context": "policy",
            "funding": "funding",
            "supply": "supply",
            "safety": "safety",
        }
        return {
            "name": self.name,
            "program_id": self.program_id.id,
            "risk_id": self.id,
            "kind": kinds.get(self.category, "other"),
            "user_id": self.user_id.id or self.env.uid,
            "effective_date": fields.Date.context_today(self),
        }

    def _check_transition(self, new_state, reason):
        result = super()._check_transition(new_state, reason)
        if new_state == "occurred":
            for risk in self:
                if risk.program_id.state in ("closed", "cancelled"):
                    raise UserError(
                        self.env._(
                            "The program “%(program)s” is closed or cancelled.",
                            program=risk.program_id.name,
                        )
                    )
        return result

    def action_view_matrix(self):
        """Show the risks of self in the picture of likelihood and impact."""
        matrix = self.env["social.risk.matrix"].create({"risk_ids": self.ids})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Risk Matrix"),
            "res_model": matrix._name,
            "res_id": matrix.id,
            "views": [(False, "form")],
            "target": "new",
        }
