from odoo import models


class SocialProgram(models.Model):
    _inherit = "social.program"

    def _copy_parts(self, source, days, parts):
        """Take over the open risks: what threatened one program may the next."""
        result = super()._copy_parts(source, days, parts)
        for risk in source.risk_ids.filtered(lambda risk: risk.state == "draft"):
            risk.copy(
                {"program_id": self.id, "user_id": self.env.uid, "review_date": False}
            )
        return result
