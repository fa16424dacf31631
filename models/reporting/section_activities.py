from odoo import models
from odoo.fields import Domain

from ..base.report_table import column, table
from .report_section import KeyFigure, Section


class SocialDonorReportMixin(models.AbstractModel):
    """What was done, when it was planned, what it cost."""

    _inherit = "social.donor.report.mixin"

    def _activities_section(self):
        return Section(
            key="activities",
            number=5,
            title=self.env._("%(number)s Activities"),
            label=self.env._("Field activities"),
            narrative="activities_narrative",
            layout="new-page",
            tables=(self._activities_table,),
            summary=self._activities_summary,
            key_figures=self._activities_key_figures,
            in_short=self._activities_in_short,
        )

    # --- the table -----------------------------------------------------------------

    def _activities_table(self, scope):
        """Return the table of field activities that touch the period.

        :param scope: :class:`.report_scope.ReportScope`
        """
        activities = scope.env["social.activity"].search(
            self._activities_domain(scope), order="program_id, date_start, code, id"
        )
        cost = self._activities_cost(scope)
        rows = [self._activity_row(activity, cost) for activity in activities]
        # Where none is recorded, it is not known how many there were.
        done = count = None
        if activities:
            done = sum(a.state == "done" for a in activities)
            count = sum(a.state != "cancelled" for a in activities)
        return table(
            "activities",
            self.env._("Field activities"),
            self._activities_columns(scope),
            rows,
            totals={"done": done, "count": count},
            sheet=self.env._("Field activities"),
            notes=self._activities_notes(rows),
            empty=self.env._("No field activities are recorded for this period."),
        )

    def _activities_cost(self, scope):
        """Return {activity id: spending of the approved lines that name it}."""
        cost = {}
        for versions in scope.budget_lines:
            activity = versions.now.field_activity_id.id
            if activity:
                spent = scope.spending_cells(*versions.key)["cumulative"]
                cost[activity] = scope.round(cost.get(activity, 0.0) + spent)
        return cost

    def _activities_domain(self, scope):
        """Return what touches the period, and what should have ended before it."""
        touches = Domain.OR(
            Domain(start, "<=", scope.date_to) & Domain(end, ">=", scope.date_from)
            for start, end in (
                ("date_start", "date_end"),
                ("baseline_date_start", "baseline_date_end"),
                ("actual_date_start", "actual_date_end"),
            )
        )
        overdue = Domain("state", "=", "approved") & Domain(
            "date_end", "<", scope.date_from
        )
        return Domain("program_id", "in", scope.programs.ids) & (touches | overdue)

    def _activity_row(self, activity, cost):
        states = dict(activity._fields["state"]._description_selection(activity.env))
        return {
            "level": "line",
            "code": activity.code or "",
            "name": activity.name,
            "program": activity.program_id.code or "",
            "state": states[activity.state],
            "planned_start": activity.baseline_date_start or activity.date_start,
            "planned_end": activity.baseline_date_end or activity.date_end,
            "actual_start": activity.actual_date_start or None,
            "actual_end": activity.actual_date_end or None,
            "progress": activity.progress,
            "delay": activity.delay_days,
            "cost": cost.get(activity.id),
            "reason": activity.delay_reason
            or (activity.state == "cancelled" and activity.state_reason)
            or "",
        }

    def _activities_columns(self, scope):
        columns = [
            column("code", self.env._("Code"), width=12),
            column("name", self.env._("Activity"), width=38),
            column("state", self.env._("Status"), width=12),
            column(
                "planned_start", self.env._("Start"), "date", 12, self.env._("Planned")
            ),
            column("planned_end", self.env._("End"), "date", 12, self.env._("Planned")),
            column(
                "actual_start", self.env._("Start"), "date", 12, self.env._("Actual")
            ),
            column("actual_end", self.env._("End"), "date", 12, self.env._("Actual")),
            column("progress", self.env._("Done"), "percent", 9),
            column("delay", self.env._("Delay, days"), "integer", 9),
            column("cost", self.env._("Cost"), "money", 16, total=False),
            column("reason", self.env._("Reason"), width=36),
        ]
        if len(scope.programs) > 1:
            columns.insert(1, column("program", self.env._("Program"), width=12))
        return columns

    def _activities_notes(self, rows):
        if not rows:
            return []
        return [
            self.env._(
                "Cost: what the budget lines of this report that name the activity "
                "received by the end of the period; – where no line names it. Delay: "
                "days after the approved end."
            )
        ]

    # --- first page ----------------------------------------------------------------

    def _activities_summary(self, figures):
        totals = figures["activities"]["totals"]
        return {"activities_done": totals["done"], "activities": totals["count"]}

    def _activities_key_figures(self, figures, fmt):
        summary = figures["summary"]
        done, count = summary["activities_done"], summary["activities"]
        small = self.env._("not recorded")
        if count is not None:
            small = self.env._("of %(count)s", count=fmt.quantity(count))
        return [
            KeyFigure(self.env._("Activities done"), done, "quantity", small),
            KeyFigure(self.env._("Field activities"), count, "quantity", on_page=False),
        ]

    def _activities_in_short(self, figures, fmt):
        summary = figures["summary"]
        if not summary["activities"]:
            return []
        return [
            self.env._(
                "%(done)s of %(count)s field activities are done.",
                done=fmt.quantity(summary["activities_done"]),
                count=fmt.quantity(summary["activities"]),
            )
        ]
