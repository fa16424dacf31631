import random
from datetime import date, timedelta

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..models.registry.age_band import AGE_BAND_KEYS, age_band, age_band_sql


@tagged("post_install", "-at_install")
class TestAgeBand(TransactionCase):
    def test_edges(self):
        born = date(2000, 2, 29)
        for day, band in (
            (date(2000, 2, 28), "unknown"),
            (date(2000, 2, 29), "0-4"),
            (date(2005, 2, 28), "0-4"),
            (date(2005, 3, 1), "5-11"),
            (date(2012, 2, 28), "5-11"),
            (date(2012, 2, 29), "12-17"),
            (date(2018, 3, 1), "18-24"),
            (date(2025, 3, 1), "25-59"),
            (date(2060, 2, 28), "25-59"),
            (date(2060, 2, 29), "60+"),
            (date(2130, 1, 1), "60+"),
        ):
            self.assertEqual(age_band(born, day), band, day)
        self.assertEqual(age_band(None, date(2026, 1, 1)), "unknown")
        self.assertEqual(age_band(False, date(2026, 1, 1)), "unknown")

    def test_sql_agrees_with_python(self):
        rng = random.Random(20260101)
        pairs = [
            (
                rng.choice([None, date(1920, 1, 1)])
                and date(1920, 1, 1) + timedelta(days=rng.randrange(40000)),
                date(2020, 1, 1) + timedelta(days=rng.randrange(4000)),
            )
            for _number in range(3000)
        ]
        # Birthdays, the day before and the day after, leap days included.
        for year in (1960, 1999, 2000, 2004, 2012, 2020):
            for month, day in ((2, 28), (2, 29), (3, 1), (12, 31), (1, 1)):
                if (month, day) == (2, 29) and year % 4:
                    continue
                born = date(year, month, day)
                for years in (5, 12, 18, 25, 60):
                    for shift in (-2, -1, 0, 1):
                        at = date(year + years, month, min(day, 28))
                        pairs.append((born, at + timedelta(days=shift)))
        rows = SQL(", ").join(
            SQL("(%s::date, %s::date)", born, at) for born, at in pairs
        )
        found = self.env.execute_query(
            SQL(
                "SELECT born, at, %s FROM (VALUES %s) AS t (born, at)",
                age_band_sql(SQL("born"), SQL("at")),
                rows,
            )
        )
        self.assertEqual(len(found), len(pairs))
        for born, at, band in found:
            self.assertEqual(band, age_band(born, at), f"{born} at {at}")
            self.assertIn(band, AGE_BAND_KEYS)
