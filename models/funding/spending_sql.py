"""The one place that says, in SQL, what spending is and which line receives it.

A *share* is one analytic line of a journal item: its (program, grant) pair, general
account and date. Everything that shows money asks a :class:`SpendingQuery`: it lists
or adds up the shares of a scope and finds the budget line of each. Rules and their
words: README, "How a cost finds its budget line".
"""

from odoo.tools import SQL

PURCHASE_DOCUMENTS = ("in_invoice", "in_refund", "in_receipt")


class SpendingQuery:
    """The common table expressions that end in ``matched``.

    ``matched`` has the columns kind ('spent' or 'committed'), company_id,
    program_account, grant_account, account_id (0 for none of the three), budget_id,
    line_id, origin_id (NULL: unbudgeted), phase ('prior', 'period' or 'later'),
    and amount, in company currency, positive for a cost. With ``detail`` it has a row
    a share, and also id, date, move_line_id, matching, and amount_currency: the amount
    in the currency of the pair (the grant's, else the company's), NULL where the rate
    is missing. Without it, rows are added up before they are matched.

    :param env: environment, used for names of columns only
    :param company_ids: companies whose books are read
    :param programs: ids of program accounts; None: all
    :param grants: ids of grant accounts, 0 standing for no grant; None: all
    :param date_from: first day of the period; None: no earlier phase
    :param date_to: last day of the period; None: no later phase
    :param detail: a row a share
    :param purchases: rows of :meth:`social.spending._purchase_rows`; None leaves out
        commitments altogether
    """

    def __init__(
        self,
        env,
        company_ids,
        programs=None,
        grants=None,
        date_from=None,
        date_to=None,
        detail=False,
        purchases=None,
    ):
        self.company_ids = list(company_ids)
        self.programs = programs
        self.grants = grants
        self.date_from = date_from
        self.date_to = date_to
        self.detail = detail
        self.purchases = purchases
        plan = env["account.analytic.plan"]._social_program_grant_plan()
        self.plan_ids = (
            env["account.analytic.plan"]._social_program_program_plan().id,
            plan.id or 0,
        )
        # Every plan's column: together they tell the shares of an item apart.
        all_plans = sum(env["account.analytic.plan"]._get_all_plans(), plan.browse())
        self.key_columns = SQL(", ").join(
            SQL.identifier("aal", one._column_name()) for one in all_plans
        )
        self.grant_column = (
            SQL.identifier("aal", plan._column_name()) if plan else SQL("NULL::integer")
        )

    def select(self, columns, tail=SQL("")):
        """Return the whole statement.

        :param columns: SQL, what to select from ``matched``
        :param tail: SQL that follows ``FROM matched``: joins, conditions, grouping
        """
        return SQL(
            "WITH %s SELECT %s FROM matched %s",
            SQL(", ").join(self._tables()),
            columns,
            tail,
        )

    # --- the parts, in the order in which they stand -----------------------------

    def _tables(self):
        yield SQL("line AS MATERIALIZED (%s)", self._approved_lines())
        yield SQL("bound AS MATERIALIZED (%s)", self._bounds())
        yield SQL("approved AS MATERIALIZED (%s)", self._approved_budgets())
        yield SQL("caught AS MATERIALIZED (%s)", self._caught_accounts())
        yield SQL("found AS (%s)", self._found())
        yield SQL("share AS MATERIALIZED (%s)", self._counted())
        yield SQL("rule AS MATERIALIZED (%s)", self._rule())
        yield SQL("matched AS (%s)", self._matched())

    def _in_scope(self, program, grant):
        """Return the condition on the two analytic columns of a table."""
        conditions = []
        if self.programs is not None:
            conditions.append(_one_of(program, self.programs))
        if self.grants is not None:
            conditions.append(_one_of(grant, self.grants))
        return SQL(" AND ").join(conditions) if conditions else SQL("TRUE")

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
            _slot(SQL("budget_start")),
            _slot(SQL("budget_end")),
        )

    def _caught_accounts(self):
        """The general accounts that each line catches; 0 stands for timesheets."""
        return SQL(
            """
            SELECT line.*, caught_account.account_id,
                   %(first)s AS first_slot, %(last)s AS last_slot
              FROM line
              JOIN LATERAL (
                    SELECT r.account_id
                      FROM social_cost_category c
                      JOIN social_cost_category_account_rel r ON r.category_id = c.id
                     WHERE c.parent_path LIKE line.parent_path || '%%'
                    UNION ALL SELECT 0 WHERE line.labour
                   ) caught_account ON TRUE
            """,
            first=_slot(SQL("line.date_start")),
            last=_slot(SQL("line.date_end")),
        )

    def _found(self):
        """Shares before it is asked whether their account counts."""
        if self.detail:
            return self._found_in_detail()
        parts = [self._posted_sums(SQL("TRUE"), of_assets=False)]
        parts.append(self._posted_sums(_FIXED_ASSETS, of_assets=True))
        if self.purchases is not None:
            parts.append(
                SQL(
                    "SELECT kind, company_id, program_account, grant_account,"
                    " account_id, named_id, %s AS slot, amount, TRUE AS bought"
                    " FROM (%s) draft",
                    _slot(SQL("date")),
                    self._drafts(),
                )
            )
            parts.append(
                SQL(
                    "SELECT kind, company_id, program_account, grant_account,"
                    " account_id, named_id, %s, amount, TRUE FROM (%s) ordered",
                    _slot(SQL("date")),
                    self._purchases(),
                )
            )
        return SQL(" UNION ALL ").join(parts)

    def _posted_sums(self, condition, of_assets):
        """Posted amounts per pair, account, named line and slot.

        All of them come from one pass over an index; only the few on fixed assets are
        looked at a second time, for what no index can tell (``bought``).
        """
        return SQL(
            """
            SELECT 'spent' AS kind, aal.company_id,
                   COALESCE(aal.account_id, 0) AS program_account,
                   COALESCE(%(grant)s, 0) AS grant_account,
                   COALESCE(aal.general_account_id, 0) AS account_id,
                   aal.social_program_budget_line_id AS named_id,
                   %(slot)s AS slot, SUM(-aal.amount) AS amount,
                   %(of_assets)s AS bought
              FROM account_analytic_line aal
             WHERE aal.company_id = ANY(%(companies)s)
               AND (aal.move_line_id IS NOT NULL OR aal.general_account_id IS NULL)
               AND %(scope)s AND %(condition)s
          GROUP BY 2, 3, 4, 5, 6, 7
            """,
            grant=self.grant_column,
            slot=_slot(SQL("aal.date")),
            of_assets=of_assets,
            companies=self.company_ids,
            scope=self._in_scope(SQL("aal.account_id"), self.grant_column),
            condition=condition,
        )

    def _posted_rows(self):
        """Every posted share of the items that have one in the scope.

        The others of an item are needed because its last share takes what rounding
        leaves of it.
        """
        scope = self._in_scope(SQL("aal.account_id"), self.grant_column)
        return SQL(
            """
            SELECT 'spent' AS kind, aal.id, aal.company_id, aal.date,
                   COALESCE(aal.account_id, 0) AS program_account,
                   COALESCE(%(grant)s, 0) AS grant_account,
                   COALESCE(aal.general_account_id, 0) AS account_id,
                   aal.social_program_budget_line_id AS named_id,
                   aal.move_line_id, item.currency_id AS item_currency,
                   item.amount_currency AS item_amount,
                   COALESCE(
                       entry.percent / 100 * aal.amount
                       / NULLIF(SUM(aal.amount) OVER (
                                PARTITION BY aal.move_line_id, entry.accounts), 0),
                       -aal.amount / NULLIF(item.balance, 0)) AS weight,
                   -aal.amount AS amount, (%(bought)s) AS bought
              FROM account_analytic_line aal
         LEFT JOIN account_move_line item ON item.id = aal.move_line_id
         LEFT JOIN LATERAL (%(entry)s) entry ON TRUE
             WHERE aal.company_id = ANY(%(companies)s)
               AND (aal.move_line_id IS NOT NULL OR aal.general_account_id IS NULL)
               AND (%(scope)s OR aal.move_line_id IN (
                        SELECT aal.move_line_id FROM account_analytic_line aal
                         WHERE aal.company_id = ANY(%(companies)s) AND %(scope)s))
            """,
            grant=self.grant_column,
            entry=self._distribution_entry(),
            bought=_FIXED_ASSETS,
            companies=self.company_ids,
            scope=scope,
        )

    def _distribution_entry(self):
        """The percentage that an analytic line of a foreign item was made from.

        The amounts alone would not do: rounded in a strong company currency, they
        tell a share of an amount in a weak one only roughly.
        """
        return SQL(
            """
            SELECT mine.accounts, SUM(split.percent::numeric) AS percent
              FROM (SELECT ARRAY_AGG(id ORDER BY id) AS accounts
                      FROM UNNEST(ARRAY[%s]) id WHERE id IS NOT NULL) mine
              JOIN JSONB_EACH_TEXT(item.analytic_distribution) split(key, percent)
                ON mine.accounts = ARRAY(
                   SELECT UNNEST(STRING_TO_ARRAY(split.key, ',')::integer[]) ORDER BY 1)
             WHERE item.currency_id <> item.company_currency_id
          GROUP BY mine.accounts
            """,
            self.key_columns,
        )

    def _drafts(self):
        """Shares of draft bills, refunds and receipts, as posting would make them."""
        return SQL(
            """
            SELECT 'committed' AS kind, item.id::bigint * 1000 + part.number AS id,
                   item.company_id, item.date,
                   COALESCE(part.program_account, 0) AS program_account,
                   COALESCE(part.grant_account, 0) AS grant_account,
                   item.account_id,
                   item.social_program_budget_line_id AS named_id,
                   item.id AS move_line_id, item.currency_id AS item_currency,
                   item.amount_currency AS item_amount,
                   part.weight, %(amount)s AS amount, TRUE AS bought
              FROM account_move_line item
              JOIN account_move move ON move.id = item.move_id
              JOIN res_company company ON company.id = item.company_id
              JOIN res_currency currency ON currency.id = company.currency_id
              JOIN LATERAL (
                    SELECT split.number, split.percent::numeric / 100 AS weight,
                           MAX(a.id) FILTER (WHERE a.root_plan_id = %(program_plan)s)
                               AS program_account,
                           MAX(a.id) FILTER (WHERE a.root_plan_id = %(grant_plan)s)
                               AS grant_account,
                           SUM(split.percent::numeric / 100) OVER () AS total,
                           SUM(%(rounded)s) OVER () AS rounded,
                           split.number = MAX(split.number) OVER () AS is_last
                      FROM JSONB_EACH_TEXT(item.analytic_distribution)
                           WITH ORDINALITY AS split(key, percent, number)
                 LEFT JOIN account_analytic_account a
                        ON a.id = ANY(STRING_TO_ARRAY(split.key, ',')::integer[])
                  GROUP BY split.number, split.percent
                   ) part ON TRUE
             WHERE item.parent_state = 'draft' AND move.move_type IN %(documents)s
               AND item.company_id = ANY(%(companies)s)
               AND item.analytic_distribution IS NOT NULL
               AND item.account_id IS NOT NULL
            """,
            amount=_last_takes_rest(
                SQL("item.balance"),
                SQL("part.weight"),
                SQL("part.total"),
                SQL("part.rounded"),
                SQL("part.is_last"),
                SQL("currency.rounding"),
            ),
            rounded=_rounded(
                SQL("item.balance * split.percent::numeric / 100"),
                SQL("currency.rounding"),
            ),
            program_plan=self.plan_ids[0],
            grant_plan=self.plan_ids[1],
            documents=PURCHASE_DOCUMENTS,
            companies=self.company_ids,
        )

    def _purchases(self):
        """What confirmed orders still have to bring; worked out in Python."""
        rows = self.purchases or [(0, 0, None, 0, 0, 0, 0, 0, 0)]
        return SQL(
            """
            SELECT 'committed' AS kind, -id::bigint AS id, company_id::integer,
                   date::date, program_account::integer, grant_account::integer,
                   account_id::integer, NULL::integer AS named_id,
                   NULL::integer AS move_line_id, currency_id::integer AS item_currency,
                   amount_currency::numeric AS item_amount, 1::numeric AS weight,
                   amount::numeric AS amount, TRUE AS bought
              FROM (VALUES %s) ordered (id, company_id, date, program_account,
                   grant_account, account_id, amount, currency_id, amount_currency)
             WHERE id <> 0
            """,
            SQL(", ").join(SQL("%s", tuple(row)) for row in rows),
        )

    def _found_in_detail(self):
        parts = [self._posted_rows()]
        if self.purchases is not None:
            parts += [self._drafts(), self._purchases()]
        # The share in its item's own currency, before anything is left out.
        return SQL(
            """
            SELECT kind, id, company_id, date, program_account, grant_account,
                   account_id, named_id, move_line_id, item_currency, amount, bought,
                   %(slot)s AS slot, %(own)s AS own_amount
              FROM (SELECT piece.*,
                           SUM(weight) OVER item AS total,
                           SUM(ROUND(item_amount * weight / rounding) * rounding)
                               OVER item AS rounded,
                           id = MAX(id) OVER item AS is_last
                      FROM (SELECT piece.*, currency.rounding
                              FROM (%(pieces)s) piece
                         LEFT JOIN res_currency currency
                                ON currency.id = piece.item_currency) piece
                    WINDOW item AS (
                        PARTITION BY kind, move_line_id,
                        CASE WHEN move_line_id IS NULL THEN id END)) piece
            """,
            slot=_slot(SQL("date")),
            own=_last_takes_rest(
                SQL("item_amount"),
                SQL("weight"),
                SQL("total"),
                SQL("rounded"),
                SQL("is_last"),
                SQL("rounding"),
            ),
            pieces=SQL(" UNION ALL ").join(parts),
        )

    def _counted(self):
        """Shares that are spending: the rule of accounts, assets and timesheets."""
        return SQL(
            """
            SELECT found.*, approved.budget_id, named.origin_id AS named_origin_id
                   %(converted)s
              FROM found
              JOIN res_company company ON company.id = found.company_id
         LEFT JOIN account_account account ON account.id = found.account_id
         LEFT JOIN social_grant awarded
                ON awarded.analytic_account_id = found.grant_account
         LEFT JOIN social_budget_line named ON named.id = found.named_id
         LEFT JOIN approved ON approved.company_id = found.company_id
                       AND approved.program_account = found.program_account
                       AND approved.grant_account = found.grant_account
                       AND found.slot BETWEEN approved.first_slot AND approved.last_slot
                   %(rates)s
             WHERE %(scope)s AND found.amount <> 0
               AND CASE
                   WHEN found.account_id = 0 THEN approved.labour
                   WHEN account.account_type = 'expense_depreciation' THEN
                        %(charging)s = 'depreciation'
                   WHEN account.account_type = 'asset_fixed' THEN
                        found.bought AND %(charging)s = 'purchase'
                   ELSE account.account_type LIKE 'expense%%' END
            """,
            charging=SQL(
                "COALESCE(awarded.asset_charging,"
                " company.social_program_asset_charging, 'purchase')"
            ),
            converted=_CONVERTED if self.detail else SQL(""),
            rates=_RATES if self.detail else SQL(""),
            scope=self._in_scope(
                SQL("found.program_account"), SQL("NULLIF(found.grant_account, 0)")
            ),
        )

    def _rule(self):
        """The line of the deepest heading, then shortest period, then lowest id."""
        return SQL(
            """
            SELECT DISTINCT ON (key.budget_id, key.account_id, key.slot)
                   key.*, caught.id AS line_id, caught.origin_id
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
         LEFT JOIN line named ON named.budget_id = share.budget_id
                             AND named.origin_id = share.named_origin_id
         LEFT JOIN rule ON rule.budget_id = share.budget_id
                       AND rule.account_id = share.account_id
                       AND rule.slot = share.slot
            """,
            first=_slot(SQL("%s::date", self.date_from)) if self.date_from else -1,
            last=_slot(SQL("%s::date", self.date_to)) if self.date_to else 2**31 - 1,
        )


