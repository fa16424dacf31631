from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .activity import OPEN_STATES

DELAY_CAUSES = [
    ("weather", "Weather or Disaster"),
    ("supply", "Supply"),
    ("policy", "Policy Change"),
    ("people", "People"),
    ("funding", "Funding"),
    ("access", "Access to the Place"),
    ("other", "Other"),
]
# A later end than this many days needs a cause.
TOLERATED_DAYS = 1
# Ten years: whoever moves by more has mistyped.
MOST_DAYS_MOVED = 3653


def moved(day, days):
    """Return a day moved by a number of days, False without day or too far away."""
    if not day or abs(days) > MOST_DAYS_MOVED:
        return False
    return day + timedelta(days=days)


class SocialActivity(models.Model):
    """Why an activity is late, and activities that move to other days."""

    _inherit = "social.activity"

    delay_cause = fields.Selection(
        selection=DELAY_CAUSES, string="Cause of Delay", copy=False, tracking=True
    )
    delay_reason = fields.Char(
        string="Explanation of Delay",
        copy=False,
        tracking=True,
        help="What held the activity up, without names of persons.",
    )

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        if new_state == "done":
            unexplained = self._unexplained_delays()
            if unexplained:
                raise UserError(
                    self.env._(
                        "“%(activity)s” ends later than was approved: tell the cause "
                        "of the delay first.",
                        activity=unexplained[0].name,
                    )
                )
        return result

    def action_finish(self):
        """Mark the activity as done; if it is late, ask for the cause first."""
        self.ensure_one()
        if self._unexplained_delays():
            return self._action_ask_delay(is_done=True)
        return self.action_done()

    def action_postpone(self):
        """Ask by how many days the activity moves, and why."""
        return self._action_ask_delay(is_done=False)

    def _action_ask_delay(self, is_done):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Delay"),
            "res_model": "social.activity.delay",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_field_activity_id": self.id,
                "default_is_done": is_done,
                "default_delay_cause": self.delay_cause,
                "default_delay_reason": self.delay_reason,
            },
        }

    def _unexplained_delays(self):
        """Return those of self that would be done late, without cause or words."""
        today = fields.Date.context_today(self)
        tolerated = timedelta(days=TOLERATED_DAYS)

        def is_unexplained(activity):
            end = activity._actual_dates(today)["actual_date_end"]
            planned = activity.baseline_date_end or activity.date_end
            explained = activity.delay_cause and (activity.delay_reason or "").strip()
            return end > planned + tolerated and not explained

        return self.filtered(is_unexplained)

    def _shift_dates(self, days, cause, reason):
        """Move the planned dates of open activities; what was approved stays.

        :param int days: days to move by; negative: earlier
        :param str cause: a value of `delay_cause`, needed when moved later
        :param str reason: what happened, in words, needed when moved later
        :returns: the activities that were moved: those of self that are open
        :raises UserError: moved later without cause or reason
        """
        reason = (reason or "").strip()
        if days > 0 and not (cause and reason):
            raise UserError(
                self.env._("To move activities to a later day, tell the cause.")
            )
        opened = self.filtered(lambda activity: activity.state in OPEN_STATES)
        if not days:
            return opened.browse()
        told = {"delay_cause": cause, "delay_reason": reason} if days > 0 else {}
        opened._move_dates(days, **told)
        return opened

    def _move_dates(self, days, **vals):
        """Move the planned dates of self, and write other values with them.

        :raises UserError: moved too far
        """
        if abs(days) > MOST_DAYS_MOVED:
            raise UserError(
                self.env._("Activities are not moved by more than ten years.")
            )
        for activity in self:
            activity.write(
                {
                    "date_start": moved(activity.date_start, days),
                    "date_end": moved(activity.date_end, days),
                    **vals,
                }
            )
