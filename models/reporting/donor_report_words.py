from odoo import models
from odoo.tools import format_list

from .report_format import ReportFormat

TABLES = ("activities", "people", "budget", "funding", "transactions")


class SocialDonorReportMixin(models.AbstractModel):
    """The words around the figures, the same on screen, in the PDF and in the XLSX."""

    _inherit = "social.donor.report.mixin"

    def _render_values(self):
        """Return what a template or a workbook needs: figures, format and words."""
        self.ensure_one()
        report = self.with_context(lang=self.lang)
        figures = report._figures()
        fmt = ReportFormat(
            report.env,
            report.lang,
            report.currency_id,
            [figures[name] for name in TABLES],
        )
        return {
            "doc": report,
            "lang": report.lang,
            "figures": figures,
            "fmt": fmt,
            "identification": report._identification(figures, fmt),
            "key_figures": report._key_figures(figures, fmt),
            "in_short": report._in_short(figures, fmt),
            "narratives": report._narratives(),
            "signatures": report._signatures(),
            "statement": report._statement(figures, fmt),
        }

    def _render_body(self):
        """Return the report as HTML, as it stands on the form."""
        values = self._render_values()
        return (
            values["doc"]
            .env["ir.qweb"]
            ._render(
                "social_program.donor_report_body",
                {"report": values, "on_screen": True},
            )
        )

    def _narratives(self):
        """Return the words of the report; one that is only printed has none."""
        return {}

    def _signatures(self):
        """Return place, date and [(name, position)] of who prepared and so on."""
        return {"place": "", "date": None, "people": [("", "")] * 3}

    def _identification(self, figures, fmt):
        """Return [(label, text)] of what the report is about."""
        _ = self.env._
        subject = figures["subject"]
        programs = format_list(
            self.env,
            [f"{one['name']} ({one['code']})" for one in subject["programs"]] or [""],
        )
        period = _(
            "%(start)s to %(end)s",
            start=fmt.date(subject["date_from"]),
            end=fmt.date(subject["date_to"]),
        )
        whole = _(
            "%(start)s to %(end)s",
            start=fmt.date(subject["date_start"]),
            end=fmt.date(subject["date_end"]),
        )
        rows = [
            (_("Organization"), subject["company"]),
            (_("Program"), subject["program"] or programs),
            (_("Programs included"), programs if subject["program"] else ""),
            (_("Grant"), subject["grant"]),
            (_("Agreement number"), subject["reference"]),
            (_("Donor"), subject["sponsor"]),
            (_("Grant period") if subject["grant"] else _("Program period"), whole),
            (_("Reporting period"), period),
            (_("Currency of this report"), subject["currency"]),
        ]
        if len(subject["programs"]) < 2:
            rows = [row for row in rows if row[0] != _("Programs included")]
        return [(label, text) for label, text in rows if text]

    def _key_figures(self, figures, fmt):
        """Return [(label, text, small text)] of the first page."""
        _ = self.env._
        summary = figures["summary"]
        currency = figures["subject"]["currency"]
        return [
            (_("Budget"), fmt.money(summary["budget"]), currency),
            (
                _("Spent in the period"),
                fmt.money(summary["period"]),
                currency,
            ),
            (
                _("Spent so far"),
                fmt.money(summary["cumulative"]),
                _("%(percent)s of the budget", percent=fmt.percent(summary["burn"]))
                if summary["burn"] is not None
                else currency,
            ),
            (_("Balance"), fmt.money(summary["balance"]), currency),
            (
                _("People reached"),
                fmt.quantity(summary["people"]),
                _("%(new)s new in the period", new=fmt.quantity(summary["people_new"]))
                if summary["people"] is not None
                else _("not recorded"),
            ),
            (
                _("Activities done"),
                fmt.quantity(summary["activities_done"]),
                _("of %(count)s", count=fmt.quantity(summary["activities"]))
                if summary["activities"] is not None
                else _("not recorded"),
            ),
        ]

    def _in_short(self, figures, fmt):
        """Return the executive summary of a report without words of its own."""
        _ = self.env._
        summary, subject = figures["summary"], figures["subject"]
        sentences = [
            _(
                "Between %(start)s and %(end)s, %(spent)s %(currency)s were spent; "
                "%(cumulative)s %(currency)s since the start.",
                start=fmt.date(subject["date_from"]),
                end=fmt.date(subject["date_to"]),
                spent=fmt.money(summary["period"]),
                cumulative=fmt.money(summary["cumulative"]),
                currency=subject["currency"],
            )
        ]
        if summary["burn"] is not None:
            sentences.append(
                _(
                    "That is %(percent)s of the budget of %(budget)s %(currency)s.",
                    percent=fmt.percent(summary["burn"]),
                    budget=fmt.money(summary["budget"]),
                    currency=subject["currency"],
                )
            )
        if summary["people"]:
            sentences.append(
                _(
                    "%(people)s people have been reached, %(new)s of them for the "
                    "first time in this period.",
                    people=fmt.quantity(summary["people"]),
                    new=fmt.quantity(summary["people_new"]),
                )
            )
        if summary["activities"]:
            sentences.append(
                _(
                    "%(done)s of %(count)s field activities are done.",
                    done=fmt.quantity(summary["activities_done"]),
                    count=fmt.quantity(summary["activities"]),
                )
            )
        return " ".join(sentences)

    def _statement(self, figures, fmt):
        """Return the sentences on how the figures came about."""
        _ = self.env._
        subject = figures["subject"]
        return [
            _(
                "Figures as of %(moment)s, read from the accounts of %(company)s.",
                moment=fmt.moment(subject["as_of"]),
                company=subject["company"],
            ),
            _(
                "Basis: accrual. Spending is what is posted in the accounts; drafts "
                "are left out of it and count as committed."
            ),
            _("Prepared by %(name)s.", name=subject["preparer"]),
        ]
