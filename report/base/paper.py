from odoo import api, models

from .paper_format import PaperFormat
from .printing import documents, prints_headers


class SocialPaper(models.AbstractModel):
    """Values of the papers of records, printed in the reader's language."""

    _name = "social.paper"
    _description = "Paper of a Record"
    # The model whose records are printed.
    _document_model = None

    @api.model
    def _get_report_values(self, docids, data=None):
        docs = documents(self.env[self._document_model], docids)
        docs.check_access("read")
        return {
            "doc_ids": docs.ids,
            "doc_model": self._document_model,
            "docs": docs,
            "papers": [self._paper(doc) for doc in docs],
            "has_header": prints_headers(data or {}),
        }

    def _paper(self, doc):
        """Return what the template reads about one document."""
        company = doc.company_id.sudo()
        amounts = self._amounts(doc)
        return {
            "doc": doc,
            "company": company,
            "place": company.city or "",
            "fmt": PaperFormat(self.env, company.currency_id, amounts),
        }

    def _amounts(self, doc):
        return []
