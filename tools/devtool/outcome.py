"""What a part of the tests found: how many passed, and what is wrong."""

import re
import xml.etree.ElementTree as Tree

from .paths import TOOLS

# Tests that need an application which is not there by design say so.
NEEDS_OPTIONAL = re.compile(r"needs (purchase|hr_timesheet|hr_expense)\b")


class Outcome:
    """Counts and problems of a part; add them up with +=."""

    def __init__(self, passed=0, problems=()):
        self.passed = passed
        self.problems = list(problems)
        self.seconds = {}

    @property
    def failed(self):
        """Return how many failed."""
        return len(self.problems)

    def __iadd__(self, other):
        self.passed += other.passed
        self.problems += other.problems
        for file, seconds in other.seconds.items():
            self.seconds[file] = self.seconds.get(file, 0) + seconds
        return self

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed"


def allowed_skips():
    """Return the names of tests that may be skipped, with their reasons beside."""
    lines = (TOOLS / "allowed_skips.txt").read_text(encoding="utf-8").splitlines()
    return {line.split()[0] for line in lines if line.strip() and line[0] != "#"}


def read(report, may_skip=None):
    """Return the outcome that a JUnit report of pytest tells.

    :param report: the file
    :param may_skip: pattern of the reasons for which any test may be skipped
    """
    outcome = Outcome()
    allowed = allowed_skips()
    for case in Tree.parse(report).getroot().iter("testcase"):
        module = case.get("classname", "").rsplit(".tests.", 1)[-1]
        name = f"{module}.{case.get('name')}"
        file = module.split(".")[0]
        seconds = float(case.get("time") or 0)
        outcome.seconds[file] = outcome.seconds.get(file, 0) + seconds
        wrong = [part for part in case if part.tag in ("failure", "error")]
        skipped = case.find("skipped")
        if wrong:
            outcome.problems.append(f"{name}\n{_shortened(wrong[0].text or '')}")
        elif skipped is not None:
            reason = skipped.get("message") or ""
            if not (name in allowed or (may_skip and may_skip.search(reason))):
                outcome.problems.append(f"{name}\nskipped, which is refused: {reason}")
        else:
            outcome.passed += 1
    return outcome


def _shortened(text, lines=40):
    kept = text.rstrip().splitlines()
    if len(kept) > lines:
        kept = ["...", *kept[-lines:]]
    return "\n".join(f"    {line}" for line in kept)
