from odoo import fields, models
from odoo.tools import SQL

from .account_move_line import READERS
from .budget_analysis import SocialBudgetAnalysis
from .company_rows_mixin import open_entry

# Ids of rows that are no journal item's lie beyond those of journal items.
_BEYOND = 2**31


class SocialSpendingCoverage(models.Model):
    """The trial balance of costs beside what Program Budgets show of it.

    Trial balance = spent + in no program + no cost, in each row and in every sum. What
    a branch booked on a program of its parent is a row of the parent's company, and is
    taken off the branch's: each cost stands here once.
    """

    _name = "social.spending.coverage"
    _description = "Spending by General Account"
    _inherit = ["social.company.rows.mixin"]
    _auto = False
    _rec_name = "general_account_id"
    _order = "date desc, id desc"
    _depends = SocialBudgetAnalysis._depends

    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    general_account_id = fields.Many2one("account.account", readonly=True)
    account_type = fields.Selection(
        related="general_account_id.account_type", string="Account Type"
    )
    # Costs of no program are told entry by entry in accounting only: payroll is one.
    move_line_id = fields.Many2one(
        "account.move.line", string="Journal Item", readonly=True, groups=READERS
    )
    move_id = fields.Many2one(
        "account.move", string="Journal Entry", readonly=True, groups=READERS
    )
    partner_id = fields.Many2one("res.partner", readonly=True, groups=READERS)
    balance = fields.Monetary(
        string="Trial Balance",
        readonly=True,
        help="Posted debit less credit of the general account.",
    )
    with_program = fields.Monetary(
        string="Spent (Program Budgets)",
        readonly=True,
        help="What Program Budgets show as spent: costs whose analytic distribution "
        "names a program or a grant.",
    )
    without_program = fields.Monetary(
        string="In No Program",
        readonly=True,
        help="Costs that name neither a program nor a grant, and so are missing from "
        "their reports. Less than nothing where a distribution gives away more than "
        "the cost.",
    )
    no_cost = fields.Monetary(
        readonly=True,
        help="What is in the trial balance and no cost: of equipment and depreciation "
        "only one counts. Hours charged to programs are taken off here, for the "
        "payroll holds their cost.",
    )

    @property
    def _table_query(self):
        # A share may have another date than its item: it is a row of its own then.
        return SQL(
            """
            WITH spent AS MATERIALIZED (%(spent)s),
                 ledger AS (%(ledger)s)
            SELECT COALESCE(ledger.id, %(beyond)s + spent.id) AS id,
                   COALESCE(ledger.date, spent.date) AS date,
                   company.id AS company_id, company.currency_id,
                   COALESCE(ledger.account_id, spent.account_id) AS general_account_id,
                   item.id AS move_line_id, item.move_id, item.partner_id,
                   COALESCE(ledger.balance, 0) AS balance,
                   COALESCE(spent.amount, 0) AS with_program,
                   CASE WHEN spent.is_timesheet THEN 0
                        ELSE COALESCE(ledger.cost, 0) - COALESCE(spent.amount, 0)
                   END AS without_program,
                   CASE WHEN spent.is_timesheet THEN -spent.amount
                        ELSE COALESCE(ledger.balance - ledger.cost, 0)
                   END AS no_cost
              FROM ledger
         FULL JOIN (SELECT * FROM spent
                     WHERE home_id = company_id AND company_id = ANY(%(companies)s)
                   ) spent
                ON spent.move_line_id = ledger.id AND spent.date = ledger.date
         LEFT JOIN account_move_line item
                ON item.id = COALESCE(ledger.id, spent.move_line_id)
              JOIN res_company company
                ON company.id = COALESCE(ledger.company_id, spent.company_id)
         UNION ALL
            SELECT 2 * %(beyond)s + spent.id, spent.date, company.id,
                   company.currency_id, spent.account_id, %(open_item)s, %(open_move)s,
                   item.partner_id,
                   CASE WHEN spent.is_timesheet THEN 0 ELSE spent.amount END,
                   spent.amount, 0,
                   CASE WHEN spent.is_timesheet THEN -spent.amount ELSE 0 END
              FROM spent
              JOIN res_company company ON company.id = spent.home_id
         LEFT JOIN account_move_line item ON item.id = spent.move_line_id
             WHERE spent.home_id <> spent.company_id
               AND (spent.home_id = ANY(%(companies)s)
                    OR spent.company_id = ANY(%(companies)s))
            """,
            spent=self._spent(),
            ledger=self._ledger(),
            beyond=_BEYOND,
            companies=self.env.companies.ids,
            **open_entry(self.env.companies),
        )

    def _spent(self):
        """Return the query of what Program Budgets show as spent.

        A row an item, a date, and a company whose program or grant it is. Beside it
        stands what was `counted`, the grants' halves of it included.
        """
        # Those above are read, too: of their budgets is what a branch books.
        companies = self.env.companies.sudo().parent_ids
        query = self.env["social.spending"]._query(companies, detail=True)
        return query.select(
            SQL(
                """
                MIN(matched.id) AS id, matched.home_id, matched.company_id,
                matched.move_line_id, matched.date,
                NULLIF(matched.account_id, 0) AS account_id,
                matched.account_id = 0 AS is_timesheet,
                SUM(CASE WHEN half.carried THEN 0
                         ELSE COALESCE(half.amount, matched.amount) END) AS amount,
                SUM(COALESCE(half.amount, matched.amount)) AS counted
                """
            ),
            SQL(
                """
                LEFT JOIN half ON half.kind = matched.kind AND half.id = matched.id
                    WHERE matched.program_account <> 0 OR matched.grant_account <> 0
                 GROUP BY matched.home_id, matched.company_id, matched.move_line_id,
                          matched.date, matched.account_id,
                          CASE WHEN matched.move_line_id IS NULL THEN matched.id END
                """
            ),
        )

    def _ledger(self):
        """Return the query of the items that can be spending, and what is cost of them.

        Of equipment and depreciation, what the grant of a share is not charged with is
        no cost; nor is what no program carries, where own funds are not charged. What
        a company above carries is left out of both.
        """
        plan = self.env["account.analytic.plan"]._social_program_grant_plan()
        return SQL(
            """
            SELECT item.id, item.date, item.company_id, item.account_id,
                   item.balance - COALESCE(total.elsewhere, 0) AS balance,
                   CASE WHEN rule.counts THEN item.balance - CASE
                             WHEN rest.apart * rest.amount <= 0 THEN 0
                             WHEN ABS(rest.apart) < ABS(rest.amount) THEN rest.apart
                             ELSE rest.amount END
                        ELSE COALESCE(total.amount, 0) END
                   - COALESCE(total.elsewhere, 0) AS cost
              FROM account_move_line item
              JOIN account_account account ON account.id = item.account_id
              JOIN (SELECT id, COALESCE(social_program_asset_charging, 'purchase')
                               AS charging
                      FROM res_company) company ON company.id = item.company_id
         LEFT JOIN (SELECT move_line_id, SUM(amount) AS amount,
                           SUM(counted) AS counted,
                           SUM(amount) FILTER (WHERE home_id <> company_id) AS elsewhere
                      FROM spent GROUP BY move_line_id) total
                ON total.move_line_id = item.id
         LEFT JOIN LATERAL (
                    SELECT SUM(-aal.amount) AS amount FROM account_analytic_line aal
                     WHERE aal.move_line_id = item.id
                       AND account.account_type IN
                           ('asset_fixed', 'expense_depreciation')
                       AND (aal.account_id IS NOT NULL OR %(grant)s IS NOT NULL)
                   ) named ON TRUE
        CROSS JOIN LATERAL (
                    SELECT COALESCE(named.amount - COALESCE(total.counted, 0), 0)
                               AS apart,
                           item.balance - COALESCE(total.amount, 0) AS amount
                   ) rest
        CROSS JOIN LATERAL (
                    SELECT CASE
                        WHEN account.account_type = 'expense_depreciation'
                             THEN company.charging = 'depreciation'
                        WHEN account.account_type = 'asset_fixed'
                             THEN company.charging = 'purchase' AND NOT EXISTS (
                                SELECT FROM account_move_line other
                                  JOIN account_account cost
                                    ON cost.id = other.account_id
                                 WHERE other.move_id = item.move_id
                                   AND cost.account_type = 'expense_depreciation')
                        ELSE TRUE END AS counts
                   ) rule
             WHERE item.parent_state = 'posted' AND item.company_id = ANY(%(companies)s)
               AND (account.account_type LIKE 'expense%%'
                    OR account.account_type = 'asset_fixed')
               AND (total.elsewhere IS NULL OR total.elsewhere <> item.balance
                    OR total.amount <> total.elsewhere)
            """,
            grant=SQL.identifier("aal", plan._column_name()) if plan else SQL("NULL"),
            companies=self.env.companies.ids,
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
