import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .dates import FIRST_YEAR, LAST_YEAR
from .ids import LARGEST
from .picture import picture_type

# What a column of whole numbers holds; what floats add up without losing a cent of.
LARGEST_NUMBERS = {"integer": LARGEST, "float": 1e15, "monetary": 1e15}


class SocialSoundMixin(models.AbstractModel):
    """Values that nobody means are refused.

    A date lies in the years of programs; `first_year=1900` on a field lets it lie
    before them. A picture is one, whatever its name says.
    """

    _name = "social.sound.mixin"
    _description = "Sound Values"
    _inherit = ["social.row.mixin"]

    @api.model
    def _valid_field_parameter(self, field, name):
        return name == "first_year" or super()._valid_field_parameter(field, name)

    # ------------------------------------------------------------------
    # Values
    # ------------------------------------------------------------------
    @api.model
    def _add_missing_default_values(self, values):
        complete = super()._add_missing_default_values(values)
        # Before anything is computed from them.
        self._check_numbers([complete])
        return complete

    def write(self, vals):
        self._check_numbers([vals])
        return super().write(vals)

    @api.model
    def _check_numbers(self, vals_list):
        """Refuse numbers that are none, and those that no sum would survive.

        The web client shows nothing at all of an answer that holds one.
        """
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields.get(name)
                largest = field and LARGEST_NUMBERS.get(field.type)
                # “Not a number” is not smaller than anything either.
                if largest and isinstance(value, (int, float)):
                    if not abs(value) <= largest:
                        raise ValidationError(
                            self.env._(
                                "“%(field)s” is too large a number.",
                                field=field._description_string(self.env),
                            )
                        )

    @api.model
    def _own_dates(self):
        """Return the names of the fields that hold a day or a moment."""
        return [
            name
            for name, field in self._fields.items()
            if field.type in ("date", "datetime")
            and field.store
            and name not in models.MAGIC_COLUMNS
        ]

    @api.model
    def _own_pictures(self):
        return [
            name
            for name, field in self._fields.items()
            if isinstance(field, fields.Image) and not field.related
        ]

    @api.constrains(lambda self: self._own_dates())
    def _check_years(self):
        for name in self._own_dates():
            first = getattr(self._fields[name], "first_year", FIRST_YEAR)
            if any(
                record[name] and not first <= record[name].year <= LAST_YEAR
                for record in self
            ):
                raise ValidationError(
                    self.env._(
                        "“%(field)s” lies outside the years %(first)s to %(last)s: "
                        "check the year.",
                        field=self._fields[name]._description_string(self.env),
                        first=first,
                        last=LAST_YEAR,
                    )
                )

    @api.constrains(lambda self: self._own_pictures())
    def _check_pictures(self):
        names = self._own_pictures()
        for record in self.with_context(bin_size=False):
            for name in names:
                content = record[name]
                if content and not picture_type(base64.b64decode(content)):
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” is no picture that can be shown: save it as "
                            "JPEG, PNG, GIF or WebP and add it again.",
                            field=self._fields[name]._description_string(self.env),
                        )
                    )
