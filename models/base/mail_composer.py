from ast import literal_eval

from odoo import api, models

from .ours import is_ours


class MailComposeMessage(models.TransientModel):
    """Whoever writes about a record, or replies to a message, has read it.

    Odoo fills the dialog by sudo: with the subject of the message replied to, with the
    people it went to, with the name of the record.
    """

    _inherit = "mail.compose.message"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in self._prepare_social_program_values(vals_list):
                self._check_social_program(vals)
        return super().create(vals_list)

    def write(self, vals):
        for composer in self if not self.env.su else ():
            composer._check_social_program(
                {
                    "parent_id": composer.parent_id.id,
                    "model": composer.model,
                    "res_ids": composer.res_ids,
                    **vals,
                }
            )
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Fill the dialog, not from what the user may not read.

        See :meth:`BaseModel.onchange`.
        """
        if not self.env.su:
            for vals in self._prepare_social_program_values([values]):
                self._check_social_program(vals)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _prepare_social_program_values(self, vals_list):
        """Return values with the defaults of the context for what they leave out."""
        told = {
            name: self.env.context[f"default_{name}"]
            for name in ("parent_id", "model", "res_ids")
            if f"default_{name}" in self.env.context
        }
        return [{**told, **vals} for vals in vals_list]

    @api.model
    def _check_social_program(self, vals):
        """Refuse a message or records of ours that the user may not read."""
        parent_id = vals.get("parent_id")
        if isinstance(parent_id, dict):
            parent_id = parent_id.get("id")
        parent = self.env["mail.message"].browse(parent_id or ()).exists()
        parent._beside_closed().check_access("read")
        if is_ours(self.env, vals.get("model")):
            res_ids = vals.get("res_ids") or []
            if isinstance(res_ids, str):
                res_ids = literal_eval(res_ids)
            if isinstance(res_ids, int):
                res_ids = [res_ids]
            self.env[vals["model"]].browse(res_ids).exists().check_access("read")
