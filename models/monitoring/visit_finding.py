from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.state_way import Way


class SocialVisitFinding(models.Model):
    """What a visit found, what follows from it, who sees to it."""

    _name = "social.visit.finding"
    _description = "Finding of a Visit"
    _inherit = [
        "social.part.mixin",
        "social.state.mixin",
        "social.reminder.mixin",
    ]
    _check_company_auto = True
    _rec_name = "text"
    _order = "state desc, deadline, id"

    _state_transitions = {"open": {"done": Way()}, "done": {"open": Way()}}

    visit_id = fields.Many2one(
        comodel_name="social.visit", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(
        related="visit_id.date", string="Found on", store=True, precompute=True
    )
    text = fields.Char(string="Finding", required=True)
    severity = fields.Selection(
        selection=[("low", "Minor"), ("medium", "Moderate"), ("high", "Severe")],
        required=True,
        default="medium",
    )
    follow_up = fields.Char(string="Follow-up", help="What is to be done about it.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        check_company=True,
        tracking=True,
    )
    deadline = fields.Date(tracking=True)
    state = fields.Selection(
        selection=[("open", "Open"), ("done", "Done")], tracking=True
    )
    done_on = fields.Date(
        readonly=True, server_only=True, help="Set when the finding is done."
    )

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "visit_id")

    @api.model
    def _reminder_fields(self):
        return super()._reminder_fields() | {
            "user_id",
            "deadline",
            "state",
            "text",
            "follow_up",
        }

    @api.constrains("state", "follow_up")
    def _check_follow_up(self):
        """Refuse to end a finding without a word about what follows from it."""
        for finding in self:
            if finding.state == "done" and not (finding.follow_up or "").strip():
                raise ValidationError(
                    self.env._(
                        "Write the follow-up of “%(finding)s” first.",
                        finding=finding.text,
                    )
                )

    def _after_transition(self, new_state):
        result = super()._after_transition(new_state)
        today = fields.Date.context_today(self)
        self.sudo().done_on = today if new_state == "done" else False
        return result

    def _reminder(self):
        self.ensure_one()
        if self.state != "open" or not (self.user_id and self.deadline):
            return None
        return self.user_id, self.deadline, self.follow_up or self.text

    def action_done(self):
        """Record that the follow-up is done."""
        self.write({"state": "done"})

    def action_reopen(self):
        """Take the findings of self up again."""
        self.write({"state": "open"})
