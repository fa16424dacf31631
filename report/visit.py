from odoo import api, models

from .donor_report import prints_headers


class ReportVisit(models.AbstractModel):
    """Values of the printed report of monitoring visits."""

    _name = "report.social_program.visit"
    _description = "Visit Report (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        visits = self.env["social.visit"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "social.visit",
            "docs": visits,
            "has_header": prints_headers(data or {}),
        }
