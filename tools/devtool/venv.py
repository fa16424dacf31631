"""Python environments in the cache: one that runs Odoo, one for the linters."""

import os
import sys

from . import cache
from .console import step
from .paths import TOOLS, digest
from .shell import run


def odoo_python():
    """Return the Python that runs Odoo, pytest and the message tools."""
    return _environment(
        "odoo-venv",
        "Preparing a Python environment for Odoo",
        ["requirements.txt"],
        ["requirements-no-deps.txt"],
    )


def lint_python():
    """Return the Python that runs the linters."""
    return _environment(
        "lint-venv",
        "Preparing a Python environment for the linters",
        ["requirements-lint.txt"],
        [],
    )


def _environment(kind, title, files, files_without_dependencies):
    version = ".".join(map(str, sys.version_info[:3]))
    base = os.path.realpath(sys.executable)
    inputs = [TOOLS / name for name in (*files, *files_without_dependencies)]
    key = digest(version, base, *inputs)

    def build(folder):
        # A virtual environment holds its own path: pip is run as a module and
        # nothing uses the scripts, so that the folder may be renamed.
        with step(title):
            run(
                [base, "-m", "venv", folder],
                "the Python environment could not be made",
            )
            pip = [folder / "bin/python", "-m", "pip", "install", "-q"]
            pip += ["--disable-pip-version-check"]
            failure = "the Python packages could not be installed"
            for name in files:
                run([*pip, "-r", TOOLS / name], failure)
            for name in files_without_dependencies:
                run([*pip, "--no-deps", "-r", TOOLS / name], failure)

    return cache.build(kind, key, build) / "bin/python"
