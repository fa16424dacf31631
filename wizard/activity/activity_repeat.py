from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.base.recurrence_mixin import RULE_FIELDS

# A year of days; more are hardly ever meant, and each is approved one by one.
MOST_ADDED = 366


class SocialActivityRepeat(models.TransientModel):
    """Makes a series of a field activity: asks for the rule, shows what comes of it.

    The preview is the list of what will be created: a day that is skipped there is
    left out.
    """

    _name = "social.activity.repeat"
    _inherit = ["social.recurrence.mixin", "social.dialog.mixin"]
    _dialog_of = "field_activity_id"
    _description = "Repeat a Field Activity"

    field_activity_id = fields.Many2one(
        comodel_name="social.activity", required=True, ondelete="cascade"
    )
    program_date_end = fields.Date(
        related="field_activity_id.program_id.date_end",
        related_sudo=False,
        string="End of the Program",
    )
    first_date = fields.Date(string="First Activity", compute="_compute_first_date")
    date_from = fields.Date(
        string="Not Before",
        help="Days before it are left out. An earlier one is for activities that took "
        "place already.",
    )
    end_type = fields.Selection(
        selection=[("count", "After a Number"), ("until", "On a Date")],
        string="Ends",
        required=True,
        default="count",
    )
    count = fields.Integer(
        string="How Many More",
        default=5,
        help="Activities that are added to this one; skipped days do not count.",
    )
    until = fields.Date(string="Last Day")
    line_ids = fields.One2many(
        comodel_name="social.activity.repeat.line",
        inverse_name="repeat_id",
        string="Preview",
    )
    added_count = fields.Integer(
        string="Activities to Create", compute="_compute_added_count"
    )
    warning = fields.Char(compute="_compute_added_count")

    @api.depends("field_activity_id")
    def _compute_first_date(self):
        for repeat in self:
            activity = repeat.field_activity_id
            series = activity | activity.recurrence_id.field_activity_ids
            repeat.first_date = min(series.mapped("date_start"), default=False)

    @api.depends(
        "line_ids.skip", "line_ids.date_start", "program_date_end", "field_activity_id"
    )
    def _compute_added_count(self):
        for repeat in self:
            days = repeat.line_ids.filtered(lambda line: not line.skip)
            repeat.added_count = len(days)
            if repeat._rule_error():
                repeat.warning = repeat._rule_error()
            elif len(days) > MOST_ADDED:
                repeat.warning = repeat._too_many()
            else:
                repeat.warning = repeat._warn_of(days)

    def _warn_of(self, lines):
        """Return the sentences about days that are hardly meant, or False."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        lines = lines.filtered("date_start").sorted("date_start")
        end = self.program_date_end
        late = sum(bool(end and line.date_end > end) for line in lines)
        past = sum(line.date_start < today for line in lines)
        overlaps = 0
        busy_until = self.field_activity_id._last_of_series().date_end
        for line in lines:
            overlaps += bool(busy_until and line.date_start <= busy_until)
            busy_until = line.date_end
        warnings = []
        if late:
            warnings.append(
                self.env._("After the end of the program: %(count)s.", count=late)
            )
        if past:
            warnings.append(self.env._("In the past: %(count)s.", count=past))
        if overlaps:
            warnings.append(
                self.env._(
                    "Starting before the one before has ended: %(count)s.",
                    count=overlaps,
                )
            )
        return " ".join(warnings) or False

    @api.model
    def default_get(self, fields_list):
        defaults = super().default_get(fields_list)
        activity = self.env["social.activity"].browse(defaults.get("field_activity_id"))
        if not activity:
            return defaults
        last = activity._last_of_series()
        rule = self._rule_defaults(last.date_start)
        if activity.recurrence_id:
            # Going on with a series: its own rule, after its last activity.
            rule |= activity.recurrence_id._rule_values()
        # A repeat of an old activity is about days to come.
        rule["date_from"] = max(fields.Date.context_today(self), last.date_start)
        rule["until"] = max(activity.program_id.date_end, last.date_start)
        # What the caller set stays.
        return {key: rule[key] for key in rule if key in fields_list} | {
            key: value
            for key, value in defaults.items()
            if key not in rule or f"default_{key}" in self.env.context
        }

    # ------------------------------------------------------------------
    # Preview
    # ------------------------------------------------------------------
    @api.onchange(
        "field_activity_id",
        *RULE_FIELDS,
        "date_from",
        "end_type",
        "count",
        "until",
        "line_ids",
    )
    def _onchange_rule(self):
        self._update_lines()

    def _update_lines(self):
        """Make the preview show the days of the rule, with the skips that still fit."""
        self.ensure_one()
        lines = self.line_ids.sorted("date_start")
        skipped = {line.date_start for line in lines if line.skip}
        days = [] if self._rule_error() else self._days_to_add(skipped)
        # Rows that stay are left alone: somebody may be working in one of them.
        same = 0
        while same < min(len(days), len(lines)) and (
            lines[same].date_start == days[same]
        ):
            same += 1
        self.line_ids -= lines[same:]
        Line = self.env["social.activity.repeat.line"]
        for day in days[same:]:
            self.line_ids += Line.new(
                {"repeat_id": self, "date_start": day, "skip": day in skipped}
            )

    def _days_to_add(self, skipped):
        """Return the days of the rule after the activity, skipped ones among them.

        :param set skipped: days that are left out and do not count
        """
        last = self.field_activity_id._last_of_series()
        first = last.date_start
        days, wanted = [], 0
        if not first:
            return days
        for day in self._days_after(first):
            if self.end_type == "until":
                if not self.until or day > self.until:
                    break
            elif wanted >= self.count:
                break
            if self.date_from and day < self.date_from:
                continue
            # One more than allowed, so that the refusal says why.
            if wanted > MOST_ADDED:
                break
            wanted += day not in skipped
            days.append(day)
        while days and self.end_type == "count" and days[-1] in skipped:
            days.pop()
        return days

    def _too_many(self):
        return self.env._(
            "More than %(count)s activities would be added: choose an earlier end.",
            count=MOST_ADDED,
        )

    # ------------------------------------------------------------------
    # Doing it
    # ------------------------------------------------------------------
    def action_confirm(self):
        """Create the activities of the preview as drafts, and show the series."""
        self.ensure_one()
        if not self.line_ids:
            self.line_ids = [
                Command.create({"date_start": day}) for day in self._days_to_add(set())
            ]
        lines = self.line_ids.filtered(lambda line: not line.skip)
        if len(lines) > MOST_ADDED:
            raise UserError(self._too_many())
        if not lines:
            raise UserError(
                self.env._("No day is left to repeat the activity on: change the rule.")
            )
        activity = self.field_activity_id
        activity.check_access("write")
        series = activity.recurrence_id
        if series:
            series.write(self._rule_values())
        else:
            series = series.create(
                {
                    "name": activity.name,
                    "program_id": activity.program_id.id,
                    **self._rule_values(),
                }
            )
            activity.sudo().recurrence_id = series
        length = activity.date_end - activity.date_start
        added = self.env["social.activity"].create(
            [
                vals
                for day in lines.mapped("date_start")
                for vals in activity.copy_data(
                    {
                        "date_start": day,
                        "date_end": day + length,
                    }
                )
            ]
        )
        # By sudo: otherwise nobody writes this field.
        added.sudo().recurrence_id = series
        return series.action_view_field_activities()
