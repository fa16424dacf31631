from odoo import models
from odoo.exceptions import UserError

# Lines of an attendance form, and how many fit on its first and its later pages.
FORM_LINES = 15
MOST_LINES = 100
FIRST_PAGE = 19
NEXT_PAGE = 24
# Lines whose room the signature takes on the last page.
SIGNATURE_LINES = 5
# A form for each day, as auditors want it; a longer activity gets one without a date.
MOST_DAYS = 7


class ReportActivityTerms(models.AbstractModel):
    _name = "report.social_program.activity_terms"
    _inherit = ["social.paper"]
    _description = "Terms of Reference (PDF)"
    _document_model = "social.activity"

    def _paper(self, doc):
        prepared = doc.submitted_by_id or doc.user_id
        approved = doc.approved_by_id
        if not approved and doc.program_id.manager_id != prepared:
            approved = doc.program_id.manager_id
        return {**super()._paper(doc), "prepared": prepared, "approved": approved}

    def _amounts(self, doc):
        return doc.cost_ids.mapped("amount")


class ReportActivityReport(models.AbstractModel):
    _name = "report.social_program.activity_report"
    _inherit = ["social.paper"]
    _description = "Activity Report (PDF)"
    _document_model = "social.activity"

    def _paper(self, doc):
        photos = list(doc.photo_ids)
        causes = dict(doc._fields["delay_cause"]._description_selection(self.env))
        return {
            **super()._paper(doc),
            # Two side by side.
            "photo_rows": [photos[i : i + 2] for i in range(0, len(photos), 2)],
            "delay_cause": causes.get(doc.delay_cause, ""),
        }


class ReportActivityAttendance(models.AbstractModel):
    _name = "report.social_program.activity_attendance"
    _inherit = ["social.paper"]
    _description = "Attendance Form (PDF)"
    _document_model = "social.activity"

    def _paper(self, doc):
        days = (doc.date_end - doc.date_start).days + 1
        dates = [False]
        if days <= MOST_DAYS:
            first = doc.date_start.toordinal()
            dates = [doc.date_start.fromordinal(first + day) for day in range(days)]
        return {**super()._paper(doc), "dates": dates, "pages": self._pages(doc)}

    def _pages(self, doc):
        """Return the numbers of the lines, page by page."""
        count = min(max(doc.participants_expected, FORM_LINES), MOST_LINES)
        pages, start = [], 1
        while start <= count:
            size = NEXT_PAGE if pages else FIRST_PAGE
            pages.append(list(range(start, min(start + size, count + 1))))
            start += size
        size = FIRST_PAGE if len(pages) == 1 else NEXT_PAGE
        if len(pages[-1]) > size - SIGNATURE_LINES + 1:
            # A last page with nothing but a signature would belong to no list.
            start = pages[-1][-1] + 1
            pages.append(list(range(start, start + SIGNATURE_LINES)))
        return pages


class ReportHandoverMinutes(models.AbstractModel):
    _name = "report.social_program.handover_minutes"
    _inherit = ["social.paper"]
    _description = "Handover Minutes (PDF)"
    _document_model = "social.handover"

    def _paper(self, doc):
        if not doc.line_ids:
            raise UserError(
                self.env._(
                    "%(handover)s names no goods yet: enter them before printing.",
                    handover=doc.code,
                )
            )
        lines = (doc.witnesses or "").splitlines()
        witnesses = [line.strip() for line in lines if line.strip()]
        conditions = doc.line_ids._fields["condition"]._description_selection(self.env)
        return {
            **super()._paper(doc),
            "conditions": dict(conditions),
            # Two empty lines where nobody is named yet.
            "witnesses": witnesses or ["", ""],
        }
