"""`./dev test`: some tests on a kept database, or everything on fresh ones."""

import time

from . import cluster, databases, freshness, full, neighbours, pytest_run
from .console import say, seconds
from .odoo import Odoo
from .packages import ensure_browser, ensure_pictures

KEPT = "kept_tests"
CRAWLER = "tests/test_crawl.py"


def test(words):
    """Run the tests and return the exit code.

    :param words: arguments of pytest, or one of our own, such as --quick;
        without any, everything is run
    """
    start = time.monotonic()
    databases.room()
    ensure_browser()
    ensure_pictures()
    odoo = Odoo()
    with cluster.running():
        outcome = _chosen(odoo, words)
    for problem in outcome.problems:
        say(f"\nFAILED {problem}")
    say(f"\nTook {seconds(start)}.")
    say(str(outcome))
    return 1 if outcome.failed or not outcome.passed else 0


def _chosen(odoo, words):
    if words == ["--neighbours"]:
        return neighbours.whole(odoo)
    if words == ["--upgrade"]:
        return full.only_upgrade(odoo)
    if words == ["--crawl"]:
        return _some(odoo, [CRAWLER], {"SOCIAL_PROGRAM_CRAWL": str(time.time_ns())})
    if words in ([], ["--quick"]):
        return full.everything(odoo, short=bool(words))
    return _some(odoo, words)


def _some(odoo, words, variables=None):
    with databases.locked(KEPT):
        freshness.ensure(odoo, KEPT, databases.base())
        outcome = pytest_run.run(
            odoo,
            KEPT,
            pytest_run.translated(words),
            http=True,
            live=True,
            variables=variables,
        )
    # pytest has shown these already: one line each is enough here.
    outcome.problems = [problem.splitlines()[0] for problem in outcome.problems]
    return outcome
