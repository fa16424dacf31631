from odoo import api, fields, models

from ...models.base.recurrence_mixin import WEEKDAYS


class SocialActivityRepeatLine(models.TransientModel):
    _name = "social.activity.repeat.line"
    _description = "Day of a Repeated Field Activity"
    _inherit = ["social.dialog.mixin"]
    _order = "date_start, id"

    repeat_id = fields.Many2one(
        comodel_name="social.activity.repeat", required=True, ondelete="cascade"
    )
    date_start = fields.Date(string="Start", required=True)
    date_end = fields.Date(string="End", compute="_compute_date_end")
    weekday = fields.Char(compute="_compute_date_end")
    after_program = fields.Boolean(compute="_compute_date_end")
    skip = fields.Boolean(help="Leave this day out, for instance a holiday.")

    @api.depends("date_start", "repeat_id.field_activity_id")
    @api.depends_context("lang")
    def _compute_date_end(self):
        rule = self.env["social.recurrence.mixin"]
        names = dict(rule._fields["month_weekday"]._description_selection(self.env))
        for line in self:
            activity = line.repeat_id.field_activity_id
            day = line.date_start
            if not day or not activity.date_start or not activity.date_end:
                line.date_end = day
                line.weekday = line.after_program = False
                continue
            line.date_end = day + (activity.date_end - activity.date_start)
            line.weekday = names[WEEKDAYS[day.weekday()]]
            end = activity.program_id.date_end
            line.after_program = bool(end and line.date_end > end)
