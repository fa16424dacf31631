from odoo import api, fields, models

from ..base.roles import TEAM


class SocialProgram(models.Model):
    """What is told about a program on its form: each sentence opens its subject."""

    _inherit = "social.program"

    health_remarks = fields.Json(
        compute="_compute_health_remarks",
        export_string_translation=False,
        help="The reasons of the health, with what opens their subjects.",
    )
    closing_remarks = fields.Json(
        compute="_compute_closing_remarks",
        export_string_translation=False,
        groups=TEAM,
        help="What has to be settled before the program can be closed, and opens it.",
    )

    @api.depends("health_reason")
    @api.depends_context("uid", "lang")
    def _compute_health_remarks(self):
        for program in self:
            reasons = program._health_reasons() if program.health_reason else []
            program.health_remarks = program._linked(program._worst_first(reasons))

    @api.depends("closing_blockers")
    @api.depends_context("uid", "lang")
    def _compute_closing_remarks(self):
        for program in self:
            blockers = program._closing_blockers() if program.closing_blockers else []
            program.closing_remarks = program._linked(blockers)

    def _linked(self, remarks):
        """Return remarks for the form, without links to what is closed to the user.

        :return: list of dicts with `sentence` and `action`, the name of a method
        """
        self.ensure_one()
        opens = {name: self._opens(name) for name in {r.action for r in remarks}}
        return [
            {
                "sentence": remark.sentence,
                "action": remark.action if opens[remark.action] else False,
            }
            for remark in remarks
        ]

    def _opens(self, name):
        """Tell whether a method of the program opens what the user may read.

        :param name: name of a method that returns an action, or None
        """
        if not name or not self._origin:
            return False
        action = getattr(self._origin, name)()
        return self.env[action["res_model"]].has_access("read")
