from odoo import api, fields, models
from odoo.tools import SQL

from .company_rows_mixin import open_entry

_FROM_MATCHED = SQL(
    """
    LEFT JOIN half ON half.kind = matched.kind AND half.id = matched.id
    LEFT JOIN social_budget_line budget_line ON budget_line.id = matched.line_id
    LEFT JOIN account_move_line item ON item.id = matched.move_line_id
    """
)
# The numbers of the rows of open orders: see social.commitment.
_FROM_ORDERS = SQL(
    """
    LEFT JOIN purchase_order_line order_line
           ON order_line.id = -matched.id / 1000 AND matched.id < 0
    LEFT JOIN purchase_order ordered ON ordered.id = order_line.order_id
    """
)


class SocialBudgetAnalysis(models.Model):
    """Budget against spending: a row a budget line, a share of cost, a commitment."""

    _name = "social.budget.analysis"
    _description = "Budget Analysis"
    _inherit = ["social.company.rows.mixin"]
    _auto = False
    _rec_name = "name"
    _order = "date desc, id desc"
    _depends = {
        "account.analytic.line": [
            "account_id",
            "amount",
            "company_id",
            "date",
            "general_account_id",
            "move_line_id",
            "social_program_budget_line_id",
        ],
        "account.move.line": [
            "account_id",
            "amount_currency",
            "analytic_distribution",
            "balance",
            "date",
            "move_name",
            "parent_state",
            "social_program_budget_line_id",
        ],
        "account.move": ["move_type", "state"],
        "account.account": ["account_type"],
        "social.budget": ["currency_rate", "date_end", "date_start", "state"],
        "social.budget.line": ["amount", "category_id", "date_end", "date_start"],
        "social.cost.category": ["account_ids", "parent_path"],
        "social.grant": [
            "analytic_account_id",
            "asset_charging",
            "company_id",
            "currency_id",
        ],
        "social.program": ["analytic_account_id", "company_id"],
        "res.company": ["parent_path", "social_program_asset_charging"],
        "res.currency.rate": ["company_id", "currency_id", "name", "rate"],
    }

    kind = fields.Selection(
        [
            ("budget", "Budget"),
            ("spent", "Spent"),
            ("committed", "Committed"),
            ("half", "Grant's Half, Spent"),
            ("half_committed", "Grant's Half, Committed"),
        ],
        readonly=True,
        help="A grant's half is a cost that another row of the same item names a "
        "program for. It is spent or committed there, and counted once.",
    )
    matching = fields.Selection(
        [
            ("named", "Named on the item"),
            ("rule", "By general account"),
            ("unbudgeted", "Unbudgeted"),
        ],
        string="Found By",
        readonly=True,
        help="How the cost found its budget line.",
    )
    incomplete = fields.Boolean(
        string="Incomplete Pair",
        readonly=True,
        help="The item names a program and a grant in two rows of its distribution, or "
        "a grant without a program, so that no budget sees it.",
    )
    name = fields.Char(string="Description", readonly=True)
    date = fields.Date(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    program_id = fields.Many2one("social.program", readonly=True)
    grant_id = fields.Many2one("social.grant", readonly=True)
    budget_id = fields.Many2one("social.budget", readonly=True)
    budget_line_id = fields.Many2one("social.budget.line", readonly=True)
    category_id = fields.Many2one(
        "social.cost.category", string="Heading", readonly=True
    )
    general_account_id = fields.Many2one("account.account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Supplier", readonly=True)
    move_name = fields.Char(
        string="Entry", readonly=True, help="Number of the entry or of the order."
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    amount_budget = fields.Monetary(string="Budgeted", readonly=True)
    amount_spent = fields.Monetary(string="Spent", readonly=True)
    amount_committed = fields.Monetary(string="Committed", readonly=True)
    amount_half = fields.Monetary(
        string="Grant's Half",
        readonly=True,
        help="What the grant's own figures hold beside Spent and Committed: costs "
        "whose program stands in another row of the distribution.",
    )
    amount_remaining = fields.Monetary(
        string="Remaining",
        readonly=True,
        help="Budget less spent and committed.",
    )
    report_currency_id = fields.Many2one(
        "res.currency", string="Grant Currency", readonly=True
    )
    amount_currency = fields.Monetary(
        string="In Grant Currency",
        currency_field="report_currency_id",
        readonly=True,
        aggregator=None,
        help="Empty where the exchange rate of the day is missing.",
    )

    @property
    def _table_query(self):
        spending = self.env["social.spending"]
        # Those above are read, too: the rule of companies tells what of it is shown.
        companies = self.env.companies.sudo().parent_ids
        query = spending._query(companies, detail=True, commitments=True)
        return SQL(
            "%s UNION ALL %s",
            self._shares(query),
            self._budgets(companies._with_branches()),
        )

    def _shares(self, query):
        has_orders = "purchase.order.line" in self.env
        orders = {
            "order_text": SQL("order_line.name" if has_orders else "NULL"),
            "order_partner": SQL("ordered.partner_id" if has_orders else "NULL"),
            "order_name": SQL("ordered.name" if has_orders else "NULL"),
        }
        shares = query.select(
            SQL(
                """
                CASE WHEN matched.kind = 'spent' THEN matched.id * 4
                     WHEN matched.id > 0 THEN matched.id * 4 + 1
                     ELSE -matched.id * 4 + 2 END
                -- Far beyond the others: the rows of before keep their ids.
                + CASE WHEN half.carried THEN (1::bigint << 42) ELSE 0 END AS id,
                CASE WHEN half.carried IS NOT TRUE THEN matched.kind
                     WHEN matched.kind = 'spent' THEN 'half'
                     ELSE 'half_committed' END AS kind,
                matched.matching, half.id IS NOT NULL AS incomplete,
                COALESCE(item.name, %(order_text)s, %(timesheet)s) AS name,
                matched.date,
                matched.home_id AS company_id, company.currency_id, matched.program_id,
                matched.grant_id, matched.budget_id,
                matched.line_id AS budget_line_id, budget_line.category_id,
                NULLIF(matched.account_id, 0) AS general_account_id,
                COALESCE(item.partner_id, %(order_partner)s) AS partner_id,
                COALESCE(item.move_name, %(order_name)s) AS move_name,
                %(open_item)s AS move_line_id, %(open_move)s AS move_id,
                0::numeric AS amount_budget,
                CASE WHEN matched.kind = 'spent' AND half.carried IS NOT TRUE
                     THEN %(amount)s ELSE 0 END AS amount_spent,
                CASE WHEN matched.kind = 'committed' AND half.carried IS NOT TRUE
                     THEN %(amount)s ELSE 0 END AS amount_committed,
                CASE WHEN half.carried THEN %(amount)s ELSE 0 END AS amount_half,
                CASE WHEN half.carried THEN 0 ELSE -%(amount)s END AS amount_remaining,
                matched.currency_id AS report_currency_id,
                CASE WHEN half.id IS NULL THEN matched.amount_currency
                     ELSE half.amount_currency END AS amount_currency
                """,
                **orders,
                **open_entry(self.env.companies),
                amount=SQL("COALESCE(half.amount, matched.amount)"),
                timesheet=SQL(
                    "CASE WHEN matched.account_id = 0 THEN %s END",
                    self.env._("Timesheet"),
                ),
            ),
            SQL(
                "JOIN res_company company ON company.id = matched.home_id %s %s"
                " WHERE matched.program_account <> 0 OR matched.grant_account <> 0",
                _FROM_MATCHED,
                _FROM_ORDERS if has_orders else SQL(""),
            ),
        )
        return SQL("SELECT * FROM (%s) share", shares)

    def _budgets(self, companies):
        return SQL(
            """
            SELECT budget_line.id::bigint * 4 + 3 AS id, 'budget' AS kind,
                   NULL AS matching, FALSE AS incomplete, budget_line.name,
                   COALESCE(budget_line.date_start, budget.date_start) AS date,
                   budget.company_id, company.currency_id, budget.program_id,
                   budget.grant_id, budget.id AS budget_id,
                   budget_line.id AS budget_line_id, budget_line.category_id,
                   NULL AS general_account_id, NULL AS partner_id,
                   NULL AS move_name, NULL AS move_line_id, NULL AS move_id,
                   in_company.amount AS amount_budget, 0 AS amount_spent,
                   0 AS amount_committed, 0 AS amount_half,
                   in_company.amount AS amount_remaining,
                   budget.currency_id AS report_currency_id,
                   budget_line.amount AS amount_currency
              FROM social_budget_line budget_line
              JOIN social_budget budget ON budget.id = budget_line.budget_id
              JOIN res_company company ON company.id = budget.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
              JOIN LATERAL (
                    SELECT ROUND(budget_line.amount
                                 * COALESCE(NULLIF(budget.currency_rate, 0), 1)::numeric
                                 / currency.rounding) * currency.rounding AS amount
                   ) in_company ON TRUE
             WHERE budget.state = 'approved' AND budget.company_id = ANY(%s)
            """,
            companies.ids,
        )

    @api.model
    def _action_for(self, domain, view="pivot", rows=("category_id",)):
        """Return the action that shows the rows of a domain.

        :param list domain: on this model
        :param str view: the view to start with
        :param rows: the fields that the pivot groups its rows by
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_budget_analysis_action"
        )
        views = sorted(action["views"], key=lambda pair: pair[1] != view)
        context = {"pivot_row_groupby": list(rows)}
        return action | {
            "domain": domain,
            "views": views,
            "mobile_view_mode": "pivot" if view == "pivot" else "kanban",
            "context": context,
        }

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
