"""What Odoo keeps beside records, which stays as hidden as they are."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .ours import confidential_models, is_ours


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "social.shadow.mixin"]
    _shadow_model = "model"

    @api.depends_context("uid")
    def _compute_display_name(self):
        """Name messages, to those who may read them: a link to one bears its name."""
        closed = self._social_program_closed()
        for message in closed:
            message.display_name = f"{message._name},{message.id}"
        return super(MailMessage, self - closed)._compute_display_name()

    def _compute_record_name(self):
        nameless = self._beside_closed()
        nameless.record_name = False
        return super(MailMessage, self - nameless)._compute_record_name()

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if not self.env.su:
            messages._check_social_program_record()
            messages.parent_id._check_social_program_readable()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals and not self.env.su:
            self.parent_id._check_social_program_readable()
        return result

    def _social_program_closed(self):
        """Return those messages of self beside our records that one may not read.

        Whoever has a message in hand reads its fields: Odoo fetches them by sudo.
        """
        ours = self.sudo().filtered(
            lambda message: message.id and is_ours(self.env, message.model)
        )
        ours = ours.sudo(False)
        return (ours - ours._filtered_access("read")).with_env(self.env)

    def _check_social_program_readable(self):
        """Refuse messages beside our records that the user may not read."""
        self._social_program_closed().sudo(False).check_access("read")

    def _check_social_program_record(self):
        """Refuse messages beside our records by whoever does not read these.

        Odoo lets anybody create those that are no part of the thread, or that reply to
        what one received; and they name their record to their author.
        """
        for message in self.sudo():
            if is_ours(self.env, message.model) and message.res_id:
                self.env[message.model].browse(message.res_id).check_access("read")

    @api.model
    def _search_needaction(self, operator, operand):
        # One's own notifications, of messages that are judged themselves.
        return super(MailMessage, self.sudo())._search_needaction(operator, operand)


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "social.shadow.mixin"]
    _shadow_open = True


class MailNotification(models.Model):
    _name = "mail.notification"
    _inherit = ["mail.notification", "social.shadow.mixin"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"
    _shadow_open = True

    @api.model
    def _shadow_mine(self):
        me = self.env.user.partner_id.ids
        return Domain("res_partner_id", "in", me) | Domain("author_id", "in", me)


class MailTrackingValue(models.Model):
    _name = "mail.tracking.value"
    _inherit = ["mail.tracking.value", "social.shadow.mixin"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ["mail.mail", "social.shadow.mixin"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailMessageSchedule(models.Model):
    _name = "mail.message.schedule"
    _inherit = ["mail.message.schedule", "social.shadow.mixin"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailScheduledMessage(models.Model):
    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "social.shadow.mixin"]
    _shadow_model = "model"


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "social.shadow.mixin"]

    def _compute_res_name(self):
        nameless = self._beside_closed()
        nameless.res_name = False
        return super(MailActivity, self - nameless)._compute_res_name()

    @api.constrains("user_id", "res_model", "res_id")
    def _check_social_program_reader(self):
        """Activities tell whom they are given to what they are about."""
        confidential = confidential_models(self.env)
        # Constraints run by sudo, but the words of this one are not for everybody.
        for activity in self.sudo(False):
            if activity.res_model in confidential and activity.user_id:
                record = activity.env[activity.res_model].browse(activity.res_id)
                record.check_access("read")
                if record.confidential and activity.user_id not in record._readers():
                    raise ValidationError(
                        self.env._(
                            "“%(record)s” is confidential: name the person there "
                            "before you give him or her something to do.",
                            record=record.display_name,
                        )
                    )
