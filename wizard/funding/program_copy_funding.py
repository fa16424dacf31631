from odoo import fields, models

from ...models.funding.program import BUDGET_READERS


class SocialProgramCopy(models.TransientModel):
    """Funding's part: the budgets of the earlier program as drafts."""

    _inherit = "social.program.copy"

    with_budgets = fields.Boolean(
        string="Budgets",
        groups=BUDGET_READERS,
        help="As drafts of own funds with the same amounts, in the currency of the "
        "organization. Choose the grant there.",
    )

    def _parts(self):
        parts = super()._parts()
        # A template has no account on which a budget could be spent.
        if self.with_budgets and not self.as_template:
            parts.add("budgets")
        return parts
