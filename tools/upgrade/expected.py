"""How an upgrade from the commit in `from.txt` may change what is there.

Nothing else may differ, and what is listed must: an entry that no longer applies is
reported as well. Empty these when `from.txt` names a newer commit.
"""

# {"model.field": {old value: new value}}, for stored and computed fields.
RENAMED = {
    "social.risk.state": {"draft": "open"},
    "social.issue.state": {"draft": "open"},
    "social.visit.state": {"draft": "planned"},
}

# Columns and computed fields that are gone ("social.risk.state_reason"), and models
# that are gone ("social.risk").
GONE = {"social.budget.can_manage", "social.program.can_manage"}

_BELOW = "an umbrella counts what belongs to the programs below it"
_REVIEWS = "reviews of risks are reminded of from the day on which they are planned"
_TABLES = "tables of a report carry their totals, their sheet and their place"

# {pattern of a difference as it is reported, with * and ?: why it is right}
RIGHT = {
    "figures of social.program 1 (*.budget_count: 1 → 6": _BELOW,
    "figures of social.program 1 (*.issue_confidential_count: 0 → 1": _BELOW,
    "figures of social.program 1 (*.issue_count: 1 → 4": _BELOW,
    "figures of social.program 1 (*.issue_overdue_count: 0 → 1": _BELOW,
    "figures of social.program 1 (*.risk_count: 0 → 5": _BELOW,
    "figures of social.program 1 (*.stakeholder_count: 0 → 7": _BELOW,
    "figures of social.program 1 (*.volunteer_count: 0 → 7": _BELOW,
    "figures of social.program 1 (*.health_reason: *Confidential matters*": _BELOW,
    "figures of social.meeting * → [[]MTG-*": "named by its code, like all with one",
    "figures of social.risk *activity_*": _REVIEWS,
    "rows of mail_activity *: new, {'active': True, *'automated': True*": _REVIEWS,
    "rows of ir_cron *: gone, *social_risk_cron_review*": _REVIEWS,
    "rows of ir_actions_server_history *: gone, *_cron_remind_of_reviews()*": _REVIEWS,
    "reports *.layout: nothing → *": _TABLES,
    "reports *.sheet: nothing → *": _TABLES,
    "reports *.totals: nothing → *": _TABLES,
    "reports *.budget.rows[[]*].activity_id: * → nothing": "what activities cost is "
    "read from the books, no longer from the rows of the table",
    "figures of social.donor.report *.preview: *": "each section and table of the page "
    "stands in a part of its own; the figures are compared under “reports”",
}
