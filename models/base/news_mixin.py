from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.tools import format_date


class SocialNewsMixin(models.AbstractModel):
    """Reads from the chatter what changed on the records of a model."""

    _name = "social.news.mixin"
    _description = "Changes of Records"

    def _news_changes(self, names, date_from, date_to):
        """Return what changed on the records of self in some days.

        Only call it on records that the user has been allowed to read: tracked values
        are closed to everybody but administrators, so they are read by sudo.

        :param names: tracked fields: dates and selections that every reader may see
        :param date date_from: first day that counts
        :param date date_to: last day that counts
        :return: ``{record id: {field: (old, new)}}`` as text in the user's language;
            from the first value of these days to the last
        """
        start, end = self._news_bounds(date_from, date_to)
        values = (
            self.env["mail.tracking.value"]
            .sudo()
            .search(
                [
                    ("mail_message_id.model", "=", self._name),
                    ("mail_message_id.res_id", "in", self.ids),
                    ("mail_message_id.date", ">=", start),
                    ("mail_message_id.date", "<", end),
                    ("field_id.name", "in", names),
                ],
                order="id",
            )
        )
        changes = {}
        for value in values:
            fields_of = changes.setdefault(value.mail_message_id.res_id, {})
            name = value.field_id.name
            old, _new = fields_of.get(name, (self._news_value(value, "old"), None))
            fields_of[name] = (old, self._news_value(value, "new"))
        return {
            record_id: {
                name: pair for name, pair in found.items() if pair[0] != pair[1]
            }
            for record_id, found in changes.items()
        }

    def _news_value(self, value, side):
        """Return one side of a tracked value as text."""
        if value.field_id.ttype == "date":
            return self._news_day(value[f"{side}_value_datetime"])
        label = value[f"{side}_value_char"] or ""
        # The label was kept in the language of whoever made the change.
        field = self._fields[value.field_id.name]
        for code, _name in self.env["res.lang"].get_installed():
            for key, text in field._description_selection(
                self.with_context(lang=code).env
            ):
                if text == label:
                    return dict(field._description_selection(self.env))[key]
        return label

    @api.model
    def _news_bounds(self, date_from, date_to):
        """Return when the days begin and end, as naive datetimes in UTC."""
        zone = pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")
        return tuple(
            zone.localize(datetime.combine(day, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for day in (date_from, date_to + timedelta(days=1))
        )

    @api.model
    def _news_day(self, day):
        return format_date(self.env, day, date_format="d MMM yyyy") if day else "–"

    @api.model
    def _news_period(self, date_from, date_to):
        return self.env._(
            "%(start)s to %(end)s",
            start=self._news_day(date_from),
            end=self._news_day(date_to),
        )
