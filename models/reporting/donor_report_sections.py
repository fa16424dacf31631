from odoo import models

from ..base.exact import total
from ..base.report_format import amount_text
from .report_scope import ReportScope


class SocialDonorReportMixin(models.AbstractModel):
    """The sections of a report: one list, which page, PDF and workbook loop over."""

    _inherit = "social.donor.report.mixin"

    def _report_sections(self):
        """Return the sections of a report; a later room adds its own to them.

        :return: list of :class:`.report_section.Section`
        """
        return [
            self._identification_section(),
            self._summary_section(),
            self._activities_section(),
            self._people_section(),
            self._finance_section(),
        ]

    def _ordered_sections(self):
        """Return the sections as they are printed, by number."""
        return sorted(self._report_sections(), key=lambda section: section.number)

    def _first_page(self, sections):
        """Return the sections as the first page tells them: from the money back."""
        return sections[::-1]

    def _compute_figures(self):
        scope = ReportScope(self)
        figures = {"subject": self._subject(scope), "sections": {}, "summary": {}}
        sections = self._ordered_sections()
        for section in sections:
            tables = [build(scope) for build in section.tables]
            figures["sections"][section.key] = [table["name"] for table in tables]
            figures |= {table["name"]: table for table in tables}
        for section in sections:
            figures["summary"] |= section.summary(figures)
        ties = [tie for section in sections for tie in section.ties(figures)]
        figures["warnings"] = self._broken_ties(scope, ties)
        return figures

    def _broken_ties(self, scope, ties):
        """Return a sentence for each sum that two tables tell differently."""
        return [
            self.env._(
                "The figures of this report do not agree: %(what)s differ by "
                "%(amount)s. Do not send it; tell your administrator.",
                what=what,
                amount=amount_text(scope.env, difference, scope.currency),
            )
            for what, one, other in ties
            if (difference := scope.round(total((one or 0.0, -(other or 0.0)))))
        ]
