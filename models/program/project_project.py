from odoo import api, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    @api.constrains("account_id")
    def _check_social_program(self):
        """Timesheets on the project of a program are costs of that program."""
        programs = self.env["social.program"].sudo().with_context(active_test=False)
        programs.search([("project_id", "in", self.ids)])._check_accounting()
