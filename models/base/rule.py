from odoo import models

from .ours import is_ours


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Name none of our records: in debug mode Odoo tells names to whoever asks."""
        if is_ours(self.env, records._name) and self.env.user.has_group(
            "base.group_no_one"
        ):
            records = records.browse()
        return super()._make_access_error(operation, records)
