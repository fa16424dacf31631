from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Date

from .activity import OPEN_STATES

PLANNED_DATES = {"date_start", "date_end"}


class SocialActivity(models.Model):
    """Dates that are dragged in the calendar: the plan moves, what was stays."""

    _inherit = "social.activity"

    def write(self, vals):
        dates = {name: Date.to_date(vals[name]) for name in vals.keys() & PLANNED_DATES}
        if dates and vals.get("state") not in OPEN_STATES:
            self._check_dates_movable(dates)
        return super().write(vals)

    def _check_dates_movable(self, dates):
        """Refuse to plan anew what is done or cancelled.

        :param dict dates: the planned dates that will be written
        """
        for activity in self:
            if activity.state in OPEN_STATES or all(
                activity[name] == day for name, day in dates.items()
            ):
                continue
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(activity)s” is %(state)s: its planned dates stay as they are. "
                    "Reopen it first if it takes place again.",
                    activity=activity.name,
                    state=labels[activity.state].lower(),
                )
            )
