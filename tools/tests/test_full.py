"""The whole run: what a part finds or fails with reaches the end of it."""

import contextlib
import io
import sys
import unittest
from pathlib import Path
from unittest.mock import DEFAULT, patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from devtool import full, quick, testing
from devtool.console import Failure
from devtool.outcome import Outcome
from devtool.parallel import Queue
from devtool.pytest_run import test_files as files_of_the_addon


def failing(*_arguments):
    raise Failure("the disk is full")


def broken(*_arguments):
    raise ValueError("a mistake in the tools")


class QuietCase(unittest.TestCase):
    def setUp(self):
        self.said = io.StringIO()
        stack = contextlib.ExitStack()
        stack.enter_context(contextlib.redirect_stdout(self.said))
        self.addCleanup(stack.close)


class TestParts(QuietCase):
    def run_parts(self, *parts, short=False):
        """Return the total of some parts, given as (title, function)."""
        run = full._Everything(None, "none_", short)
        for title, function in parts:
            run.queue.add(run.part, title, function)
        run.queue.run(run.remind)
        self.left_out = run.left_out
        return run.total

    def test_parts_add_up(self):
        total = self.run_parts(
            ("one", lambda: Outcome(passed=3)),
            ("two", lambda: Outcome(passed=1, problems=["wrong"])),
        )
        self.assertEqual((total.passed, total.problems), (4, ["wrong"]))

    def test_part_that_cannot_go_on_fails(self):
        total = self.run_parts(("one", failing), ("two", lambda: Outcome(passed=1)))
        self.assertEqual((total.passed, total.failed), (1, 1))
        self.assertIn("one: the disk is full", total.problems[0])

    def test_mistake_of_the_tools_is_not_swallowed(self):
        with patch("devtool.parallel.end_children"), self.assertRaises(ValueError):
            self.run_parts(("one", broken), ("two", lambda: Outcome(passed=1)))

    def test_check_fails_as_a_whole(self):
        self.assertEqual(full._checked("messages", []).passed, 1)
        found = full._checked("messages", [f"line {n}" for n in range(9)])
        self.assertEqual((found.passed, found.failed), (0, 1))
        self.assertIn("and 4 more", found.problems[0])

    def test_quick_leaves_out_by_name(self):
        total = self.run_parts(
            ("install", lambda: Outcome(passed=1)),
            ("tests 1 of 2", lambda: Outcome(passed=1)),
            ("Odoo's own tests", broken),
            short=True,
        )
        self.assertEqual((total.passed, total.failed), (2, 0))
        self.assertEqual(self.left_out, ["Odoo's own tests"])

    def test_whole_run_leaves_out_nothing(self):
        total = self.run_parts(("any title", lambda: Outcome(passed=1)))
        self.assertEqual((total.passed, self.left_out), (1, []))


class TestQueue(unittest.TestCase):
    def test_what_is_added_meanwhile_is_done(self):
        done = []
        queue = Queue(workers=2)

        def first():
            queue.add(done.append, "later")
            queue.add_first(done.append, "next")

        queue.add(first)
        queue.run(lambda: None)
        self.assertEqual(sorted(done), ["later", "next"])


class TestQuick(unittest.TestCase):
    def test_each_file_is_on_one_side(self):
        files = files_of_the_addon()
        run, left_out = quick.split(files)
        self.assertEqual(sorted([*run, *left_out]), files)
        self.assertGreater(len(run), 2 * len(left_out))

    def test_each_pattern_still_means_something(self):
        for pattern in quick.LONG:
            with self.subTest(pattern=pattern), patch.object(quick, "LONG", (pattern,)):
                self.assertTrue(quick.split(files_of_the_addon())[1])

    def test_each_part_still_exists(self):
        text = Path(full.__file__).read_text(encoding="utf-8")
        for title in quick.PARTS:
            self.assertIn(f'"{title}"', text)
        self.assertIn(f'f"{quick.SHARDS}{{', text)


class TestExitCode(QuietCase):
    def exit_code(self, outcome, *words):
        """Return the exit code of ./dev test with this outcome."""
        with (
            patch.multiple(
                testing,
                databases=DEFAULT,
                ensure_browser=DEFAULT,
                ensure_pictures=DEFAULT,
                Odoo=DEFAULT,
            ),
            patch.object(testing.cluster, "running", contextlib.nullcontext),
            patch.object(testing.full, "everything", lambda *_a, **_k: outcome),
            patch.object(testing.neighbours, "whole", lambda *_a: outcome),
        ):
            return testing.test(list(words))

    def test_passed(self):
        for words in ([], ["--quick"], ["--neighbours"]):
            self.assertEqual(self.exit_code(Outcome(passed=1), *words), 0)
        self.assertTrue(self.said.getvalue().endswith("1 passed, 0 failed\n"))

    def test_failed(self):
        for words in ([], ["--quick"], ["--neighbours"]):
            found = Outcome(passed=9, problems=["wrong"])
            self.assertEqual(self.exit_code(found, *words), 1)
        self.assertIn("FAILED wrong", self.said.getvalue())

    def test_nothing_was_run(self):
        self.assertEqual(self.exit_code(Outcome()), 1)
