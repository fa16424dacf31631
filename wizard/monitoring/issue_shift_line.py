from odoo import api, fields, models

from ...models.activity.activity_delay import moved


class SocialIssueShiftLine(models.TransientModel):
    _name = "social.issue.shift.line"
    _description = "Activity to Shift"
    _inherit = ["social.dialog.mixin"]
    _order = "id"

    wizard_id = fields.Many2one(
        comodel_name="social.issue.shift", required=True, ondelete="cascade"
    )
    field_activity_id = fields.Many2one(
        comodel_name="social.activity",
        string="Activity",
        required=True,
        ondelete="cascade",
    )
    chosen = fields.Boolean(string="Move", default=True)
    date_start = fields.Date(string="Current Start", compute="_compute_dates")
    date_end = fields.Date(string="Current End", compute="_compute_dates")
    new_date_start = fields.Date(string="New Start", compute="_compute_dates")
    new_date_end = fields.Date(string="New End", compute="_compute_dates")
    ends_after_program = fields.Boolean(compute="_compute_dates")

    @api.depends("field_activity_id", "chosen", "wizard_id.days")
    def _compute_dates(self):
        for line in self:
            activity = line.field_activity_id
            days = line.wizard_id.days if line.chosen else 0
            line.date_start = activity.date_start
            line.date_end = activity.date_end
            line.new_date_start = moved(activity.date_start, days)
            line.new_date_end = moved(activity.date_end, days)
            program_end = activity.program_id.date_end
            line.ends_after_program = bool(
                line.new_date_end and program_end and line.new_date_end > program_end
            )
