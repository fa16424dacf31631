from odoo import models

from .report_section import Section


class SocialDonorReportMixin(models.AbstractModel):
    """The author's summary; without one, the other sections sum themselves up."""

    _inherit = "social.donor.report.mixin"

    def _summary_section(self):
        return Section(
            key="executive_summary",
            number=2,
            title=self.env._("%(number)s Executive summary"),
            narrative="executive_summary",
            otherwise=self._in_short,
        )

    def _in_short(self, figures, fmt):
        """Return the sentences of a report whose author wrote no summary."""
        return [
            sentence
            for section in self._first_page(self._ordered_sections())
            for sentence in section.in_short(figures, fmt)
        ]
