"""Odoo's records beside an issue, which stay as hidden as the issue is."""

from odoo import api, models
from odoo.exceptions import ValidationError


class MailMessage(models.Model):
    _name = "mail.message"
    _inherit = ["mail.message", "social.issue.shadow"]
    _shadow_model = "model"


class MailFollowers(models.Model):
    _name = "mail.followers"
    _inherit = ["mail.followers", "social.issue.shadow"]


class MailNotification(models.Model):
    _name = "mail.notification"
    _inherit = ["mail.notification", "social.issue.shadow"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailTrackingValue(models.Model):
    _name = "mail.tracking.value"
    _inherit = ["mail.tracking.value", "social.issue.shadow"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailMail(models.Model):
    _name = "mail.mail"
    _inherit = ["mail.mail", "social.issue.shadow"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailMessageSchedule(models.Model):
    _name = "mail.message.schedule"
    _inherit = ["mail.message.schedule", "social.issue.shadow"]
    _shadow_model = "model"
    _shadow_of = "mail_message_id"


class MailScheduledMessage(models.Model):
    _name = "mail.scheduled.message"
    _inherit = ["mail.scheduled.message", "social.issue.shadow"]
    _shadow_model = "model"


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = ["mail.activity", "social.issue.shadow"]

    @api.constrains("user_id", "res_model", "res_id")
    def _check_social_issue(self):
        """Activities tell whom they are given to what they are about."""
        # Constraints run by sudo, but the words of this one are not for everybody.
        for activity in self.sudo(False):
            if activity.res_model == "social.issue" and activity.user_id:
                issue = activity.env["social.issue"].browse(activity.res_id)
                issue.check_access("read")
                if issue.confidential and activity.user_id not in issue._readers():
                    raise ValidationError(
                        self.env._(
                            "This issue is confidential: name the person there "
                            "before you give him or her something to do."
                        )
                    )
