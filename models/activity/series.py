from odoo import api, fields, models


class SocialActivityRecurrence(models.Model):
    """A series: field activities that were made from one another by a rule.

    Each activity of it is approved, moved and reported for itself; the series is what
    holds them together when several change.
    """

    _name = "social.activity.recurrence"
    _description = "Series of Field Activities"
    _inherit = ["social.recurrence.mixin", "social.record.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    program_id = fields.Many2one(ondelete="cascade")
    field_activity_ids = fields.One2many(
        comodel_name="social.activity",
        inverse_name="recurrence_id",
        string="Field Activities",
    )

    @api.depends("name", "rule_text")
    def _compute_display_name(self):
        for series in self:
            series.display_name = f"{series.name or ''} ({series.rule_text})"

    def action_view_field_activities(self):
        """Open the activities of the series."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_activity_action"
        )
        action["name"] = self.name
        action["domain"] = [("recurrence_id", "=", self.id)]
        action["context"] = {"default_program_id": self.program_id.id}
        return action
