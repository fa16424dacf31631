"""Odoo's own tests beside the addon: what fails only where it is installed."""

from . import databases, server
from .console import say, step
from .outcome import Outcome
from .own_names import own_names
from .parallel import Queue
from .paths import ADDON, LINKS, LOGS, TOOLS
from .shell import execute
from .suite_log import SuiteLog

MODULES = ("analytic", "account", "project", "purchase", "hr_timesheet", "hr_expense")


def everything():
    """Return the test tags of `./dev test --neighbours`."""
    return [f"/{module}" for module in MODULES]


def selection():
    """Return the test tags of what every run looks at, about a minute's worth."""
    lines = (TOOLS / "neighbours.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]


def whole(odoo):
    """Run all tests of the applications, with the addon and without, side by side."""
    tags = everything()
    with own_names() as prefix:
        names = {True: f"{prefix}with", False: f"{prefix}plain"}
        for database in names.values():
            databases.create(odoo, database, databases.base())
        with step("Installing the addon"):
            databases.install(odoo, names[True], [ADDON])
        found = {}

        def work(addon):
            found[addon] = run(odoo, names[addon], tags)

        queue = Queue(workers=2)
        for addon in names:
            queue.add(work, addon)
        say("Running Odoo's own tests ...")
        queue.run(lambda: say(f"    {_progress(names.values())}"))
    return compare(found[True], found[False], tags)


def selected(odoo, database, plain):
    """Run the selection in a database with the addon and in a new one without."""
    tags = selection()
    databases.create(odoo, plain, databases.base())
    return compare(run(odoo, database, tags), run(odoo, plain, tags), tags)


def run(odoo, database, tags):
    """Run tests of Odoo's own in a database and return what the log tells."""
    port = server.free_port()
    databases.set_parameter(database, "report.url", f"http://127.0.0.1:{port}")
    config = odoo.config(f"suites-{database}", port=port)
    command = [odoo.python, TOOLS / "run_suites.py", "server", "-c", config]
    command += ["-d", database, "--stop-after-init", "--log-level=info"]
    command.append(f"--test-tags={','.join(tags)}")
    log = _log(database)
    with log.open("wb") as file:
        # Its exit code tells no more than the log, and not which tests failed.
        execute(command, stdout=file, stderr=file, env=odoo.environment(), cwd=LINKS)
    return SuiteLog(log.read_text(encoding="utf-8", errors="replace"))


def _log(database):
    return LOGS / f"suites-{database}.log"


def _progress(names):
    """Return how many tests were started, say "210 and 214 tests"."""
    logs = [_log(name) for name in names]
    texts = [log.read_text(errors="replace") if log.exists() else "" for log in logs]
    return f"{' and '.join(str(text.count(': Starting ')) for text in texts)} tests"


def compare(found, plain, tags):
    """Return the outcome of a run with the addon, and say what fails without it too.

    :param found: `SuiteLog` of the run with the addon
    :param plain: `SuiteLog` of the same tests without it
    :param tags: the test tags, each of which must have found a test
    """
    outcome = Outcome(passed=len(found.passed))
    for addon, log in ((True, found), (False, plain)):
        title = f"{'with' if addon else 'without'} the addon"
        outcome.problems += [f"{title}: {problem}" for problem in log.problems]
        if log.problems:
            continue
        if (ADDON in log.modules) != addon:
            outcome.problems.append(f"{title}: not true of the modules loaded")
        if absent := [tag for tag in tags if not _has(log, tag)]:
            outcome.problems.append(f"{title}: no test for {', '.join(absent)}")
    known = found.failed.keys() & plain.failed.keys()
    outcome.problems += [
        f"{name}, only with the addon\n{found.failed[name]}"
        for name in sorted(found.failed.keys() - known)
    ]
    lost = sorted(plain.passed - found.passed - found.failed.keys())
    if lost:
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        outcome.problems.append(
            f"{len(lost)} tests pass only without the addon, because with it they are"
            f" skipped or not run: {', '.join(lost[:5])}{more}"
        )
    if known:
        say(f"{len(known)} of Odoo's own tests fail without the addon as well:")
        for name in sorted(known):
            say(f"    {name}")
    return outcome


def _has(log, tag):
    """Tell whether a test was started to which a tag like /module:Class applies."""
    module, _colon, name = tag.removeprefix("/").partition(":")
    return any(
        test.startswith(f"{module}.") and (not name or f".{name}." in test)
        for test in log.started
    )
