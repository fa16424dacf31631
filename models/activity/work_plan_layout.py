"""Where bars lie on a row of months: plain arithmetic on the rows of a work plan."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.tools import format_date

# A plan of more months than this prints one table a year.
MONTHS_ON_A_PAGE = 18
DAY = timedelta(days=1)


def laid_out(env, plan, date_from=None, date_to=None):
    """Return the plan with its months, and with a place for each bar.

    :param env: environment, whose language names the months
    :param dict plan: :meth:`social.work.plan._build`
    :param date date_from: first month to show; default: that of the plan
    :param date date_to: last month to show; default: that of the plan
    :return: the plan with `months` and `years` (label, number of months, left and
        width in percent),
        `today_left`, and in each group and row `bars` (kind, left and width, or left
        only for a point in time); rows outside of the months are left out
    """
    scale = _Scale(date_from or plan["date_from"], date_to or plan["date_to"])
    groups = []
    for group in plan["groups"]:
        rows = [{**row, "bars": scale.bars(row)} for row in group["rows"]]
        rows = [row for row in rows if row["bars"]]
        bars = scale.bars(group)
        if rows or bars:
            groups.append({**group, "rows": rows, "bars": bars})
    return {
        **plan,
        "date_from": scale.start,
        "date_to": scale.end,
        "groups": groups,
        "months": scale.months(env),
        "years": scale.years(),
        "today_left": scale.point(plan["today"]),
    }


def sections(env, plan):
    """Return the plan in parts that fit on a page: whole, or year by year."""
    start, end = plan["date_from"], plan["date_to"]
    span = relativedelta(end + DAY, start)
    if span.years * 12 + span.months <= MONTHS_ON_A_PAGE:
        return [laid_out(env, plan)]
    parts = [
        laid_out(
            env,
            plan,
            max(start, start.replace(year=year, month=1, day=1)),
            min(end, end.replace(year=year, month=12, day=31)),
        )
        for year in range(start.year, end.year + 1)
    ]
    for part in parts:
        part["groups"] = [group for group in part["groups"] if group["rows"]]
    return [part for part in parts if part["groups"]] or parts[:1]


class _Scale:
    """Turns dates into percentages of whole months."""

    def __init__(self, start, end):
        self.start = start.replace(day=1)
        self.end = end + relativedelta(day=31)
        self.days = (self.end - self.start).days + 1

    def _percent(self, days):
        return round(100.0 * days / self.days, 3)

    def months(self, env):
        months = []
        month = self.start
        while month <= self.end:
            following = month + relativedelta(months=1)
            months.append(
                {
                    "key": month.strftime("%Y-%m"),
                    "label": format_date(env, month, date_format="LLL"),
                    "left": self._percent((month - self.start).days),
                    "width": self._percent((following - month).days),
                    "months": 1,
                }
            )
            month = following
        return months

    def years(self):
        years = []
        for year in range(self.start.year, self.end.year + 1):
            first = max(self.start, self.start.replace(year=year, month=1, day=1))
            last = min(self.end, self.end.replace(year=year, month=12, day=31))
            width = self._percent((last - first).days + 1)
            months = last.month - first.month + 1
            years.append({"label": str(year), "width": width, "months": months})
        return years

    def point(self, day):
        """Return where a day begins, or None outside of the months."""
        if not day or not self.start <= day <= self.end:
            return None
        return self._percent((day - self.start).days)

    def bars(self, row):
        """Return the bars of a row that lie within the months."""
        if row["kind"] == "milestone":
            bars = [
                {"kind": kind, "left": self.point(row[kind]["end"])}
                for kind in ("planned", "actual")
                if row[kind]
            ]
            bars = [bar for bar in bars if bar["left"] is not None]
        else:
            bars = [
                self._bar(kind, row[kind]["start"], row[kind]["end"])
                for kind in ("baseline", "planned", "actual")
                if row[kind]
            ]
        if row["delay"]:
            due = row["due"]
            late = due + timedelta(days=row["delay"])
            bars.append(self._bar("late", due + DAY, late))
        return list(filter(None, bars))

    def _bar(self, kind, start, end):
        start, end = max(start, self.start), min(end, self.end)
        if end < start:
            return None
        return {
            "kind": kind,
            "left": self._percent((start - self.start).days),
            "width": self._percent((end - start).days + 1),
        }
