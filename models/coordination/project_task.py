from odoo import fields, models


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["project.task", "social.links.mixin"]

    social_program_meeting_id = fields.Many2one(
        comodel_name="social.meeting",
        string="Decided in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="social_program.group_auditor,social_program.group_officer",
        help="The meeting whose decision became this task.",
    )
