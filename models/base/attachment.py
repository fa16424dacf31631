from odoo import api, models
from odoo.exceptions import AccessError

from .ours import closed_beside, is_ours


class IrAttachment(models.Model):
    """The file of a field is changed in its record, which checks what it is.

    Odoo keeps it as an attachment, and lets whoever may write the record put anything
    into it.
    """

    _inherit = "ir.attachment"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name no file of our records to whoever links it but cannot read it."""
        closed = closed_beside(self, lambda file: file.res_model)
        closed.display_name = False
        return super(IrAttachment, self - closed)._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_social_program_field()
        return attachments

    def write(self, vals):
        self._check_social_program_field()
        result = super().write(vals)
        self._check_social_program_field()
        return result

    def unlink(self):
        self._check_social_program_field()
        return super().unlink()

    def _check_social_program_field(self):
        """Refuse files of fields of ours, unless it is the field that keeps them."""
        if self.env.su:
            return
        for attachment in self.sudo():
            if attachment.res_field and is_ours(self.env, attachment.res_model):
                raise AccessError(
                    self.env._("Change this file in the record that it belongs to.")
                )
