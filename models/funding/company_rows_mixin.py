"""What report models share whose rows come from the books of several companies."""

from odoo import models
from odoo.tools import SQL


class SocialCompanyRowsMixin(models.AbstractModel):
    """Amounts of several companies, added up only in one currency."""

    _name = "social.company.rows.mixin"
    _description = "Rows of Companies"

    def _read_group_select(self, aggregate_spec, query):
        """Leave a sum of different currencies empty.

        Odoo would add the numbers up, or convert them at the rates of today.
        """
        select = super()._read_group_select(aggregate_spec, query)
        name, _sep, function = aggregate_spec.partition(":")
        field = self._fields.get(name)
        if not function.startswith("sum") or not field or field.type != "monetary":
            return select
        currency = field.get_currency_field(self)
        return SQL(
            "CASE WHEN COUNT(DISTINCT %s) <= 1 THEN %s END",
            self._field_to_sql(self._table, currency, query),
            select,
        )


def open_entry(companies):
    """Return the SQL of the journal item and entry behind a row, by name.

    They are left out where the entry is of a company that is closed to the reader: a
    branch books on programs of its parent.

    :param companies: companies of the reader
    """
    link = "CASE WHEN item.company_id = ANY(%s) THEN {} END"
    return {
        name: SQL(link.format(column), companies.ids)
        for name, column in (("open_item", "item.id"), ("open_move", "item.move_id"))
    }
