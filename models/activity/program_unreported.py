from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .activity_report import REPORT_DAYS


class SocialProgram(models.Model):
    """Activities that are done and that nobody has reported on."""

    _inherit = "social.program"

    field_activity_unreported_count = fields.Integer(
        string="Unreported Activities",
        compute="_compute_field_activity_unreported_count",
        compute_sudo=True,
        help="Done activities whose report is missing for more than two weeks.",
    )

    @api.depends("field_activity_ids.has_report", "field_activity_ids.state")
    def _compute_field_activity_unreported_count(self):
        day = fields.Date.context_today(self) - timedelta(days=REPORT_DAYS)
        domain = (
            Domain("program_id", "in", self.ids)
            & Domain("state", "=", "done")
            & Domain("has_report", "=", False)
            & Domain("actual_date_end", "<", day)
        )
        counts = dict(
            self.env["social.activity"]._read_group(domain, ["program_id"], ["__count"])
        )
        for program in self:
            program.field_activity_unreported_count = counts.get(program._origin, 0)

    def _health_reasons(self):
        reasons = super()._health_reasons()
        if self.field_activity_unreported_count:
            reasons.append(
                (
                    "at_risk",
                    self.env._(
                        "Activities without a report after %(days)s days: %(count)s.",
                        days=REPORT_DAYS,
                        count=self.field_activity_unreported_count,
                    ),
                )
            )
        return reasons

    @api.depends("field_activity_unreported_count")
    def _compute_health(self):
        return super()._compute_health()
