from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse where one contact would become two sponsors (volunteers, …).

        Odoo re-points our records by SQL, which the unique index would stop with a
        database error after half of the work.
        """
        ids = set(partner_ids) | set(dst_partner.ids if dst_partner else ())
        names = [
            name
            for name in self.env.registry.descendants(
                ["social.contact.mixin"], "_inherit"
            )
            if not self.env[name]._abstract
        ]
        for model_name in names:
            for company, count in (
                self.env[model_name]
                .sudo()
                .with_context(active_test=False)
                ._read_group(
                    [("partner_id", "in", list(ids))], ["company_id"], ["__count"]
                )
            ):
                if count > 1:
                    raise UserError(
                        self.env._(
                            "%(count)s of these contacts have a record of the kind "
                            "“%(model)s” in %(company)s. Keep one of those records, "
                            "delete the others, and merge again.",
                            count=count,
                            model=self.env["ir.model"]._get(model_name).name,
                            company=company.name,
                        )
                    )
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        for model_name in names:
            # A merged contact is not only theirs any more.
            self.env[model_name].sudo().with_context(active_test=False).search(
                [("partner_id", "in", list(ids)), ("owns_contact", "=", True)]
            ).owns_contact = False
        return result
