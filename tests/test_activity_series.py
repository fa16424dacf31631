import time
from datetime import date, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import SocialProgramCase


def days(*texts):
    return [date.fromisoformat(f"2026-{text}") for text in texts]


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05")
class TestActivityRepeat(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # 6 January 2026 is a Tuesday, the first one of its month.
        cls.activity = cls.new_activity(
            role="officer",
            date_start=date(2026, 1, 6),
            date_end=date(2026, 1, 7),
            place="Village hall",
            description="<p>Aim</p>",
        )

    def repeat(self, activity=None, role="officer", **vals):
        """Create the dialog as a person does who sets `vals` and changes nothing."""
        Repeat = self.as_role(role, "social.activity.repeat").with_context(
            default_field_activity_id=(activity or self.activity).id
        )
        return Repeat.create(vals)

    def series(self, action):
        return self.root["social.activity"].search(action["domain"])

    def added(self, activity=None, **vals):
        """Return the days that a rule adds."""
        repeat = self.repeat(activity, **vals)
        return repeat._days_to_add(set())

    def starting(self, day, **vals):
        return self.new_activity(date_start=day, date_end=day, **vals)

    # ------------------------------------------------------------------
    # The rule
    # ------------------------------------------------------------------
    def test_daily(self):
        self.assertEqual(
            self.added(frequency="daily", count=3), days("01-07", "01-08", "01-09")
        )
        self.assertEqual(
            self.added(frequency="daily", interval=10, count=2),
            days("01-16", "01-26"),
        )

    def test_no_series_is_endless(self):
        """Nobody waits for the year 9999."""
        far = date(9999, 12, 1)
        for vals in (
            {"frequency": "daily"},
            {"frequency": "weekly", "mon": True, "interval": 2**31 - 1},
            {"frequency": "monthly", "month_by": "weekday"},
        ):
            for ends in (
                {"end_type": "count", "count": 2**31 - 1, "date_from": far},
                {"end_type": "until", "until": far, "date_from": far},
            ):
                repeat = self.repeat().new(
                    {"field_activity_id": self.activity.id, **vals, **ends}
                )
                began = time.monotonic()
                self.assertEqual(repeat._days_to_add(set()), [])
                self.assertLess(time.monotonic() - began, 3)
                with self.assert_sentence("check the year", ValidationError):
                    self.repeat(**vals, **ends)

    def test_weekly_on_weekdays(self):
        # The dialog starts with the weekday of the activity.
        self.assertEqual(self.added(count=2), days("01-13", "01-20"))
        self.assertEqual(self.added(thu=True, count=3), days("01-08", "01-13", "01-15"))
        self.assertEqual(
            self.added(thu=True, interval=2, count=3), days("01-08", "01-20", "01-22")
        )
        # The activity counts as the first even on a day that the rule does not name.
        self.assertEqual(
            self.added(tue=False, mon=True, count=2), days("01-12", "01-19")
        )

    def test_monthly_by_date(self):
        self.assertEqual(
            self.added(frequency="monthly", count=2), days("02-06", "03-06")
        )
        self.assertEqual(
            self.added(frequency="monthly", month_day=15, count=2),
            days("01-15", "02-15"),
        )
        self.assertEqual(
            self.added(self.starting(date(2026, 1, 31)), frequency="monthly", count=4),
            days("02-28", "03-31", "04-30", "05-31"),
        )
        self.assertEqual(
            self.added(
                self.starting(date(2026, 1, 30)),
                frequency="monthly",
                interval=3,
                count=2,
            ),
            days("04-30", "07-30"),
        )

    def test_monthly_by_weekday(self):
        by_weekday = {"frequency": "monthly", "month_by": "weekday"}
        self.assertEqual(
            self.added(**by_weekday, count=3), days("02-03", "03-03", "04-07")
        )
        # 29 January 2026 is the fifth Thursday: the last one stands for it.
        self.assertEqual(
            self.added(self.starting(date(2026, 1, 29)), **by_weekday, count=2),
            days("02-26", "03-26"),
        )
        self.assertEqual(
            self.added(**by_weekday, month_week="3", month_weekday="fri", count=2),
            days("01-16", "02-20"),
        )

    def test_until_a_date(self):
        self.assertEqual(
            self.added(end_type="until", until=date(2026, 1, 27)),
            days("01-13", "01-20", "01-27"),
        )
        # By default until the program ends.
        self.assertEqual(self.added(end_type="until")[-1], date(2026, 12, 29))

    def test_rules_in_words(self):
        Rule = self.root["social.activity.recurrence"]
        for vals, text in (
            ({"frequency": "daily"}, "Every day"),
            ({"frequency": "daily", "interval": 3}, "Every 3 days"),
            ({"mon": True, "thu": True}, "Every week on Mon, Thu"),
            ({"mon": True, "interval": 2}, "Every 2 weeks on Mon"),
            ({"frequency": "monthly", "month_day": 5}, "Every month on day 5"),
            (
                {"frequency": "monthly", "interval": 2, "month_day": 5},
                "Every 2 months on day 5",
            ),
            (
                {"frequency": "monthly", "month_by": "weekday", "month_week": "-1"},
                "Every month on the last Monday",
            ),
        ):
            self.assertEqual(Rule.new(vals).rule_text, text)

    def test_rules_that_make_no_sense(self):
        for vals, sentence in (
            ({"interval": 0}, "1, 2, 3"),
            ({"tue": False}, "at least one day"),
            ({"frequency": "monthly", "month_day": 32}, "between 1 and 31"),
        ):
            with self.assert_sentence(sentence, ValidationError):
                self.repeat(**vals)
        with self.assert_sentence("No day is left"):
            self.repeat(end_type="until", until=date(2026, 1, 8)).action_confirm()
        with self.assert_sentence("More than 366"):
            self.repeat(frequency="daily", count=1000).action_confirm()
        self.assertFalse(self.activity.recurrence_id)

    # ------------------------------------------------------------------
    # The dialog
    # ------------------------------------------------------------------
    def test_preview_and_skipped_days(self):
        Repeat = self.as_role("officer", "social.activity.repeat").with_context(
            **self.activity.action_repeat()["context"]
        )
        with Form(Repeat) as form:
            self.assertEqual(form.rule_text, "Every week on Tue")
            self.assertEqual(form.added_count, 5)
            form.count = 3
            self.assertEqual(len(form.line_ids), 3)
            with form.line_ids.edit(1) as line:
                self.assertEqual(line.date_start, date(2026, 1, 20))
                self.assertEqual(line.date_end, date(2026, 1, 21))
                self.assertEqual(line.weekday, "Tuesday")
                line.skip = True
            # Three were asked for: another day takes the place of the skipped one.
            self.assertEqual(len(form.line_ids), 4)
            self.assertEqual(form.added_count, 3)
            self.assertFalse(form.warning)
            # The skip survives a change of the rule that keeps its day.
            form.end_type = "until"
            form.until = date(2026, 1, 27)
            self.assertEqual(len(form.line_ids), 3)
            self.assertEqual(form.added_count, 2)
            form.end_type = "count"
            form.interval = 3
            self.assertEqual((len(form.line_ids), form.added_count), (3, 3))
            form.interval = 1
            form.count = 60
            self.assertRegex(form.warning, "After the end of the program: 9")
            form.count = 2
            with form.line_ids.edit(0) as line:
                line.skip = True
        created = self.series(form.record.action_confirm()) - self.activity
        self.assertEqual(created.mapped("date_start"), days("01-20", "01-27"))
        self.assertRecordValues(
            created,
            [
                {
                    "name": "Training",
                    "date_end": day + timedelta(days=1),
                    "place": "Village hall",
                    "state": "draft",
                    "user_id": self.users["officer"].id,
                    "recurrence_id": self.activity.recurrence_id.id,
                }
                for day in days("01-20", "01-27")
            ],
        )
        self.assertEqual(
            self.activity.recurrence_id.display_name, "Training (Every week on Tue)"
        )
        self.assertEqual(created.mapped("description"), ["<p>Aim</p>"] * 2)

    def test_going_on_with_a_series(self):
        self.repeat(count=2).action_confirm()
        # From any of them, by the rule of the series, after the last of them.
        last = self.activity.recurrence_id.field_activity_ids.sorted("date_start")[-1]
        repeat = self.repeat(last, count=2)
        self.assertEqual(repeat.first_date, date(2026, 1, 6))
        self.assertEqual(repeat._days_to_add(set()), days("01-27", "02-03"))
        repeat.write({"interval": 2})
        series = self.series(repeat.action_confirm())
        self.assertEqual(
            series.mapped("date_start"),
            days("01-06", "01-13", "01-20", "02-03", "02-17"),
        )
        self.assertEqual(series.recurrence_id.rule_text, "Every 2 weeks on Tue")

    def test_approved_ones_come_back_as_drafts(self):
        self.as_role("manager", self.activity).action_approve()
        series = self.series(self.repeat(count=1).action_confirm())
        self.assertEqual(series.mapped("state"), ["approved", "draft"])
        self.assertFalse(series[1].baseline_date_end)

    def test_an_activity_that_changes_program_leaves_the_series(self):
        series = self.series(self.repeat(count=2).action_confirm())
        program = self.new_program()
        self.as_role("manager", series[1]).program_id = program
        self.assertFalse(series[1].recurrence_id)
        with self.assert_sentence("same program", ValidationError):
            series[1].sudo().recurrence_id = series[0].sudo().recurrence_id
        self.assertEqual(series[0].recurrence_id.field_activity_ids, series[::2])

    def test_who_may_repeat(self):
        foreign = self.new_activity(self.other_program, role="other_manager")
        with self.assertRaises(AccessError):
            self.repeat(foreign).action_confirm()
        for role in ("auditor", "acc_invoice"):
            with self.assertRaises(AccessError):
                self.as_role(role, self.activity).action_repeat()
            with self.assertRaises(AccessError):
                self.repeat(role=role)
        with self.assertRaises(AccessError):
            self.repeat(role="other_manager").action_confirm()
        self.assertFalse(self.activity.recurrence_id)
        self.repeat(role="deputy").action_confirm()

    @freeze_time("2026-01-22")
    def test_old_activity_and_warnings(self):
        repeat = self.repeat(count=2)
        self.assertEqual(repeat._days_to_add(set()), days("01-27", "02-03"))
        repeat._update_lines()
        self.assertFalse(repeat.warning)
        repeat.date_from = False
        repeat._update_lines()
        self.assertEqual(repeat.line_ids.mapped("date_start"), days("01-13", "01-20"))
        self.assertEqual(repeat.warning, "In the past: 2.")
        repeat.write({"frequency": "daily", "date_from": date(2026, 1, 22)})
        repeat._update_lines()
        self.assertEqual(repeat.line_ids.mapped("date_start"), days("01-22", "01-23"))
        self.assertEqual(repeat.warning, "Starting before the one before has ended: 1.")

    def test_groups_and_search(self):
        series = self.series(self.repeat(count=2).action_confirm())
        Activity = self.as_role("acc_invoice", "social.activity")
        groups = Activity.formatted_read_group(
            [("recurrence_id", "in", series.recurrence_id.ids)],
            ["recurrence_id"],
            ["__count"],
        )
        self.assertEqual([group["__count"] for group in groups], [3])


@tagged("post_install", "-at_install")
@freeze_time("2026-01-05")
class TestActivitySeriesChange(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        first = cls.new_activity(
            role="officer", date_start=date(2026, 1, 6), date_end=date(2026, 1, 7)
        )
        cls.as_role("officer", "social.activity.repeat").with_context(
            **first.action_repeat()["context"]
        ).create({"count": 5}).action_confirm()
        # Every Tuesday until 10 February; the first is done, the third cancelled.
        cls.series = first.recurrence_id.field_activity_ids.sorted("date_start")
        managed = cls.as_role("manager", cls.series)
        managed.action_approve()
        managed[0].write({"actual_date_end": date(2026, 1, 7)})
        managed[0].action_done()
        managed[2].write({"state": "cancelled", "state_reason": "Election day"})

    def change(self, activity, role="officer", **vals):
        Change = self.as_role(role, "social.activity.series.change").with_context(
            **activity.action_change_series()["context"]
        )
        return Change.create(vals)

    def starts(self):
        return self.series.mapped("date_start")

    def test_this_one(self):
        self.change(
            self.series[3], scope="this", date_start=date(2026, 1, 26)
        ).action_confirm()
        self.assertEqual(
            self.starts(),
            days("01-06", "01-13", "01-20", "01-26", "02-03", "02-10"),
        )
        self.assertEqual(self.series[3].date_end, date(2026, 1, 27))
        # Earlier is no delay.
        self.assertFalse(self.series[3].delay_cause)

    def test_this_and_later_ones(self):
        with Form(
            self.as_role("officer", "social.activity.series.change").with_context(
                **self.series[3].action_change_series()["context"]
            )
        ) as form:
            self.assertEqual(form.scope, "later")
            self.assertEqual(form.date_start, date(2026, 1, 27))
            form.date_start = date(2026, 1, 30)
            self.assertEqual(form.shift_days, 3)
            self.assertEqual(form.changed_count, 3)
            self.assertIn("Tue 27 Jan 2026 → Fri 30 Jan 2026", form.preview)
            self.assertTrue(form.is_delay)
            form.delay_cause = "policy"
            form.delay_reason = "The district moved market day"
            form.place = "School"
        form.record.action_confirm()
        self.assertEqual(
            self.starts(),
            days("01-06", "01-13", "01-20", "01-30", "02-06", "02-13"),
        )
        moved = self.series[3:]
        self.assertEqual(set(moved.mapped("delay_cause")), {"policy"})
        self.assertEqual(set(moved.mapped("place")), {"School"})
        self.assertEqual(
            moved.mapped("baseline_date_start"), days("01-27", "02-03", "02-10")
        )
        self.assertEqual(set(self.series[:3].mapped("place")), {False})

    def test_all_of_the_series(self):
        self.series[4].place = "Its own hall"
        deputy = self.users["deputy"]
        with self.assert_sentence("cause"):
            self.change(
                self.series[1], scope="all", date_start=date(2026, 1, 14)
            ).action_confirm()
        self.assertEqual(self.series[5].date_start, date(2026, 2, 10))
        self.change(
            self.series[1],
            scope="all",
            date_start=date(2026, 1, 14),
            user_id=deputy.id,
            delay_cause="weather",
            delay_reason="Flood",
        ).action_confirm()
        self.assertEqual(
            self.starts(),
            days("01-06", "01-14", "01-20", "01-28", "02-04", "02-11"),
        )
        officer = self.users["officer"]
        self.assertEqual(
            [activity.user_id for activity in self.series],
            [officer, deputy, officer, deputy, deputy, deputy],
        )
        # What was not changed in the dialog stays different.
        self.assertEqual(self.series[4].place, "Its own hall")
        self.assertFalse(self.series[5].place)

    def test_drafts_move_without_a_cause(self):
        managed = self.as_role("manager", self.series[3:])
        managed.write({"state": "draft", "state_reason": "Again"})
        self.change(self.series[3], date_start=date(2026, 1, 28)).action_confirm()
        self.assertEqual(self.starts()[3:], days("01-28", "02-04", "02-11"))
        self.assertFalse(any(self.series.mapped("delay_cause")))

    def test_nothing_to_do(self):
        with self.assert_sentence("Nothing was changed"):
            self.change(self.series[3]).action_confirm()
        with self.assert_sentence("None of them is open"):
            self.change(self.series[0], scope="this", place="X").action_confirm()
        change = self.change(self.series[0], scope="all", place="X")
        self.assertEqual(change.changed_count, 4)
        self.assertIn("Cancelled: stays", change.preview)

    def test_who_may_change(self):
        for role in ("auditor", "other_manager", "acc_user"):
            with self.assertRaises(AccessError):
                self.as_role(role, self.series[3]).action_change_series()
        with self.assertRaises(AccessError):
            self.change(
                self.series[3], role="other_manager", place="X"
            ).action_confirm()
