from collections import defaultdict

from odoo import api, models
from odoo.exceptions import ValidationError


class SocialReminderMixin(models.AbstractModel):
    """Something that somebody has to do until a day: one reminder of Odoo's each.

    The reminder follows the record: it moves with the day, goes to whoever is
    responsible now, and is gone once nothing is left to do.
    """

    _name = "social.reminder.mixin"
    _description = "With a Reminder"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._sync_reminders()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self._reminder_fields().isdisjoint(vals):
            self._sync_reminders()
        return result

    @api.model
    def _reminder_fields(self):
        """Return the names of the fields whose change may move the reminder."""
        return frozenset()

    def _reminder(self):
        """Return what reminds of the record.

        :returns: (user, date, sentence), or None where nothing is to be done
        """
        self.ensure_one()
        return None

    def _reminder_stand_in(self, user):
        """Return who is reminded in place of somebody who may not open a record.

        :param user: who is responsible for the records of self
        :returns: ``res.users``, empty where nobody is reminded
        :raises ValidationError: unless a model knows somebody
        """
        raise ValidationError(
            self.env._(
                "%(user)s does not see “%(record)s”: make him or her a member of the "
                "program first, or choose somebody else.",
                user=user.name,
                record=self[:1].display_name,
            )
        )

    def _sync_reminders(self):
        """Create, move and remove the reminders of the records of self."""
        wanted = {}
        for record in self:
            reminder = record._reminder()
            if reminder:
                wanted[record.id] = reminder
        self._replace_outsiders(wanted)
        todo = self.env.ref("mail.mail_activity_data_todo")
        Activity = self.env["mail.activity"].sudo()
        existing = Activity.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", todo.id),
                # What somebody planned by hand stays as it is.
                ("automated", "=", True),
            ]
        )
        existing.filtered(lambda activity: activity.res_id not in wanted).unlink()
        moved = defaultdict(Activity.browse)
        for activity in existing.exists():
            values = self._prepare_reminder(*wanted.pop(activity.res_id))
            changed = {
                name: value
                for name, value in values.items()
                if activity._fields[name].convert_to_write(activity[name], activity)
                != value
            }
            if changed:
                moved[tuple(changed.items())] |= activity
        for changed, activities in moved.items():
            activities.write(dict(changed))
        Activity.create(
            [
                {
                    **self._prepare_reminder(*reminder),
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": record_id,
                    "activity_type_id": todo.id,
                    "automated": True,
                }
                for record_id, reminder in wanted.items()
            ]
        )

    @api.model
    def _prepare_reminder(self, user, day, sentence):
        return {"user_id": user.id, "date_deadline": day, "summary": sentence}

    def _replace_outsiders(self, wanted):
        """Let somebody stand in for users who may not open what they are reminded of.

        :param dict wanted: {id: (user, date, sentence)}; entries without a stand-in
            are taken out
        """
        for user in {user for user, _day, _sentence in wanted.values()}:
            mine = self.browse(
                [key for key, reminder in wanted.items() if reminder[0] == user]
            )
            for record in mine - mine._readable_by(user):
                stand_in = record._reminder_stand_in(user)
                _user, day, sentence = wanted.pop(record.id)
                if stand_in and record._readable_by(stand_in):
                    wanted[record.id] = (stand_in, day, sentence)

    def _readable_by(self, user):
        """Return the records of self that a user may open."""
        if not user.active:
            return self.browse()
        readable = (
            self.sudo(False)
            .with_user(user)
            .with_context(allowed_company_ids=user.sudo().company_ids.ids)
            ._filtered_access("read")
        )
        return self.browse(readable.ids)
