"""What a report of pytest is taken for: run by pytest, without Odoo."""

import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from devtool import outcome, pytest_run


class RunCase(unittest.TestCase):
    """Runs pytest on a file of a test's own."""

    def judged(self, text, *words, may_skip=None):
        """Return the outcome of a test file with this text."""
        with tempfile.TemporaryDirectory() as place:
            file, report = Path(place) / "test_it.py", Path(place) / "report.xml"
            file.write_text(textwrap.dedent(text), encoding="utf-8")
            line = [sys.executable, "-m", "pytest", "-q", "-c", "/dev/null"]
            line += ["-p", "no:odoo", "-p", "no:cacheprovider", "--rootdir", place]
            done = subprocess.run(
                [*line, f"--junitxml={report}", str(file), *words],
                capture_output=True,
                check=False,
            )
            told = done.stdout.decode()
            return pytest_run.judged(report, done.returncode, told, may_skip)


class TestJudged(RunCase):
    def test_all_pass(self):
        found = self.judged("def test_a(): pass\ndef test_b(): pass")
        self.assertEqual((found.passed, found.problems), (2, []))
        self.assertEqual(list(found.seconds), ["test_it"])

    def test_failure(self):
        found = self.judged("def test_a(): assert 1 == 2\ndef test_b(): pass")
        self.assertEqual((found.passed, found.failed), (1, 1))
        self.assertIn("test_it.test_a", found.problems[0])
        self.assertIn("assert 1 == 2", found.problems[0])

    def test_failure_in_a_subtest(self):
        found = self.judged(
            """
            import unittest

            class TestIt(unittest.TestCase):
                def test_a(self):
                    for number in (1, 2):
                        with self.subTest(number=number):
                            self.assertEqual(number, 1)
            """
        )
        self.assertTrue(found.failed)

    def test_error_before_and_after_a_test(self):
        found = self.judged(
            """
            import unittest

            class TestBefore(unittest.TestCase):
                @classmethod
                def setUpClass(cls):
                    raise ValueError("no database")

                def test_a(self):
                    pass

            class TestAfter(unittest.TestCase):
                @classmethod
                def tearDownClass(cls):
                    raise ValueError("left open")

                def test_b(self):
                    pass
            """
        )
        text = "\n".join(found.problems)
        self.assertIn("no database", text)
        self.assertIn("left open", text)

    def test_file_that_cannot_be_read(self):
        found = self.judged("import nothing_of_this_name")
        self.assertEqual(found.passed, 0)
        self.assertTrue(found.failed)

    def test_no_test(self):
        found = self.judged("def check_a(): pass")
        self.assertEqual(found.passed, 0)
        self.assertIn("no test matches (exit code 5)", found.problems[0])

    def test_no_test_matches(self):
        found = self.judged("def test_a(): pass", "-k", "nothing_like_it")
        self.assertIn("no test matches (exit code 5)", found.problems[0])

    def test_words_that_pytest_refuses(self):
        found = self.judged("def test_a(): pass", "--no-such-option")
        self.assertIn("pytest failed (exit code 4)", found.problems[0])

    def test_interpreter_that_dies(self):
        found = self.judged("import os\ndef test_a(): pass\ndef test_b(): os._exit(0)")
        self.assertEqual(found.passed, 0)
        self.assertIn("no test was run", found.problems[0])


class TestExitCodes(unittest.TestCase):
    """Exit codes that do not go with the report beside them."""

    REPORT = "<testsuites><testsuite>{}</testsuite></testsuites>"
    PASSED = '<testcase classname="a.tests.test_x.TestX" name="test_a" time="1"/>'

    def judged(self, status, cases=PASSED):
        with tempfile.TemporaryDirectory() as place:
            report = Path(place) / "report.xml"
            report.write_text(self.REPORT.format(cases), encoding="utf-8")
            return pytest_run.judged(report, status, "told")

    def test_passed(self):
        self.assertEqual(self.judged(0).problems, [])

    def test_failed_though_every_test_passed(self):
        for status in (1, 2, 3, 4, 5, -9, -15, 137):
            with self.subTest(status=status):
                self.assertEqual(self.judged(status).failed, 1)

    def test_nothing_in_the_report(self):
        self.assertEqual(self.judged(0, "").failed, 1)

    def test_no_report(self):
        found = pytest_run.judged(Path("/nonexistent/report.xml"), 0, "told")
        self.assertEqual(found.failed, 1)


class TestSkips(RunCase):
    SKIPPED = """
        import unittest

        class TestIt(unittest.TestCase):
            @unittest.skip("needs purchase")
            def test_a(self):
                pass

            def test_b(self):
                pass
    """

    def test_refused(self):
        found = self.judged(self.SKIPPED)
        self.assertEqual((found.passed, found.failed), (1, 1))
        self.assertIn("skipped, which is refused: needs purchase", found.problems[0])

    def test_allowed_by_reason(self):
        found = self.judged(self.SKIPPED, may_skip=outcome.NEEDS_OPTIONAL)
        self.assertEqual((found.passed, found.failed), (1, 0))

    def test_another_reason(self):
        text = self.SKIPPED.replace("needs purchase", "needs purchases")
        found = self.judged(text, may_skip=outcome.NEEDS_OPTIONAL)
        self.assertEqual((found.passed, found.failed), (1, 1))

    def test_allowed_by_name(self):
        allowed = {"test_it.TestIt.test_a"}
        with patch.object(outcome, "allowed_skips", lambda: allowed):
            self.assertEqual(self.judged(self.SKIPPED).problems, [])

    def test_expected_failure_counts_as_a_skip(self):
        found = self.judged(
            """
            import pytest

            @pytest.mark.xfail
            def test_a():
                assert False

            def test_b():
                pass
            """
        )
        self.assertEqual((found.passed, found.failed), (1, 1))


class TestSum(unittest.TestCase):
    def test_parts_add_up(self):
        total = outcome.Outcome(passed=2)
        total.seconds = {"test_x": 1.0}
        part = outcome.Outcome(passed=3, problems=["one"])
        part.seconds = {"test_x": 2.0, "test_y": 4.0}
        total += part
        self.assertEqual(str(total), "5 passed, 1 failed")
        self.assertEqual(total.seconds, {"test_x": 3.0, "test_y": 4.0})
