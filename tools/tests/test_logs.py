"""What in a log of Odoo fails an installation."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from devtool import logs

STAMP = "2026-05-01 10:00:00,123 77"


def line(level, logger, message):
    return f"{STAMP} {level} some_database {logger}: {message}"


class TestProblems(unittest.TestCase):
    def found(self, *lines):
        return logs.problems("\n".join(lines))

    def test_nothing_wrong(self):
        self.assertEqual(self.found(), [])
        self.assertEqual(self.found(line("INFO", "odoo.modules", "loaded")), [])

    def test_error_of_anybody(self):
        for level in ("ERROR", "CRITICAL"):
            self.assertEqual(len(self.found(line(level, "odoo.sql_db", "bad"))), 1)

    def test_warning_of_the_addon(self):
        found = self.found(line("WARNING", "odoo.addons.social_program.x", "hm"))
        self.assertEqual(len(found), 1)

    def test_warning_about_the_addon(self):
        for words in ("view of social_program is odd", "no rule on social.program"):
            self.assertEqual(len(self.found(line("WARNING", "odoo.x", words))), 1)

    def test_warning_about_it_in_the_lines_below(self):
        found = self.found(
            line("WARNING", "odoo.x", "a field is odd:"), "  in social.budget", "  end"
        )
        self.assertEqual(len(found), 1)
        self.assertIn("  end", found[0])

    def test_warning_of_others(self):
        self.assertEqual(self.found(line("WARNING", "odoo.x", "deprecated")), [])
        text = "reading social_program-dev/odoo is slow"
        self.assertEqual(self.found(line("WARNING", "odoo.x", text)), [])

    def test_traceback_outside_of_any_entry(self):
        found = self.found(
            "Traceback (most recent call last):",
            '  File "x.py", line 1, in <module>',
            "ValueError: before the log began",
        )
        self.assertEqual(len(found), 1)

    def test_each_entry_by_itself(self):
        found = self.found(
            line("ERROR", "odoo.a", "one"),
            "Traceback (most recent call last):",
            "ValueError: one",
            line("INFO", "odoo.b", "fine"),
            line("ERROR", "odoo.c", "two"),
        )
        self.assertEqual(len(found), 2)
        self.assertIn("ValueError: one", found[0])
