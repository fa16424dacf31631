"""All versions of a budget count at one rate: of its approval or start, the earlier.

Until now each version took the rate of the day of its approval, and an approved budget
is never changed by hand: without this the old rates would stay for good.
"""

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError


def migrate(cr, version):
    """Give approved budgets the rate that they would have now, and say so in each.

    Where the rate of that day is not known, the first version keeps its own and the
    revisions take it.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    first_versions = env["social.budget"].search(
        [("state", "!=", "draft"), ("previous_id", "=", False)]
    )
    for first in first_versions:
        if first.currency_id == first.company_id.currency_id:
            continue
        rate = _rate_of(first)
        budget = first
        while budget and budget.state != "draft":
            _change(budget, rate)
            budget = budget.revision_ids


def _rate_of(first):
    """Return the rate of a first version."""
    days = [first.date_start]
    if first.approved_on:
        zone = first.approved_by_id.tz or first.company_id.partner_id.tz
        approved_on = fields.Datetime.context_timestamp(
            first.with_context(tz=zone), first.approved_on
        )
        days.append(approved_on.date())
    try:
        return first.env["social.spending"]._strict_rate(
            first.currency_id, first.company_id, min(days)
        )
    except UserError:
        return first.currency_rate


def _change(budget, rate):
    before = budget.currency_rate
    if before == rate:
        return
    # What is approved refuses every change, whoever asks.
    budget.env.cr.execute(
        "UPDATE social_budget SET currency_rate = %s WHERE id = %s", (rate, budget.id)
    )
    budget.invalidate_recordset(["currency_rate"])
    budget._message_log(
        body=budget.env._(
            "With the upgrade, the exchange rate of this budget changed from "
            "%(before)s to %(after)s: the rate of its first version, on the day of its "
            "approval or of its start, whichever came first.",
            before=before,
            after=rate,
        )
    )
