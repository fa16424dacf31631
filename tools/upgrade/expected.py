"""How an upgrade from the commit in `from.txt` may change what is there.

Nothing else may differ, and what is listed must: an entry that no longer applies is
reported as well. Empty these when `from.txt` names a newer commit.
"""

# {"model.field": {old value: new value}}, for stored and computed fields.
RENAMED = {}

# Columns and computed fields that are gone ("social.risk.state_reason"), and models
# that are gone ("social.risk").
GONE = set()

_RATES = "all versions of a budget count at the rate of its approval or its start"

_TEAM = "told to the team of the program; finance could not open its form"
_ENTRIES = "entries behind costs of no program are told in accounting only"

# {pattern of a difference as it is reported, with * and ?: why it is right}
RIGHT = {
    "*figures of social.activity *.next_states: no longer ?'approved'?": (
        "who created it is no second person: not offered any more, only refused before"
    ),
    "*figures of social.budget *.next_states: ?'approved'? → False": (
        "who created it is no second person: not offered any more, only refused before"
    ),
    "rows of social_budget *.currency_rate: *": _RATES,
    "rows of mail_message *: new, *the exchange rate of this budget changed*": _RATES,
    "figures of social.budget.analysis kind budget*.amount_budget: *": _RATES,
    "figures of social.budget.analysis kind budget*.amount_remaining: *": _RATES,
    "figures of social.program *.amount_budget: *": _RATES,
    "figures of social.program *.amount_remaining: *": _RATES,
    "figures of social.program *.burn_rate: *": _RATES,
    "reports on social.program *.budget.rows[[]*: *": _RATES,
    "reports on social.program *.budget.totals.*": _RATES,
    "reports on social.program *.summary.*": _RATES,
    "reports *.budget.columns[[]*.kind: money → unit_cost": "unit costs keep decimals",
    "reports *.subject.as_of: *": "the zone is the company's",
    "figures of social.donor.report *.preview: *Figures as of*": "the zone is the "
    "company's",
    "reports *.transactions.columns[[]*.label: IDR → Rp": "as on papers",
    "reports *.transactions.notes: no longer *Rate: IDR for one unit*": "as on papers",
    "figures of social.spending.coverage *.with_program: * → 0.0": "depreciation of "
    "what was charged when bought is no cost, as in Program Budgets",
    "*fields of social.spending.coverage *.move_line_id: True → False": _ENTRIES,
    "*fields of social.spending.coverage *.move_id: True → False": _ENTRIES,
    "*fields of social.spending.coverage *.partner_id: True → False": _ENTRIES,
    "*fields of social.program *.exit_item_ids: True → False": _TEAM,
    "*fields of social.program *.closing_item_ids: True → False": _TEAM,
    "*fields of social.program *.closing_blockers: True → False": _TEAM,
}
