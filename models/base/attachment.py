from odoo import api, models

from .ours import is_ours


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name no file of our records to whoever links it but cannot read it."""
        ours = self.filtered(lambda file: is_ours(self.env, file.res_model))
        hidden = ours - ours.sudo(False)._filtered_access("read").with_env(self.env)
        hidden.display_name = False
        return super(IrAttachment, self - hidden)._compute_display_name()
