from odoo import api, models


class SocialDialogMixin(models.AbstractModel):
    """A dialog: it names nothing that the user may not read.

    Odoo shows the name of a record to whoever sees a link to it, and what it read for
    that stays in the cache; so records are asked for before the dialog holds them,
    whether they come in values, in defaults of the context or in lines. A dialog about
    a record is for those who may change that record, and nobody else.
    """

    _name = "social.dialog.mixin"
    _description = "Dialog"
    _inherit = ["social.guarded.mixin"]

    # The many2one to the record that the dialog is about.
    _dialog_of = None

    @api.model
    def default_get(self, fields):
        defaults = super().default_get(fields)
        self._check_dialog(defaults, "read")
        return defaults

    def onchange(self, values, field_names, fields_spec):
        self._check_dialog(values, "read")
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _add_missing_default_values(self, values):
        complete = super()._add_missing_default_values(values)
        self._check_dialog(complete, "write")
        return complete

    def write(self, vals):
        self._check_dialog(vals, "write")
        return super().write(vals)

    @api.model
    def _check_dialog(self, vals, operation):
        """Refuse what the user may not read, as far as the dialog would name it.

        :param dict vals: values as they come from outside
        :param str operation: what the user must be allowed to do with the record that
            the dialog is about
        :raises AccessError: he or she may not
        """
        if self.env.su:
            return
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None or not value:
                continue
            if field.type == "many2one":
                needed = operation if name == self._dialog_of else "read"
                self._named(field, [value]).check_access(needed)
            elif field.type in ("one2many", "many2many"):
                self._check_lines(field, value, operation)

    @api.model
    def _check_lines(self, field, value, operation):
        """Check what the values of a one2many or many2many name."""
        comodel = self.env[field.comodel_name]
        for command in value:
            if isinstance(command, int):
                command = (4, command)
            kind, record_id, *rest = command
            if kind == 6:
                self._named(field, rest[-1]).check_access("read")
            elif kind in (1, 4):
                self._named(field, [record_id]).check_access("read")
            if kind in (0, 1) and isinstance(comodel, self.pool["social.dialog.mixin"]):
                comodel._check_dialog(rest[-1] or {}, operation)

    @api.model
    def _named(self, field, values):
        """Return the records that some values of a relation stand for."""
        ids = {
            value.get("id") if isinstance(value, dict) else value for value in values
        }
        return self.env[field.comodel_name].browse(
            record_id for record_id in ids if isinstance(record_id, int)
        )
