from odoo import api, fields, models

from ..base.remark import Remark
from ..base.roles import TEAM


class SocialProgram(models.Model):
    """How a program ends: its checklists, and what still keeps it open."""

    _inherit = "social.program"

    exit_item_ids = fields.One2many(
        comodel_name="social.program.checkitem",
        inverse_name="program_id",
        string="Exit Checklist",
        domain=[("kind", "=", "exit")],
    )
    closing_item_ids = fields.One2many(
        comodel_name="social.program.checkitem",
        inverse_name="program_id",
        string="Closing Checklist",
        domain=[("kind", "=", "closing")],
    )
    closing_blockers = fields.Text(
        string="Still Open",
        compute="_compute_closing_blockers",
        groups=TEAM,
        help="What has to be settled before the program can be closed.",
    )

    @api.depends(lambda self: sorted(self._closing_fields()))
    @api.depends_context("uid", "lang")
    def _compute_closing_blockers(self):
        for program in self:
            program.closing_blockers = program.state == "closing" and "\n".join(
                blocker.sentence for blocker in program._closing_blockers()
            )

    @api.model
    def _closing_fields(self):
        return super()._closing_fields() | {"closing_item_ids.done"}

    def _closing_blockers(self):
        """Add what is not ticked off in the closing checklist."""
        return super()._closing_blockers() + [
            Remark(
                "blocking", self.env._("“%(item)s” is not ticked off.", item=item.name)
            )
            for item in self.sudo().closing_item_ids
            if not item.done
        ]
