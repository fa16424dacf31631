from odoo import api, fields, models

from ..base.roles import TEAM

# SDGs are shared by programs that have little else in common.
TELLING_KINDS = ("sector", "target_group")


class SocialProgram(models.Model):
    """Lessons of earlier programs, while the next one of that kind is planned."""

    _inherit = "social.program"

    suggested_lesson_ids = fields.Many2many(
        comodel_name="social.lesson",
        string="Lessons to Consider",
        compute="_compute_suggested_lesson_ids",
        groups=TEAM,
        help="Shared lessons of programs with the same sector or target group, until "
        "they are noted; while the program is a draft.",
    )
    noted_lesson_ids = fields.Many2many(
        comodel_name="social.lesson",
        relation="social_program_noted_lesson_rel",
        column1="program_id",
        column2="lesson_id",
        string="Noted Lessons",
        readonly=True,
        copy=False,
        groups=TEAM,
    )

    @api.depends("state", "tag_ids", "noted_lesson_ids")
    def _compute_suggested_lesson_ids(self):
        planned = self.filtered(lambda program: program.state == "draft")
        (self - planned).suggested_lesson_ids = False
        lessons = self.env["social.lesson"].search(
            [
                ("state", "=", "shared"),
                ("company_id", "in", planned.company_id.ids),
                ("tag_ids", "in", planned._telling_tags().ids),
            ]
        )
        for program in planned:
            tags = program._telling_tags()._origin
            useful = lessons.filtered(
                lambda lesson, program=program, tags=tags: (
                    lesson.company_id == program.company_id
                    and lesson.program_id != program._origin
                    and lesson not in program.noted_lesson_ids._origin
                    and lesson.tag_ids & tags
                )
            )
            # What has most in common comes first.
            program.suggested_lesson_ids = useful.sorted(
                lambda lesson, tags=tags: (-len(lesson.tag_ids & tags), -lesson.id)
            )

    def _telling_tags(self):
        return self.tag_ids.filtered(lambda tag: tag.kind in TELLING_KINDS)
