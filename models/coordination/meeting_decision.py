from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.state_way import Way


class SocialMeetingDecision(models.Model):
    """What a meeting decided; in one click a task of the program's project."""

    _name = "social.meeting.decision"
    _description = "Decision of a Meeting"
    _inherit = ["social.part.mixin", "social.state.mixin", "social.reminder.mixin"]
    _check_company_auto = True
    _rec_name = "text"
    _order = "meeting_id desc, sequence, id"

    _state_transitions = {"open": {"done": Way()}, "done": {"open": Way()}}

    meeting_id = fields.Many2one(
        comodel_name="social.meeting", required=True, index=True, ondelete="cascade"
    )
    date = fields.Date(
        related="meeting_id.date", string="Decided on", store=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    text = fields.Char(string="Decision", required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        check_company=True,
    )
    deadline = fields.Date()
    task_id = fields.Many2one(
        comodel_name="project.task",
        readonly=True,
        server_only=True,
        index="btree_not_null",
        ondelete="set null",
        help="Made by the button “Make Task”.",
    )
    can_open_task = fields.Boolean(compute="_compute_can_open_task")
    state = fields.Selection(
        selection=[("open", "Open"), ("done", "Done")],
        default=None,
        compute="_compute_state",
        store=True,
        readonly=False,
        precompute=True,
        help="A decision that became a task is done when its task is.",
    )

    @api.model
    def _states_to_begin_in(self):
        """Minutes may tell of what is done already."""
        return {"open", "done"}

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "meeting_id")

    @api.model
    def _reminder_fields(self):
        return super()._reminder_fields() | {
            "user_id",
            "deadline",
            "state",
            "task_id",
            "text",
        }

    @api.depends("task_id")
    @api.depends_context("uid")
    def _compute_can_open_task(self):
        readable = self.task_id._filtered_access("read")
        if not self.env.user.has_group("project.group_project_user"):
            # The form of a task reads more than its followers may.
            readable = readable.browse()
        for decision in self:
            decision.can_open_task = decision.task_id and decision.task_id in readable

    @api.depends("task_id.state")
    def _compute_state(self):
        for decision in self:
            if decision.task_id:
                decision.state = "done" if decision.task_id.is_closed else "open"
            else:
                decision.state = decision.state or "open"

    def _reminder(self):
        self.ensure_one()
        if self.task_id or self.state != "open" or not (self.user_id and self.deadline):
            return None
        return self.user_id, self.deadline, self.text

    def _reminder_stand_in(self, user):
        """Do without: a task can be given to somebody outside the program."""
        return user.browse()

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------
    def action_make_task(self):
        """Make a task of each decision of self, with the user's rights in projects."""
        self.check_access("write")
        for decision in self:
            if not decision.task_id:
                decision._make_task()

    def action_open_task(self):
        """Open the task that the decision became."""
        self.ensure_one()
        return self.task_id._get_records_action(name=self.env._("Task"))

    def _make_task(self):
        self.ensure_one()
        project = self.env["project.project"].browse(
            self.sudo().program_id.project_id.id
        )
        Task = self.env["project.task"]
        if not Task.has_access("create") or not project.has_access("read"):
            raise UserError(
                self.env._(
                    "You may not create tasks in the project of “%(program)s”: ask the "
                    "program manager, or let him or her add you to the followers of "
                    "the project.",
                    program=self.program_id.name,
                )
            )
        task = Task.create(self._prepare_task(project))
        task.message_post_with_source(
            "mail.message_origin_link",
            render_values={"self": task, "origin": self.meeting_id},
            subtype_xmlid="mail.mt_note",
        )
        self.sudo().task_id = task

    def _prepare_task(self, project):
        return {
            "name": self.text,
            "project_id": project.id,
            "user_ids": [fields.Command.set(self.user_id.ids)],
            "date_deadline": self._deadline_moment(),
            "social_program_meeting_id": self.meeting_id.id,
        }

    def _deadline_moment(self):
        """Return the end of the deadline's day, where the responsible person lives."""
        if not self.deadline:
            return False
        zone = pytz.timezone(self.user_id.tz or self.env.user.tz or "UTC")
        moment = zone.localize(datetime.combine(self.deadline, time(23, 59)))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)
