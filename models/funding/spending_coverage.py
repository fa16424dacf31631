from odoo import fields, models
from odoo.tools import SQL


class SocialSpendingCoverage(models.Model):
    """Cost in the trial balance beside the part of it that a program carries."""

    _name = "social.spending.coverage"
    _description = "Spending by General Account"
    _auto = False
    _rec_name = "general_account_id"
    _order = "date desc, id desc"
    _depends = {
        "account.move.line": ["account_id", "balance", "date", "parent_state"],
        "account.analytic.line": ["account_id", "amount", "move_line_id"],
        "account.account": ["account_type"],
        "res.company": ["social_program_asset_charging"],
    }

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    general_account_id = fields.Many2one("account.account", readonly=True)
    account_type = fields.Selection(
        related="general_account_id.account_type", string="Account Type"
    )
    move_line_id = fields.Many2one(
        "account.move.line", string="Journal Item", readonly=True
    )
    move_id = fields.Many2one("account.move", string="Journal Entry", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    balance = fields.Monetary(
        string="Trial Balance",
        readonly=True,
        help="Posted debit less credit of the general account.",
    )
    with_program = fields.Monetary(
        readonly=True,
        help="The part of it whose analytic distribution names a program.",
    )
    without_program = fields.Monetary(
        readonly=True,
        help="What is missing from the programs. Of equipment and depreciation, only "
        "the one counts that own funds are charged with.",
    )

    @property
    def _table_query(self):
        # Everything that can be spending: cost accounts, and equipment that was bought.
        return SQL(
            """
            SELECT item.id, item.date, item.company_id, item.company_currency_id
                       AS currency_id,
                   item.account_id AS general_account_id, item.id AS move_line_id,
                   item.move_id, item.partner_id, item.balance,
                   COALESCE(carried.amount, 0) AS with_program,
                   CASE WHEN account.account_type = 'expense_depreciation'
                             AND charging = 'purchase' THEN 0
                        WHEN account.account_type = 'asset_fixed'
                             AND (charging = 'depreciation' OR EXISTS (
                                SELECT FROM account_move_line other
                                  JOIN account_account cost
                                    ON cost.id = other.account_id
                                 WHERE other.move_id = item.move_id
                                   AND cost.account_type = 'expense_depreciation'))
                             THEN 0
                        ELSE item.balance - COALESCE(carried.amount, 0)
                    END AS without_program
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
              JOIN (SELECT id, COALESCE(social_program_asset_charging, 'purchase')
                               AS charging
                      FROM res_company) company ON company.id = item.company_id
         LEFT JOIN LATERAL (
                    SELECT SUM(-aal.amount) AS amount FROM account_analytic_line aal
                     WHERE aal.move_line_id = item.id AND aal.account_id IS NOT NULL
                   ) carried ON TRUE
             WHERE item.parent_state = 'posted' AND item.company_id = ANY(%s)
               AND (account.account_type LIKE 'expense%%'
                    OR account.account_type = 'asset_fixed')
            """,
            self.env.companies.ids,
        )

    def action_open_move(self):
        """Open the journal entry behind this row."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
