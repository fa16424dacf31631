"""How an upgrade from the commit in `from.txt` may change what is there.

Nothing else may differ, and what is listed must: an entry that no longer applies is
reported as well. Empty these when `from.txt` names a newer commit.
"""

# {"model.field": {old value: new value}}, for stored and computed fields.
RENAMED = {}

# Columns and computed fields that are gone ("social.risk.state_reason"), and models
# that are gone ("social.risk").
GONE = set()

# {pattern of a difference as it is reported, with * and ?: why it is right}
RIGHT = {
    "*figures of social.activity *.next_states: no longer ?'approved'?": (
        "who created it is no second person: not offered any more, only refused before"
    ),
    "*figures of social.budget *.next_states: ?'approved'? → False": (
        "who created it is no second person: not offered any more, only refused before"
    ),
}
