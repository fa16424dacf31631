"""Books, headings, grants and budgets for the tests of the money."""

from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError

from odoo.addons.social_program.models.funding.account_move_company import AccountMove

from .common import SocialProgramCase

# key: (code, type); small enough to be read, with every kind that matters.
ACCOUNTS = {
    "bank": ("110100", "asset_cash"),
    "receivable": ("112000", "asset_receivable"),
    "staff_advance": ("113000", "asset_receivable"),
    "prepayment": ("114000", "asset_prepayments"),
    "tax_paid": ("115000", "asset_current"),
    "equipment": ("121000", "asset_fixed"),
    "accumulated": ("129000", "asset_fixed"),
    "accumulated_other": ("129500", "asset_non_current"),
    "payable": ("211000", "liability_payable"),
    "deferred": ("221000", "liability_current"),
    "income": ("410000", "income"),
    "salary": ("511000", "expense"),
    "travel": ("512000", "expense"),
    "supplies": ("513000", "expense"),
    "medical": ("513100", "expense_direct_cost"),
    "office": ("514000", "expense"),
    "depreciation": ("516000", "expense_depreciation"),
    "fees": ("517000", "expense"),
}
# key: (name, parent, accounts). The accounts "office" and "fees" have no heading.
HEADINGS = {
    "root": ("Cost of the program", None, ""),
    "people": ("People", "root", "salary"),
    "travel": ("Travel", "root", "travel"),
    "goods": ("Goods", "root", "supplies"),
    "medicine": ("Medicine", "goods", "medical"),
    "equipment": ("Equipment", "root", "equipment depreciation"),
}
# Units of the currency for one dollar: one euro is 1.25 dollars, from July 2.00;
# one pound is 2.50 dollars. Nothing is known before 2026.
RATES = {
    "EUR": {date(2026, 1, 1): 0.8, date(2026, 7, 1): 0.5},
    "GBP": {date(2026, 1, 1): 0.4},
}


@contextmanager
def before_companies_were_asked():
    """Post as before the addon: on programs and grants of whatever company."""
    with patch.object(AccountMove, "_check_social_program_company", lambda self: None):
        yield


class PlanMixin:
    """For tests that make, move or delete analytic plans.

    A plan is a column and a field; the database forgets them with the test, Odoo's
    registry has to be told.
    """

    def setUp(self):
        # Before super(): to run after the test's changes were rolled back.
        sequence = self.registry.registry_sequence
        self.addCleanup(self._restore_registry, sequence)
        super().setUp()

    def _restore_registry(self, sequence):
        if (
            self.registry.registry_invalidated
            or self.registry.registry_sequence != sequence
        ):
            self.registry._setup_models__(self.cr)
            self.registry.registry_invalidated = False


