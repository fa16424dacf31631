from odoo import api, fields, models


class SocialDonorReportPrint(models.TransientModel):
    """A donor report that is printed and not kept: it asks for the period."""

    _name = "social.donor.report.print"
    _inherit = ["social.donor.report.mixin", "social.dialog.mixin"]
    _description = "Print a Donor Report"

    program_id = fields.Many2one(index=False, ondelete="cascade")
    grant_id = fields.Many2one(index=False, ondelete="cascade")
    company_id = fields.Many2one(index=False)

    @api.model
    def default_get(self, fields_list):
        defaults = super().default_get(fields_list)
        model, record_id = (
            self.env.context.get("active_model"),
            self.env.context.get("active_id"),
        )
        field = {"social.program": "program_id", "social.grant": "grant_id"}.get(model)
        if field and record_id and not defaults.get(field):
            defaults[field] = record_id
        today = fields.Date.context_today(self)
        subject = self.env["social.grant"].browse(defaults.get("grant_id")) or self.env[
            "social.program"
        ].browse(defaults.get("program_id"))
        end = today
        if subject:
            end = max(min(end, subject.date_end), subject.date_start)
        # This fiscal year as far as it is over, within the dates of what is reported.
        company = (subject.company_id or self.env.company).sudo()
        start = company.compute_fiscalyear_dates(end)["date_from"]
        if subject:
            start = max(start, subject.date_start)
        if "date_from" in fields_list:
            defaults.setdefault("date_from", start)
        if "date_to" in fields_list:
            defaults.setdefault("date_to", end)
        return defaults

    def action_print_pdf(self):
        """Print the PDF; whatever would stop it is told before."""
        self.ensure_one()
        self._check_printable()
        return self.env.ref("social_program.donor_report_print_pdf").report_action(
            self, config=False
        ) | {"close_on_report_download": True}

    def action_print_xlsx(self):
        """Download the workbook; whatever would stop it is told before."""
        self.ensure_one()
        return self._action_xlsx()
