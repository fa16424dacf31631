from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.activity.activity import OPEN_STATES
from ...models.activity.activity_delay import DELAY_CAUSES

# The cause that an activity is given, by the kind of the issue.
CAUSES = {"policy": "policy", "supply": "supply", "funding": "funding"}


class SocialIssueShift(models.TransientModel):
    """Moves the activities that an issue holds up, after showing what would move."""

    _name = "social.issue.shift"
    _inherit = ["social.dialog.mixin"]
    _description = "Shift Later Activities"
    _dialog_of = "issue_id"

    issue_id = fields.Many2one(
        comodel_name="social.issue", required=True, ondelete="cascade"
    )
    # Computed, not related: a related field would tell of issues that are hidden.
    confidential = fields.Boolean(compute="_compute_confidential")
    days = fields.Integer(string="Shift by Days", required=True)
    date_from = fields.Date(
        string="Starting from",
        required=True,
        help="Activities that start on this day or later are moved.",
    )
    delay_cause = fields.Selection(
        selection=DELAY_CAUSES, string="Cause of Delay", required=True
    )
    delay_reason = fields.Char(
        string="Explanation",
        required=True,
        help="Stands on every activity that is moved; everybody in the program reads "
        "it.",
    )
    line_ids = fields.One2many(
        comodel_name="social.issue.shift.line",
        inverse_name="wizard_id",
        string="Preview",
        compute="_compute_line_ids",
        # What the user may not move is not shown.
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    move_count = fields.Integer(compute="_compute_move_count")

    @api.depends("issue_id")
    def _compute_confidential(self):
        for wizard in self:
            wizard.confidential = wizard.issue_id.confidential

    @api.depends("issue_id", "date_from")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({"field_activity_id": activity.id, "chosen": True})
                    for activity in wizard._later_activities()
                ),
            ]

    @api.depends("line_ids.chosen")
    def _compute_move_count(self):
        for wizard in self:
            wizard.move_count = len(wizard.line_ids.filtered("chosen"))

    @api.model
    def default_get(self, fields_list):
        vals = super().default_get(fields_list)
        issue = self.env["social.issue"].browse(vals.get("issue_id"))
        if issue:
            issue.check_access("read")
            vals |= {
                "days": issue.effect_days,
                "date_from": issue.effective_date or fields.Date.context_today(self),
                "delay_cause": CAUSES.get(issue.kind, "other"),
                "delay_reason": False if issue.confidential else issue.display_name,
            }
        return vals

    def _later_activities(self):
        """Return the open activities from the day on that the user may move."""
        self.ensure_one()
        programs = self.issue_id.program_id | self.issue_id.program_ids
        activities = self.env["social.activity"]
        if not self.date_from or not programs:
            return activities
        return activities.search(
            [
                ("program_id", "in", programs.ids),
                ("state", "in", OPEN_STATES),
                ("date_start", ">=", self.date_from),
            ],
            order="date_start, id",
        )._filtered_access("write")

    def action_shift(self):
        """Move the chosen activities, and write on the issue which they are."""
        self.ensure_one()
        activities = self.line_ids.filtered("chosen").field_activity_id
        if self.days <= 0:
            raise UserError(self.env._("Tell by how many days they move: 1 or more."))
        if not activities:
            raise UserError(self.env._("No activity is chosen."))
        moved = activities._shift_dates(self.days, self.delay_cause, self.delay_reason)
        issue = self.issue_id
        issue.write(
            {
                "field_activity_ids": [Command.link(moving.id) for moving in moved],
                "effect_days": issue.effect_days or self.days,
            }
        )
        return {"type": "ir.actions.act_window_close"}
