"""The state of the addon from which users upgrade: its source and its database."""

import shutil

from . import cache, databases
from .console import Failure
from .paths import ADDON, ROOT, TOOLS, digest
from .shell import output, run

_FROM = TOOLS / "upgrade" / "from.txt"
_LIVED = TOOLS / "upgrade" / "lived.py"


def commit():
    """Return the hash of the commit, where this clone has it."""
    name = _FROM.read_text(encoding="utf-8").strip()
    git = ["git", "-C", ROOT]
    if not shutil.which("git") or output([*git, "rev-parse", "HEAD"]) is None:
        raise Failure(
            f"the upgrade starts at the commit {name[:12]}, which is read with git:"
            " install git and use a clone of the repository."
        )
    if output([*git, "cat-file", "-e", f"{name}^{{commit}}"]) is None:
        raise Failure(
            f"the upgrade starts at the commit {name[:12]}, which this clone lacks:"
            " git fetch --unshallow brings the whole history."
        )
    return name


def source(name):
    """Return a folder that holds the addon as it was at a commit, under its name."""

    def export(folder):
        archive = folder / "addon.tar"
        failure = f"the commit {name[:12]} could not be read"
        run(["git", "-C", ROOT, "archive", "-o", archive, name], failure)
        (folder / ADDON).mkdir()
        run(["tar", "-xf", archive, "-C", folder / ADDON], failure)
        archive.unlink()

    return cache.build("sources", name, export)


class LastState(databases.Base):
    """A prepared database: the addon of a commit with demo data, as if lived in."""

    def __init__(self, name):
        super().__init__("lived", optional=True, demo=True)
        self.parent = databases.base(demo=True)
        self.commit = name

    def key(self, odoo):
        """Return the key under which its dump is cached."""
        return digest(self.name, self.parent.key(odoo), self.commit, _LIVED)

    def title(self):
        """Tell what is installed."""
        return f"Installing the addon of the commit {self.commit[:12]} with demo data"

    def fill(self, odoo, name, log):
        """Install the addon of the commit, and do what users do."""
        old = odoo.beside(source(self.commit))
        databases.install(old, name, [ADDON], "--load-language=id_ID", log=log)
        old.call(
            name,
            "upgrade.lived:live",
            failure="the database could not be filled",
            log=log,
        )
