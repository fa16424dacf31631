"""The addon's messages: the template, and the translations that follow it."""

import json

from .paths import ADDON, LOGS, ROOT, TOOLS
from .shell import log_file, run

FOLDER = ROOT / "i18n"
TEMPLATE = FOLDER / f"{ADDON}.pot"
_TOOL = TOOLS / "po_files.py"


def export(odoo, database, target):
    """Write the template of the addon installed in a database."""
    odoo.call(
        database,
        "devtool.inside:export_messages",
        ADDON,
        target,
        failure="the messages could not be exported",
        log=log_file(f"messages-{database}"),
    )


def merge(odoo, template):
    """Bring the template and all translations in line with a fresh export."""
    words = [odoo.python, _TOOL, "merge", template, FOLDER, ADDON]
    return run(words, "merging failed")


def problems(odoo, database):
    """Return sentences about translations that do not fit the installed addon."""
    fresh = LOGS / f"{database}.pot"
    export(odoo, database, fresh)
    text = run(
        [odoo.python, _TOOL, "compare", fresh, FOLDER, ADDON],
        "the translations could not be compared",
    )
    fresh.unlink()
    return json.loads(text.splitlines()[-1])