def _one_of(column, ids):
    """Return a condition on a column that 0 stands in for NULL of."""
    known = [id_ for id_ in ids if id_]
    if len(known) == len(ids) == 1:
        return SQL("%s = %s", column, known[0])
    if not known and ids:
        return SQL("%s IS NULL", column)
    condition = SQL("%s = ANY(%s)", column, known)
    if len(known) < len(ids):
        condition = SQL("(%s OR %s IS NULL)", condition, column)
    return condition


def _slot(date):
    """Return the number of the stretch between two bounds that holds a date."""
    return SQL("COALESCE(WIDTH_BUCKET(%s, (SELECT days FROM bound)), 0)", date)


def _last_takes_rest(amount, weight, total, rounded, is_last, rounding):
    """Return one share of an amount; the last share takes what rounding left."""
    own = _rounded(SQL("%s * %s", amount, weight), rounding)
    whole = _rounded(SQL("%s * %s", amount, total), rounding)
    return SQL(
        "CASE WHEN %s THEN %s - (%s - %s) ELSE %s END",
        is_last,
        whole,
        rounded,
        own,
        own,
    )


def _rounded(amount, rounding):
    return SQL("ROUND((%s) / %s) * %s", amount, rounding, rounding)


# Bought, and not an accounting entry that moves the value of something bought before.
_FIXED_ASSETS = SQL(
    """aal.general_account_id IN (
        SELECT id FROM account_account WHERE account_type = 'asset_fixed')
    AND NOT EXISTS (
        SELECT FROM account_move_line asset_item
          JOIN account_move_line depreciation
            ON depreciation.move_id = asset_item.move_id
          JOIN account_account expense ON expense.id = depreciation.account_id
         WHERE asset_item.id = aal.move_line_id
           AND expense.account_type = 'expense_depreciation')"""
)

