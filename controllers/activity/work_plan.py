from odoo.http import Controller, request, route

from ...models.activity.work_plan_layout import laid_out
from ...models.base.ids import existing, ids_in
from ...report.activity.work_plan_xlsx import work_plan_xlsx
from ..base.xlsx import send_xlsx


class WorkPlan(Controller):
    @route(
        "/social_program/work_plan.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def work_plan(self, ids=""):
        """Send the work plan of some programs as a workbook.

        :param str ids: ids of programs, with commas between them
        """
        programs = existing(request.env["social.program"], ids_in(ids))
        if not programs:
            raise request.not_found()
        plan = request.env["social.work.plan"]._build(programs)
        name = programs._work_plan_file_name()
        content = work_plan_xlsx(request.env, laid_out(request.env, plan), name)
        return send_xlsx(content, name)
