from odoo import models

from .ours import is_ours


class MailComposeMessage(models.TransientModel):
    """The composer quotes what it is about by sudo: only what its user reads."""

    _inherit = "mail.compose.message"

    def _evaluate_res_ids(self):
        ids = super()._evaluate_res_ids()
        if is_ours(self.env, self.model):
            self.env[self.model].sudo(False).browse(ids).check_access("read")
        return ids

    def _compute_subject(self):
        parents = self.sudo().parent_id
        parents.filtered(lambda message: is_ours(self.env, message.model)).sudo(
            False
        ).check_access("read")
        return super()._compute_subject()
