"""Odoo 19's source: unpacked from Debian's package, or the user's own."""

import os
import re
import tempfile
from pathlib import Path

from . import cache, sid
from .console import Failure, say, step
from .packages import ensure
from .paths import CACHE, digest
from .shell import output, run

SERIES = "19.0"
_PACKAGE = "odoo-19"
_WITH_IT = (
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-ocr-b",
)
# Newer ones lack files that Odoo links to.
_FROM_OWN_SUITE = ("fonts-font-awesome", "fonts-inconsolata")
# Stripped from the package; without it every backend page fails in the browser.
_STUB = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
_PYTHON = "usr/lib/python3/dist-packages"
# Fonts for other scripts, which pages and prints would fetch from the web.
_FONTS = "web/static/fonts/fonts.scss"
_WEB_FONTS = "https://fonts.odoocdn.com"
# Part of the key: to be raised when what is done to the unpacked tree changes.
_RECIPE = ".r2"
_CURRENT = CACHE / "odoo" / "current"


class Source:
    """A source tree of Odoo: where it is and which one it is."""

    def __init__(self, path, identity, title):
        self.path = path
        self.identity = identity
        self.title = title

    @property
    def addons(self):
        """Folders with addons that Odoo does not find by itself."""
        beside = self.path / "addons"
        return [beside] if (beside / "web" / "static").is_dir() else []


def find():
    """Return the source to use, unpacking it on first use."""
    own = os.environ.get("ODOO_SOURCE")
    if own:
        return _own(Path(own).expanduser().resolve())
    return _debian()


def _series(path):
    release = path / "odoo" / "release.py"
    if not release.exists():
        raise Failure(f"{path} does not hold Odoo: there is no odoo/release.py in it.")
    match = re.search(
        r"^version_info\s*=\s*\((?:'saas~)?'?(\d+)\D+(\d+)",
        release.read_text(),
        re.MULTILINE,
    )
    return f"{match[1]}.{match[2]}" if match else "an unknown version"


def _own(path):
    series = _series(path)
    if series != SERIES:
        raise Failure(
            f"ODOO_SOURCE={path} holds Odoo {series}, but this addon needs"
            f" Odoo {SERIES}."
        )
    head = output(["git", "-C", path, "rev-parse", "HEAD"]) or ""
    identity = digest(str(path), head, path / "odoo" / "release.py")
    return Source(path, identity, f"Odoo {series} of {path}")


def _debian():
    unpacked = _current()
    if unpacked is None:
        with sid.locked():
            unpacked = _current() or _unpack()
    path = unpacked / _PYTHON
    if _series(path) != SERIES:
        raise Failure(
            f"Debian's {_PACKAGE} holds Odoo {_series(path)} and not {SERIES}:"
            " point ODOO_SOURCE at a folder with Odoo 19."
        )
    version = unpacked.name.removesuffix(_RECIPE)
    return Source(path, version, f"Odoo {version} of Debian")


def _current():
    """Return the unpacked Odoo that this cache uses, or None."""
    found = _CURRENT.resolve()
    whole = found.name.endswith(_RECIPE) and (found / _PYTHON / "odoo").is_dir()
    return found if whole else None


def _unpack():
    ensure("ca-certificates", "xz-utils")
    apt = sid.Apt()
    with step("Looking for Odoo 19 in Debian"):
        apt.update()
        version = apt.version(_PACKAGE)
    if version is None:
        raise Failure(
            f"Debian no longer has {_PACKAGE}: get the source of Odoo 19 and point"
            " ODOO_SOURCE at its folder."
        )

    def build(folder):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            with step(f"Fetching Odoo {version} (about 130 MB)"):
                apt.download((_PACKAGE, *_WITH_IT), place, _FROM_OWN_SUITE)
            with step("Unpacking Odoo"):
                for file in sorted(Path(place).glob("*.deb")):
                    run(["dpkg", "-x", file, folder], f"{file.name} did not unpack")
        _complete(folder)

    key = re.sub(r"[^\w.+~-]", "_", f"{version}{_RECIPE}")
    unpacked = cache.build("odoo", key, build)
    fresh = _CURRENT.with_name(f".current-{os.getpid()}")
    fresh.symlink_to(unpacked.name)
    fresh.replace(_CURRENT)
    say(f"Odoo {version} is unpacked.")
    return unpacked


def _complete(folder):
    addons = folder / _PYTHON / "odoo" / "addons"
    stub = addons / _STUB
    if not stub.exists():
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("", encoding="utf-8")
    fonts = addons / _FONTS
    text = fonts.read_text(encoding="utf-8")
    local = text.replace(_WEB_FONTS, "/web/static/fonts/absent")
    fonts.unlink()
    fonts.write_text(local, encoding="utf-8")
    dangling = [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_symlink() and not path.exists()
    ]
    if dangling:
        say(f"Note: {len(dangling)} links of Odoo lead nowhere, first {dangling[0]}.")
