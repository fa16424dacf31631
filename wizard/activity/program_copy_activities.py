from odoo import fields, models


class SocialProgramCopy(models.TransientModel):
    """The field activities of the earlier program, as drafts."""

    _inherit = "social.program.copy"

    with_activities = fields.Boolean(
        string="Field Activities",
        default=True,
        help="As drafts, with terms of reference and cost estimates.",
    )

    def _parts(self):
        parts = super()._parts()
        if self.with_activities:
            parts.add("activities")
        return parts
