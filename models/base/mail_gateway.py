from ast import literal_eval

from markupsafe import Markup

from odoo import api, models
from odoo.tools import email_normalize
from odoo.tools.mail import (
    email_normalize_all,
    generate_tracking_message_id,
    unfold_references,
)
from odoo.tools.misc import clean_context

from .ours import is_ours


class MailThread(models.AbstractModel):
    """Mail comes to our records by the gateway, through an alias or as a reply.

    Everybody may call `message_process`, which works with the rights of whoever the
    sender's address names: what the caller tells is not believed.
    """

    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Find where a mail goes, and send it back where it may not go to us.

        :return: the routes of Odoo: (model, thread_id, values, user_id, alias)
        :rtype: list[tuple]
        """
        bounced = message_dict.get("bounced_message")
        if (
            bounced
            and is_ours(self.env, bounced.sudo().model)
            and not self._is_mail_gateway()
        ):
            return []
        found = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        routes = []
        for route in found:
            if not is_ours(self.env, route[0]):
                routes.append(route)
            elif own_route := self._route_to_us(message_dict, route):
                routes.append(own_route)
        if len(routes) < len(found):
            self._bounce_what_is_not_for_us(message, message_dict)
        return routes

    def message_new(self, msg_dict, custom_values=None):
        """Create a record from a mail, without defaults of whoever hands it over."""
        if is_ours(self.env, self._name):
            env = self.env(context=clean_context(self.env.context))
            return super(MailThread, self.with_env(env)).message_new(
                msg_dict, custom_values
            )
        return super().message_new(msg_dict, custom_values)

    @api.model
    def _is_mail_gateway(self):
        """Tell whether the caller may hand over mails of others."""
        return self.env.su or self.env.user._is_system()

    @api.model
    def _route_to_us(self, message_dict, route):
        """Return the route of a mail to one of our models, if it may go there.

        New records take the values of their alias, and no others.
        """
        model, thread_id, _values, user_id, alias = route
        if not self._is_mail_gateway():
            return None
        if thread_id:
            record = self.env[model].sudo().browse(thread_id)
            values = None
            may_go = self._may_reply(message_dict, record, alias)
        else:
            values = literal_eval(alias.sudo().alias_defaults) if alias else None
            may_go = bool(alias)
            if may_go and not self._belongs_to_company(user_id, values):
                # Nothing would be his or hers there: the gateway makes the record.
                user_id = self.env.uid
        return (model, thread_id, values, user_id, alias) if may_go else None

    @api.model
    def _belongs_to_company(self, user_id, values):
        """Tell whether a user works in the company of a record with some values."""
        user = self.env["res.users"].sudo().browse(user_id)
        program = self.env["social.program"].sudo().browse(values.get("program_id"))
        company_id = program.company_id.id or values.get("company_id")
        return not user.share and (not company_id or company_id in user.company_ids.ids)

    @api.model
    def _may_reply(self, message_dict, record, alias):
        """Tell whether the sender received a message of a record, or may write it."""
        sender = message_dict["email_from"]
        user = self._mail_find_user_for_gateway(sender)
        replied = self._replied_messages(message_dict, record)
        parent = self.env["mail.message"].sudo().browse(message_dict.get("parent_id"))
        if isinstance(record, self.pool["social.confidential.mixin"]):
            readers = record._readers()
            if record.confidential and user not in readers:
                return False
            if record.confidential and parent.author_id not in readers.partner_id:
                # Odoo would tell the author of the reply.
                message_dict["parent_id"] = False
        if parent not in replied:
            message_dict["parent_id"] = False
        if alias and alias.sudo().alias_force_thread_id == record.id:
            return True
        if email_normalize(sender) in self._addresses_of(replied):
            return True
        own = self.env(user=user.id, su=False, context={}) if user else None
        return bool(own) and record.with_env(own).has_access("write")

    @api.model
    def _replied_messages(self, message_dict, record):
        """Return the messages of a record that a mail says it replies to."""
        references = unfold_references(
            f"{message_dict['references']} {message_dict['in_reply_to']}"
        )
        # As many as Odoo looks at.
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("message_id", "in", references[-32:]),
                    ("model", "=", record._name),
                    ("res_id", "=", record.id),
                ]
            )
        )

    @api.model
    def _addresses_of(self, messages):
        """Return the addresses that messages went to, or came from."""
        people = (
            messages.partner_ids | messages.notified_partner_ids | messages.author_id
        )
        written = [
            *messages.mapped("email_from"),
            *messages.mapped("outgoing_email_to"),
            *messages.notification_ids.mapped("mail_email_address"),
        ]
        return {
            *people.mapped("email_normalized"),
            *email_normalize_all(",".join(filter(None, written))),
        } - {False}

    @api.model
    def _bounce_what_is_not_for_us(self, message, message_dict):
        company = self.env.company.partner_id
        body = Markup("<p>%s</p>") % self.env._(
            "Your mail was not delivered: please reply to a message that you received "
            "from us, or write to %(address)s.",
            address=company.email_formatted or company.name,
        )
        marker = generate_tracking_message_id("loop-detection-bounce-email")
        self._routing_create_bounce_email(
            message_dict["email_from"],
            self.env["ir.qweb"]._render(
                "mail.mail_bounce_alias_security",
                {"body": body, "message": message_dict},
                minimal_qcontext=True,
            ),
            message,
            # Odoo ignores what answers a bounce.
            references=f"{message_dict['message_id']} {marker}",
        )
