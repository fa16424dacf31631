from odoo import models
from odoo.tools import SQL

from ..base.exact import total
from ..funding.currency_sql import strict_rate


class SocialDonorReportMixin(models.AbstractModel):
    """What donors promised to the programs of a report."""

    _inherit = "social.donor.report.mixin"

    def _committed_by_grant(self, scope, grants, reaching_out):
        """Return {grant id: award}, and the grants whose award is not known here.

        Of a grant that also pays for something else, what was promised to no program
        in particular may be meant for that: the sum of the rest would mislead.
        """
        rows = self._award_rows(scope, grants)
        programs = set(scope.programs.ids)
        committed, unknown = {}, set()
        for grant in grants.filtered(lambda one: one.state != "cancelled"):
            own = [row for row in rows if row["grant_id"] == grant.id]
            if not scope.grant and grant.id in reaching_out:
                if not all(row["program_id"] for row in own):
                    unknown.add(grant.id)
                    continue
                own = [row for row in own if row["program_id"] in programs]
            if own:
                scope.check_rates(own)
                committed[grant.id] = total(row["amount"] for row in own)
        return committed, unknown

    def _award_rows(self, scope, grants):
        """Return the awards in the currency of the report, each rounded half up."""
        scope.env["social.grant.award"].flush_model()
        scope.env["res.currency.rate"].flush_model()
        return scope.env.execute_query_dict(
            SQL(
                """
                SELECT award.grant_id, award.program_id,
                       CASE WHEN awarded.currency_id = %(currency)s THEN award.amount
                            ELSE ROUND(award.amount * to_rate.rate
                                       / from_rate.rate / %(rounding)s) * %(rounding)s
                       END AS amount,
                       award.date AS missing,
                       CASE WHEN awarded.currency_id = %(currency)s THEN NULL
                            WHEN from_rate.rate IS NULL THEN awarded.currency_id
                            WHEN to_rate.rate IS NULL THEN %(currency)s
                       END AS lacking
                  FROM social_grant_award award
                  JOIN social_grant awarded ON awarded.id = award.grant_id
                  JOIN res_company company ON company.id = awarded.company_id
             LEFT JOIN LATERAL (%(from_rate)s) from_rate ON TRUE
             LEFT JOIN LATERAL (%(to_rate)s) to_rate ON TRUE
                 WHERE award.grant_id = ANY(%(grants)s)
              ORDER BY award.date, award.id
                """,
                currency=scope.currency.id,
                rounding=scope.currency.rounding,
                from_rate=strict_rate(
                    SQL("awarded.currency_id"), SQL("award.date"), SQL("company")
                ),
                to_rate=strict_rate(
                    SQL("%s", scope.currency.id), SQL("award.date"), SQL("company")
                ),
                grants=grants.ids,
            )
        )

    def _grants_reaching_out(self, scope, grants):
        """Return the ids of the grants that also pay for something else.

        Of those, what is promised or received without naming a program is nobody's
        figure: it may be meant for the other programs.
        """
        if scope.grant or not grants:
            return set()
        query = scope.env["social.spending"]._query(
            grants.company_id, grants=grants.analytic_account_id.ids
        )
        inside = set(scope.program_accounts)
        accounts = {
            row["grant_account"]
            for row in scope.run(
                query, SQL("DISTINCT grant_account, program_account"), SQL("")
            )
            if row["program_account"] not in inside
        }
        programs = scope.programs
        budgets = scope.env["social.budget"].search_fetch(
            [("grant_id", "in", grants.ids), ("state", "=", "approved")],
            ["grant_id", "program_id"],
        )
        awards = scope.env["social.grant.award"].search_fetch(
            [("grant_id", "in", grants.ids), ("program_id", "!=", False)],
            ["grant_id", "program_id"],
        )
        return (
            {g.id for g in grants if g.analytic_account_id.id in accounts}
            | {b.grant_id.id for b in budgets if b.program_id not in programs}
            | {a.grant_id.id for a in awards if a.program_id not in programs}
        )
