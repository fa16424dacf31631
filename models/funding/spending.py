from collections import defaultdict
from decimal import Decimal

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ..base.exact import exact, total
from .budgeted_days import WITH_BUDGETED_PROGRAMS, add_budgeted_days, ids_above
from .currency_sql import strict_rate
from .spending_sql import SpendingQuery

INDEX = "account_analytic_line_social_program_spending_idx"


class SocialSpending(models.AbstractModel):
    """What was spent and is committed, read from accounting whenever it is asked.

    Nothing here is stored. The methods read the books of whole companies with raw SQL:
    callers check first that the user may read the budgets, grants or programs.
    """

    _name = "social.spending"
    _description = "Spending"

    @api.model
    def _sync_index(self):
        """Keep the index that answers one budget from the index alone.

        The column of the grants depends on the plan in use, so the index cannot be
        declared on the model.
        """
        plan = self.env["account.analytic.plan"]._social_program_grant_plan()
        self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(INDEX)))
        columns = ["account_id", "general_account_id", "date"]
        if plan:
            columns.insert(1, plan._column_name())
        self.env.cr.execute(
            SQL(
                "CREATE INDEX %s ON account_analytic_line (%s)"
                " INCLUDE (amount, company_id, move_line_id,"
                " social_program_budget_line_id)",
                SQL.identifier(INDEX),
                SQL(", ").join(map(SQL.identifier, columns)),
            )
        )

    @api.model
    def _strict_rate(self, currency, company, date):
        """Return what one unit of a currency is worth in the company's currency.

        :raise UserError: no rate on or before the date; Odoo itself would silently
            take a later rate, or 1
        """
        if currency == company.currency_id:
            return 1.0
        rate = self._rate_on(currency, company, date)
        own_rate = self._rate_on(company.currency_id, company, date)
        if not rate or not own_rate:
            raise UserError(self._missing_rate_message(currency, date, company))
        return own_rate / rate

    def _rate_on(self, currency, company, date):
        """Return a currency's last rate on or before a date; 0: there is none."""
        self.env["res.currency.rate"].flush_model()
        self.env["res.company"].flush_model(["currency_id", "parent_path"])
        [(rate,)] = self.env.execute_query(
            SQL(
                "SELECT (%s) FROM res_company company WHERE company.id = %s",
                strict_rate(SQL("%s", currency.id), SQL("%s", date), SQL("company")),
                company.id,
            )
        )
        return float(rate or 0.0)

    @api.model
    def _missing_rate_of(self, rows):
        """Tell which rate some figures lack first; False: none.

        :param rows: dicts with `lacking`, id of a currency or None, and `missing`, the
            first day on which it lacks a rate
        """
        lacking = [row for row in rows if row["lacking"]]
        if not lacking:
            return False
        first = min(lacking, key=lambda row: (row["missing"], row["lacking"]))
        currency = self.env["res.currency"].browse(first["lacking"])
        return self._missing_rate_message(currency, first["missing"])

    def _missing_rate_message(self, currency, date, company=None):
        """Tell that a rate is missing.

        :param company: whose own currency is named where that is the one that lacks
            a rate
        """
        if company and self._rate_on(currency, company, date):
            currency = company.currency_id
        return self.env._(
            "There is no exchange rate of %(currency)s on or before %(date)s. Enter it "
            "under Accounting > Configuration > Currencies.",
            currency=currency.name,
            date=format_date(self.env, date),
        )

    @api.model
    def _run(self, query, columns, tail):
        """Run a :class:`SpendingQuery` on what this transaction has written.

        :return: list of dicts
        """
        for model in (
            "account.analytic.line",
            "account.analytic.account",
            "account.move.line",
            "account.move",
            "account.account",
            "social.program",
            "social.grant",
            "social.budget",
            "social.budget.line",
            "social.cost.category",
            "res.currency.rate",
            "res.currency",
            "res.company",
        ):
            self.env[model].flush_model()
        # Compiling these statements costs more than running them, and sorting on disk
        # more than adding up in memory.
        self.env.cr.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        return self.env.execute_query_dict(query.select(columns, tail))

    # --- totals ------------------------------------------------------------------

    @api.model
    def _budget_figures(self, budgets):
        """Return what each budget and each of its lines has received.

        A draft or superseded budget is shown what the approved budget of its program
        and grant received in the same period, line by line of the same origin.

        :param budgets: ``social.budget`` records
        :return: ``{budget id: {"spent", "committed", "unbudgeted", "missing_rate",
            "lines": {origin id: {"spent", "committed"}}}}`` in the budget's currency
        """
        figures = {
            budget.id: {
                "spent": 0.0,
                "committed": 0.0,
                "unbudgeted": 0.0,
                "missing_rate": False,
                "lines": {},
            }
            for budget in budgets
        }
        in_force = self._budgets_in_force(budgets)
        foreign = budgets.filtered(lambda b: b.currency_id != b.company_id.currency_id)
        for part, detail in ((budgets - foreign, False), (foreign, True)):
            if not part:
                continue
            query = self._query(
                part.company_id,
                programs=part.program_id.analytic_account_id.ids,
                grants=sorted({b.grant_id.analytic_account_id.id or 0 for b in part}),
                detail=detail,
                commitments=True,
                budgeted_days=True,
            )
            amount = SQL("amount_currency") if detail else SQL("amount")
            rows = self._run(
                query,
                SQL(
                    "budget_id, origin_id, kind, %s AS lacking, SUM(%s) AS amount,"
                    " %s AS missing",
                    SQL("lacking" if detail else "NULL::integer"),
                    amount,
                    SQL("MIN(date)" if detail else "NULL::date"),
                ),
                SQL("WHERE budget_id IS NOT NULL GROUP BY 1, 2, 3, 4"),
            )
            received = defaultdict(list)
            for row in rows:
                received[row["budget_id"]].append(row)
            for budget in part:
                self._fill_figure(figures[budget.id], received[in_force.get(budget.id)])
        return figures

    def _fill_figure(self, figure, rows):
        figure["missing_rate"] = self._missing_rate_of(rows)
        for row in rows:
            amount = row["amount"] or 0.0
            figure[row["kind"]] = total((figure[row["kind"]], amount))
            if row["origin_id"]:
                line = figure["lines"].setdefault(
                    row["origin_id"], {"spent": 0.0, "committed": 0.0}
                )
                line[row["kind"]] = total((line[row["kind"]], amount))
            elif row["kind"] == "spent":
                figure["unbudgeted"] = total((figure["unbudgeted"], amount))

    def _budgets_in_force(self, budgets):
        """Return ``{budget id: id of the approved budget it is compared with}``."""
        pairs = {}
        for approved in self.env["social.budget"].search(
            [
                ("state", "=", "approved"),
                ("program_id", "in", budgets.program_id.ids),
            ]
        ):
            key = (approved.program_id, approved.grant_id)
            pairs.setdefault(key, []).append(approved)
        result = {}
        for budget in budgets:
            for approved in pairs.get((budget.program_id, budget.grant_id), ()):
                if (approved.date_start, approved.date_end) == (
                    budget.date_start,
                    budget.date_end,
                ):
                    result[budget.id] = approved.id
        return result

    @api.model
    def _program_totals(self, programs):
        """Return the totals of each program with those below it.

        :param programs: ``social.program`` records
        :return: ``{program id: {"budget", "spent", "committed", "budgeted_days",
            "later_days"}}`` in company currency; budgets in another currency at the
            rate stored on their approval; the last two are parts of what was spent: on
            days on which an approved budget of theirs runs, and on days without one
            since the first of them started
        """
        family = (
            self.env["social.program"]
            .with_context(active_test=False)
            .search([("id", "child_of", programs.ids)])
        )
        if not family:
            return {}
        own = {program.id: dict.fromkeys(_KINDS, Decimal(0)) for program in family}
        by_account = {
            program.analytic_account_id.id: program.id
            for program in family
            if program.analytic_account_id
        }
        rows = self._run(
            self._query(family.company_id, programs=list(by_account), commitments=True),
            SQL("program_id, kind, running, started, SUM(amount) AS amount"),
            WITH_BUDGETED_PROGRAMS,
        )
        days = defaultdict(list)
        for row in rows:
            own[row["program_id"]][row["kind"]] += exact(row["amount"])
            if row["kind"] == "spent":
                days[row["program_id"]].append(row)
        for budget in self.env["social.budget"].search_fetch(
            [("program_id", "in", family.ids), ("state", "=", "approved")],
            ["program_id", "amount_total", "currency_rate", "company_id"],
        ):
            amount = budget._amount_in_company_currency()
            own[budget.program_id.id]["budget"] += exact(amount)
        totals = {program.id: dict.fromkeys(_KINDS, Decimal(0)) for program in programs}
        for program in family:
            for above in ids_above(program):
                if above in totals:
                    for kind in _KINDS:
                        totals[above][kind] += own[program.id][kind]
        add_budgeted_days(totals, family, days)
        return totals

    @api.model
    def _grant_totals(self, grants):
        """Return what each grant spent and has committed, in its own currency.

        :return: ``{grant id: {"spent", "committed", "missing_rate"}}``
        """
        accounts = grants.analytic_account_id.ids
        if not accounts:
            return {}
        rows = self._run(
            self._query(
                grants.company_id,
                grants=accounts,
                detail=True,
                commitments=True,
            ),
            SQL(
                "grant_id, kind, lacking, SUM(amount_currency) AS amount,"
                " MIN(date) AS missing"
            ),
            # Another company may have posted on the same account.
            SQL("WHERE grant_id IS NOT NULL GROUP BY 1, 2, 3"),
        )
        totals = {}
        own_rows = defaultdict(list)
        for row in rows:
            grant_id = row["grant_id"]
            figure = totals.setdefault(grant_id, {"spent": 0.0, "committed": 0.0})
            figure[row["kind"]] = total((figure[row["kind"]], row["amount"]))
            own_rows[grant_id].append(row)
        for grant_id, rows_of_grant in own_rows.items():
            totals[grant_id]["missing_rate"] = self._missing_rate_of(rows_of_grant)
        return totals

    # --- the statement ---------------------------------------------------------

    @api.model
    def _query(self, companies, commitments=False, **scope):
        """Return the :class:`SpendingQuery` of a scope.

        :param companies: ``res.company`` records; their branches book for them
        :param commitments: also count draft bills and open orders
        :param scope: see :class:`SpendingQuery`
        """
        purchases = None
        if commitments:
            purchases = self.env["social.commitment"]._purchase_rows(
                companies._with_branches(), scope.get("programs"), scope.get("grants")
            )
        return SpendingQuery(self.env, companies, purchases=purchases, **scope)

    @api.model
    def _forget(self):
        """Drop the figures that this transaction has in its cache.

        They are not stored and no dependency leads from a journal item to a budget, so
        whatever changes the books calls this.
        """
        for model, names in (
            (
                "social.budget",
                (*_FIGURES, "amount_unbudgeted", "burn_rate", "missing_rate"),
            ),
            ("social.budget.line", _FIGURES),
            ("social.grant", (*_FIGURES, "burn_rate", "missing_rate")),
            (
                "social.program",
                (
                    *_FIGURES,
                    "amount_budget",
                    "amount_spent_budgeted",
                    "amount_spent_unbudgeted",
                    "burn_rate",
                ),
            ),
        ):
            self.env[model].invalidate_model(names, flush=False)


_KINDS = ("budget", "spent", "committed")
_FIGURES = ("amount_spent", "amount_committed", "amount_remaining")
