from odoo import api, fields, models
from odoo.exceptions import UserError

# What is approved beside the dates.
TERMS = frozenset({"objective", "description", "participants_expected", "cost_ids"})


class SocialActivity(models.Model):
    """What is approved before an activity: terms of reference and cost estimate."""

    _inherit = "social.activity"

    objective = fields.Text(help="What the activity is to achieve, in a sentence.")
    description = fields.Html(
        string="Terms of Reference",
        help="Background, participants, method, schedule, expected result.",
    )
    participants_expected = fields.Integer(
        string="Expected Participants", help="How many guests are expected."
    )
    cost_ids = fields.One2many(
        comodel_name="social.activity.cost",
        inverse_name="field_activity_id",
        string="Cost Estimate Lines",
        copy=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_estimate = fields.Monetary(
        compute="_compute_cost_estimate",
        store=True,
        help="Sum of the cost estimate: a plan. What was spent is told by budgets.",
    )

    _participants_expected_positive = models.Constraint(
        "CHECK (participants_expected >= 0)",
        "The number of participants cannot be negative.",
    )

    @api.depends("cost_ids.amount")
    def _compute_cost_estimate(self):
        for activity in self:
            activity.cost_estimate = sum(activity.cost_ids.mapped("amount"))

    def write(self, vals):
        if not TERMS.isdisjoint(vals):
            self._check_terms_open()
        return super().write(vals)

    def _check_terms_open(self):
        """Refuse a change of terms or cost estimate that others already rely on.

        :raises UserError: once submitted, for those who do not manage the program;
            once approved, for everybody
        """
        if self.env.su:
            return
        for activity in self:
            if activity.state == "draft":
                continue
            if activity.state != "submitted":
                raise UserError(
                    self.env._(
                        "Terms of reference and cost estimate of “%(activity)s” were "
                        "approved. Take the activity back to draft to change them.",
                        activity=activity.name,
                    )
                )
            if not activity.program_id.has_access("write"):
                raise UserError(
                    self.env._(
                        "“%(activity)s” was submitted: its manager can change it, or "
                        "return it to draft.",
                        activity=activity.name,
                    )
                )
