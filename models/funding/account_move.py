from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

from .account_move_line import READERS


class AccountMove(models.Model):
    _inherit = "account.move"

    social_program_warning = fields.Text(
        compute="_compute_social_program_warning",
        groups=READERS,
        help="What a reader of the budgets would stumble over in this bill.",
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
    )
    def _compute_social_program_warning(self):
        bills = self.filtered(lambda move: move.is_purchase_document(True))
        (self - bills).social_program_warning = False
        if not bills:
            return
        line_model = self.env["account.analytic.line"]
        lines = bills.invoice_line_ids.filtered("analytic_distribution")
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
                bill.invoice_line_ids.filtered(lambda line: entries.get(line)),
            )
            for line in bill.invoice_line_ids:
                warnings += self._social_program_line_warnings(
                    line, entries.get(line, ()), program_of, grant_of
                )
            bill.social_program_warning = "\n".join(dict.fromkeys(warnings)) or False

    def _social_program_line_warnings(self, line, entries, program_of, grant_of):
        """Return what is odd in the distribution of a bill line, as sentences.

        :param entries: :meth:`account.analytic.line._social_program_accounts`
        :param dict program_of: {analytic account: program}
        :param dict grant_of: {analytic account: grant}
        """
        label = line.name or line.product_id.display_name or self.env._("a line")
        label = label.split("\n")[0]
        date = line.move_id.date or line.move_id.invoice_date
        halves = {bool(p) for p, g, _n in entries if bool(p) != bool(g)}
        if len(halves) == 2:
            return [
                self.env._(
                    "“%(line)s”: program and grant stand in two rows of the "
                    "distribution, so that neither of their budgets sees the other. "
                    "Put them into one row.",
                    line=label,
                )
            ]
        warnings = self._social_program_named_warnings(line, label, date)
        for program_accounts, grant_accounts, _percent in entries:
            program = program_of.get(program_accounts[:1])
            grant = grant_of.get(grant_accounts[:1])
            if program:
                warnings += self._social_program_closed_warnings(program, label, date)
            if program and not grant_accounts:
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
