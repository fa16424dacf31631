from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.state_way import Way

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
        "social.code.mixin",
        "social.state.mixin",
        "social.record.mixin",
        "social.reminder.mixin",
    ]
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _order = "score desc, id desc"

    _state_transitions = {
        "open": {"closed": Way(reason=True), "occurred": Way()},
        "closed": {"open": Way(reason=True)},
        "occurred": {"open": Way(reason=True)},
    }

    name = fields.Char(string="Risk", required=True, tracking=True)
    program_id = fields.Many2one(ondelete="cascade", tracking=True)
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
        selection=[
            ("open", "Open"),
            ("occurred", "Occurred"),
            ("closed", "Closed"),
        ],
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

    # ------------------------------------------------------------------
    # Reviews
    # ------------------------------------------------------------------
    @api.model
    def _reminder_fields(self):
        return super()._reminder_fields() | {
            "review_date",
            "user_id",
            "state",
            "program_id",
        }

    def _reminder(self):
        """Remind the owner of the review, or the manager where there is no owner."""
        self.ensure_one()
        program = self.program_id.sudo()
        if self.state != "open" or not self.review_date or program.is_template:
            return None
        user = self.user_id or program.manager_id
        sentence = self.with_context(lang=user.lang).env._("Review this risk")
        return user, self.review_date, sentence

    def _reminder_stand_in(self, user):
        """Remind the manager where the owner has left."""
        return self.program_id.manager_id

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def action_close(self):
        """Ask why the risk is no longer there."""
        return self._action_ask_reason("closed")

    def action_reopen(self):
        """Ask why the risk is watched again."""
        return self._action_ask_reason("open")

    def action_occurred(self):
        """Record that it happened, and open the issue that follows from it."""
        self.ensure_one()
        # A second time it would only make a second issue.
        self._check_transition("occurred", {})
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

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
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
