"""Years in which the work of programs may lie; any other is a slip of the keyboard."""

from datetime import timedelta

from odoo.exceptions import ValidationError

FIRST_YEAR, LAST_YEAR = 1990, 2100
# What a program and an activity are planned and carried out by.
DATES = ("date_start", "date_end", "actual_date_start", "actual_date_end")


def is_meant(day):
    """Tell whether a day lies in the years of programs."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def ends_early(record, start="date_start", end="date_end"):
    """Tell whether a period of a record ends before it starts; an open one does not.

    :param str start: name of the field of its first day
    :param str end: name of the field of its last day
    """
    return bool(record[start] and record[end] and record[end] < record[start])


def shifted(record, day, days):
    """Return a day moved by a number of days, False without day.

    :param record: what is copied, for the sentence
    :raises ValidationError: it would leave the years
    """
    if not day:
        return False
    try:
        moved = day + timedelta(days=days)
    except OverflowError as error:
        raise _refusal(record) from error
    if not is_meant(moved):
        raise _refusal(record)
    return moved


def _refusal(record):
    return ValidationError(
        record.env._(
            "“%(record)s” would have a date outside the years %(first)s to %(last)s: "
            "check the year.",
            record=record.sudo().display_name,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    )
