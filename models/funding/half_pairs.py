"""Half pairs: a program and its grant in two rows of one distribution.

Two distribution models do exactly this, each with its own plan. Their rows are joined
where it is sure which program the grant pays for: where one of the two sides has one
account, and both add up to the same.
"""

from typing import NamedTuple

# Percentages have two decimals; what Odoo merges of them has more.
SAME = 0.005


class Row(NamedTuple):
    """A row of a distribution: its accounts as ids, its percentage.

    `other_plans` are the root plans of the accounts that are neither program nor grant:
    these ride along.
    """

    ids: tuple
    programs: tuple
    grants: tuple
    other_plans: frozenset
    percent: float


def halves(rows):
    """Return the rows with a program alone, and those with a grant alone."""
    return (
        [row for row in rows if row.programs and not row.grants],
        [row for row in rows if row.grants and not row.programs],
    )


def join(rows):
    """Return [(ids, percent)] with the halves joined; None: nothing to join."""
    programs, grants = halves(rows)
    if not _belong_together(programs, grants):
        return None
    joined = [
        (row.ids, row.percent) for row in rows if bool(row.programs) == bool(row.grants)
    ]
    left = {row: row.percent for row in programs + grants}
    while programs and grants:
        program, grant = programs[0], grants[0]
        part = min(left[program], left[grant])
        joined.append((program.ids + grant.ids, part))
        for row, rest in ((program, programs), (grant, grants)):
            left[row] -= part
            if left[row] < SAME:
                rest.pop(0)
    return joined


def _belong_together(programs, grants):
    if not programs or not grants:
        return False
    if any(row.percent <= 0 for row in programs + grants):
        return False
    totals = [sum(row.percent for row in side) for side in (programs, grants)]
    if abs(totals[0] - totals[1]) >= SAME:
        return False
    # Another plan on both sides would give the joined row two of its accounts.
    plans = [
        frozenset().union(*(row.other_plans for row in side))
        for side in (programs, grants)
    ]
    if plans[0] & plans[1]:
        return False
    accounts = {row.programs for row in programs}, {row.grants for row in grants}
    return all(len(ids) == 1 for side in accounts for ids in side) and (
        min(map(len, accounts)) == 1
    )
