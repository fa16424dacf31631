from functools import partial

from odoo import api, models

from ...models.activity.work_plan_layout import sections
from ...models.base.safe_html import safe_html
from ..base.printing import documents, prints_headers


class ReportWorkPlan(models.AbstractModel):
    """Values of the PDF of the work plan of one or several programs."""

    _name = "report.social_program.work_plan"
    _description = "Work Plan (PDF)"

    @api.model
    def _get_report_values(self, docids, data=None):
        programs = documents(self.env["social.program"], docids)
        plan = self.env["social.work.plan"]._build(programs)
        return {
            "doc_ids": programs.ids,
            "doc_model": "social.program",
            "docs": programs,
            "programs": programs,
            "company": programs[:1].company_id.sudo() or self.env.company,
            "plan": plan,
            "sections": sections(self.env, plan),
            "rich": partial(safe_html, self.env),
            "has_header": prints_headers(data or {}),
        }
