"""The reviews of risks are reminded of from the day on which they are planned."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give each open risk with a review the reminder that a new one would have."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    risks = env["social.risk"].search(
        [("state", "=", "open"), ("review_date", "!=", False)]
    )
    risks.with_context(mail_activity_quick_update=True)._sync_reminders()
