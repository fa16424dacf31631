"""What Odoo's own test runner tells in its log."""

import re

from .logs import LINE, entries

_STARTING = re.compile(r"Starting (\S+) \.\.\.")
_WRONG = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(.+)")
_SKIPPED = re.compile(r"skipped (.+?) : ")
_MODULES = re.compile(r"Loaded modules: (.+)")
_TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
_ADDONS = re.compile(r"\bodoo\.addons\.(\w+)\.tests\.")


class SuiteLog:
    """Tests of one run by name, say `account.test_x.TestX.test_y`.

    A class that could not be set up stands among the failed as
    `setUpClass (account.test_x.TestX)`, and its tests were not started. `modules` are
    those that were loaded.
    """

    def __init__(self, text):
        self.started = set()
        self.skipped = set()
        # name: what was said about it, the first time
        self.failed = {}
        self.modules = set()
        self.problems = []
        starts = wrongs = 0
        total = None
        for entry in entries(text):
            head = LINE.match(entry)
            if not head:
                continue
            message = entry[head.end() :]
            if found := _STARTING.match(message):
                starts += 1
                self.started.add(_name(head["logger"], found[1]))
            elif head["level"] == "ERROR" and (found := _WRONG.match(message)):
                wrongs += 1
                self.failed.setdefault(_name(head["logger"], found[1]), message)
            elif found := _SKIPPED.match(message):
                self.skipped.add(_name(head["logger"], found[1]))
            elif found := _MODULES.match(message):
                self.modules.update(found[1].split())
            elif found := _TOTAL.match(message):
                total = [int(number) for number in found.groups()]
        self._check(starts, wrongs, total)

    @property
    def passed(self):
        """Return the names of the tests that were run and found nothing wrong."""
        return self.started - self.skipped - set(self.failed)

    def _check(self, starts, wrongs, total):
        """Compare what was read with what Odoo itself counted."""
        if total is None:
            self.problems.append("Odoo did not come to the end of the tests")
        elif not total[2]:
            self.problems.append("no test was run")
        elif (starts, wrongs) != (total[2], total[0] + total[1]):
            self.problems.append(
                f"{starts} tests and {wrongs} failures were read from the log, but"
                f" Odoo counted {total[2]} and {total[0] + total[1]}"
            )


def _name(logger, description):
    """Return the name of a test or of a class's set-up."""
    if match := re.match(r"(\w+Class) \((.+?)\)", description):
        return f"{match[1]} ({_short(match[2])})"
    return f"{_short(f'{logger}.')}{description.split()[0]}"


def _short(path):
    return _ADDONS.sub(r"\1.", path)
