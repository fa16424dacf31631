"""The reviews of risks are reminded of from the day on which they are planned."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Give each open risk with a review the reminder that a new one would have.

    Nobody is told about each of them, and nobody follows a record because of it.
    """
    env = api.Environment(cr, SUPERUSER_ID, {"mail_activity_quick_update": True})
    risks = env["social.risk"].search(
        [("state", "=", "open"), ("review_date", "!=", False)]
    )
    before = _followers(risks)
    risks._sync_reminders()
    (_followers(risks) - before).unlink()


def _followers(risks):
    return risks.env["mail.followers"].search(
        [("res_model", "=", risks._name), ("res_id", "in", risks.ids)]
    )
