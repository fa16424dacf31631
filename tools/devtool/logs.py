"""What in a log of Odoo means that something is wrong."""

import re

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): "
)
# The folders of these tools are named after the addon too: "social_program-dev".
_OURS = re.compile(r"\bsocial_program\b(?!-)|\bsocial\.[a-z]")


def problems(text):
    """Return the entries that fail an install or an upgrade.

    Errors of any origin, and warnings that the addon gives or that name it.
    """
    return [entry for entry in entries(text) if _is_problem(entry)]


def entries(text):
    """Give the entries of a log, each with the lines that belong to it."""
    entry = []
    for line in text.splitlines():
        if LINE.match(line) and entry:
            yield "\n".join(entry)
            entry = []
        entry.append(line)
    if entry:
        yield "\n".join(entry)


def _is_problem(entry):
    match = LINE.match(entry)
    if not match:
        return "Traceback (most recent call last)" in entry
    if match["level"] in ("ERROR", "CRITICAL"):
        return True
    if match["level"] != "WARNING":
        return False
    return bool(_OURS.search(match["logger"]) or _OURS.search(entry[match.end() :]))