_CONVERTED = SQL(
    """,
    target.id AS currency_id,
    CASE WHEN target.id = company.currency_id THEN found.amount
         WHEN target.id = found.item_currency AND found.own_amount IS NOT NULL
              THEN found.own_amount
         ELSE ROUND(found.amount * to_rate.rate / COALESCE(from_rate.rate, 1)
                    / target.rounding) * target.rounding
    END AS amount_currency"""
)


def strict_rate(currency, date, company):
    """Return the query of a currency's last rate on or before a date.

    Odoo's own look-up falls back on a later rate, or on 1.

    :param SQL currency: id of the currency
    :param SQL date: the day
    :param SQL company: alias of the company's row; the rates are those of its root
    """
    return SQL(
        """SELECT r.rate::numeric FROM res_currency_rate r
            WHERE r.currency_id = %s AND r.name <= %s
              AND (r.company_id IS NULL
                   OR r.company_id = SPLIT_PART(%s.parent_path, '/', 1)::integer)
         ORDER BY r.company_id, r.name DESC LIMIT 1""",
        currency,
        date,
        company,
    )


_RATES = SQL(
    """
    JOIN res_currency target
      ON target.id = COALESCE(awarded.currency_id, company.currency_id)
    LEFT JOIN LATERAL (%s) to_rate ON target.id <> company.currency_id
    LEFT JOIN LATERAL (%s) from_rate ON target.id <> company.currency_id""",
    strict_rate(SQL("target.id"), SQL("found.date"), SQL("company")),
    strict_rate(SQL("company.currency_id"), SQL("found.date"), SQL("company")),
)
