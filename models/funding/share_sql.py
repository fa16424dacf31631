"""Where shares come from: posted items, draft bills and open orders."""

from odoo.tools import SQL

from .currency_sql import last_takes_rest, rounded

PURCHASE_DOCUMENTS = ("in_invoice", "in_refund", "in_receipt")

# The general account of a share.
_ACCOUNT = SQL("aal.general_account_id")


class ShareSource:
    """The part of a :class:`~.spending_sql.SpendingQuery` that finds shares.

    It uses the scope of the query and the table ``bound``, and asks nothing about
    accounts or budgets.
    """

    def _found(self):
        """Shares before it is asked whether their account counts."""
        if self.detail:
            return self._found_in_detail()
        parts = [
            self._posted_sums(SQL("-SUM(aal.amount)")),
            self._posted_sums(
                SQL("SUM(aal.amount)"),
                SQL("JOIN account_move_line item ON item.id = aal.move_line_id"),
                self._not_bought(),
            ),
        ]
        if self.purchases is not None:
            for source in (self._drafts(), self._purchases()):
                parts.append(
                    SQL(
                        "SELECT kind, company_id, program_account, grant_account,"
                        " account_id, named_id, %s AS slot, amount, bought"
                        " FROM (%s) source WHERE %s",
                        slot(SQL("date")),
                        source,
                        self._found_in_scope(SQL("source")),
                    )
                )
        return SQL(" UNION ALL ").join(parts)

    def _posted_sums(self, amount, joins=None, condition=None):
        """Posted amounts per pair, account, named line and slot.

        One pass over an index adds up everything; the few asset items that are no
        purchases are then taken off again, for no index can tell them.
        """
        return SQL(
            """
            SELECT 'spent' AS kind, company_id,
                   COALESCE(program_account, 0) AS program_account,
                   COALESCE(grant_account, 0) AS grant_account,
                   COALESCE(account_id, 0) AS account_id,
                   named_id, slot, amount, TRUE AS bought
              FROM (
            SELECT aal.company_id, aal.account_id AS program_account,
                   %(grant)s AS grant_account, aal.general_account_id AS account_id,
                   aal.social_program_budget_line_id AS named_id,
                   %(slot)s AS slot, %(amount)s AS amount
              FROM account_analytic_line aal %(joins)s
             WHERE aal.company_id = ANY(%(companies)s)
               AND (aal.move_line_id IS NOT NULL OR aal.general_account_id IS NULL)
               AND %(scope)s AND %(days)s AND %(condition)s
          GROUP BY 1, 2, 3, 4, 5, 6) posted
            """,
            grant=self.grant_column,
            slot=slot(SQL("aal.date")),
            amount=amount,
            companies=self.company_ids,
            scope=self._in_scope(SQL("aal.account_id"), self.grant_column),
            days=_BUDGETED_DAYS if self.budgeted_days else SQL("TRUE"),
            joins=joins or SQL(""),
            condition=condition or SQL("TRUE"),
        )

    def _not_bought(self, account=_ACCOUNT):
        """Return the condition that tells items on assets that are no purchase.

        An entry with a depreciation moves the value of an asset: nothing is bought in
        it.
        """
        return SQL(
            """%s = ANY(%s) AND EXISTS (
                SELECT FROM account_move_line depreciation
                 WHERE depreciation.move_id = item.move_id
                   AND depreciation.account_id = ANY(%s))""",
            account,
            self.asset_ids,
            self.depreciation_ids,
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
                       entry.percent / 100 / COUNT(*) OVER (
                                PARTITION BY aal.move_line_id, entry.accounts),
                       -aal.amount / NULLIF(item.balance, 0)) AS weight,
                   -aal.amount AS amount, (%(bought)s) AS bought
              FROM account_analytic_line aal
         LEFT JOIN account_move_line item ON item.id = aal.move_line_id
         LEFT JOIN LATERAL (%(entry)s) entry ON TRUE
             WHERE aal.company_id = ANY(%(companies)s)
               AND (aal.move_line_id IS NOT NULL OR aal.general_account_id IS NULL)
               AND %(wanted)s
               AND (%(scope)s OR aal.move_line_id IN (
                        SELECT aal.move_line_id FROM account_analytic_line aal
                         WHERE aal.company_id = ANY(%(companies)s) AND %(scope)s))
            """,
            grant=self.grant_column,
            wanted=self._wanted(),
            entry=self._distribution_entry(),
            bought=SQL("NOT (%s)", self._not_bought()),
            companies=self.company_ids,
            scope=scope,
        )

    def _wanted(self):
        """Return a condition that holds for all shares of an item, or for none."""
        return SQL("TRUE")

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
                   part.weight, %(amount)s AS amount, (%(bought)s) AS bought
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
            amount=last_takes_rest(
                SQL("item.balance"),
                SQL("part.weight"),
                SQL("part.total"),
                SQL("part.rounded"),
                SQL("part.is_last"),
                SQL("currency.rounding"),
            ),
            rounded=rounded(
                SQL("item.balance * split.percent::numeric / 100"),
                SQL("currency.rounding"),
            ),
            bought=SQL("NOT (%s)", self._not_bought(SQL("item.account_id"))),
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
            slot=slot(SQL("date")),
            own=last_takes_rest(
                SQL("item_amount"),
                SQL("weight"),
                SQL("total"),
                SQL("rounded"),
                SQL("is_last"),
                SQL("rounding"),
            ),
            pieces=SQL(" UNION ALL ").join(parts),
        )

    def _found_in_scope(self, table):
        """Return the scope as a condition on columns in which 0 stands for none."""
        return self._in_scope(
            SQL("%s.program_account", table), SQL("NULLIF(%s.grant_account, 0)", table)
        )

    def _in_scope(self, program, grant):
        """Return the condition on the two analytic columns of a table."""
        conditions = []
        if self.programs is not None:
            conditions.append(_one_of(program, self.programs))
        if self.grants is not None:
            conditions.append(_one_of(grant, self.grants))
        return SQL(" AND ").join(conditions) if conditions else SQL("TRUE")


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


def slot(date):
    """Return the number of the stretch between two bounds that holds a date."""
    return SQL("COALESCE(WIDTH_BUCKET(%s, (SELECT days FROM bound)), 0)", date)


# Not a plain condition: that would make the planner prefer an index of dates, though it
# cannot know how many days these are.
_BUDGETED_DAYS = SQL(
    "CASE WHEN aal.date < (SELECT MIN(budget_start) FROM line) THEN FALSE"
    " ELSE aal.date <= (SELECT MAX(budget_end) FROM line) END"
)
