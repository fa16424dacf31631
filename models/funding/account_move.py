from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from .account_move_line import READERS


class AccountMove(models.Model):
    _inherit = "account.move"

    social_program_warning = fields.Text(
        compute="_compute_social_program_warning",
        groups=READERS,
        help="What a reader of the budgets would stumble over in this entry.",
    )

    @api.depends(
        "currency_id",
        "date",
        "invoice_date",
        "move_type",
        "state",
        "invoice_line_ids.account_id",
        "invoice_line_ids.analytic_distribution",
        "invoice_line_ids.social_program_budget_line_id",
        "line_ids.account_id",
        "line_ids.analytic_distribution",
        "line_ids.social_program_budget_line_id",
    )
    def _compute_social_program_warning(self):
        lines_of = {move: move._social_program_warned_lines() for move in self}
        bills = self.filtered(lines_of.get)
        (self - bills).social_program_warning = False
        if not bills:
            return
        line_model = self.env["account.analytic.line"]
        lines = self.env["account.move.line"].union(*lines_of.values())
        lines = lines.filtered("analytic_distribution")
        entries = dict(
            zip(
                lines,
                line_model._social_program_account_lists(
                    lines.mapped("analytic_distribution")
                ),
                strict=True,
            )
        )
        programs = self.env["social.program"].sudo().with_context(active_test=False)
        grants = self.env["social.grant"].sudo().with_context(active_test=False)
        program_of = {
            program.analytic_account_id: program
            for program in programs.search(
                [
                    (
                        "analytic_account_id",
                        "in",
                        [a.id for e in entries.values() for p, _g, _n in e for a in p],
                    )
                ]
            )
        }
        grant_of = {
            grant.analytic_account_id: grant
            for grant in grants.search(
                [
                    (
                        "analytic_account_id",
                        "in",
                        [a.id for e in entries.values() for _p, g, _n in e for a in g],
                    )
                ]
            )
        }
        for bill in bills:
            warnings = self._social_program_rate_warnings(
                lines_of[bill].filtered(lambda line: entries.get(line))
            )
            for line in lines_of[bill]:
                warnings += self._social_program_line_warnings(
                    line, entries.get(line, ()), program_of, grant_of
                )
            bill.social_program_warning = "\n".join(dict.fromkeys(warnings)) or False

    def _social_program_warned_lines(self):
        """Return the lines of a bill, or the costs of an entry: an expense's, too."""
        if self.is_purchase_document(True):
            return self.invoice_line_ids
        if self.move_type != "entry":
            return self.env["account.move.line"]
        return self.line_ids.filtered(
            lambda line: (
                line.account_id.internal_group == "expense"
                or line.account_id.account_type == "asset_fixed"
            )
        )

    def _social_program_line_warnings(self, line, entries, program_of, grant_of):
        """Return what is odd in the distribution of a line, as sentences.

        :param entries: :meth:`account.analytic.line._social_program_accounts`
        :param dict program_of: {analytic account: program}
        :param dict grant_of: {analytic account: grant}
        """
        label = line.name or line.product_id.display_name or self.env._("a line")
        label = label.split("\n")[0]
        date = line.move_id.date or line.move_id.invoice_date
        halves = {bool(p) for p, g, _n in entries if bool(p) != bool(g)}
        if in_two_rows := len(halves) == 2:
            warnings = [
                self.env._(
                    "“%(line)s”: program and grant stand in two rows of the "
                    "distribution, so that neither of their budgets sees the other. "
                    "Put them into one row.",
                    line=label,
                )
            ]
        else:
            warnings = self._social_program_named_warnings(line, label, date)
        warnings += self._social_program_part_warnings(label, entries)
        for program_accounts, grant_accounts, _percent in entries:
            program = program_of.get(program_accounts[:1])
            grant = grant_of.get(grant_accounts[:1])
            if program:
                warnings += self._social_program_closed_warnings(program, label, date)
            if program and not grant_accounts and not in_two_rows:
                grants = program.budget_ids.filtered(
                    lambda b: b.state == "approved" and b.grant_id
                ).grant_id
                own_funds = program.budget_ids.filtered(
                    lambda b: (
                        b.state == "approved"
                        and not b.grant_id
                        and date
                        and b.date_start <= date <= b.date_end
                    )
                )
                if grants and not own_funds:
                    warnings.append(
                        self.env._(
                            "“%(line)s”: program %(program)s without a grant. Its "
                            "grants: %(grants)s.",
                            line=label,
                            program=program.display_name,
                            grants=format_list(self.env, grants.mapped("display_name")),
                        )
                    )
            if grant and date and not grant.date_start <= date <= grant.date_end:
                warnings.append(
                    self.env._(
                        "“%(line)s”: %(date)s lies outside the grant %(grant)s, "
                        "%(start)s to %(end)s.",
                        line=label,
                        date=format_date(self.env, date),
                        grant=grant.display_name,
                        start=format_date(self.env, grant.date_start),
                        end=format_date(self.env, grant.date_end),
                    )
                )
        return warnings

    def _social_program_rate_warnings(self, lines):
        """Return which currencies of some items have no exchange rate on their day.

        Odoo silently takes a later rate, or 1.
        """
        warnings = []
        foreign = lines.filtered(
            lambda line: line.currency_id != line.company_currency_id
        )
        for (currency, move), _lines in foreign.grouped(
            lambda line: (line.currency_id, line.move_id)
        ).items():
            date = move.date or move.invoice_date or fields.Date.context_today(move)
            try:
                self.env["social.spending"]._strict_rate(
                    currency, move.company_id, date
                )
            except UserError as error:
                warnings.append(error.args[0])
        return warnings

    def _social_program_part_warnings(self, label, entries):
        """Return a sentence where programs or grants are not charged with the whole.

        What names a program and no grant is charged to own funds, the rest of the
        grants' side.
        """
        own_funds = sum(percent for p, g, percent in entries if p and not g)
        programs = sum(percent for p, _g, percent in entries if p)
        grants = sum(percent for _p, g, percent in entries if g)
        digits = self.env["decimal.precision"].precision_get("Percentage Analytic")
        warnings = []
        if (programs or grants) and round(programs - 100, digits):
            warnings.append(
                self.env._(
                    "“%(line)s”: its programs add up to %(percent)s %%, not to 100 %%.",
                    line=label,
                    percent=f"{round(programs, digits):g}",
                )
            )
        if grants and all(
            round(part - 100, digits) for part in (grants, grants + own_funds)
        ):
            warnings.append(
                self.env._(
                    "“%(line)s”: its grants add up to %(percent)s %%, not to 100 %%.",
                    line=label,
                    percent=f"{round(grants, digits):g}",
                )
            )
        return warnings

    def _social_program_closed_warnings(self, program, label, date):
        """Return a sentence where the program takes no more costs on that day."""
        last = program.last_cost_date
        if program.state in ("closed", "cancelled"):
            return [
                self.env._(
                    "“%(line)s”: the program %(program)s is closed or cancelled.",
                    line=label,
                    program=program.display_name,
                )
            ]
        if last and date and date > last:
            return [
                self.env._(
                    "“%(line)s”: the program %(program)s takes costs until %(date)s "
                    "only.",
                    line=label,
                    program=program.display_name,
                    date=format_date(self.env, last),
                )
            ]
        return []

    def _social_program_named_warnings(self, line, label, date):
        """Return why the budget line that a bill line names would not receive it."""
        named = line.social_program_budget_line_id.sudo()
        if not named:
            return []
        budget = named.budget_id
        if date and not budget.date_start <= date <= budget.date_end:
            return [
                self.env._(
                    "“%(line)s”: %(date)s lies outside the budget of %(named)s, so "
                    "that this budget line does not receive it.",
                    line=label,
                    date=format_date(self.env, date),
                    named=named.display_name,
                )
            ]
        if not line._social_program_has_pair(named):
            return [
                self.env._(
                    "“%(line)s”: the distribution names another program or grant than "
                    "%(named)s, so that this budget line does not receive it.",
                    line=label,
                    named=named.display_name,
                )
            ]
        caught = named.category_id._caught_accounts()
        if caught and line.account_id and line.account_id not in caught:
            return [
                self.env._(
                    "“%(line)s” is booked on %(account)s, which is no account of "
                    "“%(heading)s”, the heading of %(named)s. Correct one of the two.",
                    line=label,
                    account=line.account_id.display_name,
                    heading=named.category_id.display_name,
                    named=named.display_name,
                )
            ]
        return []

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "date" in vals:
            self.env["social.spending"]._forget()
        return result
