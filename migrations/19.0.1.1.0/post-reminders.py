"""The reviews of risks are reminded of from the day on which they are planned."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give each open risk with a review the reminder that a new one would have."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    risks = env["social.risk"].search(
        [("state", "=", "open"), ("review_date", "!=", False)]
    )
    followers = {risk: risk.message_partner_ids for risk in risks}
    # Nobody is told about each of them, and nobody follows a record because of it.
    risks.with_context(mail_activity_quick_update=True)._sync_reminders()
    for risk, before in followers.items():
        risk.message_unsubscribe((risk.message_partner_ids - before).ids)
