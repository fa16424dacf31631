"""What of a program's spending fell on days on which a budget of its runs.

A program that is adopted brings years of books and a budget of this year: what was
spent before the first budget started is history.
"""

from collections import defaultdict
from decimal import Decimal

from odoo.tools import SQL

from ..base.exact import exact

# Beside the sums of a day: whose approved budgets run, and whose have started by then.
WITH_BUDGETED_PROGRAMS = SQL(
    """
    JOIN (SELECT slot,
                 ARRAY(SELECT DISTINCT program_account FROM approved
                        WHERE day.slot BETWEEN first_slot AND last_slot) AS running,
                 ARRAY(SELECT DISTINCT program_account FROM approved
                        WHERE day.slot >= first_slot) AS started
            FROM (SELECT DISTINCT slot FROM share) day) day USING (slot)
    WHERE program_id IS NOT NULL
    GROUP BY 1, 2, 3, 4"""
)


def ids_above(program):
    """Return the ids of a program and of those above it."""
    return map(int, (program.parent_path or "").split("/")[:-1])


def add_budgeted_days(totals, family, days):
    """Add `budgeted_days` and `later_days` to the totals of programs.

    :param dict totals: {program id: its figures with those of the programs below it}
    :param family: all these programs, ``social.program`` records
    :param dict days: {program id: rows with the amount, and the accounts of programs
        whose budgets run that day or have started by then}
    """
    accounts = defaultdict(set)
    for program in family:
        for above in ids_above(program):
            accounts[above].add(program.analytic_account_id.id)
    approved = family.budget_ids.filtered(lambda budget: budget.state == "approved")
    budgeted = set(approved.program_id.analytic_account_id.ids)
    for figures in totals.values():
        figures.update(budgeted_days=Decimal(0), later_days=Decimal(0))
    for program in family:
        for above in totals.keys() & set(ids_above(program)):
            own = accounts[above]
            for row in days[program.id]:
                if own.intersection(row["running"]):
                    totals[above]["budgeted_days"] += exact(row["amount"])
                elif own.intersection(row["started"]) or not own & budgeted:
                    totals[above]["later_days"] += exact(row["amount"])
