"""The one place that says, in SQL, what spending is and which line receives it.

A *share* is one analytic line of a journal item: its (program, grant) pair, general
account and date. Everything that shows money asks a :class:`SpendingQuery`: it lists
or adds up the shares of a scope and finds the budget line of each. Rules and their
words: README, "How a cost finds its budget line".
"""

from odoo.tools import SQL

from .currency_sql import CONVERTED, RATES, SOMETHING
from .half_sql import half_pairs
from .share_sql import ShareSource, slot


class SpendingQuery(ShareSource):
    """The common table expressions that end in ``matched``.

    ``matched`` has the columns kind ('spent' or 'committed'), company_id (whose books),
    program_account, grant_account, account_id (0 for none of the three), program_id,
    grant_id (NULL where the account is nobody's on whom that company books), home_id
    (the company of the program, else of the grant, else of the books), budget_id,
    line_id, origin_id (NULL: unbudgeted), phase ('prior', 'period' or 'later'),
    and amount, in company currency, positive for a cost. With ``detail`` it has a row
    a share, and also id, date, move_line_id, matching, and amount_currency: the amount
    in the currency of the pair (the grant's, else the company's), and lacking: the
    currency whose exchange rate is missing for it, as unpriced for the amount. Without
    it, rows are added up before they are matched. With ``detail`` there is also the
    table of :func:`~.half_sql.half_pairs`.

    :param env: environment, used for names of columns only
    :param companies: ``res.company`` records; the books of their branches are read, too
    :param programs: ids of program accounts; None: all
    :param grants: ids of grant accounts, 0 standing for no grant; None: all
    :param date_from: first day of the period; None: no earlier phase
    :param date_to: last day of the period; None: no later phase
    :param detail: a row a share
    :param purchases: rows of :meth:`social.spending._purchase_rows`; None leaves out
        commitments altogether
    :param budgeted_days: leave out posted sums of days on which no approved budget of
        the scope runs; not with ``detail``, where the shares of an item belong together
    """

    def __init__(
        self,
        env,
        companies,
        programs=None,
        grants=None,
        date_from=None,
        date_to=None,
        detail=False,
        purchases=None,
        budgeted_days=False,
    ):
        self.company_ids = companies._with_branches().ids
        self.programs = programs
        self.grants = grants
        self.date_from = date_from
        self.date_to = date_to
        self.detail = detail
        self.purchases = purchases
        self.budgeted_days = budgeted_days and not detail
        plan = env["account.analytic.plan"]._social_program_grant_plan()
        self.plan_ids = (
            env["account.analytic.plan"]._social_program_program_plan().id,
            plan.id or 0,
        )
        # As constants, they let the planner know how few the items on assets are.
        self.asset_ids, self.depreciation_ids = (
            env["account.account"]
            .sudo()
            .with_context(active_test=False)
            .search([("account_type", "=", account_type)])
            .ids
            for account_type in ("asset_fixed", "expense_depreciation")
        )
        # Every plan's column: together they tell the shares of an item apart.
        all_plans = sum(env["account.analytic.plan"]._get_all_plans(), plan.browse())
        self.key_columns = SQL(", ").join(
            SQL.identifier("aal", one._column_name()) for one in all_plans
        )
        self.grant_column = (
            SQL.identifier("aal", plan._column_name()) if plan else SQL("NULL::integer")
        )

    def select(self, columns, tail=None):
        """Return the whole statement.

        :param columns: SQL, what to select from ``matched``
        :param tail: SQL that follows ``FROM matched``: joins, conditions, grouping
        """
        return SQL(
            "WITH %s SELECT %s FROM matched %s",
            SQL(", ").join(self._tables()),
            columns,
            tail or SQL(""),
        )

    # --- the parts, in the order in which they stand -----------------------------

    def _tables(self):
        yield SQL("books AS MATERIALIZED (%s)", self._books())
        yield SQL("line AS MATERIALIZED (%s)", self._approved_lines())
        yield SQL("bound AS MATERIALIZED (%s)", self._bounds())
        yield SQL("approved AS MATERIALIZED (%s)", self._approved_budgets())
        yield SQL("caught AS MATERIALIZED (%s)", self._caught_accounts())
        yield SQL("found AS (%s)", self._found())
        if self.detail:
            # Half pairs are told by whole items, of which a scope may hold one share.
            yield SQL("counted AS MATERIALIZED (%s)", self._counted())
            yield SQL("half AS (%s)", half_pairs())
            yield SQL(
                "share AS NOT MATERIALIZED (SELECT * FROM counted WHERE %s)",
                self._found_in_scope(SQL("counted")),
            )
        else:
            yield SQL("share AS MATERIALIZED (%s)", self._counted())
        yield SQL("rule AS MATERIALIZED (%s)", self._rule())
        yield SQL("matched AS (%s)", self._matched())

    def _books(self):
        """The companies whose books are read, each with itself and those above it.

        It books on what belongs to these.
        """
        return SQL(
            """
            SELECT id, currency_id, parent_path,
                   STRING_TO_ARRAY(TRIM(TRAILING '/' FROM parent_path), '/')::integer[]
                       AS above
              FROM res_company WHERE id = ANY(%s)
            """,
            self.company_ids,
        )

    def _approved_lines(self):
        return SQL(
            """
            SELECT l.id, l.origin_id, l.budget_id, l.labour, l.category_id,
                   COALESCE(l.date_start, b.date_start) AS date_start,
                   COALESCE(l.date_end, b.date_end) AS date_end,
                   b.date_start AS budget_start, b.date_end AS budget_end,
                   b.company_id, p.analytic_account_id AS program_account,
                   COALESCE(g.analytic_account_id, 0) AS grant_account,
                   (LENGTH(c.parent_path)
                    - LENGTH(REPLACE(c.parent_path, '/', ''))) AS depth,
                   c.parent_path
              FROM social_budget_line l
              JOIN social_budget b ON b.id = l.budget_id AND b.state = 'approved'
              JOIN social_program p ON p.id = b.program_id
              JOIN social_cost_category c ON c.id = l.category_id
         LEFT JOIN social_grant g ON g.id = b.grant_id
             WHERE b.company_id = ANY(%(companies)s) AND %(scope)s
            """,
            companies=self.company_ids,
            scope=self._in_scope(
                SQL("p.analytic_account_id"), SQL("g.analytic_account_id")
            ),
        )

    def _bounds(self):
        """Every day on which something starts or has just ended, in order.

        Between two of them neither the matching line nor the phase can change, so
        that costs may be added up there before anything else is asked.
        """
        return SQL(
            """
            SELECT ARRAY_AGG(DISTINCT day ORDER BY day) AS days FROM (
                SELECT UNNEST(ARRAY[date_start, date_end + 1,
                                    budget_start, budget_end + 1]) AS day FROM line
                UNION ALL SELECT %(date_from)s::date
                UNION ALL SELECT %(date_to)s::date + 1
            ) days WHERE day IS NOT NULL
            """,
            date_from=self.date_from,
            date_to=self.date_to,
        )

    def _approved_budgets(self):
        return SQL(
            """
            SELECT budget_id, company_id, program_account, grant_account,
                   BOOL_OR(labour) AS labour, %s AS first_slot, %s AS last_slot
              FROM line
          GROUP BY budget_id, company_id, program_account, grant_account,
                   budget_start, budget_end
            """,
            slot(SQL("budget_start")),
            slot(SQL("budget_end")),
        )

    def _caught_accounts(self):
        """The general accounts that each line catches; 0 stands for timesheets."""
        return SQL(
            """
            SELECT line.*, caught_account.account_id,
                   %(first)s AS first_slot, %(last)s AS last_slot
              FROM line
              JOIN (SELECT heading.id AS category_id, FALSE AS labour, r.account_id
                      FROM social_cost_category heading
                      JOIN social_cost_category below
                        ON below.root_id = heading.root_id
                       AND below.parent_path LIKE heading.parent_path || '%%'
                      JOIN social_cost_category_account_rel r
                        ON r.category_id = below.id
                     WHERE heading.id IN (SELECT category_id FROM line)
                    UNION ALL
                    SELECT DISTINCT category_id, TRUE, 0 FROM line WHERE labour
                   ) caught_account
                ON caught_account.category_id = line.category_id
               AND (line.labour OR NOT caught_account.labour)
            """,
            first=slot(SQL("line.date_start")),
            last=slot(SQL("line.date_end")),
        )

    def _counted(self):
        """Shares that are spending: the rule of accounts, assets and timesheets."""
        return SQL(
            """
            SELECT found.*, program.id AS program_id, awarded.id AS grant_id,
                   COALESCE(program.company_id, awarded.company_id, found.company_id)
                       AS home_id,
                   approved.budget_id, named.origin_id AS named_origin_id
                   %(converted)s
              FROM found
         -- Every share has a company; an inner join would make the planner expect
         -- few shares, and join them in ways that are slow for many.
         LEFT JOIN books company ON company.id = found.company_id
         LEFT JOIN account_account account ON account.id = found.account_id
         LEFT JOIN social_program program
                ON program.analytic_account_id = found.program_account
               AND program.company_id = ANY(company.above)
         LEFT JOIN social_grant awarded
                ON awarded.analytic_account_id = found.grant_account
               AND awarded.company_id = ANY(company.above)
         LEFT JOIN res_company payer
                ON payer.id = COALESCE(program.company_id, found.company_id)
         LEFT JOIN social_budget_line named ON named.id = found.named_id
         LEFT JOIN approved ON approved.company_id = program.company_id
                       AND approved.program_account = found.program_account
                       AND approved.grant_account = found.grant_account
                       AND found.slot BETWEEN approved.first_slot AND approved.last_slot
                   %(rates)s
             WHERE %(something)s AND %(counts)s
            """,
            something=SOMETHING if self.detail else SQL("found.amount <> 0"),
            counts=self._counts(),
            converted=CONVERTED if self.detail else SQL(""),
            rates=RATES if self.detail else SQL(""),
        )

    def _counts(self):
        """Return the condition under which a share is spending."""
        return SQL(
            """CASE
                   WHEN found.account_id = 0 THEN approved.labour
                   WHEN account.account_type = 'expense_depreciation' THEN
                        %(charging)s = 'depreciation'
                   WHEN account.account_type = 'asset_fixed' THEN
                        found.bought AND %(charging)s = 'purchase'
                   ELSE account.account_type LIKE 'expense%%' END""",
            charging=SQL(
                "COALESCE(awarded.asset_charging,"
                " payer.social_program_asset_charging, 'purchase')"
            ),
        )

    def _rule(self):
        """The line of the deepest heading, then shortest period, then lowest id."""
        return SQL(
            """
            SELECT DISTINCT ON (key.budget_id, key.account_id, key.slot)
                   ARRAY[key.budget_id, key.account_id, key.slot] AS key,
                   caught.id AS line_id, caught.origin_id
              FROM (SELECT DISTINCT budget_id, account_id, slot FROM share
                     WHERE budget_id IS NOT NULL) key
              JOIN caught ON caught.budget_id = key.budget_id
                         AND caught.account_id = key.account_id
                         AND key.slot BETWEEN caught.first_slot AND caught.last_slot
          ORDER BY key.budget_id, key.account_id, key.slot, caught.depth DESC,
                   caught.date_end - caught.date_start, caught.id
            """
        )

    def _matched(self):
        """The named line of the approved budget, else the rule, else unbudgeted."""
        return SQL(
            """
            SELECT share.*, COALESCE(named.id, rule.line_id) AS line_id,
                   COALESCE(named.origin_id, rule.origin_id) AS origin_id,
                   CASE WHEN named.id IS NOT NULL THEN 'named'
                        WHEN rule.line_id IS NOT NULL THEN 'rule'
                        ELSE 'unbudgeted' END AS matching,
                   CASE WHEN share.slot < %(first)s THEN 'prior'
                        WHEN share.slot > %(last)s THEN 'later'
                        ELSE 'period' END AS phase
              FROM share
         -- Arrays, for the planner might take one of several columns and compare the
         -- others row by row.
         LEFT JOIN line named ON ARRAY[named.budget_id, named.origin_id]
                               = ARRAY[share.budget_id, share.named_origin_id]
         LEFT JOIN rule ON rule.key
                         = ARRAY[share.budget_id, share.account_id, share.slot]
            """,
            first=slot(SQL("%s::date", self.date_from)) if self.date_from else -1,
            last=slot(SQL("%s::date", self.date_to)) if self.date_to else 2**31 - 1,
        )
