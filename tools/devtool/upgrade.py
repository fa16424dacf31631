"""Upgrading the database of an older commit, and looking at what that changed."""

import json
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from . import databases, last_state, logs
from .compare import Expected, differences
from .paths import ADDON
from .shell import log_file


def problems(odoo, name, fresh):
    """Upgrade a database of the older commit and return what is wrong with it.

    :param name: the name of the database, which is made
    :param fresh: the name of a database with demo data and today's addon
    """
    commit = last_state.commit()
    databases.create(odoo, name, last_state.LastState(commit))
    old = odoo.beside(last_state.source(commit))
    with tempfile.TemporaryDirectory() as place:
        moment = datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
        before = _portrait(old, name, place, "data", moment)
        text = odoo.serve(
            name,
            "-u",
            ADDON,
            failure="the addon could not be upgraded",
            log=log_file(f"upgrade-{name}"),
        )
        expected = _expected()
        found = logs.problems(text)
        after = _portrait(odoo, name, place, "data", moment)
        found += [
            f"before → after the upgrade: {line}"
            for line in differences(before, after, expected)
        ]
        shapes = [
            _portrait(odoo, database, place, "shape") for database in (fresh, name)
        ]
        found += [
            f"new → upgraded database: {line}"
            for line in differences(*shapes, expected)
        ]
    return found + expected.unused()


def _expected():
    from upgrade import expected

    return Expected(expected.RENAMED, expected.GONE, expected.RIGHT)


def _portrait(odoo, database, place, kind, *words):
    file = Path(place) / kind
    odoo.call(
        database,
        f"portrait:{kind}",
        file,
        *words,
        failure=f"no portrait could be made of {database}",
    )
    return json.loads(file.read_text(encoding="utf-8"))
