from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from ..base.dates import shifted
from ..base.remark import Remark
from .activity import OPEN_STATES

# An activity this late counts for more than a delay.
VERY_LATE_DAYS = 30


class SocialProgram(models.Model):
    """The field activities of a program, and what they say about it."""

    _inherit = "social.program"

    field_activity_ids = fields.One2many(
        comodel_name="social.activity",
        inverse_name="program_id",
        string="Field Activities",
    )
    field_activity_count = fields.Integer(
        string="Activity Count",
        compute="_compute_field_activity_count",
        compute_sudo=True,
        help="Activities of the program and of those under it, without cancelled ones.",
    )
    field_activity_done_count = fields.Integer(
        string="Activities Done",
        compute="_compute_field_activity_count",
        compute_sudo=True,
    )
    field_activity_late_count = fields.Integer(
        string="Late Activities",
        compute="_compute_field_activity_count",
        compute_sudo=True,
        help="Open activities whose end has passed.",
    )
    field_activity_very_late_count = fields.Integer(
        compute="_compute_field_activity_count", compute_sudo=True
    )

    @api.depends(
        "field_activity_ids.state",
        "field_activity_ids.date_end",
        "child_ids.parent_path",
    )
    def _compute_field_activity_count(self):
        today = fields.Date.context_today(self)
        very_late = today - relativedelta(days=VERY_LATE_DAYS)
        opened = ("state", "in", OPEN_STATES)
        for name, domain in (
            ("field_activity_count", [("state", "!=", "cancelled")]),
            ("field_activity_done_count", [("state", "=", "done")]),
            ("field_activity_late_count", [opened, ("date_end", "<", today)]),
            ("field_activity_very_late_count", [opened, ("date_end", "<", very_late)]),
        ):
            self._count_below(name, "social.activity", domain)

    # ------------------------------------------------------------------
    # Health, closing, copies
    # ------------------------------------------------------------------
    @api.model
    def _health_fields(self):
        return super()._health_fields() | {
            "field_activity_late_count",
            "field_activity_very_late_count",
        }

    def _health_reasons(self):
        """Add late activities."""
        reasons = super()._health_reasons()
        if self.field_activity_very_late_count:
            reasons.append(
                Remark(
                    "off_track",
                    self.env._(
                        "Activities late by more than %(days)s days: %(count)s.",
                        days=VERY_LATE_DAYS,
                        count=self.field_activity_very_late_count,
                    ),
                    "action_view_field_activities",
                )
            )
        late = self.field_activity_late_count - self.field_activity_very_late_count
        if late:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._("Late activities: %(count)s.", count=late),
                    "action_view_field_activities",
                )
            )
        return reasons

    @api.model
    def _closing_fields(self):
        return super()._closing_fields() | {"field_activity_ids.state"}

    def _closing_blockers(self):
        """Add the activities that are still open."""
        return super()._closing_blockers() + [
            Remark(
                "blocking",
                self.env._(
                    "The activity “%(activity)s” is still open.", activity=activity.name
                ),
                "action_view_field_activities",
            )
            for activity in self.sudo().field_activity_ids
            if activity.state in OPEN_STATES
        ]

    def _copy_parts(self, source, days, parts):
        """Take over the activities, where that is wanted."""
        copies = super()._copy_parts(source, days, parts)
        if "activities" in parts:
            copies |= self._copy_activities(source, days)
        return copies

    def _copy_activities(self, source, days):
        """Plan the activities again, as drafts with their terms and estimates.

        :returns: {activity of the source: its copy}
        """
        copies = {}
        team = self.manager_id | self.member_ids.user_id
        for activity in source.field_activity_ids:
            if activity.state == "cancelled":
                continue
            # What was approved is the plan; where things went is another story.
            start = activity.baseline_date_start or activity.date_start
            end = activity.baseline_date_end or activity.date_end
            copies[activity] = activity.copy(
                {
                    "program_id": self.id,
                    # Whoever is not in the team would not see it.
                    "user_id": (activity.user_id & team or self.manager_id).id,
                    "date_start": shifted(activity, start, days),
                    "date_end": shifted(activity, end, days),
                }
            )
        return copies

    def action_view_field_activities(self):
        """Open the activities of the program and of those under it."""
        return self._action_below("social_program.social_activity_action")

    def _hand_over_waiting(self):
        result = super()._hand_over_waiting()
        self.env["social.activity"].sudo().search(
            [("program_id", "in", self.ids), ("state", "=", "submitted")]
        )._sync_next_activities()
        return result
