from dateutil import rrule

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dates import LAST_YEAR

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RULE_FIELDS = (
    "frequency",
    "interval",
    *WEEKDAYS,
    "month_by",
    "month_day",
    "month_week",
    "month_weekday",
)


class SocialRecurrenceMixin(models.AbstractModel):
    """A rule that says on which days something comes back.

    The series of an activity keeps such a rule, the dialog that makes the series asks
    for it. `dateutil.rrule` does the arithmetic.
    """

    _name = "social.recurrence.mixin"
    _description = "Rule of a Recurrence"

    frequency = fields.Selection(
        selection=[("daily", "Days"), ("weekly", "Weeks"), ("monthly", "Months")],
        required=True,
        default="weekly",
    )
    interval = fields.Integer(
        string="Every",
        required=True,
        default=1,
        help="2 with weeks: every other week.",
    )
    mon = fields.Boolean()
    tue = fields.Boolean()
    wed = fields.Boolean()
    thu = fields.Boolean()
    fri = fields.Boolean()
    sat = fields.Boolean()
    sun = fields.Boolean()
    month_by = fields.Selection(
        selection=[("date", "Day of the Month"), ("weekday", "Weekday of the Month")],
        string="On the",
        required=True,
        default="date",
    )
    month_day = fields.Integer(
        string="Day",
        default=1,
        help="In a shorter month, its last day takes the place of a day that is "
        "missing.",
    )
    month_week = fields.Selection(
        selection=[
            ("1", "First"),
            ("2", "Second"),
            ("3", "Third"),
            ("4", "Fourth"),
            ("-1", "Last"),
        ],
        string="Week",
        default="1",
    )
    month_weekday = fields.Selection(
        selection=[
            ("mon", "Monday"),
            ("tue", "Tuesday"),
            ("wed", "Wednesday"),
            ("thu", "Thursday"),
            ("fri", "Friday"),
            ("sat", "Saturday"),
            ("sun", "Sunday"),
        ],
        string="Weekday",
        default="mon",
    )
    rule_text = fields.Char(string="Rhythm", compute="_compute_rule_text")

    @api.depends(*RULE_FIELDS)
    @api.depends_context("lang")
    def _compute_rule_text(self):
        for rule in self:
            rule.rule_text = rule._describe_rule()

    @api.constrains(*RULE_FIELDS)
    def _check_rule(self):
        for rule in self:
            error = rule._rule_error()
            if error:
                raise ValidationError(error)

    # ------------------------------------------------------------------
    # The rule
    # ------------------------------------------------------------------
    @api.model
    def _rule_defaults(self, day):
        """Return the values of a rule that fits a day: its weekday, its place in the
        month.

        :param date day: day on which the first one takes place
        """
        weekday = WEEKDAYS[day.weekday()]
        return {
            **{name: name == weekday for name in WEEKDAYS},
            "month_day": day.day,
            # A fifth Tuesday is the last one; months with four have one as well.
            "month_week": "-1" if day.day > 28 else str((day.day - 1) // 7 + 1),
            "month_weekday": weekday,
        }

    def _rule_values(self):
        """Return the values of the rule, to give them to another record."""
        self.ensure_one()
        return {name: self[name] for name in RULE_FIELDS}

    def _rule_error(self):
        """Return the sentence that says what is wrong with the rule, or False."""
        self.ensure_one()
        if self.interval < 1 or not self.frequency:
            return self.env._("It comes back every 1, 2, 3 … days, weeks or months.")
        by_weekday = self.frequency == "monthly" and self.month_by == "weekday"
        if (
            self.frequency == "weekly" and not any(self[name] for name in WEEKDAYS)
        ) or (by_weekday and not (self.month_week and self.month_weekday)):
            return self.env._("Choose at least one day of the week.")
        if self.frequency == "monthly" and self.month_by == "date":
            if not 1 <= self.month_day <= 31:
                return self.env._("The day of the month lies between 1 and 31.")
        return False

    def _days_after(self, first):
        """Yield the days of the rule after the first one, to the last year of work.

        :param date first: day from which the rule counts; it is the first of the
            series even where the rule names other days
        :raises UserError: if the rule is incomplete
        """
        self.ensure_one()
        error = self._rule_error()
        if error:
            raise UserError(error)
        frequency = {
            "daily": rrule.DAILY,
            "weekly": rrule.WEEKLY,
            "monthly": rrule.MONTHLY,
        }[self.frequency]
        options = {}
        if self.frequency == "weekly":
            options["byweekday"] = [
                number for number, name in enumerate(WEEKDAYS) if self[name]
            ]
        elif self.frequency == "monthly" and self.month_by == "weekday":
            weekday = rrule.weekday(WEEKDAYS.index(self.month_weekday))
            options["byweekday"] = weekday(int(self.month_week))
        elif self.frequency == "monthly":
            # The 31st is the last day of a shorter month, not a month left out.
            options["bymonthday"] = range(min(28, self.month_day), self.month_day + 1)
            options["bysetpos"] = -1
        # From the first of the month, or rrule would take a day that comes before
        # `first` for one that is missing.
        start = first.replace(day=1) if self.frequency == "monthly" else first
        for moment in rrule.rrule(
            frequency,
            dtstart=fields.Datetime.to_datetime(start),
            interval=self.interval,
            **options,
        ):
            if moment.year > LAST_YEAR:
                return
            if moment.date() > first:
                yield moment.date()

    def _describe_rule(self):
        """Return the rule in words, e.g. “Every 2 weeks on Tue, Thu”."""
        self.ensure_one()
        count = self.interval
        if self.frequency == "daily":
            if count == 1:
                return self.env._("Every day")
            return self.env._("Every %(count)s days", count=count)
        if self.frequency == "weekly":
            days = ", ".join(
                self._fields[name]._description_string(self.env)
                for name in WEEKDAYS
                if self[name]
            )
            if count == 1:
                return self.env._("Every week on %(days)s", days=days)
            return self.env._(
                "Every %(count)s weeks on %(days)s", count=count, days=days
            )
        if self.month_by == "date":
            if count == 1:
                return self.env._("Every month on day %(day)s", day=self.month_day)
            return self.env._(
                "Every %(count)s months on day %(day)s",
                count=count,
                day=self.month_day,
            )
        which = {
            name: dict(self._fields[name]._description_selection(self.env)).get(
                self[name], ""
            )
            for name in ("month_week", "month_weekday")
        }
        if count == 1:
            return self.env._(
                "Every month on the %(which)s %(weekday)s",
                which=which["month_week"].lower(),
                weekday=which["month_weekday"],
            )
        return self.env._(
            "Every %(count)s months on the %(which)s %(weekday)s",
            count=count,
            which=which["month_week"].lower(),
            weekday=which["month_weekday"],
        )
