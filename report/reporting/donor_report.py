from odoo import api, models

from ..base.printing import documents, prints_headers


class ReportDonorReport(models.AbstractModel):
    """Values of the PDF of reports that are kept."""

    _name = "report.social_program.donor_report"
    _description = "Donor Report (PDF)"
    _document_model = "social.donor.report"

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = documents(self.env[self._document_model], docids)
        return {
            "doc_ids": docs.ids,
            "doc_model": self._document_model,
            "docs": docs,
            "reports": [doc._render_values() for doc in docs],
            "has_header": prints_headers(data or {}),
        }


class ReportDonorReportPrint(models.AbstractModel):
    """Values of the PDF that the print dialog makes."""

    _name = "report.social_program.donor_report_print"
    _inherit = "report.social_program.donor_report"
    _description = "Printed Donor Report (PDF)"
    _document_model = "social.donor.report.print"
