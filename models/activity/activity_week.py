from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.date_utils import parse_date

WEEK = timedelta(days=6)


class SocialActivity(models.Model):
    """Which activities lie in the week under way: what one's own work begins with."""

    _inherit = "social.activity"

    is_this_week = fields.Boolean(
        compute="_compute_is_this_week",
        export_string_translation=False,
        help="Some of its days lie in the week under way.",
    )

    @api.depends("date_start", "date_end")
    def _compute_is_this_week(self):
        monday, sunday = self._this_week()
        for activity in self:
            activity.is_this_week = bool(
                activity.date_start
                and activity.date_end
                and activity.date_start <= sunday
                and activity.date_end >= monday
            )

    @api.model
    def _this_week(self):
        """Return the first and the last day of the week, as the user's language has it.

        :rtype: tuple[date, date]
        """
        first = parse_date("today =week_start", self.env)
        return first, first + WEEK

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        """Sort by the week under way too, which depends on today and has no column."""
        if field_name != "is_this_week":
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        first, last = self._this_week()
        return SQL(
            "(%s <= %s AND %s >= %s) %s %s",
            self._field_to_sql(alias, "date_start", query),
            last,
            self._field_to_sql(alias, "date_end", query),
            first,
            direction,
            nulls,
        )
