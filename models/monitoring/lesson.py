from odoo import api, fields, models

from ..base.state_way import Way


class SocialLesson(models.Model):
    """What a program learned, kept for the next one of its kind."""

    _name = "social.lesson"
    _description = "Lesson Learned"
    _inherit = [
        "social.state.mixin",
        "social.record.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _order = "id desc"

    _state_transitions = {"draft": {"shared": Way()}, "shared": {"draft": Way()}}

    name = fields.Char(string="Lesson", required=True, tracking=True)
    program_id = fields.Many2one(string="Learned in", ondelete="cascade")
    # Everybody reads what is shared, not everybody the program.
    is_program_open_to_me = fields.Boolean(
        compute="_compute_is_program_open_to_me", export_string_translation=False
    )
    tag_ids = fields.Many2many(
        comodel_name="social.tag",
        relation="social_lesson_tag_rel",
        column1="lesson_id",
        column2="tag_id",
        string="Useful for",
        compute="_compute_tag_ids",
        store=True,
        readonly=False,
        precompute=True,
        help="Sectors and target groups: new programs with one of them are shown "
        "this lesson.",
    )
    what_happened = fields.Text(help="What was tried, and what came of it.")
    recommendation = fields.Text(help="What the next program should do.")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("shared", "Shared"),
        ],
        tracking=True,
    )

    @api.depends("program_id")
    def _compute_tag_ids(self):
        for lesson in self:
            if not lesson.tag_ids:
                lesson.tag_ids = lesson.program_id.tag_ids

    @api.depends("program_id")
    @api.depends_context("uid")
    def _compute_is_program_open_to_me(self):
        open_to_me = self.program_id.sudo(False)._filtered_access("read")
        for lesson in self:
            lesson.is_program_open_to_me = lesson.program_id in open_to_me

    def action_share(self):
        """Let everybody in the organization read the lessons of self."""
        self.write({"state": "shared"})

    def action_withdraw(self):
        """Take the lessons of self back to the team of their program."""
        self.write({"state": "draft"})

    def action_note(self):
        """Mark the lessons of self as noted in the program that is being planned."""
        program = self.env["social.program"].browse(
            self.env.context.get("social_program_id")
        )
        self.check_access("read")
        program.write({"noted_lesson_ids": [(4, lesson.id) for lesson in self]})
