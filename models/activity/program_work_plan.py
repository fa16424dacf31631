from odoo import models


class SocialProgram(models.Model):
    """The ways into the work plan."""

    _inherit = "social.program"

    def action_open_work_plan(self):
        """Open the work plan of the programs of self and of those under them."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "social_program.social_work_plan_action"
        )
        action["context"] = {"active_id": self[:1].id, "active_ids": self.ids}
        return action

    def action_work_plan_pdf(self):
        """Print the work plan of the programs of self and of those under them."""
        return self.env.ref("social_program.work_plan_pdf").report_action(
            self, config=False
        )

    def action_work_plan_xlsx(self):
        """Download the work plan as a workbook."""
        self.env["social.activity"].check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/social_program/work_plan.xlsx?ids={ids}",
            "target": "self",
        }

    def action_work_plan_calendar(self):
        """Open the activities of the work plan in the calendar, done ones as well."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_activity_action"
        )
        action["views"] = sorted(
            action["views"], key=lambda view: view[1] != "calendar"
        )
        action["domain"] = [("program_id", "child_of", self.ids)]
        action["context"] = {"default_program_id": self.id if len(self) == 1 else False}
        return action

    def action_view_milestones(self):
        """Open the milestones of the program's project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "project.project_milestone_action"
        )
        action["domain"] = [("project_id", "=", self.project_id.id)]
        action["context"] = {"default_project_id": self.project_id.id}
        return action

    def _work_plan_file_name(self):
        """Return a name for a file, without extension; codes only."""
        code = self.code if len(self) == 1 else ""
        name = self.env._("Work Plan %(code)s", code=code or "").strip()
        return name.replace("/", "-")
