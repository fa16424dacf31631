from odoo import api, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """On whose programs and grants an entry is booked: its company's, or those above.

    Odoo refuses accounts of other companies by itself; a program or grant may also
    have adopted an account that belongs to no company.
    """

    _inherit = "account.move"

    @api.depends("company_id")
    def _compute_social_program_warning(self):
        result = super()._compute_social_program_warning()
        bills = self.filtered(
            lambda move: move.is_purchase_document(True) and move.state != "posted"
        )
        found = bills._social_program_strangers()
        for bill in bills:
            if sentences := found.get(bill.id):
                told = filter(None, [bill.social_program_warning, *sentences])
                bill.social_program_warning = "\n".join(dict.fromkeys(told))
        return result

    def _post(self, soft=True):
        self._check_social_program_company()
        return super()._post(soft)

    def _check_social_program_company(self):
        """Refuse entries on programs and grants of other companies.

        :raise UserError: naming the lines
        """
        found = self._social_program_strangers().values()
        if sentences := list(dict.fromkeys(sum(found, []))):
            raise UserError("\n".join(sentences))

    def _social_program_strangers(self):
        """Return {id of an entry: sentences} about what its company may not book."""
        lines = self.sudo().line_ids.filtered("analytic_distribution")
        owners = self._social_program_owners(lines)
        found = {}
        for line in lines:
            above = line.company_id.parent_ids
            for account in line.distribution_analytic_account_ids:
                if owners.get(account.id, above) <= above:
                    continue
                found.setdefault(line.move_id.id, []).append(
                    self.env._(
                        "“%(line)s”: the program or grant of its distribution belongs "
                        "to another company, on which %(company)s cannot book. Enter "
                        "it there, or choose another distribution.",
                        line=(line.name or line.account_id.display_name).split("\n")[0],
                        company=line.company_id.name,
                    )
                )
        return found

    def _social_program_owners(self, lines):
        """Return {id of an analytic account: company of its program or grant}."""
        accounts = lines.distribution_analytic_account_ids.ids
        if not accounts:
            return {}
        return {
            owner.analytic_account_id.id: owner.company_id
            for model in ("social.program", "social.grant")
            for owner in self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search_fetch(
                [("analytic_account_id", "in", accounts)],
                ["analytic_account_id", "company_id"],
            )
        }
