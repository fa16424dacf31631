from odoo import api, models
from odoo.exceptions import UserError

from .ours import own_models


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_social_program(self):
        """Keep contacts that records of ours need, without a word about which.

        The database would say that somebody is a beneficiary.
        """
        for name in own_models(self.env):
            for field in self.env[name]._fields.values():
                if (
                    field.type == "many2one"
                    and field.store
                    and field.comodel_name == "res.partner"
                    and field.ondelete == "restrict"
                    and self.env[name]
                    .sudo()
                    .with_context(active_test=False)
                    .search_count([(field.name, "in", self.ids)], limit=1)
                ):
                    raise UserError(
                        self.env._(
                            "Other records need this contact, so it cannot be "
                            "deleted. Archive it instead."
                        )
                    )
