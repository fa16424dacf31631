"""`./dev i18n`: the template of messages, and the translations merged with it."""

from . import cluster, databases, freshness, messages
from .console import say, step
from .odoo import Odoo
from .paths import LOGS
from .testing import KEPT


def i18n(_options):
    """Export the template and merge every translation, without guessing."""
    databases.room()
    odoo = Odoo()
    fresh = LOGS / "fresh.pot"
    with cluster.running(), databases.locked(KEPT):
        freshness.ensure(odoo, KEPT, databases.base())
        with step("Exporting the messages"):
            messages.export(odoo, KEPT, fresh)
    say(messages.merge(odoo, fresh).strip())
    fresh.unlink()
    return 0
