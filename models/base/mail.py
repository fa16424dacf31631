"""What Odoo keeps beside records, which stays as hidden as they are."""

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .ours import confidential_models, is_ours


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "social.shadow.mixin"]
    _shadow_model = "model"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if not self.env.su:
            messages._check_social_program_record()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and "parent_id" in vals:
            self._check_social_program_record()
        return result

    def _check_social_program_record(self):
        """Refuse messages beside our records by whoever does not read these.

        Odoo lets anybody create those that are no part of the thread, or that reply to
        what one received; and they name their record to their author. A channel shows
        all of what its messages reply to.
        """
        for message in self.sudo():
            if is_ours(self.env, message.parent_id.model):
                message.parent_id.sudo(False).check_access("read")
            if is_ours(self.env, message.model) and message.res_id:
                self.env[message.model].browse(message.res_id).check_access("read")

    def _compute_record_name(self):
        # Of saved ones, Odoo tells it to those who read the message.
        nameless = self.filtered(lambda message: not message.id)._beside_closed()
        nameless.record_name = False
        return super(MailMessage, self - nameless)._compute_record_name()

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
        nameless = self.filtered(lambda activity: not activity.id)._beside_closed()
        nameless.res_name = False
        return super(MailActivity, self - nameless)._compute_res_name()

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and not {"res_model_id", "res_model", "res_id"}.isdisjoint(
            vals
        ):
            # Whose activity it is may write it, wherever he or she moves it.
            self.sudo().filtered(
                lambda activity: is_ours(self.env, activity.res_model)
            ).sudo(False).check_access("create")
        return result

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
