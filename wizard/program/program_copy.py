from odoo import api, fields, models


class SocialProgramCopy(models.TransientModel):
    """Plans a program from a template or from an earlier program."""

    _name = "social.program.copy"
    _description = "New Program from Another"
    _inherit = ["social.dialog.mixin"]

    source_id = fields.Many2one(
        comodel_name="social.program",
        string="From",
        required=True,
        ondelete="cascade",
        help="A template, or an earlier program.",
    )
    name = fields.Char(required=True)
    date_start = fields.Date(
        string="Start",
        required=True,
        default=fields.Date.context_today,
        help="All dates move with it.",
    )
    as_template = fields.Boolean(
        string="Keep as a Template",
        help="Not run itself: other programs are made from it.",
    )
    with_members = fields.Boolean(
        string="Team and Partners",
        compute="_compute_with_members",
        store=True,
        readonly=False,
    )

    @api.depends("as_template")
    def _compute_with_members(self):
        for wizard in self:
            wizard.with_members = not wizard.as_template

    def action_copy(self):
        """Make the program and open it."""
        self.ensure_one()
        program = self.source_id._copy_for(
            {
                "name": self.name,
                "date_start": self.date_start,
                "is_template": self.as_template,
            },
            self._parts(),
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "social.program",
            "res_id": program.id,
            "view_mode": "form",
        }

    def _parts(self):
        """Return the names of what comes along; a lower room adds its own."""
        return {"members"} if self.with_members else set()
