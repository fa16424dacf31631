import re

from odoo import models
from odoo.tools import SQL

from ..base.exact import total
from ..base.report_format import currency_label
from ..base.report_table import column, table
from ..funding.currency_sql import strict_rate

# Of a person who is served, the books may know the name: the report never does.
_ROWS = """
    LEFT JOIN account_move_line item ON item.id = matched.move_line_id
    LEFT JOIN account_move move ON move.id = item.move_id
    LEFT JOIN account_analytic_line analytic ON analytic.id = matched.id
    LEFT JOIN social_budget_line budget_line ON budget_line.id = matched.line_id
    LEFT JOIN res_partner partner
           ON partner.id = COALESCE(item.partner_id, move.partner_id)
    LEFT JOIN LATERAL (
         SELECT beneficiary.code, beneficiary.name FROM social_beneficiary beneficiary
          WHERE beneficiary.partner_id
                IN (partner.id, partner.parent_id, partner.commercial_partner_id)
          LIMIT 1) person ON TRUE
    LEFT JOIN LATERAL (%s) to_rate ON TRUE
    LEFT JOIN LATERAL (%s) from_rate ON TRUE
        WHERE matched.kind = 'spent' AND matched.phase = 'period'
     ORDER BY matched.date, move.name, matched.id
"""
_COLUMNS = """
    matched.date, move.name AS entry, move.ref AS document,
    COALESCE(person.code, partner.name) AS supplier,
    COALESCE(item.name, analytic.name) AS description,
    person.name AS person_name, person.code AS person_code,
    partner.name AS partner_name,
    COALESCE(budget_line.code, budget_line.name) AS budget_line,
    COALESCE(matched.item_currency, %s) AS currency_id,
    COALESCE(matched.own_amount, matched.amount) AS original,
    %s AS amount,
    %s AS company_rate, to_rate.rate / COALESCE(from_rate.rate, 1) AS report_rate,
    EXISTS (SELECT FROM ir_attachment attachment
             WHERE attachment.res_model = 'account.move'
               AND attachment.res_id = move.id
               AND attachment.res_field IS NULL) AS attachment
"""
# What one unit of the item's currency was worth in the books: as the bill says, or
# else as the item itself was entered.
_COMPANY_RATE = SQL(
    """CASE WHEN item.id IS NULL OR item.currency_id = item.company_currency_id THEN 1
            WHEN move.move_type <> 'entry' AND move.invoice_currency_rate > 0
                THEN 1 / move.invoice_currency_rate
            ELSE item.balance / NULLIF(item.amount_currency, 0) END"""
)


class SocialDonorReportMixin(models.AbstractModel):
    """Every cost of the period, a row for each share of an item."""

    _inherit = "social.donor.report.mixin"

    def _transactions_table(self, scope):
        """Return the table of transactions; its sum is spending of the period.

        :param scope: :class:`.report_scope.ReportScope`
        """
        for model in ("social.beneficiary", "res.partner", "ir.attachment"):
            scope.env[model].flush_model()
        shares = scope.run(
            scope.query(detail=True),
            SQL(
                _COLUMNS,
                scope.company.currency_id.id,
                scope.amount_column,
                _COMPANY_RATE,
            ),
            SQL(
                _ROWS,
                self._rate_of(scope, scope.currency),
                self._rate_of(scope, scope.company.currency_id),
            ),
        )
        currencies = scope.env["res.currency"].browse(
            {share["currency_id"] for share in shares}
        )
        names = {currency.id: currency.name for currency in currencies}
        rows = [self._transaction_row(scope, share, names) for share in shares]
        rows = [row for row in rows if row["amount"]]
        amount = total(row["amount"] for row in rows)
        if rows:
            rows.append(
                {
                    "level": "total",
                    "description": self.env._("Total"),
                    "amount": amount,
                    "of": list(range(len(rows))),
                }
            )
        return table(
            "transactions",
            self.env._("Transactions of the period"),
            self._transactions_columns(scope),
            rows,
            totals={"amount": amount},
            sheet=self.env._("Transactions"),
            notes=self._transactions_notes(scope, rows),
            empty=self.env._("Nothing was spent in this period."),
            layout="new-page",
        )

    def _rate_of(self, scope, currency):
        """Return the query of a currency's rate on the day of a share."""
        return SQL(
            "SELECT known.rate FROM res_company company JOIN LATERAL (%s) known ON TRUE"
            " WHERE company.id = %s",
            strict_rate(SQL("%s", currency.id), SQL("matched.date"), SQL("company")),
            scope.company.id,
        )

    def _transaction_row(self, scope, share, currency_names):
        rate = share["company_rate"] or 0.0
        if scope.foreign:
            rate *= share["report_rate"] or 0.0
        return {
            "level": "line",
            "date": share["date"],
            "entry": share["entry"] or self.env._("Timesheet"),
            "document": self._neutral(share, share["document"]),
            "supplier": share["supplier"] or "",
            "description": self._neutral(share, share["description"]),
            "budget_line": share["budget_line"] or self.env._("Unbudgeted"),
            "currency": currency_names[share["currency_id"]],
            "original": share["original"],
            "rate": rate if share["currency_id"] != scope.currency.id else None,
            "amount": scope.round(share["amount"] or 0.0),
            "attachment": share["attachment"],
        }

    def _neutral(self, share, text):
        """Return a text of a share on one line, without a served person's name."""
        text = " ".join((text or "").split())
        if share["person_code"]:
            for name in (share["person_name"], share["partner_name"]):
                if name and name != share["person_code"]:
                    parts = re.split(re.escape(name), text, flags=re.IGNORECASE)
                    text = share["person_code"].join(parts)
        return text

    def _transactions_columns(self, scope):
        return [
            column("date", self.env._("Date"), "date", 11),
            column("entry", self.env._("Entry"), width=18),
            column("document", self.env._("Document"), width=16),
            column("supplier", self.env._("Supplier"), width=24),
            column("description", self.env._("Description"), width=36),
            column("budget_line", self.env._("Budget line"), width=12),
            column(
                "currency",
                self.env._("Currency"),
                width=8,
                group=self.env._("Original currency"),
            ),
            column(
                "original",
                self.env._("Amount"),
                "money_of",
                16,
                self.env._("Original currency"),
            ),
            column(
                "rate", self.env._("Rate"), "rate", 12, self.env._("Original currency")
            ),
            column("amount", currency_label(scope.currency), "money", 16),
            column("attachment", self.env._("Evidence"), "yes_no", 9),
        ]

    def _transactions_notes(self, scope, rows):
        if not any(row.get("rate") for row in rows):
            return []
        return [
            self.env._(
                "Rate: %(currency)s for one unit of the original currency.",
                currency=currency_label(scope.currency),
            )
        ]
