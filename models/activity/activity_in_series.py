from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialActivity(models.Model):
    """Field activities that come back: the series they belong to."""

    _inherit = "social.activity"

    recurrence_id = fields.Many2one(
        comodel_name="social.activity.recurrence",
        string="Series",
        readonly=True,
        server_only=True,
        index="btree_not_null",
        ondelete="set null",
        help="The activities that were made together with this one by “Repeat…”.",
    )

    @api.constrains("recurrence_id", "program_id")
    def _check_recurrence(self):
        for activity in self:
            series = activity.sudo().recurrence_id
            if series and series.program_id != activity.program_id:
                raise ValidationError(
                    self.env._(
                        "“%(activity)s” and its series belong to the same program.",
                        activity=activity.name,
                    )
                )

    def write(self, vals):
        if "program_id" in vals:
            leaving = self.filtered(
                lambda activity: (
                    activity.recurrence_id
                    and activity.program_id.id != vals["program_id"]
                )
            )
            # Before, not with it: the others of the series stay where they are.
            leaving.sudo().write({"recurrence_id": False})
        return super().write(vals)

    def action_repeat(self):
        """Open the dialog that makes a series of the activity."""
        return self._action_series_dialog(
            "social.activity.repeat", self.env._("Repeat")
        )

    def action_change_series(self):
        """Open the dialog that changes several activities of the series."""
        return self._action_series_dialog(
            "social.activity.series.change", self.env._("Change Series")
        )

    def _action_series_dialog(self, model, title):
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_field_activity_id": self.id},
        }

    def _last_of_series(self):
        """Return the activity of the series that starts last, the activity itself
        without a series; cancelled ones count, their days were planned.
        """
        self.ensure_one()
        series = self.recurrence_id.field_activity_ids
        return (self | series).sorted("date_start")[-1:]
