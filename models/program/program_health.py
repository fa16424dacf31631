from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..activity.activity import OPEN_STATES

LIVE_STATES = ("approved", "running", "suspended", "closing")
# An activity this late counts for more than a delay.
VERY_LATE_DAYS = 30


class SocialProgram(models.Model):
    """How a program stands: its activities, and its health with the reasons."""

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
    health = fields.Selection(
        selection=[
            ("on_track", "On Track"),
            ("at_risk", "At Risk"),
            ("off_track", "Off Track"),
        ],
        compute="_compute_health",
        search="_search_health",
        help="Told from dates, activities and money; only for programs under way.",
    )
    health_reason = fields.Text(
        string="Reasons",
        compute="_compute_health",
        help="Why the program is not on track.",
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

    @api.depends(
        "state",
        "state_reason",
        "date_start",
        "date_end",
        "baseline_date_end",
        "field_activity_late_count",
        "field_activity_very_late_count",
    )
    def _compute_health(self):
        for program in self:
            if program.state not in LIVE_STATES:
                program.health = False
                program.health_reason = False
                continue
            reasons = program._health_reasons()
            levels = {level for level, _sentence in reasons}
            if "off_track" in levels:
                program.health = "off_track"
            elif levels:
                program.health = "at_risk"
            else:
                program.health = "on_track"
            # The worst first.
            reasons.sort(key=lambda reason: reason[0] != "off_track")
            program.health_reason = "\n".join(sentence for _, sentence in reasons)

    @api.model
    def _search_health(self, operator, value):
        if operator != "in":
            return NotImplemented
        programs = self.search([("state", "in", LIVE_STATES)])
        found = Domain("id", "in", programs.filtered(lambda p: p.health in value).ids)
        if False in value:
            found |= Domain("state", "not in", LIVE_STATES)
        return found

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """Group by health too, which depends on today and so has no column.

        As the only grouping, that is: for the columns of a kanban and of a list.
        """
        if list(groupby) != ["health"]:
            return super()._read_group(
                domain, groupby, aggregates, having, offset, limit, order
            )
        totals = super()._read_group
        by_health = self.search(domain).grouped("health")
        values = [key for key, _label in self._fields["health"].selection] + [False]
        return [
            (
                value,
                *totals([("id", "in", by_health[value].ids)], [], aggregates)[0],
            )
            for value in values
            if value in by_health
        ][offset : offset + limit if limit else None]

    def _health_reasons(self):
        """Tell why the program is not on track; lower rooms add their own reasons.

        Called once per program of a list: read only fields that are computed for all
        of them at once.

        :returns: list of (level, sentence), level `at_risk` or `off_track`
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        reasons = []
        if self.state == "suspended":
            reasons.append(
                (
                    "at_risk",
                    self.env._("Suspended: %(reason)s", reason=self.state_reason or ""),
                )
            )
        if self.state == "approved" and self.date_start < today:
            reasons.append(
                (
                    "at_risk",
                    self.env._("The start has passed, but it does not run yet."),
                )
            )
        if self.state in ("running", "suspended") and self.date_end < today:
            reasons.append(
                (
                    "off_track",
                    self.env._("The end has passed, but it is not closing yet."),
                )
            )
        if self.baseline_date_end and self.date_end > self.baseline_date_end:
            reasons.append(
                (
                    "at_risk",
                    self.env._(
                        "It ends %(days)s days later than was approved.",
                        days=(self.date_end - self.baseline_date_end).days,
                    ),
                )
            )
        if self.field_activity_very_late_count:
            reasons.append(
                (
                    "off_track",
                    self.env._(
                        "Activities late by more than %(days)s days: %(count)s.",
                        days=VERY_LATE_DAYS,
                        count=self.field_activity_very_late_count,
                    ),
                )
            )
        late = self.field_activity_late_count - self.field_activity_very_late_count
        if late:
            reasons.append(
                ("at_risk", self.env._("Late activities: %(count)s.", count=late))
            )
        return reasons

    def action_view_field_activities(self):
        """Open the activities of the program and of those under it."""
        return self._action_below("social_program.social_activity_action")
