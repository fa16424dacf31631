from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..base.exact import exact, total
from ..base.report_table import add_up, column, table

MEASURES = ("committed", "received", "period", "cumulative", "balance")
NO_GRANT = 0


class SocialDonorReportMixin(models.AbstractModel):
    """Who pays: promised, received, spent, and what is left of it."""

    _inherit = "social.donor.report.mixin"

    def _funding_table(self, scope):
        """Return the table of funding by source, a row a grant.

        :param scope: :class:`.report_scope.ReportScope`
        """
        spent = self._spent_by_grant(scope)
        income = self._income_by_grant(scope)
        grants, by_account = self._funding_grants(scope, spent, income)
        reaching_out = self._grants_reaching_out(scope, grants)
        committed, unknown = self._committed_by_grant(scope, grants, reaching_out)
        rows = []
        for grant in grants:
            account = grant.analytic_account_id.id
            own = {
                "level": "line",
                "donor": self._donor_name(grant),
                "grant": grant.display_name,
                "committed": committed.get(grant.id),
                "received": self._received(scope, income, account, grant, reaching_out),
                **spent.get(account, {"period": 0.0, "cumulative": 0.0}),
            }
            rows.append(own)
        rows += self._other_funding_rows(scope, spent, income, by_account)
        for row in rows:
            row["balance"] = (
                total((row["received"], -row["cumulative"]))
                if row["received"] is not None
                else None
            )
        totals = add_up(rows, MEASURES, scope.round)
        if any(row["balance"] is None for row in rows):
            totals["balance"] = None
        rows.append(
            {
                "level": "total",
                "donor": self.env._("Total"),
                "of": list(range(len(rows))),
                **totals,
            }
        )
        return table(
            "funding",
            self.env._("Funding by source"),
            self._funding_columns(),
            rows,
            totals=totals,
            sheet=self.env._("Funding"),
            notes=self._funding_notes(rows, unknown),
            layout="keep",
        )

    # --- rows ----------------------------------------------------------------------

    def _funding_grants(self, scope, spent, income):
        """Return the grants of the report, and those of the other accounts."""
        accounts = set(spent) | {account for _program, account in income}
        by_account = {
            grant.analytic_account_id.id: grant
            for grant in scope.env["social.grant"].search(
                [("analytic_account_id", "in", list(accounts - {NO_GRANT}))]
            )
        }
        if scope.grant:
            return scope.grant, by_account
        # An agreement that is not signed promises nothing, until it is used.
        promised = scope.budgets.grant_id | scope.awards.grant_id.filtered(
            lambda grant: grant.state in ("active", "closed")
        )
        used = scope.env["social.grant"].union(
            *(
                grant
                for account, grant in by_account.items()
                if account in spent or self._has_own_income(scope, income, account)
            )
        )
        return (promised | used).sorted(lambda g: (g.code or "", g.id)), by_account

    def _has_own_income(self, scope, income, account):
        return any(
            program and grant_account == account for program, grant_account in income
        )

    def _other_funding_rows(self, scope, spent, income, by_account):
        """Return rows of grant accounts without a grant, and of own funds."""
        rows = []
        if scope.grant:
            return rows
        accounts = set(spent) | {
            account for program, account in income if program and account
        }
        unknown = sorted(accounts - set(by_account) - {NO_GRANT})
        for account in scope.env["account.analytic.account"].browse(unknown):
            rows.append(
                {
                    "level": "line",
                    "donor": account.display_name,
                    "grant": "",
                    "committed": None,
                    "received": self._received(scope, income, account.id),
                    **spent.get(account.id, {"period": 0.0, "cumulative": 0.0}),
                }
            )
        rows.append(
            {
                "level": "line",
                "key": "no_grant",
                "donor": self.env._("No grant (own funds)"),
                "grant": "",
                "committed": None,
                "received": self._received(scope, income, NO_GRANT),
                **spent.get(NO_GRANT, {"period": 0.0, "cumulative": 0.0}),
            }
        )
        return rows

    def _donor_name(self, grant):
        sponsor = grant.sponsor_id
        return self.env._("Anonymous donor") if sponsor.anonymous else sponsor.name

    def _spent_by_grant(self, scope):
        amounts = defaultdict(lambda: defaultdict(Decimal))
        for row in scope.sums:
            if row["kind"] == "spent" and row["phase"] != "later":
                amounts[row["grant_account"]][row["phase"]] += exact(row["amount"])
        return {
            account: {
                "period": scope.round(own["period"]),
                "cumulative": scope.round(own["period"] + own["prior"]),
            }
            for account, own in amounts.items()
        }

    # --- words ---------------------------------------------------------------------

    def _funding_columns(self):
        return [
            column("donor", self.env._("Donor"), width=30),
            column("grant", self.env._("Grant"), width=34),
            column("committed", self.env._("Committed by the donor"), "money", 18),
            column("received", self.env._("Received"), "money", 18),
            column(
                "period", self.env._("This period"), "money", 18, self.env._("Spent")
            ),
            column(
                "cumulative", self.env._("Cumulative"), "money", 18, self.env._("Spent")
            ),
            column("balance", self.env._("Unspent, or receivable (−)"), "money", 18),
        ]

    def _funding_notes(self, rows, unknown):
        notes = [
            self.env._(
                "Committed: what the donor promised. Received: income in the accounts "
                "by the end of the period, less what was still receivable of it."
            )
        ]
        if any(row["committed"] is None or row["received"] is None for row in rows):
            notes.append(
                self.env._(
                    "– means that the figure is not known; it does not mean zero. "
                    "Totals add up what is known."
                )
            )
        if unknown:
            notes.append(
                self.env._(
                    "Where a grant also pays for programs outside of this report and a "
                    "part of its award names no program, what was promised to the "
                    "programs of this report is not known."
                )
            )
        return notes
