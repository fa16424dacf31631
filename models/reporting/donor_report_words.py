from odoo import models

from ..base.report_format import ReportFormat


class SocialDonorReportMixin(models.AbstractModel):
    """The words around the figures, the same on screen, in the PDF and in the XLSX."""

    _inherit = "social.donor.report.mixin"

    def _render_values(self):
        """Return what a template or a workbook needs: figures, format and words."""
        self.ensure_one()
        report = self.with_context(lang=self.lang)
        figures = report._figures()
        sections = report._ordered_sections()
        fmt = ReportFormat(
            report.env,
            report.lang,
            report.currency_id,
            [figures[name] for names in figures["sections"].values() for name in names],
        )
        return {
            "doc": report,
            "lang": report.lang,
            "figures": figures,
            "fmt": fmt,
            "sections": [
                report._section_values(section, figures, fmt) for section in sections
            ],
            "key_figures": [
                figure
                for section in report._first_page(sections)
                for figure in section.key_figures(figures, fmt)
            ],
            "signatures": report._signatures(),
            "statement": report._statement(figures, fmt),
        }

    def _section_values(self, section, figures, fmt):
        """Return what page and workbook show of a section, as plain values."""
        narrative = self._narrative(section.narrative)
        return {
            "key": section.key,
            "heading": section.heading,
            "label": section.label or section.plain_title,
            "layout": section.layout,
            "in_currency": section.in_currency,
            "facts": section.facts(figures, fmt),
            "narrative": narrative,
            "otherwise": "" if narrative else " ".join(section.otherwise(figures, fmt)),
            "tables": [figures[name] for name in figures["sections"][section.key]],
        }

    def _render_body(self):
        """Return the report as HTML, as it stands on the form."""
        values = self._render_values()
        return (
            values["doc"]
            .env["ir.qweb"]
            ._render(
                "social_program.donor_report_body",
                {"report": values},
            )
        )

    def _narrative(self, field):
        """Return what the author wrote for a section, or nothing.

        :param str field: name of the narrative; a report that is only printed has none
        """
        return ""

    def _signatures(self):
        """Return place, date and [(name, position)] of who prepared and so on."""
        return {"place": "", "date": None, "people": [("", "")] * 3}

    def _statement(self, figures, fmt):
        """Return the sentences on how the figures came about."""
        subject = figures["subject"]
        return [
            self.env._(
                "Figures as of %(moment)s, read from the accounts of %(company)s.",
                moment=fmt.moment(subject["as_of"]),
                company=subject["company"],
            ),
            self.env._(
                "Basis: accrual. Spending is what is posted in the accounts; drafts "
                "are left out of it and count as committed."
            ),
            self.env._("Prepared by %(name)s.", name=subject["preparer"]),
        ]
