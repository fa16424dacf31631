from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..base.dates import FIRST_YEAR, LAST_YEAR, is_meant
from .work_plan_layout import laid_out

# More rows than this are only sent to the screen when a program is unfolded.
ROWS_AT_ONCE = 150
ENDED_STATES = ("closed", "cancelled")
# Read with the search: later, Odoo would fetch them a thousand records at a time.
ACTIVITY_FIELDS = (
    "code",
    "name",
    "program_id",
    "user_id",
    "place",
    "state",
    "progress",
    "date_start",
    "date_end",
    "baseline_date_start",
    "baseline_date_end",
    "actual_date_start",
    "actual_date_end",
    "delay_cause",
    "delay_reason",
)
MILESTONE_FIELDS = ("name", "project_id", "deadline", "is_reached", "reached_date")


class SocialWorkPlan(models.AbstractModel):
    """What is done when: activities and milestones of programs, by month.

    One structure of plain values, computed in a constant number of queries; screen, PDF
    and workbook only show it.
    """

    _name = "social.work.plan"
    _description = "Work Plan"

    # --- the structure ---------------------------------------------------------------

    @api.model
    def _build(self, programs, below=True):
        """Compute the work plan of some programs and of those under them.

        Read with the user's own rights. Milestones of a program's own project belong to
        the program, so that whoever reads the program reads them; those of an adopted
        project follow the rules of that project.

        :param programs: ``social.program`` records
        :param bool below: whether those under them are part of it
        :return: dict: `groups`, one a program (`code`, `name`, `depth`, `state`, `rows`
            and the figures), each row with `planned`, `baseline`, `actual` (dicts
            `start`, `end`, or None), `due`, `delay` in days and its `cause`; `notes`,
            `today`, `date_from`, `date_to`
        :raise AccessError: a program or the activities are closed to the user
        """
        programs.check_access("read")
        self.env["social.activity"].check_access("read")
        if below:
            programs |= programs.search(Domain("id", "child_of", programs.ids))
        programs = self._in_order(programs)
        rows = {program.id: [] for program in programs}
        activities = self.env["social.activity"].search_fetch(
            Domain("program_id", "in", programs.ids), ACTIVITY_FIELDS
        )
        planned = activities.filtered(lambda activity: activity.state != "cancelled")
        for activity in planned:
            rows[activity.program_id.id].append(self._activity_row(activity))
        milestones, readable = self._milestones(programs)
        dated = milestones.filtered("deadline")
        # Milestones are Odoo's, which takes any year.
        near = dated.filtered(
            lambda milestone: (
                is_meant(milestone.deadline)
                and (not milestone.reached_date or is_meant(milestone.reached_date))
            )
        )
        by_project = near.grouped("project_id")
        for program in programs:
            for milestone in by_project.get(program.sudo().project_id, ()):
                row = self._milestone_row(milestone)
                rows[program.id].append({**row, "open": milestone in readable})
        groups = [self._group(program, rows[program.id]) for program in programs]
        self._set_depths(programs, groups)
        today = fields.Date.context_today(self)
        return {
            "groups": groups,
            "today": today,
            "today_label": self._period(today, today)["label"],
            **self._span(groups),
            "notes": self._notes(
                len(activities) - len(planned),
                len(milestones) - len(dated),
                len(dated) - len(near),
            ),
        }

    def _in_order(self, programs):
        """Return the programs with each below its umbrella, else as they are listed."""
        position = {str(program.id): n for n, program in enumerate(programs)}
        return programs.sorted(
            lambda program: [
                position[step]
                for step in program.parent_path.split("/")
                if step in position
            ]
        )

    def _set_depths(self, programs, groups):
        shown = set(map(str, programs.ids))
        for program, group in zip(programs, groups, strict=True):
            group["depth"] = len(shown & set(program.parent_path.split("/"))) - 1
        following = [*groups[1:], {"depth": 0}]
        # Without a program there is no group to go with the last one.
        for group, after in zip(groups, following, strict=False):
            group["umbrella"] = after["depth"] > group["depth"]

    def _milestones(self, programs):
        """Return the milestones of the programs, and which of them can be opened."""
        projects = programs.sudo().project_id
        owned = programs.sudo().filtered("owns_project").project_id
        Milestone = self.env["project.milestone"]
        readable, own = (
            model.search_fetch([("project_id", "in", found.ids)], MILESTONE_FIELDS)
            for model, found in ((Milestone, projects), (Milestone.sudo(), owned))
        )
        return own | readable.sudo(), readable.sudo()

    def _group(self, program, rows):
        rows.sort(key=lambda row: (row["planned"]["start"], row["planned"]["end"]))
        states = dict(program._fields["state"]._description_selection(self.env))
        due = program.baseline_date_end or program.date_end
        delay = 0
        if program.state not in ("draft", *ENDED_STATES):
            delay = max(0, (program.date_end - due).days)
        return {
            **self._dates(program),
            "kind": "program",
            "id": program.id,
            "open": True,
            "code": program.code or "",
            "name": program.name,
            "state": program.state,
            "state_label": states[program.state],
            "due": due,
            "delay": delay,
            "count": len(rows),
            "late_count": sum(1 for row in rows if row["delay"]),
            "rows": rows,
        }

    def _activity_row(self, activity):
        labels = activity._fields["state"]._description_selection(self.env)
        return {
            **self._dates(activity),
            "kind": "activity",
            "id": activity.id,
            "open": True,
            "code": activity.code or "",
            "name": activity.name,
            "place": activity.place or "",
            # A colleague of another company has a contact that is closed to the user.
            "responsible": activity.user_id.sudo().name or "",
            "state": activity.state,
            "state_label": dict(labels)[activity.state],
            "progress": activity.progress,
            "due": activity.baseline_date_end or activity.date_end,
            "delay": activity.delay_days,
            "cause": self._cause(activity),
        }

    def _cause(self, activity):
        causes = dict(activity._fields["delay_cause"]._description_selection(self.env))
        words = (causes.get(activity.delay_cause), activity.delay_reason)
        return ": ".join(filter(None, words))

    def _milestone_row(self, milestone):
        reached = milestone.is_reached and milestone.reached_date
        until = reached or fields.Date.context_today(self)
        return {
            "kind": "milestone",
            "id": milestone.id,
            "code": "",
            "name": milestone.name,
            "place": "",
            "responsible": "",
            "state": "reached" if reached else "open",
            "state_label": self.env._("Reached") if reached else self.env._("Open"),
            "progress": 100 if reached else 0,
            "planned": self._period(milestone.deadline, milestone.deadline),
            "baseline": None,
            "actual": self._period(reached, reached),
            "due": milestone.deadline,
            "delay": max(0, (until - milestone.deadline).days),
            "cause": "",
        }

    def _dates(self, record):
        """Return the three periods of a program or an activity."""
        today = fields.Date.context_today(self)
        start, end = record.actual_date_start, record.actual_date_end
        if start and not end:
            end = max(start, today)
        return {
            "planned": self._period(record.date_start, record.date_end),
            "baseline": self._period(
                record.baseline_date_start, record.baseline_date_end
            ),
            "actual": self._period(start or end, end),
        }

    def _period(self, start, end):
        if not end:
            return None
        start = start or end
        labels = [
            format_date(self.env, d, date_format="d MMM yyyy") for d in (start, end)
        ]
        if start == end:
            del labels[0]
        elif start.year == end.year:
            labels[0] = format_date(self.env, start, date_format="d MMM")
        return {"start": start, "end": end, "label": " – ".join(labels)}

    def _span(self, groups):
        """Return the first and the last day that anything of the plan touches."""
        days = [
            day
            for group in groups
            for row in (group, *group["rows"])
            for period in (row["planned"], row["baseline"], row["actual"])
            if period
            for day in (period["start"], period["end"])
        ] or [fields.Date.context_today(self)]
        return {"date_from": min(days), "date_to": max(days)}

    def _notes(self, cancelled, undated, far):
        notes = []
        if cancelled:
            notes.append(
                self.env._("Cancelled activities left out: %(n)s.", n=cancelled)
            )
        if undated:
            notes.append(
                self.env._("Milestones without a deadline left out: %(n)s.", n=undated)
            )
        if far:
            notes.append(
                self.env._(
                    "Milestones outside the years %(first)s to %(last)s left out: "
                    "%(n)s.",
                    first=FIRST_YEAR,
                    last=LAST_YEAR,
                    n=far,
                )
            )
        return notes

    # --- the screen ------------------------------------------------------------------

    @api.model
    def get_screen(self, program_ids=None):
        """Return the work plan as the screen draws it.

        :param list program_ids: programs; default: all that have not ended
        :return: dict, see :meth:`_build`; with many rows, `rows` of the groups is None
            and :meth:`get_rows` brings them
        """
        plan = laid_out(self.env, self._build(self._screen_programs(program_ids)))
        if sum(len(group["rows"]) for group in plan["groups"]) > ROWS_AT_ONCE:
            for group in plan["groups"]:
                group["rows"] = None
        return plan

    @api.model
    def get_rows(self, program_id, date_from, date_to):
        """Return the rows of one program between two months.

        :param int program_id: a program
        :param str date_from: first day that the screen shows
        :param str date_to: last day that the screen shows
        """
        program = self.env["social.program"].browse(program_id)
        start, end = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        if not (start and end and start <= end and is_meant(start) and is_meant(end)):
            return []
        plan = laid_out(self.env, self._build(program, below=False), start, end)
        return plan["groups"][0]["rows"] if plan["groups"] else []

    def _screen_programs(self, program_ids):
        Program = self.env["social.program"]
        if program_ids:
            return Program.browse(program_ids).exists()
        return Program.search([("state", "not in", ENDED_STATES)], order="name, id")
