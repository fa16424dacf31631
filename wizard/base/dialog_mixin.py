from odoo import api, models


class SocialDialogMixin(models.AbstractModel):
    """A dialog about a record: for those who may change the record, and nobody else.

    Odoo shows the name of a record to whoever sees a link to it, and what it read for
    that stays in the cache; so the record is asked for before the dialog holds it.
    """

    _name = "social.dialog.mixin"
    _description = "Dialog about a Record"
    _inherit = ["social.guarded.mixin"]

    # The many2one to the record.
    _dialog_of = "field_activity_id"

    @api.model
    def _check_new_values(self, vals_list):
        for vals in vals_list:
            self._check_dialog(vals)
        return super()._check_new_values(vals_list)

    def write(self, vals):
        self._check_dialog(vals)
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Show the dialog only to those who may change what it is about."""
        told = {} if self or field_names else self._links_of_context()
        self._check_dialog({**told, **values})
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_dialog(self, vals):
        comodel = self._fields[self._dialog_of].comodel_name
        record_id = vals.get(self._dialog_of)
        if isinstance(record_id, dict):
            record_id = record_id.get("id")
        self.env[comodel].browse(record_id).check_access("write")
