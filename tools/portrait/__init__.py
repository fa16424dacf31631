"""A portrait of a database: what its users would miss, as plain values.

Runs inside Odoo's shell (see `Odoo.call`), with the addon of the day or an older one,
so it names as little of the addon as it can. A portrait is
`{section: {record: {field: value}}}`; `devtool.compare` compares two.
"""

import json

from . import figures, reports, rights, rows, structure


def data(env, file):
    """Write what an upgrade must leave as it was: rows, figures, rights."""
    parts = (rows, figures, reports, rights)
    _write(file, {name: section for part in parts for name, section in part.take(env).items()})


def shape(env, file):
    """Write what an upgraded database must have as a new one has it."""
    _write(file, structure.take(env))


def _write(file, portrait):
    with open(file, "w", encoding="utf-8") as target:
        json.dump(portrait, target, ensure_ascii=False, default=str, sort_keys=True)
