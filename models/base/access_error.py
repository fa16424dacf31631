from odoo import models
from odoo.exceptions import AccessError

from .ours import is_ours


class IrRule(models.Model):
    """Refusals that name nothing: in debug mode Odoo tells what one may not read."""

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Return the error that refuses some records to the user.

        Neither the names of our records stand in it, nor the rule that closed them,
        which would say that an issue is confidential.
        """
        error = super()._make_access_error(operation, records)
        if not (
            is_ours(self.env, records._name)
            or isinstance(records, self.pool["social.shadow.mixin"])
        ):
            return error
        kind = self.env["ir.model"]._get(records._name).name
        if operation == "read":
            sentence = self.env._(
                "This is closed to you: %(kind)s. If you need to see it, ask whoever "
                "runs the program, or an administrator.",
                kind=kind,
            )
        else:
            sentence = self.env._(
                "You may not do this here: %(kind)s. If you need to, ask whoever runs "
                "the program, or an administrator.",
                kind=kind,
            )
        nameless = AccessError(sentence)
        if hasattr(error, "context"):
            # The web client offers to switch to the company that it names.
            nameless.context = error.context
        return nameless
