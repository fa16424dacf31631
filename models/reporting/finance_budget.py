from odoo import models

from ..base.exact import exact, total
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
        """Return the table of budgets; its totals are those of all programs.

        :param scope: :class:`.report_scope.ReportScope`
        """
        lines = [self._budget_row(scope, versions) for versions in scope.budget_lines]
        lines.sort(key=lambda row: row["order"])
        explanations = self._explanations()
        accounts = {row["program_account"] for row in lines} | {
            account for account, _origin in scope.received
        }
        programs = self._budget_programs(scope, accounts)
        rows, program_totals = [], []
        for account, title in programs:
            start = len(rows)
            if len(programs) > 1:
                rows.append({"level": "title", "name": title, "depth": 0})
            own = [row for row in lines if row["program_account"] == account]
            parts = self._heading_rows(scope, own, rows)
            parts.append(len(rows))
            rows.append(self._unbudgeted_row(scope, account))
            if len(programs) > 1:
                sums = self._total_row(scope, rows, parts)
                label = self.env._("Total of %(program)s", program=title)
                program_totals.append(len(rows))
                rows.append({"level": "section", "name": label, "label": title, **sums})
            else:
                program_totals = [n for n in parts if n >= start]
        sums = self._total_row(scope, rows, program_totals)
        rows.append({"level": "total", "name": self.env._("Total"), **sums})
        for row in rows:
            row["explanation"] = explanations.get(row.get("key"), "")
        return table(
            "budget",
            self.env._("Budget and spending"),
            self._budget_columns(scope),
            rows,
            totals={key: sums[key] for key in (*MEASURES, "burn")},
            sheet=self.env._("Budget"),
            notes=self._budget_notes(scope, rows),
        )

    # --- rows ----------------------------------------------------------------------

    def _budget_row(self, scope, versions):
        approved, line = versions.budget, versions.line
        category = line.category_id
        top = self._top_heading(category)
        account, origin = versions.key
        rate = (line.budget_id.currency_rate or 1.0) if not scope.grant else 1.0
        ends = line.date_end or approved.date_end
        row = {
            "level": "line",
            "key": f"line-{origin}",
            "order": self._budget_order(top, category, line),
            "heading": top.id,
            "heading_code": top.code or "",
            "heading_name": top.name,
            "program_account": account,
            "code": line.code or "",
            "name": line.name,
            "grant": (approved.grant_id.code or self.env._("Own funds")),
            "unit": line.unit or "",
            "quantity": line.quantity,
            "unit_cost": self._unit_cost(scope, line, rate),
            "original": self._in_report_currency(scope, versions.first),
            "revised": self._in_report_currency(scope, versions.now),
            **scope.spending_cells(account, origin),
        }
        self._finish_row(scope, row)
        row["flag"] = self._is_flagged(
            scope, row, approved.grant_id, rate, ends <= scope.date_to
        )
        return row

    def _unit_cost(self, scope, line, rate):
        """Return what a unit costs: as it was typed, or else converted."""
        if rate == 1.0:
            return line.unit_cost
        return scope.round(exact(line.unit_cost) * exact(rate))

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

    def _finish_row(self, scope, row):
        """Add the cells that follow from others."""
        revised, cumulative = row["revised"], row["cumulative"]
        row["balance"] = total((revised, -cumulative, -row["committed"]))
        row["variance"] = total((cumulative, -revised))
        row["burn"] = 100 * cumulative / revised if revised else None
        # Of a line that takes something off, too, more spent is more.
        row["variance_percent"] = (
            100 * row["variance"] / abs(revised) if revised else None
        )

    def _heading_rows(self, scope, lines, rows):
        """Append the rows of one program; return the positions of what adds up."""
        positions = []
        for heading in dict.fromkeys(row["heading"] for row in lines):
            own = [row for row in lines if row["heading"] == heading]
            code, name = own[0]["heading_code"], own[0]["heading_name"]
            rows.append({"level": "title", "code": code, "name": name, "depth": 1})
            start = len(rows)
            rows += own
            sums = self._total_row(scope, rows, range(start, len(rows)))
            label = self.env._("Subtotal %(heading)s", heading=name)
            positions.append(len(rows))
            rows.append({"level": "subtotal", "name": label, "label": name, **sums})
        return positions

    def _unbudgeted_row(self, scope, account):
        row = {
            "level": "unbudgeted",
            "key": f"unbudgeted-{scope.program_of[account].id}"
            if account in scope.program_of
            else f"unbudgeted-{NO_PROGRAM}",
            "name": self.env._("Unbudgeted"),
            "program_account": account,
            "original": 0.0,
            "revised": 0.0,
            **scope.spending_cells(account),
        }
        self._finish_row(scope, row)
        row["flag"] = bool(scope.grant) and self._is_flagged(
            scope, row, scope.grant, 1.0, True
        )
        return row

    def _total_row(self, scope, rows, positions):
        positions = list(positions)
        sums = add_up([rows[n] for n in positions], MEASURES, scope.round)
        self._finish_row(scope, sums)
        return {**sums, "of": positions}

    def _budget_programs(self, scope, accounts):
        """Return [(program account, title)] of the programs that have a row."""
        programs = [
            (account, program.display_name)
            for account, program in scope.program_of.items()
            if account in accounts
        ]
        others = accounts - set(scope.program_of)
        names = scope.env["account.analytic.account"].browse(sorted(others - {0}))
        programs += [(account.id, account.display_name) for account in names]
        if NO_PROGRAM in others:
            programs.append((NO_PROGRAM, self.env._("Without a program")))
        if not programs:
            program = scope.programs[:1]
            programs = [(program.analytic_account_id.id or 0, program.display_name)]
        return programs
