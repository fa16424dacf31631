from odoo import api, fields, models

from ..base.roles import TEAM


class SocialProgram(models.Model):
    _inherit = "social.program"

    volunteer_ids = fields.Many2many(
        comodel_name="social.volunteer",
        relation="social_volunteer_program_rel",
        column1="program_id",
        column2="volunteer_id",
        string="Volunteers",
        groups=TEAM,
        copy=False,
    )
    volunteer_count = fields.Integer(compute="_compute_volunteer_count", groups=TEAM)

    @api.depends("volunteer_ids")
    def _compute_volunteer_count(self):
        self._count_below(
            "volunteer_count",
            "social.volunteer",
            [("state", "=", "active")],
            links=("program_ids",),
        )

    def action_view_volunteers(self):
        """Open the volunteers who help in the program or in those under it."""
        return self._action_below(
            "social_program.social_volunteer_action", link="program_ids"
        )
