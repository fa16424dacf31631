"""The whole of `./dev test`: its parts, side by side, in databases of their own."""

import fnmatch
import re
import threading
import time

from . import (
    databases,
    logs,
    messages,
    neighbours,
    pytest_run,
    quick,
    shards,
    upgrade,
)
from .console import Failure, say, seconds
from .outcome import NEEDS_OPTIONAL, Outcome
from .own_names import own_names
from .parallel import Queue
from .paths import ADDON, TOOLS
from .shell import log_file

_WITHOUT = {"SOCIAL_PROGRAM_TEST_WITHOUT_OPTIONAL": "1"}
# Tests that need Odoo's web server are not part of the short run.
_MAY_SKIP_THERE = re.compile(f"{NEEDS_OPTIONAL.pattern}|is an HttpCase")


def everything(odoo, short=False):
    """Run all parts and return their outcome.

    :param short: leave out what `quick` names
    """
    with own_names() as prefix:
        return _Everything(odoo, prefix, short).run()


def only_upgrade(odoo):
    """Run the upgrade from the last state only, and return its outcome."""
    with own_names() as prefix:
        run = _Everything(odoo, prefix)
        run.queue.add(run.part, "a new database with demo data", run.demo)
        return run.work()


class _Everything:
    def __init__(self, odoo, prefix, short=False):
        self.odoo = odoo
        self.prefix = prefix
        self.short = short
        self.left_out = []
        self.queue = Queue()
        self.total = Outcome()
        self.lock = threading.Lock()
        self.start = time.monotonic()
        # Parts that are under way, with what tells how far they are.
        self.active = {}

    def run(self):
        self.queue.add(self.part, "install", self.prepare)
        self.queue.add(self.part, "install and upgrade with demo data", self.demo)
        self.queue.add(self.part, "without the optional applications", self.without)
        self.queue.add(self.part, "tools", pytest_run.run_tools, self.odoo)
        self.work()
        if self.left_out:
            say(f"\nLeft out by --quick: {', '.join(self.left_out)}.")
        shards.remember(self.total.seconds)
        return self.total

    def work(self):
        """Run what is in the queue and return the outcome."""
        self.queue.run(self.remind)
        return self.total

    def part(self, title, function, *arguments):
        """Run one part, tell how it went and add it to the total."""
        if self.short and not quick.has_part(title):
            self.left_out.append(title)
            return
        start = time.monotonic()
        say(f"Running: {title}")
        self.active[title] = arguments[:1]
        try:
            outcome = function(*arguments)
        except Failure as failure:
            outcome = Outcome(problems=[f"{title}: {failure}"])
        del self.active[title]
        with self.lock:
            self.total += outcome
        say(f"Finished: {title}: {outcome} ({seconds(start)})")

    def remind(self):
        """Tell which parts are under way."""
        parts = []
        for title, databases_of_it in list(self.active.items()):
            how_far = [pytest_run.progress(name) for name in databases_of_it]
            parts.append(" ".join([title, *how_far]))
        say(f"    {seconds(self.start)}: {', '.join(parts)}")

    def installed(self, name, which, *words):
        """Make a database with the addon; return its name and the log's problems."""
        database = self.prefix + name
        databases.create(self.odoo, database, which)
        log = log_file(f"install-{database}")
        text = databases.install(self.odoo, database, [ADDON], *words, log=log)
        return database, logs.problems(text)

    def prepare(self):
        """Install once; each shard of the main run gets a copy."""
        database, problems = self.installed("main", databases.base())
        files = pytest_run.test_files()
        if self.short:
            files, left_out = quick.split(files)
            self.left_out += left_out
        groups = shards.split(files, self.queue.workers)
        if not groups:
            problems.append("there are no tests")
        copies = [f"{self.prefix}main{number}" for number in range(len(groups))]
        for copy in copies:
            databases.copy(database, copy)
        removed, beside = f"{self.prefix}again", f"{self.prefix}beside"
        if not self.short:
            databases.copy(database, removed)
            databases.copy(database, beside)
        self.queue.add_first(self.part, "messages", self.messages, database)
        self.queue.add(self.part, "removing and installing again", self.again, removed)
        for number in reversed(range(len(groups))):
            title = f"tests {number + 1} of {len(groups)}"
            self.queue.add_first(
                self.part, title, self.shard, copies[number], groups[number]
            )
        # Before the shards: these fill up what is left at the end.
        self.queue.add_first(self.part, "Odoo's own tests", self.neighbours, beside)
        return _checked("installing", problems)

    def shard(self, database, files):
        """Run some of the test files."""
        words = [pytest_run.address(file) for file in files]
        return pytest_run.run(self.odoo, database, words)

    def neighbours(self, database):
        """Run some tests of Odoo's own with the addon and without it."""
        return neighbours.selected(self.odoo, database, f"{self.prefix}plain")

    def messages(self, database):
        """Compare the translations with the messages of the installed addon."""
        return _checked("messages", messages.problems(self.odoo, database))

    def demo(self):
        """Install with demo data and a language, then upgrade it, and an older one."""
        which = databases.base(demo=True)
        outcome = Outcome()
        database, problems = self.installed("demo", which, "--load-language=id_ID")
        outcome += _checked("installing with demo data", problems)
        fresh = f"{self.prefix}fresh"
        databases.copy(database, fresh)
        self.queue.add(self.part, "upgrade from the last state", self.last, fresh)
        text = self.upgrade(database, log_file(f"upgrade-{database}"))
        outcome += _checked("upgrading", logs.problems(text))
        return outcome

    def last(self, fresh):
        """Upgrade what users have, and compare it with before and with a new one."""
        found = upgrade.problems(self.odoo, f"{self.prefix}lived", fresh)
        return _checked("upgrading from the last state", found, 60)

    def again(self, database):
        """Remove the addon and install it again, in a database without demo data."""
        outcome = Outcome()
        text = self.uninstall(database, log_file(f"uninstall-{database}"))
        outcome += _checked("uninstalling", logs.problems(text))
        text = databases.install(self.odoo, database, [ADDON])
        outcome += _checked("installing again", logs.problems(text))
        return outcome

    def upgrade(self, database, log):
        """Upgrade the addon and return the log."""
        failure = "the addon could not be upgraded"
        return self.odoo.serve(database, "-u", ADDON, failure=failure, log=log)

    def uninstall(self, database, log):
        """Uninstall the addon and return the log."""
        return self.odoo.call(
            database,
            "devtool.inside:uninstall",
            ADDON,
            failure="the addon could not be uninstalled",
            log=log,
        )

    def without(self):
        """Run a part of the tests where only the addon's own dependencies are."""
        which = databases.base(optional=False)
        database, problems = self.installed("without", which)
        outcome = _checked("installing without the optional applications", problems)
        lines = (TOOLS / "without_optional.txt").read_text(encoding="utf-8")
        patterns = [line for line in lines.split("\n") if line and line[0] != "#"]
        files = [
            file
            for file in pytest_run.test_files()
            if any(fnmatch.fnmatch(file, pattern) for pattern in patterns)
        ]
        if files:
            words = [pytest_run.address(file) for file in files]
            found = pytest_run.run(
                self.odoo,
                database,
                words,
                http=False,
                may_skip=_MAY_SKIP_THERE,
                variables=_WITHOUT,
            )
            found.seconds = {}
            outcome += found
        return outcome


def _checked(title, problems, shown=5):
    """Return the outcome of one check: it fails as a whole, with the first reasons."""
    if not problems:
        return Outcome(passed=1)
    more = len(problems) - shown
    lines = [*problems[:shown], *([f"and {more} more"] if more > 0 else [])]
    return Outcome(problems=["\n".join([title, *lines])])
