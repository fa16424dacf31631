from ast import literal_eval

from odoo import api, models

from .ours import is_ours


class IrFilters(models.Model):
    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._drop_defaults()
        return filters

    def write(self, vals):
        result = super().write(vals)
        if not {"context", "model_id", "user_ids"}.isdisjoint(vals):
            self._drop_defaults()
        return result

    def _drop_defaults(self):
        """Let no filter fill in the records of ours that others make.

        Anybody may share a filter, and it would name who reads what is confidential.
        """
        if self.env.su:
            return
        for one in self:
            if is_ours(self.env, one.model_id) and one.user_ids != self.env.user:
                context = _without_defaults(one.context or "{}")
                if context != one.context:
                    one.sudo().context = context


def _without_defaults(text):
    """Return a context, as text, without values for new records."""
    if "default_" not in text:
        return text
    try:
        context = literal_eval(text)
    except (SyntaxError, ValueError):
        # Words of the web client, such as `uid`: they are evaluated there.
        return "{}"
    return repr({key: context[key] for key in context if key[:8] != "default_"})
