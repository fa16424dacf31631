from odoo import api, fields, models
from odoo.tools import format_date

from ..base.remark import Remark
from ..base.roles import TEAM


class SocialProgram(models.Model):
    """What was seen on the spot, and what is still to be done about it."""

    _inherit = "social.program"

    visit_count = fields.Integer(compute="_compute_visit_count", groups=TEAM)
    finding_overdue_count = fields.Integer(
        string="Overdue Follow-ups",
        compute="_compute_finding_overdue_count",
        compute_sudo=True,
        help="Open findings whose deadline has passed.",
    )

    def _compute_visit_count(self):
        self._count_below("visit_count", "social.visit", [("state", "!=", "cancelled")])

    def _compute_finding_overdue_count(self):
        today = fields.Date.context_today(self)
        self._count_below(
            "finding_overdue_count",
            "social.visit.finding",
            [("state", "=", "open"), ("deadline", "<", today)],
        )

    @api.model
    def _health_fields(self):
        return super()._health_fields() | {"finding_overdue_count"}

    def _health_reasons(self):
        """Add findings that nobody has followed up in time."""
        reasons = super()._health_reasons()
        if self.finding_overdue_count:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "Follow-ups of visits past their deadline: %(count)s.",
                        count=self.finding_overdue_count,
                    ),
                    "action_view_visits",
                )
            )
        return reasons

    def _closing_blockers(self):
        """Add findings that are still open."""
        blockers = super()._closing_blockers()
        findings = self.env["social.visit.finding"].sudo()
        for finding in findings.search(
            [("program_id", "=", self.id), ("state", "=", "open")]
        ):
            blockers.append(
                Remark(
                    "blocking",
                    self.env._(
                        "The finding “%(finding)s” of a visit is still open.",
                        finding=finding.text,
                    ),
                    "action_view_visits",
                )
            )
        return blockers

    def _news_sections(self, date_from, date_to):
        """Add the visits, and how many findings came and went; not their words."""
        sections = super()._news_sections(date_from, date_to)
        if not self.env["social.visit"].has_access("read"):
            return sections
        sentences = [
            self.env._(
                "%(place)s was visited on %(date)s. Findings: %(count)s.",
                place=visit.place,
                date=format_date(self.env, visit.date),
                count=visit.finding_count,
            )
            for visit in self.env["social.visit"].search(
                [
                    ("program_id", "=", self.id),
                    ("state", "=", "done"),
                    ("date", ">=", date_from),
                    ("date", "<=", date_to),
                ],
                order="date, id",
            )
        ]
        done = self.env["social.visit.finding"].search_count(
            [
                ("program_id", "=", self.id),
                ("done_on", ">=", date_from),
                ("done_on", "<=", date_to),
            ]
        )
        if done:
            sentences.append(
                self.env._("Findings that were dealt with: %(count)s.", count=done)
            )
        return sections + self._news_section(
            self.env._("Monitoring Visits"), sentences, "action_view_visits"
        )

    def action_view_visits(self):
        """Open the visits of the program and of those under it."""
        return self._action_below("social_program.social_visit_action")
