from odoo import Command, api, models

from ...models.base.ids import linked_ids


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
            if field is None or not field.relational or not value:
                continue
            comodel = self.env[field.comodel_name]
            needed = operation if name == self._dialog_of else "read"
            comodel.browse(linked_ids(field, value)).check_access(needed)
            if isinstance(comodel, self.pool["social.dialog.mixin"]):
                for told in self._told_lines(field, value):
                    comodel._check_dialog(told, operation)

    @api.model
    def _told_lines(self, field, value):
        """Return the values that a value of a one2many or many2many tells of lines."""
        if field.type == "many2one":
            return []
        return [
            command[2]
            for command in value
            if not isinstance(command, int)
            and command[0] in (Command.CREATE, Command.UPDATE)
            and command[2]
        ]
