from odoo import models
from odoo.fields import Domain

from ..base.report_table import column, table


class SocialDonorReportMixin(models.AbstractModel):
    """What was done, when it was planned, what it cost."""

    _inherit = "social.donor.report.mixin"

    def _activities_table(self, scope, budget_rows):
        """Return the table of field activities that touch the period.

        :param scope: :class:`.report_scope.ReportScope`
        :param budget_rows: rows of the table of budgets, for what activities cost
        """
        activities = scope.env["social.activity"].search(
            self._activities_domain(scope), order="program_id, date_start, code, id"
        )
        cost = {}
        for row in budget_rows:
            if row.get("activity_id"):
                own = cost.get(row["activity_id"], 0.0) + row["cumulative"]
                cost[row["activity_id"]] = scope.round(own)
        rows = [self._activity_row(activity, cost) for activity in activities]
        scope.activities_done = scope.activities_count = None
        if activities:
            scope.activities_done = sum(a.state == "done" for a in activities)
            scope.activities_count = sum(a.state != "cancelled" for a in activities)
        return table(
            "activities",
            self.env._("Field activities"),
            self._activities_columns(scope),
            rows,
            self._activities_notes(rows),
            self.env._("No field activities are recorded for this period."),
        )

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
