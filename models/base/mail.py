"""What Odoo keeps beside records, which stays as hidden as they are."""

from odoo import api, models
from odoo.exceptions import ValidationError


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "social.shadow.mixin"]
    _shadow_model = "model"


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "social.shadow.mixin"]


class MailNotification(models.Model):
    _name = "mail.notification"
    _inherit = ["mail.notification", "social.shadow.mixin"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


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

    @api.constrains("user_id", "res_model", "res_id")
    def _check_social_program_reader(self):
        """Activities tell whom they are given to what they are about."""
        confidential = self._confidential_models()
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
