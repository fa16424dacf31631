from odoo import api, fields, models

READERS = "social_program.group_auditor,social_program.group_officer"


class SocialProgram(models.Model):
    _inherit = "social.program"

    volunteer_ids = fields.Many2many(
        comodel_name="social.volunteer",
        relation="social_volunteer_program_rel",
        column1="program_id",
        column2="volunteer_id",
        string="Volunteers",
        groups=READERS,
        copy=False,
    )
    volunteer_count = fields.Integer(compute="_compute_volunteer_count", groups=READERS)

    @api.depends("volunteer_ids")
    def _compute_volunteer_count(self):
        counts = dict(
            self.env["social.volunteer"]._read_group(
                [("program_ids", "in", self.ids), ("state", "=", "active")],
                ["program_ids"],
                ["__count"],
            )
        )
        for program in self:
            program.volunteer_count = counts.get(program._origin, 0)

    def action_view_volunteers(self):
        """Open the volunteers who help in the program."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_volunteer_action"
        )
        action["domain"] = [("program_ids", "in", self.ids)]
        action["context"] = {"default_program_ids": self.ids}
        return action
