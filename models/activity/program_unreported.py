from datetime import timedelta

from odoo import api, fields, models

from ..base.remark import Remark
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
        self._count_below(
            "field_activity_unreported_count",
            "social.activity",
            [
                ("state", "=", "done"),
                ("has_report", "=", False),
                ("actual_date_end", "<", day),
            ],
        )

    @api.model
    def _health_fields(self):
        return super()._health_fields() | {"field_activity_unreported_count"}

    def _health_reasons(self):
        """Add activities that nobody has reported on."""
        reasons = super()._health_reasons()
        if self.field_activity_unreported_count:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "Activities without a report after %(days)s days: %(count)s.",
                        days=REPORT_DAYS,
                        count=self.field_activity_unreported_count,
                    ),
                    "action_view_field_activities",
                )
            )
        return reasons
