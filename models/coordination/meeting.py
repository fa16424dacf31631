from odoo import api, fields, models


class SocialMeeting(models.Model):
    """A meeting about a program: what was talked about, what was decided."""

    _name = "social.meeting"
    _description = "Meeting"
    _inherit = [
        "social.code.mixin",
        "social.record.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _order = "date desc, id desc"

    name = fields.Char(string="Subject", required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    place = fields.Char()
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Minutes by",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
    )
    attendee_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="social_meeting_attendee_rel",
        column1="meeting_id",
        column2="partner_id",
        string="Attendees",
        check_company=True,
    )
    agenda = fields.Html()
    minutes = fields.Html(copy=False)
    decision_ids = fields.One2many(
        comodel_name="social.meeting.decision",
        inverse_name="meeting_id",
    )
    decision_count = fields.Integer(compute="_compute_decision_count")
    decision_open_count = fields.Integer(
        string="Open Decisions", compute="_compute_decision_count"
    )
    can_make_tasks = fields.Boolean(compute="_compute_can_make_tasks")

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a meeting is already taken."
    )

    @api.depends("decision_ids.state")
    def _compute_decision_count(self):
        counts = {
            (meeting.id, state): count
            for meeting, state, count in self.env[
                "social.meeting.decision"
            ]._read_group(
                [("meeting_id", "in", self.ids)], ["meeting_id", "state"], ["__count"]
            )
        }
        for meeting in self:
            opened = counts.get((meeting._origin.id, "open"), 0)
            meeting.decision_open_count = opened
            meeting.decision_count = opened + counts.get(
                (meeting._origin.id, "done"), 0
            )

    @api.depends("decision_ids.state", "decision_ids.task_id")
    def _compute_can_make_tasks(self):
        for meeting in self:
            is_open = meeting.program_id.is_project_open_to_me
            meeting.can_make_tasks = is_open and any(
                decision.state == "open" and not decision.task_id
                for decision in meeting.decision_ids
            )

    def action_make_tasks(self):
        """Make a task of each open decision that is none yet."""
        self.decision_ids.filtered(
            lambda decision: decision.state == "open" and not decision.task_id
        ).action_make_task()
