from odoo import api, fields, models

from ..base.remark import Remark
from ..base.roles import TEAM
from .risk_matrix import draw

RISK_USERS = "social_program.group_use_risks"


class SocialProgram(models.Model):
    """Risks of a program, and what they say about its health."""

    _inherit = "social.program"

    risk_ids = fields.One2many("social.risk", "program_id", string="Risks", groups=TEAM)
    risk_open_ids = fields.One2many(
        "social.risk",
        "program_id",
        string="Risks Being Watched",
        domain=[("state", "=", "open")],
        groups=TEAM,
    )
    risk_count = fields.Integer(
        string="Open Risks", compute="_compute_risk_count", groups=TEAM
    )
    risk_overdue_count = fields.Integer(
        compute="_compute_risk_overdue_count", compute_sudo=True
    )
    risk_matrix = fields.Html(
        compute="_compute_risk_matrix", sanitize=False, groups=TEAM
    )

    def _compute_risk_count(self):
        self._count_below("risk_count", "social.risk", [("state", "=", "open")])

    def _compute_risk_overdue_count(self):
        self._count_below(
            "risk_overdue_count",
            "social.risk",
            [
                ("state", "=", "open"),
                ("level", "in", ("high", "critical")),
                ("review_date", "<", "today"),
            ],
        )

    def _compute_risk_matrix(self):
        if not self.env.user.has_group(RISK_USERS):
            self.risk_matrix = False
            return
        risks = self.env["social.risk"].search(
            [("program_id", "in", self.ids), ("state", "=", "open")]
        )
        by_program = risks.grouped("program_id")
        for program in self:
            found = by_program.get(program._origin)
            program.risk_matrix = draw(found) if found else False

    @api.model
    def _health_fields(self):
        return super()._health_fields() | {"risk_overdue_count"}

    def _health_reasons(self):
        """Add high risks that nobody has looked at again in time."""
        reasons = super()._health_reasons()
        if self.risk_overdue_count:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "High risks whose review is due: %(count)s.",
                        count=self.risk_overdue_count,
                    ),
                    "action_view_risks",
                )
            )
        return reasons

    def write(self, vals):
        result = super().write(vals)
        if "manager_id" in vals:
            # Who watches what nobody owns, or what the owner has left.
            risks = self.env["social.risk"].sudo()
            risks.search(
                [("program_id", "in", self.ids), ("state", "=", "open")]
            )._sync_reminders()
        return result

    def _copy_parts(self, source, days, parts):
        """Take over the open risks: what threatened one program may the next."""
        copies = super()._copy_parts(source, days, parts)
        for risk in source.risk_ids.filtered(lambda risk: risk.state == "open"):
            risk.copy(
                {"program_id": self.id, "user_id": self.env.uid, "review_date": False}
            )
        return copies

    def action_view_risks(self):
        """Open the risks of the program and of those under it."""
        action = self._action_below("social_program.social_risk_action")
        action["context"] |= {"search_default_open": 1}
        return action
