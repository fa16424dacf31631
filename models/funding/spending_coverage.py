from odoo import fields, models
from odoo.tools import SQL

from .company_rows_mixin import open_entry

_IS_COST = SQL(
    "(account.account_type LIKE 'expense%%' OR account.account_type = 'asset_fixed')"
)
# Of a row of res_company: the companies whose branch it is.
_OTHERS_ABOVE = SQL(
    "ARRAY_REMOVE(STRING_TO_ARRAY("
    "TRIM(TRAILING '/' FROM parent_path), '/')::integer[], id)"
)


class SocialSpendingCoverage(models.Model):
    """Cost in the trial balance beside the part of it that a program carries."""

    _name = "social.spending.coverage"
    _description = "Spending by General Account"
    _inherit = ["social.company.rows.mixin"]
    _auto = False
    _rec_name = "general_account_id"
    _order = "date desc, id desc"
    _depends = {
        "account.move.line": ["account_id", "balance", "date", "parent_state"],
        "account.analytic.line": ["account_id", "amount", "move_line_id"],
        "account.account": ["account_type"],
        "social.program": ["analytic_account_id", "company_id"],
        "res.company": ["parent_path", "social_program_asset_charging"],
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
        # The reader's own books, and what branches booked on the reader's programs.
        # What a program of a company above carries is a row of that company.
        return SQL("%s UNION ALL %s", self._own_part(), self._parts_of_others())

    def _own_part(self):
        # Everything that can be spending: cost accounts, and equipment that was bought.
        return SQL(
            """
            SELECT item.id, item.date, item.company_id,
                   item.company_currency_id AS currency_id,
                   item.account_id AS general_account_id, item.id AS move_line_id,
                   item.move_id, item.partner_id,
                   item.balance - COALESCE(elsewhere.amount, 0) AS balance,
                   COALESCE(carried.amount, 0) - COALESCE(elsewhere.amount, 0)
                       AS with_program,
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
                               AS charging, %(others_above)s AS others_above
                      FROM res_company) company ON company.id = item.company_id
         LEFT JOIN LATERAL (
                    SELECT SUM(-aal.amount) AS amount FROM account_analytic_line aal
                     WHERE aal.move_line_id = item.id AND aal.account_id IS NOT NULL
                   ) carried ON TRUE
         LEFT JOIN LATERAL (
                    SELECT SUM(-aal.amount) AS amount FROM account_analytic_line aal
                      JOIN social_program program
                        ON program.analytic_account_id = aal.account_id
                       AND program.company_id = ANY(company.others_above)
                     WHERE aal.move_line_id = item.id
                   ) elsewhere ON CARDINALITY(company.others_above) > 0
             WHERE item.parent_state = 'posted' AND item.company_id = ANY(%(companies)s)
               AND %(is_cost)s
               AND (elsewhere.amount IS NULL OR elsewhere.amount <> item.balance)
            """,
            others_above=_OTHERS_ABOVE,
            companies=self.env.companies.ids,
            is_cost=_IS_COST,
        )

    def _parts_of_others(self):
        companies = self.env.companies
        # Their ids lie beyond those of journal items.
        return SQL(
            """
            SELECT 2147483648 + MIN(aal.id) AS id, item.date, program.company_id,
                   item.company_currency_id AS currency_id,
                   item.account_id AS general_account_id,
                   %(open_item)s AS move_line_id, %(open_move)s AS move_id,
                   item.partner_id, SUM(-aal.amount) AS balance,
                   SUM(-aal.amount) AS with_program, 0 AS without_program
              FROM social_program program
              JOIN account_analytic_line aal
                ON aal.account_id = program.analytic_account_id
              JOIN account_move_line item ON item.id = aal.move_line_id
              JOIN account_account account ON account.id = item.account_id
              JOIN (SELECT id, %(others_above)s AS others_above
                      FROM res_company) company ON company.id = item.company_id
             WHERE program.company_id = ANY(company.others_above)
               AND item.company_id = ANY(%(branches)s) AND item.parent_state = 'posted'
               AND (program.company_id = ANY(%(companies)s)
                    OR item.company_id = ANY(%(companies)s))
               AND %(is_cost)s
          GROUP BY item.id, program.company_id
            """,
            **open_entry(companies),
            others_above=_OTHERS_ABOVE,
            branches=companies._with_branches().filtered("parent_id").ids,
            companies=companies.ids,
            is_cost=_IS_COST,
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
