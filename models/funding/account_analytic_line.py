from odoo import api, fields, models
from odoo.tools import sql

from .account_move_line import READERS


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    # A copy beside the amount lets one index answer budget against spending.
    social_program_budget_line_id = fields.Many2one(
        related="move_line_id.social_program_budget_line_id",
        string="Budget Line",
        store=True,
        readonly=True,
        groups=READERS,
    )

    def _auto_init(self):
        # No journal item names a budget line before this addon is installed: an empty
        # column spares a walk over all analytic lines.
        if not sql.column_exists(
            self.env.cr, self._table, "social_program_budget_line_id"
        ):
            sql.create_column(
                self.env.cr, self._table, "social_program_budget_line_id", "int4"
            )
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["social.spending"]._forget()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.env["social.spending"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["social.spending"]._forget()
        return result

    @api.model
    def _social_program_accounts(self, distribution):
        """Return [(program accounts, grant accounts, percent)], an entry a key.

        :param dict distribution: as stored in ``analytic_distribution``
        """
        return self._social_program_account_lists([distribution])[0]

    @api.model
    def _social_program_account_lists(self, distributions):
        """Return :meth:`_social_program_accounts` of many, with the queries of one.

        :param list distributions: as stored in ``analytic_distribution``
        """
        plans = self.env["account.analytic.plan"]
        program_plan = plans._social_program_program_plan()
        grant_plan = plans._social_program_grant_plan()
        ids_of = {
            key: [int(part) for part in key.split(",") if part.isdigit()]
            for distribution in distributions
            for key in distribution or {}
        }
        accounts = self.env["account.analytic.account"].sudo()
        accounts = accounts.browse(set().union(*ids_of.values())).exists()
        programs = accounts.filtered(lambda a: a.root_plan_id == program_plan)
        grants = accounts.filtered(lambda a: a.root_plan_id == grant_plan)
        program_ids, grant_ids = set(programs.ids), set(grants.ids)
        return [
            [
                (
                    programs.browse(id_ for id_ in ids_of[key] if id_ in program_ids),
                    grants.browse(id_ for id_ in ids_of[key] if id_ in grant_ids),
                    percent,
                )
                for key, percent in (distribution or {}).items()
                # "__update__" is the web client's, and no key.
                if ids_of[key]
            ]
            for distribution in distributions
        ]
