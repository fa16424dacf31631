from odoo import fields, models

from .account_move_line import READERS


class AccountMoveLine(models.Model):
    """The account of an item that names a budget line: that of the line's heading."""

    _inherit = "account.move.line"

    # What a form was proposed, as long as it is open: a choice by hand stays.
    social_program_proposed_account_id = fields.Many2one(
        "account.account",
        store=False,
        copy=False,
        groups=READERS,
        export_string_translation=False,
    )

    def _propose_social_program_accounts(self, named_before):
        """Propose accounts after a write, for those whose form shows no account.

        Whoever sees it has seen our proposal, and has saved that or another.

        :param dict named_before: {item: the budget line that it named before}
        """
        if self.env.su or self.env.user.has_group("account.group_account_readonly"):
            return
        for line in self:
            line._propose_social_program_account(named_before[line])

    def _propose_social_program_account(self, named_before=None, is_new=False):
        """Give a draft item the account of the heading whose line it names.

        Not where the account was chosen by hand: when it is neither Odoo's proposal nor
        ours for the line that was named before.

        :param named_before: that line, ``social.budget.line``
        :param is_new: nobody gave it an account, so that it has Odoo's
        """
        self.ensure_one()
        named = self.social_program_budget_line_id
        if not named or self.parent_state == "posted":
            return
        heading = named.category_id
        if self.account_id in heading._caught_accounts():
            return
        proposed = self._social_program_account_of(heading)
        if proposed and (is_new or self._has_social_program_proposal(named_before)):
            self.account_id = proposed
            self.social_program_proposed_account_id = proposed

    def _has_social_program_proposal(self, named_before):
        """Whether the account of this item is a proposal, and not somebody's choice."""
        account = self.account_id
        if not account or account == self.social_program_proposed_account_id:
            return True
        if named_before:
            before = self._social_program_account_of(named_before.category_id)
            if account == before:
                return True
        return account in self._odoo_accounts()

    def _odoo_accounts(self):
        """Return the accounts that Odoo itself proposes for this item.

        That of the product, or of the journal. A new item may have that of the vendor's
        other bills, which a saved item is already one of.
        """
        move = self.move_id
        proposals = move.journal_id.default_account_id
        if self.product_id:
            product = self.product_id.product_tmpl_id.with_company(self.company_id)
            accounts = product.get_product_accounts(move.fiscal_position_id)
            proposals += accounts["expense"]
        if not self._origin:
            account = self.account_id
            self.account_id = False
            self._compute_account_id()
            proposals += self.account_id
            self.account_id = account
        return proposals

    def _social_program_account_of(self, heading):
        """Return the account to book on for a heading; empty: there is no telling.

        The only one that it has; of several, the one that was used with it last.
        """
        caught = heading._caught_accounts().filtered("active")
        for accounts in (heading.sudo().account_ids.filtered("active"), caught):
            if len(accounts) == 1:
                return accounts.with_env(self.env)
        domain = [
            ("social_program_budget_line_id.category_id", "=", heading.id),
            ("parent_state", "=", "posted"),
            ("company_id", "in", heading.company_id._with_branches().ids),
        ]
        if caught:
            domain.append(("account_id", "in", caught.ids))
        last = self.env["account.move.line"].sudo()
        last = last.search(domain, order="date desc, id desc", limit=1)
        return last.account_id.with_env(self.env)
