from odoo import models
from odoo.exceptions import UserError


class SocialDerivedMixin(models.AbstractModel):
    """Stored fields that follow from others, such as the program of a part.

    Rules ask for them, and Odoo lets anybody write them who calls from outside.
    """

    _name = "social.derived.mixin"
    _description = "With Derived Fields"

    def write(self, vals):
        for name in () if self.env.su else vals:
            field = self._fields.get(name)
            if field and field.compute and field.store and field.readonly:
                raise UserError(
                    self.env._(
                        "%(field)s cannot be written directly.",
                        field=field._description_string(self.env),
                    )
                )
        return super().write(vals)
