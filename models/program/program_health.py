from odoo import api, fields, models
from odoo.fields import Domain

from ..base.remark import Remark

LIVE_STATES = ("approved", "running", "suspended", "closing")


class SocialProgram(models.Model):
    """How a program stands, with the reasons, which all rooms add to."""

    _inherit = "social.program"

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

    @api.depends(lambda self: sorted(self._health_fields()))
    @api.depends_context("uid", "lang")
    def _compute_health(self):
        for program in self:
            if program.state not in LIVE_STATES:
                program.health = False
                program.health_reason = False
                continue
            reasons = program._health_reasons()
            levels = {reason.level for reason in reasons}
            if "off_track" in levels:
                program.health = "off_track"
            elif "at_risk" in levels:
                program.health = "at_risk"
            else:
                program.health = "on_track"
            program.health_reason = "\n".join(
                reason.sentence for reason in program._worst_first(reasons)
            )

    @api.model
    def _worst_first(self, reasons):
        return sorted(reasons, key=lambda reason: reason.level != "off_track")

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
    def _health_fields(self):
        """Return the names of the fields that the reasons are told from.

        A room that adds reasons adds their fields, so that the health is told anew.
        """
        return {
            "state",
            "state_reason",
            "date_start",
            "date_end",
            "baseline_date_end",
        }

    def _health_reasons(self):
        """Tell why the program is not on track; lower rooms add their own reasons.

        Called once per program of a list: read only fields that are computed for all
        of them at once, and name them in :meth:`_health_fields`.

        :returns: list of :class:`Remark`, of the level `at_risk` or `off_track`
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        reasons = []
        if self.state == "suspended":
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._("Suspended: %(reason)s", reason=self.state_reason or ""),
                )
            )
        if self.state == "approved" and self.date_start < today:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._("The start has passed, but it does not run yet."),
                )
            )
        if self.state in ("running", "suspended") and self.date_end < today:
            reasons.append(
                Remark(
                    "off_track",
                    self.env._("The end has passed, but it is not closing yet."),
                )
            )
        if self.baseline_date_end and self.date_end > self.baseline_date_end:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "It ends %(days)s days later than was approved.",
                        days=(self.date_end - self.baseline_date_end).days,
                    ),
                )
            )
        return reasons
