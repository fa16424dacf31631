from werkzeug.urls import url_encode

from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.mail import MailController

from ...models.base.ours import is_ours


class SocialMailController(MailController):
    @http.route()
    def mail_action_view(self, model=None, res_id=None, access_token=None, **kwargs):
        """Tell no visitor which record of ours a message belongs to.

        Odoo redirects to the login, with the record in the address. See
        :meth:`MailController.mail_action_view`.
        """
        number = str(kwargs.get("message_id") or "")
        if number.isdecimal() and request.env.user._is_public():
            message = request.env["mail.message"].sudo().browse(int(number)).exists()
            if is_ours(request.env, message.model):
                back = f"/mail/view?{url_encode({'message_id': number})}"
                return request.redirect(f"/web/login?{url_encode({'redirect': back})}")
        return super().mail_action_view(model, res_id, access_token, **kwargs)
