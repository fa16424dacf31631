from odoo import api, models
from odoo.exceptions import UserError


class SocialDerivedMixin(models.AbstractModel):
    """Stored fields that follow from others, such as the program of a part.

    Rules ask for them, and Odoo lets anybody write them who calls from outside.
    """

    _name = "social.derived.mixin"
    _description = "With Derived Fields"

    @api.model
    def _is_derived(self, name):
        field = self._fields.get(name)
        return bool(field and field.compute and field.store and field.readonly)

    @api.model
    def _add_missing_default_values(self, values):
        """Leave out what a new record is told, as Odoo does with precomputed fields."""
        values = super()._add_missing_default_values(values)
        if self.env.su:
            return values
        return {
            name: value for name, value in values.items() if not self._is_derived(name)
        }

    def write(self, vals):
        for name in () if self.env.su else vals:
            if self._is_derived(name):
                field = self._fields[name]
                raise UserError(
                    self.env._(
                        "%(field)s cannot be written directly.",
                        field=field._description_string(self.env),
                    )
                )
        return super().write(vals)
