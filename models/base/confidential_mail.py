from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class SocialConfidentialMixin(models.AbstractModel):
    """What a confidential record sends: to named people only, and without a word of it.

    Mails lie in the outgoing queue and on servers that others run.
    """

    _inherit = "social.confidential.mixin"

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        confidential = self.sudo().filtered("confidential")
        for record in confidential:
            allowed = set(record._readers().partner_id.ids)
            super(SocialConfidentialMixin, record)._message_subscribe(
                [pid for pid in partner_ids or [] if pid in allowed],
                subtype_ids,
                customer_ids,
            )
        return super(SocialConfidentialMixin, self - confidential)._message_subscribe(
            partner_ids, subtype_ids, customer_ids
        )

    def message_post(self, *, partner_ids=None, **kwargs):
        """Post a message, not to people who may not read a confidential record."""
        if self.sudo().confidential:
            partners = self.env["res.partner"].sudo().browse(partner_ids or [])
            outsiders = partners - self._readers().partner_id
            if outsiders:
                # Who may not read it is not told what it is.
                self.check_access("read")
                raise UserError(
                    self.env._(
                        "%(record)s is confidential, and %(names)s may not read it. "
                        "Name them among those who may, or leave them out.",
                        record=self.display_name,
                        names=", ".join(outsiders.mapped("name")),
                    )
                )
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not self or not self.sudo().confidential:
            return recipients
        allowed = set(self._readers().partner_id.ids)
        return [data for data in recipients if data["id"] in allowed]

    def _notify_by_email_get_final_mail_values(
        self, recipient_ids, mail_values, additional_values=None
    ):
        values = super()._notify_by_email_get_final_mail_values(
            recipient_ids, mail_values, additional_values
        )
        if self and self.sudo().confidential:
            link = Markup('<a href="%s">%s</a>') % (
                self._notify_get_action_link("view"),
                self.display_name,
            )
            values["subject"] = self.display_name
            values["body_html"] = Markup("<p>%s</p><p>%s</p>%s") % (
                self.env._(
                    "There is news in a confidential matter. You find it in the system:"
                ),
                link,
                self._link_attachments(values.get("mail_message_id")),
            )
        return values

    def _link_attachments(self, message_id):
        """Return links to the files of a message, for those who may log in.

        Odoo does not attach a file to a mail whose body has a link to it.
        """
        attachments = self.env["mail.message"].sudo().browse(message_id).attachment_ids
        return Markup(" ").join(
            Markup('<a href="%s/web/content/%s">[%s]</a>')
            % (self.get_base_url(), attachment.id, number)
            for number, attachment in enumerate(attachments.sorted("id"), start=1)
        )

    def _notify_thread_by_web_push(
        self, message, recipients_data, msg_vals=False, **kwargs
    ):
        if self and self.sudo().confidential:
            # Would leave for the servers of the browsers' makers.
            return None
        return super()._notify_thread_by_web_push(
            message, recipients_data, msg_vals=msg_vals, **kwargs
        )
