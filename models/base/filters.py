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
        for shared in self:
            if not is_ours(self.env, shared.model_id):
                continue
            if shared.user_ids == self.env.user:
                continue
            context = literal_eval(shared.context or "{}")
            kept = {
                key: context[key] for key in context if not key.startswith("default_")
            }
            if len(kept) < len(context):
                super(IrFilters, shared).write({"context": repr(kept)})
