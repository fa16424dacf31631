"""What one donor report is about, read once from the books."""

from odoo.exceptions import UserError
from odoo.tools import SQL

from .income_sql import IncomeQuery


class ReportScope:
    """Programs, budgets and sums that the tables of a report share.

    :param report: a record of the donor report mixin, with the rights and in the
        language in which it is computed
    :raise UserError: an exchange rate is missing
    """

    def __init__(self, report):
        self.report = report
        self.env = report.env
        self.company = report.company_id
        self.currency = report.currency_id
        self.grant = report.grant_id
        self.date_from = report.date_from
        self.date_to = report.date_to
        # Company currency is what the books are kept in; another one needs every
        # share for itself.
        self.foreign = self.currency != self.company.currency_id
        self.amount_column = SQL(
            "matched.amount_currency" if self.foreign else "matched.amount"
        )
        self.grant_accounts = self.program_accounts = None
        self.programs = self.env["social.program"]
        if self.grant:
            self.grant_accounts = self.grant.analytic_account_id.ids
        else:
            self.programs = self._umbrella()
            self.program_accounts = self.programs.analytic_account_id.ids
        self.sums = self._read_sums()
        self.budgets = self._read_budgets()
        self.awards = self.env["social.grant.award"].search(
            [("grant_id", "=", self.grant.id)]
            if self.grant
            else [("program_id", "in", self.programs.ids)]
        )
        if self.grant:
            self.programs = self._programs_of_grant()
        self.program_of = {
            program.analytic_account_id.id: program for program in self.programs
        }

    def query(self, detail=False, commitments=False):
        """Return the spending query of this report."""
        return self.env["social.spending"]._query(
            self.company,
            commitments=commitments,
            programs=self.program_accounts,
            grants=self.grant_accounts,
            date_from=self.date_from,
            date_to=self.date_to,
            detail=detail,
        )

    def run(self, query, columns, tail):
        """Run a spending query; see :meth:`social.spending._run`."""
        return self.env["social.spending"]._run(query, columns, tail)

    def income_query(self):
        """Return the query of income, with what names the grant but no program."""
        programs = self.program_accounts
        return IncomeQuery(
            self.env,
            self.company.ids,
            # 0 stands for no program.
            programs=None if programs is None else [*programs, 0],
            grants=self.grant_accounts,
            date_from=self.date_from,
            date_to=self.date_to,
            detail=True,
        )

    def round(self, amount):
        """Return an amount rounded by the report's currency, never minus zero."""
        return self.currency.round(amount) + 0.0

    def check_rates(self, rows, currency=None):
        """Refuse figures that a missing exchange rate would falsify.

        :param rows: dicts with `missing`, the first day without a rate, or None
        :raise UserError: naming currency and day
        """
        days = [row["missing"] for row in rows if row["missing"]]
        if days:
            raise UserError(
                self.env["social.spending"]._missing_rate_message(
                    currency or self.currency, min(days), self.company
                )
            )

    def missing_column(self):
        """Return the SQL of the first day whose exchange rate is missing."""
        if not self.foreign:
            return SQL("NULL::date")
        return SQL("MIN(matched.date) FILTER (WHERE matched.amount_currency IS NULL)")

    # --- reading -------------------------------------------------------------------

    def _umbrella(self):
        """Return the program and those below it, each after the one above it."""
        programs = self.env["social.program"].search(
            [("id", "child_of", self.report.program_id.ids)]
        )
        return programs.sorted(lambda p: (p.parent_path.count("/"), p.code or "", p.id))

    def _read_sums(self):
        rows = self.run(
            self.query(detail=self.foreign, commitments=True),
            SQL(
                "program_account, grant_account, budget_id, origin_id, kind, phase,"
                " SUM(%s) AS amount, %s AS missing",
                self.amount_column,
                self.missing_column(),
            ),
            SQL("GROUP BY 1, 2, 3, 4, 5, 6"),
        )
        self.check_rates(rows)
        return rows

    def _read_budgets(self):
        """Return approved budgets that start by the period's end, with old versions."""
        domain = [
            ("state", "in", ("approved", "superseded")),
            ("date_start", "<=", self.date_to),
        ]
        if self.grant:
            domain.append(("grant_id", "=", self.grant.id))
        else:
            domain.append(("program_id", "in", self.programs.ids))
        return self.env["social.budget"].search(domain)

    def _programs_of_grant(self):
        """Return the programs that the grant pays for, by code."""
        accounts = {row["program_account"] for row in self.sums}
        spending = self.env["social.program"].search(
            [("analytic_account_id", "in", list(accounts - {0}))]
        )
        programs = self.budgets.program_id | self.awards.program_id | spending
        return programs.sorted(lambda program: (program.code or "", program.id))
