"""Debian packages this needs from the system, installed where they are missing."""

import os
import shutil

from .cache import lock
from .console import Failure, say, step
from .paths import CACHE
from .shell import output, root_prefix, run

# Libraries that wheels and wkhtmltopdf load at run time, and fonts to print with.
RUNTIME = (
    "libcairo2",
    "libxrender1",
    "libfontconfig1",
    "libxext6",
    "fonts-dejavu-core",
    "fonts-liberation",
)


def is_installed(package):
    """Tell whether a Debian package is installed."""
    status = output(["dpkg-query", "-W", "-f", "${db:Status-Status}", package])
    return status == "installed"


def ensure(*packages):
    """Install the Debian packages of these that are missing."""
    missing = _missing(packages)
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        raise Failure(
            f"this system has no apt-get; install what Debian calls {names}"
            " and try again."
        )
    with lock(
        CACHE / "locks" / "apt", "Another run is installing packages: waiting ..."
    ):
        missing = _missing(packages)
        if not missing:
            return
        sudo = root_prefix(f"installing {names}")
        if sudo:
            say(f"Installing {names} needs sudo; it may ask for your password.")
            output([*sudo, "-v"])
        apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        apt += ["-o", "DPkg::Lock::Timeout=300"]
        with step(f"Installing {names}"):
            run([*apt, "update", "-q"], "apt-get could not refresh its lists")
            run(
                [*apt, "install", "-qy", "--no-install-recommends", *missing],
                f"apt-get could not install {names}",
                env={**os.environ, "LC_ALL": "C.UTF-8"},
            )


def _missing(packages):
    return [package for package in packages if not is_installed(package)]


def ensure_program(names, package):
    """Return the path of the first of these programs, installed where none is."""
    for _attempt in range(2):
        for name in names:
            path = shutil.which(name)
            if path:
                return path
        ensure(package)
    raise Failure(f"{names[0]} is missing although {package} is installed.")


def ensure_browser():
    """Install Chromium where Odoo's browser tests would find no browser."""
    names = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
    return ensure_program(names, "chromium")


def ensure_pictures():
    """Install what the tests look at printed pages with."""
    return ensure_program(("pdftoppm",), "poppler-utils")
