"""Which state of the addon's source a database holds, and bringing it up to date."""

from . import databases
from .console import step
from .paths import ADDON, ROOT, digest
from .shell import log_file

# What Odoo reads again by itself, or never: no upgrade is needed for these.
_ASIDE = {"tests", "tools", "static", "readme", "docs"}
_KINDS = {".py", ".xml", ".csv", ".po", ".pot"}


def source_key():
    """Return a key of all files for which a database must be upgraded."""
    parts = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if inside.parts[0] in _ASIDE or inside.parts[0].startswith("."):
            continue
        if path.suffix in _KINDS and path.is_file():
            parts += [str(inside), path]
    return digest(*parts)


def ensure(odoo, name, which, prepare=None):
    """Make a database with the addon, or upgrade it where the source has changed.

    :param which: the prepared database to copy when there is none of that name
    :param prepare: called once with the name of a database that is new
    """
    key = source_key()
    if not databases.exists(name):
        scratch = f"new_{name}"
        databases.template(odoo, which)
        title = f"Making the database {name} with the addon"
        with step(title), databases.dropped_on_failure(scratch):
            databases.create(odoo, scratch, which)
            databases.install(odoo, scratch, [ADDON])
            if prepare:
                prepare(scratch)
            databases.rename(scratch, name)
        databases.mark(name, key)
    elif databases.marked(name) != key:
        with step(f"Upgrading the addon in the database {name}"):
            # -i beside -u: in a database where an install was interrupted.
            odoo.serve(
                name,
                "-i",
                ADDON,
                "-u",
                ADDON,
                failure="the addon could not be upgraded",
                log=log_file(f"upgrade-{name}"),
            )
        databases.mark(name, key)
