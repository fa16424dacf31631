"""Prettier for XML and JavaScript, from npm, where npm is installed."""

import shutil

from . import cache
from .console import Failure, say, step
from .paths import TOOLS, digest
from .shell import output, run

_LIST = TOOLS / "prettier.json"


def prettier():
    """Return the words that run prettier, or none where it cannot be had."""
    node = shutil.which("node")
    if not (node and shutil.which("npm")):
        say("npm is not installed: the layout of XML and JavaScript is not checked.")
        return []
    try:
        place = cache.build("prettier", _key(node), _install)
    except Failure as failure:
        say(f"The layout of XML and JavaScript is not checked: {failure}")
        return []
    modules = place / "node_modules"
    return [
        node,
        modules / "prettier/bin/prettier.cjs",
        "--plugin",
        modules / "@prettier/plugin-xml/src/plugin.js",
    ]


def _key(node):
    return digest(_LIST, output([node, "--version"]) or "")


def _install(place):
    shutil.copy(_LIST, place / "package.json")
    with step("Fetching prettier"):
        run(
            ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"],
            "npm could not fetch prettier",
            cwd=place,
        )
