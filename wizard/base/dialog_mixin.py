from odoo import api, models


class SocialDialogMixin(models.AbstractModel):
    """A dialog about a record: for those who may change the record, and nobody else.

    Odoo shows the name of a record to whoever sees a link to it, and what it read for
    that stays in the cache; so the record is asked for before the dialog holds it.
    """

    _name = "social.dialog.mixin"
    _description = "Dialog about a Record"
    _inherit = ["social.sound.mixin"]

    # The many2one to the record.
    _dialog_of = "field_activity_id"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_dialog(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_dialog(vals)
        return super().write(vals)

    @api.model
    def _check_dialog(self, vals):
        comodel = self._fields[self._dialog_of].comodel_name
        self.env[comodel].browse(vals.get(self._dialog_of)).check_access("write")