class FundingMixin:
    """Adds books to :class:`~.common.SocialProgramMixin`; in dollars.

    `cls.grant` (dollars) and `cls.grant_eur` run through 2026. Vendor bills and
    entries are posted by the roles that do it in an office.
    """

    @classmethod
    def _set_up_funding(cls):
        cls.set_up_currencies()
        cls.accounts = cls.new_chart(cls.company)
        cls.journals = cls.new_journals(cls.company, cls.accounts)
        cls.vendor = cls.new_vendor(cls.company, cls.accounts)
        cls.headings = cls.new_headings(cls.company, cls.accounts)
        cls.sponsor = cls.as_role("admin", "social.sponsor").create(
            {"name": "Open Hands Fund"}
        )
        cls.grant = cls.new_grant(name="Wells")
        cls.grant_eur = cls.new_grant(name="Pumps", currency_id=cls.eur.id)

    @classmethod
    def set_up_currencies(cls):
        currencies = cls.root["res.currency"].with_context(active_test=False)
        cls.usd, cls.eur, cls.gbp = (
            currencies.search([("name", "=", name)]) for name in ("USD", "EUR", "GBP")
        )
        (cls.usd + cls.eur + cls.gbp).active = True
        cls.company.write(
            {"currency_id": cls.usd.id, "country_id": cls.root.ref("base.us").id}
        )
        cls.company.account_fiscal_country_id = cls.company.country_id
        cls.root["res.currency.rate"].search([]).unlink()
        cls.root["res.currency.rate"].create(
            [
                {
                    "currency_id": currencies.search([("name", "=", name)]).id,
                    "company_id": cls.company.id,
                    "name": day,
                    "rate": rate,
                }
                for name, rates in RATES.items()
                for day, rate in rates.items()
            ]
        )

    # ------------------------------------------------------------------
    # Books
    # ------------------------------------------------------------------
    @classmethod
    def new_chart(cls, company):
        """Return {key of ACCOUNTS: account} of a company."""
        accounts = cls.root["account.account"].with_company(company)
        return {
            key: accounts.create(
                {
                    "code": code,
                    "name": key.replace("_", " ").capitalize(),
                    "account_type": kind,
                    "company_ids": [Command.set(company.ids)],
                    "reconcile": kind in ("asset_receivable", "liability_payable"),
                }
            )
            for key, (code, kind) in ACCOUNTS.items()
        }

    @classmethod
    def new_journals(cls, company, accounts):
        """Return {type: journal} of a company."""
        return {
            kind: cls.root["account.journal"]
            .with_company(company)
            .create(
                {
                    "name": kind.capitalize(),
                    "code": kind[:3].upper(),
                    "type": kind,
                    "company_id": company.id,
                    "default_account_id": account and accounts[account].id,
                }
            )
            for kind, account in (
                ("general", False),
                ("purchase", "office"),
                ("sale", "income"),
            )
        }

    @classmethod
    def new_vendor(cls, company, accounts):
        """Return a contact whose bills are owed on the company's payable account."""
        vendor = cls.root["res.partner"].create({"name": "Vendor"})
        vendor.with_company(company).write(
            {
                "property_account_payable_id": accounts["payable"].id,
                "property_account_receivable_id": accounts["receivable"].id,
            }
        )
        return vendor

    @classmethod
    def new_headings(cls, company, accounts):
        """Return {key of HEADINGS: heading} of a company."""
        headings = {}
        for key, (name, parent, keys) in HEADINGS.items():
            headings[key] = cls.root["social.cost.category"].create(
                {
                    "name": name,
                    "company_id": company.id,
                    "parent_id": headings[parent].id if parent else False,
                    "account_ids": [
                        Command.set([accounts[one].id for one in keys.split()])
                    ],
                }
            )
        return headings

    @classmethod
    def new_tax(cls, percent, **vals):
        """Create a purchase tax.

        :param vals: `account` (key of ACCOUNTS), empty for the account of the cost;
            other values of the tax
        """
        account = vals.pop("account", None)
        parts = [
            Command.create({"repartition_type": "base"}),
            Command.create(
                {
                    "repartition_type": "tax",
                    "account_id": account and cls.accounts[account].id,
                }
            ),
        ]
        group = cls.root["account.tax.group"].create(
            {"name": "Tax", "company_id": cls.company.id}
        )
        return cls.root["account.tax"].create(
            {
                "name": f"Tax {percent} {account or ''}",
                "amount": percent,
                "type_tax_use": "purchase",
                "company_id": cls.company.id,
                "country_id": cls.company.country_id.id,
                "tax_group_id": group.id,
                "invoice_repartition_line_ids": parts,
                "refund_repartition_line_ids": parts,
                **vals,
            }
        )

    # ------------------------------------------------------------------
    # Grants and budgets
    # ------------------------------------------------------------------
    @classmethod
    def new_grant(cls, **vals):
        """Create a grant of 100,000 for 2026."""
        return cls.as_role("admin", "social.grant").create(
            {
                "name": "Grant",
                "sponsor_id": cls.sponsor.id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "amount": 100000.0,
                **vals,
            }
        )

    @classmethod
    def budget_lines(cls, lines):
        """Return the commands for lines.

        :param list lines: (code, key of HEADINGS, amount[, other values])
        """
        return [
            Command.create(
                {
                    "code": code,
                    "name": f"Line {code}",
                    "category_id": cls.headings[heading].id,
                    "quantity": 1,
                    "unit_cost": amount,
                    **(more[0] if more else {}),
                }
            )
            for code, heading, amount, *more in lines
        ]

    @classmethod
    def draft_budget(cls, lines=(), program=None, grant=None, role="manager", **vals):
        """Create a draft budget for 2026, of own funds unless a grant is given."""
        return cls.as_role(role, "social.budget").create(
            {
                "program_id": (program or cls.program).id,
                "grant_id": grant.id if grant else False,
                "root_category_id": cls.headings["root"].id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "line_ids": cls.budget_lines(lines),
                **vals,
            }
        )

    @classmethod
    def approve(cls, budget, role="acc_manager"):
        """Approve a budget as somebody who may."""
        cls.as_role(role, budget).action_approve()
        return budget

    @classmethod
    def new_budget(cls, lines, program=None, grant=None, **vals):
        """Create and approve a budget for 2026."""
        return cls.approve(cls.draft_budget(lines, program, grant, **vals))

    @classmethod
    def revise(cls, budget, role="manager"):
        """Return the draft revision of an approved budget."""
        action = cls.as_role(role, budget).action_revise()
        return cls.as_role(role, "social.budget").browse(action["res_id"])

    @classmethod
    def line_of(cls, budget, code):
        """Return the line of a budget that has a code."""
        return budget.line_ids.filtered(lambda line: line.code == code)

    @classmethod
    def key(cls, *records):
        """Return the distribution key of programs, grants or analytic accounts."""
        accounts = (
            record
            if record._name == "account.analytic.account"
            else record.sudo().analytic_account_id
            for record in records
        )
        return ",".join(str(account.id) for account in accounts)

    # ------------------------------------------------------------------
    # Bills and entries
    # ------------------------------------------------------------------
    @classmethod
    def draft_bill(cls, lines, day=date(2026, 3, 15), role="acc_invoice", **vals):
        """Create a vendor bill.

        :param list lines: (key of ACCOUNTS, price, distribution[, other values])
        """
        return cls.as_role(role, "account.move").create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.vendor.id,
                "invoice_date": day,
                "date": day,
                "journal_id": cls.journals["purchase"].id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"{key} {price}",
                            "account_id": cls.accounts[key].id,
                            "quantity": 1,
                            "price_unit": price,
                            "analytic_distribution": distribution,
                            "tax_ids": [Command.clear()],
                            **(more[0] if more else {}),
                        }
                    )
                    for key, price, distribution, *more in lines
                ],
                **vals,
            }
        )

    @classmethod
    def bill(cls, lines, day=date(2026, 3, 15), role="acc_invoice", **vals):
        """Create and post a vendor bill."""
        bill = cls.draft_bill(lines, day, role, **vals)
        bill.action_post()
        return bill

    @classmethod
    def refund(cls, lines, day=date(2026, 3, 15), **vals):
        """Create and post a vendor's credit note."""
        return cls.bill(lines, day, move_type="in_refund", **vals)

    @classmethod
    def entry(cls, lines, day=date(2026, 3, 15), role="acc_user", post=True, **vals):
        """Create a journal entry; what is missing to balance goes to the bank.

        :param list lines: (key of ACCOUNTS, balance, distribution[, other values])
        """
        lines = list(lines)
        rest = -sum(line[1] for line in lines)
        if abs(rest) > 0.004:
            lines.append(("bank", round(rest, 2), False))
        move = cls.as_role(role, "account.move").create(
            {
                "move_type": "entry",
                "date": day,
                "journal_id": cls.journals["general"].id,
                "line_ids": [
                    Command.create(
                        {
                            "name": f"{key} {balance}",
                            "account_id": cls.accounts[key].id,
                            "balance": balance,
                            "analytic_distribution": distribution,
                            **(more[0] if more else {}),
                        }
                    )
                    for key, balance, distribution, *more in lines
                ],
                **vals,
            }
        )
        if post:
            move.action_post()
        return move

    # ------------------------------------------------------------------
    # Assertions
    # ------------------------------------------------------------------
    @contextmanager
    def assert_refused(self):
        """Expect a refusal of Python or of the database; nothing is kept."""
        try:
            with self.env.cr.savepoint():
                yield
                self.env.flush_all()
        except (UserError, IntegrityError):
            return
        self.fail("It was not refused.")

    def assert_budget(self, budget, role="manager", committed=0.0, **spent):
        """Compare a budget's figures with amounts in its currency.

        :param committed: what is committed in the whole budget
        :param spent: {code of a line: amount, "unbudgeted": amount}; lines that are
            not named have received nothing
        """
        budget = self.as_role(role, budget)
        currency = budget.currency_id
        figures = {line.code: line.amount_spent for line in budget.line_ids}
        figures["unbudgeted"] = budget.amount_unbudgeted
        expected = dict.fromkeys(figures, 0.0) | spent
        self.assertEqual(
            {code: currency.round(amount) for code, amount in figures.items()},
            {code: currency.round(amount) for code, amount in expected.items()},
        )
        self.assertEqual(
            currency.round(budget.amount_spent), currency.round(sum(spent.values()))
        )
        self.assertEqual(
            currency.round(budget.amount_committed), currency.round(committed)
        )
        self.assertEqual(
            currency.round(budget.amount_remaining),
            currency.round(
                budget.amount_total - budget.amount_spent - budget.amount_committed
            ),
        )

    def analysis(self, field, role="manager", **domain):
        """Return the sum of a measure of the analysis.

        :param domain: {field: value} that the rows have
        """
        [(total,)] = self.as_role(role, "social.budget.analysis")._read_group(
            [(name, "=", value) for name, value in domain.items()],
            [],
            [f"{field}:sum"],
        )
        return round(total or 0.0, 2)


class FundingCase(FundingMixin, SocialProgramCase):
    """Tests with books of their own, without a chart from Odoo."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_funding()
