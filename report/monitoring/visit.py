from odoo import models


class ReportVisit(models.AbstractModel):
    """Values of the printed report of monitoring visits."""

    _name = "report.social_program.visit"
    _inherit = ["social.paper"]
    _description = "Visit Report (PDF)"
    _document_model = "social.visit"

    def _paper(self, doc):
        photos = list(doc.photo_ids)
        answers = doc.item_ids._fields["answer"]._description_selection(self.env)
        findings = doc.finding_ids._fields
        return {
            **super()._paper(doc),
            # Two side by side.
            "photo_rows": [photos[i : i + 2] for i in range(0, len(photos), 2)],
            "answers": dict(answers),
            "severities": dict(findings["severity"]._description_selection(self.env)),
            "states": dict(findings["state"]._description_selection(self.env)),
        }
