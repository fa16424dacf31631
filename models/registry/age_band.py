"""Age bands, the same on screen, in SQL and in reports."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

# (key, first year of age, last year of age or None)
AGE_BANDS = (
    ("0-4", 0, 4),
    ("5-11", 5, 11),
    ("12-17", 12, 17),
    ("18-24", 18, 24),
    ("25-59", 25, 59),
    ("60+", 60, None),
)
UNKNOWN_AGE = "unknown"
AGE_BAND_KEYS = tuple(band[0] for band in AGE_BANDS) + (UNKNOWN_AGE,)


def age_band(birth_date, at_date):
    """Return the key of the band in which somebody is on a day.

    :param birth_date: date or None; unknown and future ones give `unknown`
    :param at_date: date
    """
    if not birth_date or birth_date > at_date:
        return UNKNOWN_AGE
    for key, _first, last in AGE_BANDS:
        if last is None or birth_date > at_date - relativedelta(years=last + 1):
            return key
    return UNKNOWN_AGE


def age_band_sql(birth_date_sql, at_date_sql):
    """Return the SQL expression of `age_band`.

    :param SQL birth_date_sql: expression of type date
    :param SQL at_date_sql: expression of type date
    """
    cases = SQL(" ").join(
        SQL(
            "WHEN %s > (%s - make_interval(years => %s))::date THEN %s",
            birth_date_sql,
            at_date_sql,
            last + 1,
            key,
        )
        if last is not None
        else SQL("ELSE %s", key)
        for key, _first, last in AGE_BANDS
    )
    return SQL(
        "CASE WHEN %s IS NULL OR %s > %s THEN %s %s END",
        birth_date_sql,
        birth_date_sql,
        at_date_sql,
        UNKNOWN_AGE,
        cases,
    )
