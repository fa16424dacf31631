"""The program that prints: with patched Qt where there is one for this machine."""

import os
import platform
import shutil
import zipfile

from . import cache, venv
from .console import Failure, step
from .packages import ensure
from .paths import TOOLS, digest
from .shell import run

_REQUIREMENT = TOOLS / "requirements-wkhtmltopdf.txt"
CHOICE = "SOCIAL_PROGRAM_WKHTMLTOPDF"


def folder():
    """Return the folder with `wkhtmltopdf`, to be first on Odoo's PATH.

    The variable SOCIAL_PROGRAM_WKHTMLTOPDF chooses: `patched` (the default on
    x86-64: headers, footers, page numbers) or `debian` (unpatched, the default
    elsewhere).
    """
    machine = platform.machine().lower()
    choice = os.environ.get(CHOICE) or (
        "patched" if machine in ("x86_64", "amd64") else "debian"
    )
    if choice == "patched":
        return _patched()
    if choice == "debian":
        return _debian()
    raise Failure(f"{CHOICE} is {choice}, but may only be patched or debian.")


def _patched():
    def build(place):
        pip = [venv.odoo_python(), "-m", "pip", "--disable-pip-version-check"]
        with step("Fetching wkhtmltopdf"):
            run(
                [*pip, "download", "-q", "--no-deps", "-d", place, "-r", _REQUIREMENT],
                "wkhtmltopdf could not be fetched",
            )
        wheel = next(place.glob("*.whl"))
        program = place / "wkhtmltopdf"
        with zipfile.ZipFile(wheel) as archive:
            name = next(
                n for n in archive.namelist() if n.endswith("/wkhtmltopdf-pack")
            )
            with archive.open(name) as packed, program.open("wb") as target:
                shutil.copyfileobj(packed, target)
        program.chmod(0o755)
        wheel.unlink()

    return cache.build("wkhtmltopdf", digest(_REQUIREMENT), build)


def _debian():
    path = "/usr/bin/wkhtmltopdf"
    if not os.access(path, os.X_OK):
        ensure("wkhtmltopdf")

    def build(place):
        (place / "wkhtmltopdf").symlink_to(path)

    return cache.build("wkhtmltopdf", "debian", build)
