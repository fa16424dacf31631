"""Odoo's own tests: reading what its runner logs, and comparing two runs."""

import contextlib
import io
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from devtool import neighbours
from devtool.suite_log import SuiteLog

MODULE = "odoo.addons.account.tests.test_move"
RUNNER = "odoo.tests.result"


def line(message, level="INFO", logger=MODULE):
    return f"2026-05-01 10:00:00,123 77 {level} some_database {logger}: {message}"


def start(name):
    return line(f"Starting {name} ... ")


def total(failed, errors, tests):
    text = f"{failed} failed, {errors} error(s) of {tests} tests when loading database"
    return line(f"{text} 'x'", "ERROR" if failed + errors else "INFO", RUNNER)


def modules(*names):
    return line(f"Loaded modules: account {' '.join(names)}", logger="__main__")


GREEN = (start("TestMove.test_a"), start("TestMove.test_b"), total(0, 0, 2))


def read(*lines):
    return SuiteLog("\n".join(lines))


class TestSuiteLog(unittest.TestCase):
    A, B = "account.test_move.TestMove.test_a", "account.test_move.TestMove.test_b"

    def test_all_pass(self):
        log = read(*GREEN)
        self.assertEqual(log.passed, {self.A, self.B})
        self.assertEqual((log.failed, log.problems), ({}, []))

    def test_failure_and_error(self):
        log = read(
            start("TestMove.test_a"),
            line("FAIL: TestMove.test_a", "ERROR"),
            "Traceback (most recent call last):",
            "AssertionError: 1 != 2",
            start("TestMove.test_b"),
            line("ERROR: TestMove.test_b", "ERROR"),
            total(1, 1, 2),
        )
        self.assertEqual(set(log.failed), {self.A, self.B})
        self.assertIn("1 != 2", log.failed[self.A])
        self.assertEqual((log.passed, log.problems), (set(), []))

    def test_failures_of_subtests_are_of_their_test(self):
        log = read(
            start("TestMove.test_a"),
            line("FAIL: Subtest TestMove.test_a (n=1)", "ERROR"),
            line("FAIL: Subtest TestMove.test_a (n=2)", "ERROR"),
            total(2, 0, 1),
        )
        self.assertEqual(set(log.failed), {self.A})
        self.assertEqual((log.passed, log.problems), (set(), []))

    def test_class_that_cannot_be_set_up(self):
        name = f"setUpClass ({MODULE}.TestMove)"
        log = read(line(f"ERROR: {name}", "ERROR", "odoo.tests.suite"), total(0, 1, 0))
        self.assertEqual(set(log.failed), {"setUpClass (account.test_move.TestMove)"})

    def test_skipped(self):
        log = read(
            start("TestMove.test_a"),
            line("skipped TestMove.test_a : no browser"),
            start("TestMove.test_b"),
            total(0, 0, 2),
        )
        self.assertEqual(log.passed, {self.B})
        self.assertEqual(log.skipped, {self.A})

    def test_error_that_a_test_logs_is_not_a_failed_test(self):
        log = read(GREEN[0], line("ERROR: bad query", "WARNING"), *GREEN[1:])
        self.assertEqual((log.failed, log.problems), ({}, []))

    def test_run_that_died(self):
        self.assertIn("did not come to the end", read(*GREEN[:2]).problems[0])
        self.assertTrue(read().problems)

    def test_no_test(self):
        self.assertEqual(read(total(0, 0, 0)).problems, ["no test was run"])

    def test_what_was_not_understood(self):
        # A failure in words that are not known, and a test that was not seen.
        for end in (total(1, 0, 2), total(0, 0, 3)):
            self.assertIn("Odoo counted", read(*GREEN[:2], end).problems[0])


class TestCompare(unittest.TestCase):
    FAILED = (
        start("TestMove.test_a"),
        line("FAIL: TestMove.test_a", "ERROR"),
        "AssertionError: 1 != 2",
        start("TestMove.test_b"),
        total(1, 0, 2),
    )

    def compare(self, found, plain, tags=("/account",), loaded=("social_program", "")):
        """Compare two logs; `loaded` is what they tell of the modules."""
        first, second = (
            read(modules(name), *lines)
            for name, lines in zip(loaded, (found, plain), strict=True)
        )
        self.said = io.StringIO()
        with contextlib.redirect_stdout(self.said):
            return neighbours.compare(first, second, tags)

    def test_both_pass(self):
        outcome = self.compare(GREEN, GREEN)
        self.assertEqual((outcome.passed, outcome.problems), (2, []))

    def test_addon_that_was_not_loaded(self):
        outcome = self.compare(GREEN, GREEN, loaded=("", ""))
        self.assertIn("with the addon: not true", outcome.problems[0])

    def test_addon_that_was_loaded_in_both(self):
        outcome = self.compare(GREEN, GREEN, loaded=("social_program",) * 2)
        self.assertIn("without the addon: not true", outcome.problems[0])

    def test_fails_only_with_the_addon(self):
        outcome = self.compare(self.FAILED, GREEN)
        self.assertEqual((outcome.passed, outcome.failed), (1, 1))
        self.assertIn("TestMove.test_a, only with the addon", outcome.problems[0])
        self.assertIn("1 != 2", outcome.problems[0])

    def test_fails_without_it_too(self):
        outcome = self.compare(self.FAILED, self.FAILED)
        self.assertEqual((outcome.passed, outcome.failed), (1, 0))
        self.assertIn("account.test_move.TestMove.test_a", self.said.getvalue())

    def test_fails_only_without_it(self):
        self.assertEqual(self.compare(GREEN, self.FAILED).failed, 0)

    def test_another_failure_does_not_excuse_one(self):
        other = [row.replace("TestMove.test_a", "TestMove.test_c") for row in GREEN]
        failed = [row.replace("test_a", "test_b") for row in self.FAILED]
        self.assertTrue(self.compare(self.FAILED, failed[:3] + other[1:]).failed)

    def test_skipped_only_with_the_addon(self):
        skipped = (GREEN[0], line("skipped TestMove.test_a : no"), *GREEN[1:])
        outcome = self.compare(skipped, GREEN)
        self.assertIn("1 tests pass only without", outcome.problems[0])
        self.assertEqual(self.compare(GREEN, skipped).failed, 0)

    def test_not_run_with_the_addon(self):
        outcome = self.compare((GREEN[0], total(0, 0, 1)), GREEN)
        self.assertIn("TestMove.test_b", outcome.problems[0])

    def test_run_that_died_or_ran_nothing(self):
        for broken in (GREEN[:2], (total(0, 0, 0),), ()):
            self.assertTrue(self.compare(broken, GREEN).failed)
            self.assertTrue(self.compare(GREEN, broken).failed)
            self.assertTrue(self.compare(broken, broken).failed)

    def test_tag_without_a_test(self):
        for tag in ("/analytic", "/account:TestMov", "/account:TestGone"):
            outcome = self.compare(GREEN, GREEN, ["/account", tag])
            self.assertIn(f"no test for {tag}", outcome.problems[0])
        self.assertEqual(self.compare(GREEN, GREEN, ["/account:TestMove"]).failed, 0)


class TestSelection(unittest.TestCase):
    def test_each_application_is_looked_at(self):
        tags = neighbours.selection()
        for module in neighbours.MODULES:
            self.assertTrue([tag for tag in tags if tag.startswith(f"/{module}:")])
