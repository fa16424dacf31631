from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..base.exact import exact, exact_round
from ..base.exact import total as add_up


class SocialCommitment(models.AbstractModel):
    """What confirmed purchase orders still have to bring.

    Draft bills are read in SQL with the posted ones. Orders need Odoo's fiscal
    positions and tax engine, so their open part is worked out here, and only where the
    purchase app is installed.
    """

    _name = "social.commitment"
    _description = "Commitment"

    @api.model
    def _purchase_rows(self, companies, programs=None, grants=None):
        """Return the open part of confirmed order lines, a row for each share.

        :param companies: ``res.company`` records
        :param programs: ids of program accounts; None: all
        :param grants: ids of grant accounts, 0 standing for none; None: all
        :return: tuples (id, company id, date, program account, grant account, general
            account, amount in company currency, currency id, amount in currency);
            accounts that are missing are 0
        """
        if "purchase.order.line" not in self.env:
            return []
        domain = [
            ("company_id", "in", companies.ids),
            ("state", "=", "purchase"),
            ("display_type", "=", False),
            Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IS NOT NULL AND %s > COALESCE(%s, 0)",
                    model._field_to_sql(alias, "analytic_distribution", query),
                    model._field_to_sql(alias, "product_qty", query),
                    model._field_to_sql(alias, "qty_invoiced", query),
                )
            ),
        ]
        wanted = [*(programs or []), *filter(None, grants or [])]
        if programs is not None or (grants and 0 not in grants):
            domain.append(("analytic_distribution", "in", wanted))
        lines = self.env["purchase.order.line"].sudo().search(domain, order="id")
        shares = self.env["account.analytic.line"]
        splits = shares._social_program_account_lists(
            # Half pairs are joined by the bill at the latest.
            shares._social_program_joined(lines.mapped("analytic_distribution"))
        )
        rows = []
        for line, split in zip(lines, splits, strict=True):
            quantity = max(0.0, line.product_qty - line.qty_invoiced)
            if quantity:
                rows += self._order_line_rows(line, quantity, split)
        return rows

    def _order_line_rows(self, line, quantity, split):
        company = line.company_id
        shares = self._order_line_amounts(line.with_company(company), quantity)
        date = self._planned_date(line)
        total = sum(percent for _program, _grant, percent in split)
        rows = []
        for account, amount, amount_currency in shares:
            left = _part(amount, total, company.currency_id)
            left_currency = _part(amount_currency, total, line.currency_id)
            for number, (program, grant, percent) in enumerate(split, 1):
                if number < len(split):
                    part = _part(amount, percent, company.currency_id)
                    part_currency = _part(amount_currency, percent, line.currency_id)
                else:
                    part, part_currency = left, left_currency
                left = add_up((left, -part))
                left_currency = add_up((left_currency, -part_currency))
                rows.append(
                    (
                        line.id * 1000 + len(rows) + 1,
                        company.id,
                        date,
                        program[:1].id or 0,
                        grant[:1].id or 0,
                        account.id,
                        part,
                        line.currency_id.id,
                        part_currency,
                    )
                )
        return rows

    def _order_line_amounts(self, line, quantity):
        """Return (account, amount, amount in currency) of the cost and its tax."""
        tax = self.env["account.tax"].with_company(line.company_id).sudo()
        position = line.order_id.fiscal_position_id
        account = line.product_id.product_tmpl_id.get_product_accounts(position)[
            "expense"
        ]
        base = line._prepare_base_line_for_taxes_computation() | {
            "quantity": quantity,
            "account_id": account,
            "analytic_distribution": line.analytic_distribution,
        }
        tax._add_tax_details_in_base_lines([base], line.company_id)
        tax._round_base_lines_tax_details([base], line.company_id)
        tax._add_accounting_data_in_base_lines_tax_details([base], line.company_id)
        details = base["tax_details"]
        amounts = [
            (
                account,
                details["total_excluded"] + details["delta_total_excluded"],
                details["total_excluded_currency"]
                + details["delta_total_excluded_currency"],
            )
        ]
        for values in tax._prepare_tax_lines([base], line.company_id)[
            "tax_lines_to_add"
        ]:
            if values["analytic_distribution"]:
                amounts.append(
                    (
                        self.env["account.account"].browse(values["account_id"]),
                        values["balance"],
                        values["amount_currency"],
                    )
                )
        return amounts

    def _planned_date(self, line):
        """Return the day on which the order line is expected, in the company's zone."""
        zone = line.company_id.partner_id.tz or self.env.user.tz
        return fields.Datetime.context_timestamp(
            line.with_context(tz=zone), line.date_planned
        ).date()


def _part(amount, percent, currency):
    """Return some percent of an amount, rounded in a currency."""
    return exact_round(exact(amount) * exact(percent) / 100, currency.rounding)
