"""What one donor report is about, read once from the books."""

from collections import defaultdict
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL

from ..base.exact import exact, total
from .report_books import ReportBooks


class LineVersions(NamedTuple):
    """A line of an approved budget, now and in the first version; one may be empty."""

    budget: models.Model
    now: models.Model
    first: models.Model

    @property
    def line(self):
        return self.now or self.first

    @property
    def key(self):
        """What its spending is found by: program account and first version."""
        return self.budget.program_id.analytic_account_id.id, self.line.origin_id.id


class ReportScope(ReportBooks):
    """Programs, budgets and sums that the tables of a report share.

    Whatever it reads, it reads when a table first asks; no table writes here.
    """

    # --- programs ------------------------------------------------------------------

    @cached_property
    def programs(self):
        """The programs of the report, in the order in which they are told."""
        return self._programs_of_grant() if self.grant else self._umbrella()

    @cached_property
    def program_of(self):
        """{analytic account: program}"""
        return {program.analytic_account_id.id: program for program in self.programs}

    @cached_property
    def grant_accounts(self):
        return self.grant.analytic_account_id.ids if self.grant else None

    @cached_property
    def program_accounts(self):
        return None if self.grant else self.programs.analytic_account_id.ids

    def _umbrella(self):
        """Return the program and those below it, each after the one above it."""
        programs = self.env["social.program"].search(
            [("id", "child_of", self.report.program_id.ids)]
        )
        return programs.sorted(lambda p: (p.parent_path.count("/"), p.code or "", p.id))

    def _programs_of_grant(self):
        """Return the programs that the grant pays for, by code."""
        accounts = {row["program_account"] for row in self.sums}
        spending = self.env["social.program"].search(
            [("analytic_account_id", "in", list(accounts - {0}))]
        )
        programs = self.budgets.program_id | self.awards.program_id | spending
        return programs.sorted(lambda program: (program.code or "", program.id))

    # --- what was spent ------------------------------------------------------------

    @cached_property
    def sums(self):
        """Sums of spending and commitments, as rows of the spending query.

        :raise UserError: an exchange rate is missing
        """
        self.check_item_rates()
        return self.run(
            self.query(detail=self.foreign, commitments=True),
            SQL(
                "program_account, grant_account, budget_id, origin_id, kind, phase,"
                " SUM(%s) AS amount",
                self.amount_column,
            ),
            SQL("GROUP BY 1, 2, 3, 4, 5, 6"),
        )

    @cached_property
    def received(self):
        """{(program account, first version of a line or None): {kind: amount}}

        The kinds are `period`, `prior` and `committed`. What is committed belongs to a
        budget of the report whatever its date is; outside of all budgets it counts up
        to the end of the period.
        """
        received = defaultdict(lambda: defaultdict(Decimal))
        listed = set(self.budgets.ids)
        for row in self.sums:
            if row["kind"] == "spent":
                kind = row["phase"]
            else:
                kind = "committed"
            later = row["phase"] == "later"
            if later and (kind == "later" or row["budget_id"] not in listed):
                continue
            key = row["program_account"], row["origin_id"]
            received[key][kind] += exact(row["amount"])
        return {key: dict(amounts) for key, amounts in received.items()}

    def spending_cells(self, account, origin=None):
        """Return what a line, or all of a program outside of lines, received.

        :param int account: analytic account of the program, 0 for none
        :param origin: id of the first version of a line
        :return: dict of amounts: `period`, `prior`, `cumulative`, `committed`
        """
        amounts = self.received.get((account, origin), {})
        period = self.round(amounts.get("period", 0.0))
        prior = self.round(amounts.get("prior", 0.0))
        return {
            "period": period,
            "prior": prior,
            "cumulative": total((period, prior)),
            "committed": self.round(amounts.get("committed", 0.0)),
        }

    @property
    def income_companies(self):
        # What a grant of a company above pays is received there.
        return self.company | self.budgets.grant_id.company_id

    # --- what was planned and promised ---------------------------------------------

    @cached_property
    def budgets(self):
        """Approved budgets that start by the period's end, with old versions."""
        domain = [
            ("state", "in", ("approved", "superseded")),
            ("date_start", "<=", self.date_to),
        ]
        if self.grant:
            domain.append(("grant_id", "=", self.grant.id))
        else:
            domain.append(("program_id", "in", self.programs.ids))
        return self.env["social.budget"].search(domain)

    @cached_property
    def budget_lines(self):
        """[:class:`LineVersions`] of the approved budgets."""
        lines = self.env["social.budget.line"].search(
            [("budget_id", "in", self.budgets.ids)]
        )
        nothing = lines.browse()
        by_budget = lines.grouped("budget_id")
        pairs = []
        for approved in self.budgets.filtered(lambda b: b.state == "approved"):
            first = approved
            while first.previous_id:
                first = first.previous_id
            now = {line.origin_id.id: line for line in by_budget.get(approved, nothing)}
            then = {line.origin_id.id: line for line in by_budget.get(first, nothing)}
            pairs += [
                LineVersions(
                    approved, now.get(origin, nothing), then.get(origin, nothing)
                )
                for origin in {**now, **then}
            ]
        return pairs

    @cached_property
    def awards(self):
        """What donors promised to the grant, or to the programs of the report."""
        return self.env["social.grant.award"].search(
            [("grant_id", "=", self.grant.id)]
            if self.grant
            else [("program_id", "in", self.programs.ids)]
        )
