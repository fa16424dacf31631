"""Upgrading the database of an older commit, and looking at what that changed."""

import json
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from . import databases, last_state, logs
from .compare import Expected, differences, shortened
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
        after = _portrait(odoo, name, place, "data", moment)
        shapes = [
            _portrait(odoo, database, place, "shape") for database in (fresh, name)
        ]
    expected = _expected()
    found = {
        "before → after the upgrade": differences(before, after, expected),
        "new → upgraded database": differences(*shapes, expected),
    }
    return [*logs.problems(text), *_told(found), *expected.unused()]


def _told(found):
    """Return the first lines of each kind, and where all of them are."""
    file = log_file("upgrade-differences")
    result = []
    with file.open("w", encoding="utf-8") as target:
        for title, by_section in found.items():
            for lines in by_section.values():
                target.writelines(f"{title}: {line}\n" for line in lines)
            result += [f"{title}: {line}" for line in shortened(by_section)]
    if not result:
        file.unlink()
        return []
    return [f"all differences are in {file}", *result]


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
