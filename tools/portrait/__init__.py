"""A portrait of a database: what its users would miss, as plain values.

Runs inside Odoo's shell (see `Odoo.call`), with the addon of the day or an older one,
so it names as little of the addon as it can. A portrait is
`{section: {record: {field: value}}}`; `devtool.compare` compares two.
"""

import json

from freezegun import freeze_time

from . import figures, reports, rights, rows, structure


def data(env, file, moment):
    """Write what an upgrade must leave as it was: rows, figures, rights.

    :param moment: the time that it is, so that nothing is late which was not before
    """
    portrait = {}
    with freeze_time(moment):
        for part in (rows, figures, reports, rights):
            portrait |= part.take(env)
    _write(file, portrait)


def shape(env, file):
    """Write what an upgraded database must have as a new one has it."""
    _write(file, structure.take(env))


def _write(file, portrait):
    with open(file, "w", encoding="utf-8") as target:
        json.dump(portrait, target, ensure_ascii=False, default=str, sort_keys=True)
