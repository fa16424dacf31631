from odoo import models

from ..base.exact import exact


class SocialDonorReportMixin(models.AbstractModel):
    """Which budget lines differ so much from their budget that somebody says why."""

    _inherit = "social.donor.report.mixin"

    def _is_flagged(self, scope, row, grant, rate, has_ended):
        """Whether a line differs from its budget by more than its grant allows.

        A line that still runs can be overspent, but not yet underspent. A threshold of
        zero is not in use.
        """
        variance = row["variance"]
        if not grant or not variance or (variance < 0 and not has_ended):
            return False
        exceeded = []
        if grant.variance_percent:
            percent = row["variance_percent"]
            exceeded.append(
                percent is None or round(abs(percent), 6) > grant.variance_percent
            )
        if grant.variance_amount:
            limit = scope.round(exact(grant.variance_amount) * exact(rate))
            exceeded.append(abs(variance) > limit)
        if grant.variance_rule == "and":
            return bool(exceeded) and all(exceeded)
        return any(exceeded)

    def _explanations(self):
        """Return {key of a row: text}; a report that is only printed has none."""
        return {}
