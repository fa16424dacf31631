from odoo import api, fields, models

from ..base.remark import Remark
from ..base.roles import TEAM


class SocialProgram(models.Model):
    """Who is talked to about a program, and what was decided."""

    _inherit = "social.program"

    meeting_count = fields.Integer(compute="_compute_meeting_count", groups=TEAM)
    decision_overdue_count = fields.Integer(
        string="Overdue Decisions",
        compute="_compute_decision_overdue_count",
        compute_sudo=True,
        help="Open decisions whose deadline has passed.",
    )
    stakeholder_count = fields.Integer(
        compute="_compute_stakeholder_count", groups=TEAM
    )

    def _compute_meeting_count(self):
        self._count_below("meeting_count", "social.meeting", [])

    def _compute_decision_overdue_count(self):
        today = fields.Date.context_today(self)
        self._count_below(
            "decision_overdue_count",
            "social.meeting.decision",
            [("state", "=", "open"), ("deadline", "<", today)],
        )

    def _compute_stakeholder_count(self):
        self._count_below(
            "stakeholder_count", "social.stakeholder", [], links=("program_ids",)
        )

    @api.model
    def _health_fields(self):
        return super()._health_fields() | {"decision_overdue_count"}

    def _health_reasons(self):
        """Add decisions that nobody has carried out in time."""
        reasons = super()._health_reasons()
        if self.decision_overdue_count:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "Decisions past their deadline: %(count)s.",
                        count=self.decision_overdue_count,
                    ),
                    "action_view_meetings",
                )
            )
        return reasons

    def _news_sections(self, date_from, date_to):
        """Add what was decided."""
        sections = super()._news_sections(date_from, date_to)
        Decision = self.env["social.meeting.decision"]
        if not Decision.has_access("read"):
            return sections
        decisions = Decision.search(
            [
                ("program_id", "=", self.id),
                ("date", ">=", date_from),
                ("date", "<=", date_to),
            ],
            order="date, id",
        )
        return sections + self._news_section(
            self.env._("Decisions"),
            [
                self.env._(
                    "%(decision)s (until %(date)s)",
                    decision=decision.text,
                    date=self._news_day(decision.deadline),
                )
                if decision.deadline
                else decision.text
                for decision in decisions
            ],
            "action_view_meetings",
        )

    def action_view_meetings(self):
        """Open the meetings of the program and of those under it."""
        return self._action_below("social_program.social_meeting_action")

    def action_view_stakeholders(self):
        """Open the stakeholders of the program and of those under it."""
        return self._action_below(
            "social_program.social_stakeholder_action", link="program_ids"
        )
