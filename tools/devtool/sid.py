"""An apt of its own that looks into Debian's unstable suite and installs nothing.

The mirror is the one that the host's own apt uses; only the suite is another.
"""

import re
from pathlib import Path

from . import cache
from .console import Failure
from .paths import CACHE
from .shell import output, run

_SOURCES = Path("/etc/apt")
SUITE = "sid"


def _host_stanza():
    """Return (type of file, text) of the host's first Debian source."""
    files = sorted(_SOURCES.glob("sources.list.d/*.sources"))
    for file in files:
        for stanza in re.split(r"\n\s*\n", file.read_text(encoding="utf-8")):
            fields = _fields(stanza)
            suites = fields.get("suites", "")
            if (
                "deb" in fields.get("types", "").split()
                and "main" in fields.get("components", "").split()
                and suites
                and "-security" not in suites.split()[0]
                and "debian" in fields.get("uris", "")
            ):
                return "sources", fields
    files = [_SOURCES / "sources.list"]
    files += sorted(_SOURCES.glob("sources.list.d/*.list"))
    for file in files:
        if not file.exists():
            continue
        for line in file.read_text(encoding="utf-8").splitlines():
            match = re.match(
                r"deb\s+(\[[^]]*\]\s+)?(\S*debian\S*)\s+(\S+)\s+.*\bmain\b", line
            )
            if match and "-security" not in match[3]:
                return "list", match
    raise Failure(
        "no Debian mirror was found in this system's apt configuration;"
        " point ODOO_SOURCE at a folder with Odoo 19."
    )


def _fields(stanza):
    lines = [line for line in stanza.splitlines() if not line.startswith("#")]
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, value in pairs}


class Apt:
    """apt-get with its own lists and sources; the system's are not touched."""

    def __init__(self):
        self.home = CACHE / "apt"

    def _options(self):
        folders = {
            "Dir::Etc::SourceList": "/dev/null",
            "Dir::Etc::SourceParts": self.home / "sources",
            "Dir::Etc::PreferencesParts": self.home / "none",
            "Dir::State::Lists": self.home / "lists",
            "Dir::Cache": self.home / "archives",
            "APT::Sandbox::User": "root",
            "APT::Install-Recommends": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        return [f"-o{name}={value}" for name, value in folders.items()]

    def update(self):
        """Write the source and read the suite's list of packages."""
        for name in ("sources", "lists/partial", "archives/partial", "none"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        kind, found = _host_stanza()
        for old in (self.home / "sources").iterdir():
            old.unlink()
        if kind == "list":
            text = f"deb {found[1] or ''}{found[2]} {SUITE} main\n"
        else:
            text = f"Types: deb\nURIs: {found['uris'].split()[0]}\n"
            text += f"Suites: {SUITE}\nComponents: main\n"
            if found.get("signed-by"):
                text += f"Signed-By: {found['signed-by']}\n"
        source = self.home / "sources" / f"unstable.{kind}"
        source.write_text(text, encoding="utf-8")
        run(
            ["apt-get", *self._options(), "update", "-q"],
            "Debian's list of packages could not be read",
        )

    def version(self, package):
        """Return the version of a package in the suite, or None."""
        text = output(["apt-cache", *self._options(), "show", package]) or ""
        match = re.search(r"^Version: (.+)$", text, re.MULTILINE)
        return match[1] if match else None

    def download(self, packages, folder, own_suite=()):
        """Fetch packages into a folder, those of `own_suite` from the host's suite."""
        for names, options in ((packages, self._options()), (own_suite, [])):
            if names:
                run(
                    ["apt-get", *options, "download", "-q", *names],
                    f"{', '.join(names)} could not be fetched from Debian",
                    cwd=folder,
                )


def locked():
    """Hold the lock of this apt's lists."""
    return cache.lock(CACHE / "locks" / "sid", "Another run is asking Debian: waiting")
