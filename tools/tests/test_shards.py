"""Sharing out the test files: none is lost, none is run twice."""

import sys
import unittest
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from devtool import pytest_run, shards


class TestSplit(unittest.TestCase):
    def split(self, files, known, workers=2):
        with patch.object(shards, "_known", lambda: known):
            groups = shards.split(files, workers)
        self.assertEqual(sorted(sum(groups, [])), sorted(files))
        self.assertTrue(all(groups))
        return groups

    def test_each_file_once(self):
        files = pytest_run.test_files()
        self.assertGreater(len(files), 40)
        for known in (
            {},
            dict.fromkeys(files, 0.0),
            dict.fromkeys(files, 17.0),
            dict.fromkeys(files, 1000.0),
            {files[0]: 5000.0},
            {"test_that_is_gone": 5000.0},
        ):
            for workers in (1, 2, 4, 1000):
                with self.subTest(known=len(known), workers=workers):
                    self.split(files, known, workers)

    def test_one_file(self):
        self.assertEqual(self.split(["test_i18n"], {}), [["test_i18n"]])

    def test_no_file(self):
        self.assertEqual(self.split([], {}), [])

    def test_groups_take_about_as_long(self):
        known = {"a": 60.0, "b": 50.0, "c": 40.0, "d": 30.0}
        groups = self.split(list(known), known)
        self.assertEqual(groups, [["a", "d"], ["b", "c"]])

    def test_every_file_has_an_address(self):
        for file in pytest_run.test_files():
            path = pytest_run.address(file).partition("/")[2]
            self.assertTrue((pytest_run.ROOT / path).is_file(), path)
