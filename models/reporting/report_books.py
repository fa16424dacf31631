"""The books as one donor report asks them: its company, period and currency."""

from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.exact import exact_round
from .income_sql import IncomeQuery


class ReportBooks:
    """Queries of a report; whoever inherits says which accounts they are about.

    :param report: a record of the donor report mixin, with the rights and in the
        language in which it is computed
    """

    # Analytic accounts of programs and of grants; None: whatever there is.
    program_accounts = grant_accounts = None

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
        # The currency whose rate that amount lacks.
        self.lacking_column = SQL(
            "matched.lacking" if self.foreign else "matched.unpriced"
        )

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
            self.income_companies,
            # 0 stands for no program.
            programs=None if programs is None else [*programs, 0],
            grants=self.grant_accounts,
            date_from=self.date_from,
            date_to=self.date_to,
            detail=True,
        )

    @property
    def income_companies(self):
        """The companies in whose books, or in whose branches', income is looked for."""
        return self.company

    def round(self, amount):
        """Return an amount rounded by the report's currency, never minus zero."""
        return exact_round(amount, self.currency.rounding)

    def check_rates(self, rows):
        """Refuse figures that a missing exchange rate would falsify.

        :param rows: dicts with `lacking`, id of a currency or None, and `missing`, the
            first day on which it lacks a rate
        :raise UserError: naming currency and day
        """
        if sentence := self.env["social.spending"]._missing_rate_of(rows):
            raise UserError(sentence)

    def check_item_rates(self):
        """Refuse what items in a currency without any rate would falsify.

        What the books made of those is nobody's figure, in company currency either.
        """
        self.check_rates(
            self.run(
                self.query(detail=True, commitments=True),
                SQL("%s AS lacking, MIN(date) AS missing", self.lacking_column),
                SQL(
                    "WHERE %s IS NOT NULL"
                    " AND NOT (kind = 'spent' AND phase = 'later') GROUP BY 1",
                    self.lacking_column,
                ),
            )
        )
