"""Running pytest on tests of the addon, in a database that has it installed."""

import os
import re
from pathlib import Path

from . import databases
from .console import Failure
from .outcome import Outcome, read
from .paths import ADDON, LINKS, LOGS, ROOT, TOOLS
from .shell import execute, tail

# pytest's own exit codes
_NOTHING_COLLECTED = 5
_TESTS_FAILED = 1


def test_files():
    """Return the names of the files with tests, without the ending."""
    return sorted(path.stem for path in (ROOT / "tests").glob("**/test_*.py"))


def address(stem):
    """Return what pytest is told to run a file."""
    found = next((ROOT / "tests").glob(f"**/{stem}.py"))
    return f"{ADDON}/{found.relative_to(ROOT)}"


def translated(words):
    """Return pytest arguments with paths of the checkout led through the link."""
    result = []
    for word in words:
        path, *node = word.split("::")
        candidates = (Path.cwd() / path, ROOT / path, ROOT / "tests" / path)
        inside = (
            None
            if word.startswith("-")
            else next((p.resolve() for p in candidates if path and p.exists()), None)
        )
        if inside and inside.is_relative_to(ROOT):
            path = f"{ADDON}/{inside.relative_to(ROOT)}"
            word = "::".join([path, *node])
        result.append(word)
    return result


def command(odoo, database, words, http, report):
    """Return the words that run pytest."""
    config = odoo.config(f"pytest-{database}", port=0)
    result = [odoo.python, "-m", "pytest"]
    result += ["-p", "no:cacheprovider", "--rootdir", LINKS, "-c", os.devnull]
    result += [f"--odoo-config={config}", f"--odoo-database={database}"]
    result += ["--odoo-http"] if http else []
    return [*result, "-rs", f"--junitxml={report}", *words]


def run(odoo, database, words, http=True, may_skip=None, live=False, variables=None):
    """Run tests and return their outcome.

    :param words: arguments of pytest
    :param http: run the browser tests as well
    :param live: show pytest's own output instead of keeping it in a log
    :param variables: further environment variables
    """
    check_installed(database)
    report = LOGS / f"junit-{database}.xml"
    report.unlink(missing_ok=True)
    log = LOGS / f"pytest-{database}.log"
    line = command(odoo, database, words, http, report)
    options = {"env": odoo.environment() | (variables or {}), "cwd": LINKS}
    if live:
        status = execute(line, **options)
    else:
        with log.open("wb") as file:
            status = execute([*line, "-q"], stdout=file, stderr=file, **options)
    told = "its output is above" if live else f"{tail(log, 30)}\n    ({log})"
    return judged(report, status, told, may_skip)


def run_tools(odoo):
    """Run the tests of these tools, outside of Odoo, and return their outcome."""
    report, log = LOGS / "junit-tools.xml", LOGS / "pytest-tools.log"
    report.unlink(missing_ok=True)
    line = [odoo.python, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:odoo"]
    line += ["--rootdir", TOOLS, "--confcutdir", TOOLS, "-c", os.devnull]
    line += [f"--junitxml={report}", "-q"]
    with log.open("wb") as file:
        status = execute([*line, TOOLS / "tests"], stdout=file, stderr=file)
    outcome = judged(report, status, f"{tail(log, 30)}\n    ({log})")
    outcome.seconds = {}
    return outcome


def judged(report, status, told, may_skip=None):
    """Return the outcome of a run of pytest.

    :param report: file with pytest's report, if it came to write one
    :param status: pytest's exit code
    :param told: what to add where pytest itself failed
    """
    outcome = read(report, may_skip) if report.exists() else Outcome()
    if status not in (0, _TESTS_FAILED) or (status and not outcome.failed):
        why = "no test matches" if status == _NOTHING_COLLECTED else "pytest failed"
        outcome.problems.append(f"{why} (exit code {status}): {told}")
    elif not outcome.passed and not outcome.failed:
        outcome.problems.append(f"no test was run: {told}")
    return outcome


def progress(database):
    """Return how far the tests in a database are, say "45%"."""
    log = LOGS / f"pytest-{database}.log"
    text = log.read_text(errors="replace") if log.exists() else ""
    found = re.findall(r"\[ *(\d+%)\]$", text, re.MULTILINE)
    return found[-1] if found else "started"


def check_installed(database):
    """Refuse a database without the addon: every test would pass in it unseen."""
    state = databases.sql(
        database, f"SELECT state FROM ir_module_module WHERE name = '{ADDON}'"
    )
    if state != "installed":
        raise Failure(f"the addon is not installed in {database}, but {state or 'new'}")
