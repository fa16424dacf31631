from collections import defaultdict

from odoo import models

from ..base.report_table import add_up, table

MEASURES = (
    "original",
    "revised",
    "period",
    "prior",
    "cumulative",
    "committed",
    "balance",
    "variance",
)
NO_PROGRAM = 0


class SocialDonorReportMixin(models.AbstractModel):
    """Budget against spending: a line a row, by program, then by heading."""

    _inherit = "social.donor.report.mixin"

    def _budget_table(self, scope):
        """Return the table of budgets, and put its totals into the scope.

        :param scope: :class:`.report_scope.ReportScope`
        """
        received = self._received_by_line(scope)
        lines = self._budget_rows(scope, received)
        explanations = self._explanations()
        accounts = {row["program_account"] for row in lines} | {
            account for account, _origin in received
        }
        sections = self._sections(scope, accounts)
        rows, section_totals = [], []
        for account, title in sections:
            start = len(rows)
            if len(sections) > 1:
                rows.append({"level": "title", "name": title, "depth": 0})
            own = [row for row in lines if row["program_account"] == account]
            parts = self._heading_rows(scope, own, rows)
            unbudgeted = self._unbudgeted_row(scope, account, received)
            parts.append(len(rows))
            rows.append(unbudgeted)
            if len(sections) > 1:
                total = self._total_row(scope, rows, parts)
                label = self.env._("Total of %(program)s", program=title)
                section_totals.append(len(rows))
                rows.append(
                    {"level": "section", "name": label, "label": title, **total}
                )
            else:
                section_totals = [n for n in parts if n >= start]
        total = self._total_row(scope, rows, section_totals)
        rows.append({"level": "total", "name": self.env._("Total"), **total})
        for row in rows:
            row["explanation"] = explanations.get(row.get("key"), "")
        scope.budget_total = rows[-1]
        scope.flagged = [row for row in rows if row.get("flag")]
        return table(
            "budget",
            self.env._("Budget and spending"),
            self._budget_columns(scope),
            rows,
            self._budget_notes(scope, rows),
        )

    # --- rows ----------------------------------------------------------------------

    def _received_by_line(self, scope):
        """Return {(program account, origin or None): {period, prior, committed}}.

        What is committed belongs to a budget of the table whatever its date is; outside
        of all budgets it counts up to the end of the period.
        """
        received = defaultdict(lambda: defaultdict(float))
        listed = set(scope.budgets.ids)
        for row in scope.sums:
            if row["kind"] == "spent":
                kind = row["phase"]
            else:
                kind = "committed"
            later = row["phase"] == "later"
            if later and (kind == "later" or row["budget_id"] not in listed):
                continue
            key = row["program_account"], row["origin_id"]
            received[key][kind] += row["amount"] or 0.0
        return received

    def _budget_rows(self, scope, received):
        """Return a row for each line of the first and of the approved versions."""
        rows = []
        lines = scope.env["social.budget.line"].search(
            [("budget_id", "in", scope.budgets.ids)]
        )
        by_budget = lines.grouped("budget_id")
        for approved in scope.budgets.filtered(lambda b: b.state == "approved"):
            first = approved
            while first.previous_id:
                first = first.previous_id
            nothing = lines.browse()
            now = {line.origin_id.id: line for line in by_budget.get(approved, nothing)}
            then = {line.origin_id.id: line for line in by_budget.get(first, nothing)}
            for origin in {**now, **then}:
                rows.append(
                    self._budget_row(
                        scope, now.get(origin), then.get(origin), approved, received
                    )
                )
        rows.sort(key=lambda row: row["order"])
        return rows

    def _budget_row(self, scope, now, then, approved, received):
        line = now or then
        category = line.category_id
        top = self._top_heading(category)
        account = approved.program_id.analytic_account_id.id
        rate = (line.budget_id.currency_rate or 1.0) if not scope.grant else 1.0
        ends = line.date_end or approved.date_end
        row = {
            "level": "line",
            "key": f"line-{line.origin_id.id}",
            "order": self._budget_order(top, category, line),
            "heading": top.id,
            "heading_code": top.code or "",
            "heading_name": top.name,
            "program_account": account,
            "activity_id": now.field_activity_id.id if now else False,
            "code": line.code or "",
            "name": line.name,
            "grant": (approved.grant_id.code or self.env._("Own funds")),
            "unit": line.unit or "",
            "quantity": line.quantity,
            "unit_cost": scope.round(line.unit_cost * rate),
            "original": self._in_report_currency(scope, then),
            "revised": self._in_report_currency(scope, now),
            **self._spending_cells(scope, received[account, line.origin_id.id]),
        }
        self._finish_row(scope, row)
        row["flag"] = self._is_flagged(
            scope, row, approved.grant_id, rate, ends <= scope.date_to
        )
        return row

    def _top_heading(self, category):
        """Return the heading just below the root, or the root itself."""
        while category.parent_id.parent_id:
            category = category.parent_id
        return category

    def _budget_order(self, top, category, line):
        return (
            (top.sequence, top.code or "", top.id),
            (category.parent_path.count("/"), category.sequence, category.code or ""),
            (line.grant_id.code or "", line.budget_id.date_start),
            (line.sequence, line.code or "", line.id),
        )

    def _in_report_currency(self, scope, line):
        if not line:
            return 0.0
        if scope.grant:
            return line.amount
        return line.budget_id._amount_in_company_currency(line.amount)

    def _spending_cells(self, scope, amounts):
        period, prior = scope.round(amounts["period"]), scope.round(amounts["prior"])
        return {
            "period": period,
            "prior": prior,
            "cumulative": scope.round(period + prior),
            "committed": scope.round(amounts["committed"]),
        }

    def _finish_row(self, scope, row):
        """Add the cells that follow from others."""
        revised, cumulative = row["revised"], row["cumulative"]
        row["balance"] = scope.round(revised - cumulative - row["committed"])
        row["variance"] = scope.round(cumulative - revised)
        row["burn"] = 100 * cumulative / revised if revised else None
        row["variance_percent"] = 100 * row["variance"] / revised if revised else None

    def _heading_rows(self, scope, lines, rows):
        """Append the rows of one program; return the positions of what adds up."""
        positions = []
        for heading in dict.fromkeys(row["heading"] for row in lines):
            own = [row for row in lines if row["heading"] == heading]
            code, name = own[0]["heading_code"], own[0]["heading_name"]
            rows.append({"level": "title", "code": code, "name": name, "depth": 1})
            start = len(rows)
            rows += own
            total = self._total_row(scope, rows, range(start, len(rows)))
            label = self.env._("Subtotal %(heading)s", heading=name)
            positions.append(len(rows))
            rows.append({"level": "subtotal", "name": label, "label": name, **total})
        return positions

    def _unbudgeted_row(self, scope, account, received):
        row = {
            "level": "unbudgeted",
            "key": f"unbudgeted-{scope.program_of[account].id}"
            if account in scope.program_of
            else f"unbudgeted-{NO_PROGRAM}",
            "name": self.env._("Unbudgeted"),
            "program_account": account,
            "original": 0.0,
            "revised": 0.0,
            **self._spending_cells(scope, received[account, None]),
        }
        self._finish_row(scope, row)
        row["flag"] = bool(scope.grant) and self._is_flagged(
            scope, row, scope.grant, 1.0, True
        )
        return row

    def _total_row(self, scope, rows, positions):
        positions = list(positions)
        total = add_up([rows[n] for n in positions], MEASURES, scope.round)
        self._finish_row(scope, total)
        return {**total, "of": positions}

    def _sections(self, scope, accounts):
        """Return [(program account, title)] of the programs that have a row."""
        sections = [
            (account, program.display_name)
            for account, program in scope.program_of.items()
            if account in accounts
        ]
        others = accounts - set(scope.program_of)
        names = scope.env["account.analytic.account"].browse(sorted(others - {0}))
        sections += [(account.id, account.display_name) for account in names]
        if NO_PROGRAM in others:
            sections.append((NO_PROGRAM, self.env._("Without a program")))
        if not sections:
            program = scope.programs[:1]
            sections = [(program.analytic_account_id.id or 0, program.display_name)]
        return sections
