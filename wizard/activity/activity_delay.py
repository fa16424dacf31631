from odoo import api, fields, models

from ...models.activity.activity_delay import DELAY_CAUSES, moved


class SocialActivityDelay(models.TransientModel):
    """Asks what held an activity up: when it is postponed, or when it is done late."""

    _name = "social.activity.delay"
    _inherit = ["social.dialog.mixin"]
    _dialog_of = "field_activity_id"
    _description = "Delay of a Field Activity"

    field_activity_id = fields.Many2one(
        comodel_name="social.activity", required=True, ondelete="cascade"
    )
    is_done = fields.Boolean(help="The activity is done; its dates stay as they are.")
    days = fields.Integer(string="Postpone by", default=7)
    date_start = fields.Date(string="New Start", compute="_compute_dates")
    date_end = fields.Date(string="New End", compute="_compute_dates")
    delay_cause = fields.Selection(
        selection=DELAY_CAUSES, string="Cause of Delay", required=True
    )
    delay_reason = fields.Char(
        string="Explanation of Delay",
        required=True,
        help="What held the activity up, without names of persons.",
    )

    @api.depends("days", "field_activity_id")
    def _compute_dates(self):
        for wizard in self:
            activity = wizard.field_activity_id
            wizard.date_start = moved(activity.date_start, wizard.days)
            wizard.date_end = moved(activity.date_end, wizard.days)

    def action_confirm(self):
        """Postpone the activity, or mark it as done, with the cause of the delay."""
        self.ensure_one()
        activity = self.field_activity_id
        if self.is_done:
            activity.write(
                {"delay_cause": self.delay_cause, "delay_reason": self.delay_reason}
            )
            activity.action_done()
        else:
            activity._shift_dates(self.days, self.delay_cause, self.delay_reason)
        return {"type": "ir.actions.act_window_close"}
