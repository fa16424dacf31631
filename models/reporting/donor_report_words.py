from odoo import models
from odoo.tools import format_list

from ..base.report_format import ReportFormat

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
                {"report": values},
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
        subject = figures["subject"]
        programs = format_list(
            self.env,
            [f"{one['name']} ({one['code']})" for one in subject["programs"]] or [""],
        )
        period = self.env._(
            "%(start)s to %(end)s",
            start=fmt.date(subject["date_from"]),
            end=fmt.date(subject["date_to"]),
        )
        whole = self.env._(
            "%(start)s to %(end)s",
            start=fmt.date(subject["date_start"]),
            end=fmt.date(subject["date_end"]),
        )
        rows = [
            (self.env._("Organization"), subject["company"]),
            (self.env._("Program"), subject["program"] or programs),
            (self.env._("Programs included"), programs if subject["program"] else ""),
            (self.env._("Grant"), subject["grant"]),
            (self.env._("Agreement number"), subject["reference"]),
            (self.env._("Donor"), subject["sponsor"]),
            (
                self.env._("Grant period")
                if subject["grant"]
                else self.env._("Program period"),
                whole,
            ),
            (self.env._("Reporting period"), period),
            (self.env._("Currency of this report"), subject["currency"]),
        ]
        if len(subject["programs"]) < 2:
            rows = [row for row in rows if row[0] != self.env._("Programs included")]
        return [(label, text) for label, text in rows if text]

    def _key_figures(self, figures, fmt):
        """Return [(label, text, small text)] of the first page."""
        summary = figures["summary"]
        currency = figures["subject"]["currency"]
        return [
            (self.env._("Budget"), fmt.money(summary["budget"]), currency),
            (
                self.env._("Spent in the period"),
                fmt.money(summary["period"]),
                currency,
            ),
            (
                self.env._("Spent so far"),
                fmt.money(summary["cumulative"]),
                self.env._(
                    "%(percent)s of the budget", percent=fmt.percent(summary["burn"])
                )
                if summary["burn"] is not None
                else currency,
            ),
            (self.env._("Balance"), fmt.money(summary["balance"]), currency),
            (
                self.env._("People reached"),
                fmt.quantity(summary["people"]),
                self.env._(
                    "%(new)s new in the period", new=fmt.quantity(summary["people_new"])
                )
                if summary["people"] is not None
                else self.env._("not recorded"),
            ),
            (
                self.env._("Activities done"),
                fmt.quantity(summary["activities_done"]),
                self.env._("of %(count)s", count=fmt.quantity(summary["activities"]))
                if summary["activities"] is not None
                else self.env._("not recorded"),
            ),
        ]

    def _in_short(self, figures, fmt):
        """Return the executive summary of a report without words of its own."""
        summary, subject = figures["summary"], figures["subject"]
        sentences = [
            self.env._(
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
                self.env._(
                    "That is %(percent)s of the budget of %(budget)s %(currency)s.",
                    percent=fmt.percent(summary["burn"]),
                    budget=fmt.money(summary["budget"]),
                    currency=subject["currency"],
                )
            )
        if summary["people"]:
            sentences.append(
                self.env._(
                    "%(people)s people have been reached, %(new)s of them for the "
                    "first time in this period.",
                    people=fmt.quantity(summary["people"]),
                    new=fmt.quantity(summary["people_new"]),
                )
            )
        if summary["activities"]:
            sentences.append(
                self.env._(
                    "%(done)s of %(count)s field activities are done.",
                    done=fmt.quantity(summary["activities_done"]),
                    count=fmt.quantity(summary["activities"]),
                )
            )
        return " ".join(sentences)

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
