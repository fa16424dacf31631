from odoo import fields, models
from odoo.tools import format_list

from .report_section import Section


class SocialDonorReportMixin(models.AbstractModel):
    """What the report is about."""

    _inherit = "social.donor.report.mixin"

    def _identification_section(self):
        return Section(
            key="identification",
            number=1,
            title=self.env._("%(number)s Identification"),
            facts=self._identification,
        )

    def _currency_fact(self, fmt):
        name, label = fmt.currency_name, fmt.currency_label
        return name if name == label else f"{name} ({label})"

    def _subject(self, scope):
        """Return what the report is about, as plain values."""
        grant, program = scope.grant, self.program_id
        return {
            "code": self._file_code(),
            "company": scope.company.name,
            "programs": [
                {"code": one.code or "", "name": one.name} for one in scope.programs
            ],
            "program": program.display_name or "",
            "grant": grant.display_name or "",
            "reference": grant.reference or "",
            "sponsor": self._donor_name(grant) if grant else "",
            "date_from": scope.date_from,
            "date_to": scope.date_to,
            "date_start": (grant or program).date_start,
            "date_end": (grant or program).date_end,
            "currency": scope.currency.name,
            "as_of": self._as_of(scope.company),
            "preparer": self._preparer().name,
        }

    def _as_of(self, company):
        """Return this moment where the company is, or else its reader."""
        zone = company.partner_id.tz or self.env.context.get("tz") or self.env.user.tz
        return fields.Datetime.context_timestamp(
            self.with_context(tz=zone), fields.Datetime.now()
        )

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
            (self.env._("Currency of this report"), self._currency_fact(fmt)),
        ]
        if len(subject["programs"]) < 2:
            rows = [row for row in rows if row[0] != self.env._("Programs included")]
        return [(label, text) for label, text in rows if text]
