from odoo.http import Controller, request, route

from ...models.base.ids import existing
from ...report.reporting.donor_report_xlsx import donor_report_xlsx
from ..base.xlsx import send_xlsx

MODELS = {"report": "social.donor.report", "print": "social.donor.report.print"}


class DonorReport(Controller):
    @route(
        '/social_program/donor_report/<any("report","print"):kind>/<int:res_id>.xlsx',
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def donor_report_xlsx(self, kind, res_id):
        """Send the workbook of a report, or of what the print dialog asked for.

        :param str kind: `report` or `print`
        :param int res_id: its id
        """
        report = existing(request.env[MODELS[kind]], [res_id])
        if not report:
            raise request.not_found()
        content = donor_report_xlsx(report._render_values())
        return send_xlsx(content, report._file_name())
