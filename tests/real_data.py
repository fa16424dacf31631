"""Published figures of one country operation as programs, grants and bills.

Used by the test of the reports and by `./dev real`. It imports nothing of Odoo's test
framework, and invents nothing: who paid for what was never published, so spending
carries a program and no grant, and nothing is received.
"""

import csv
import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from odoo import Command

FOLDER = Path(__file__).parent / "data" / "unhcr_indonesia"
PROMISE, DISBURSEMENT, EXPENDITURE = "11", "3", "4"

# Euros for one dollar on the days on which something was promised in euros.
EURO_RATES = {
    "2016-11-21": "0.92",
    "2017-06-23": "0.893",
    "2018-11-30": "0.88",
    "2019-02-18": "0.876",
    "2019-07-05": "0.88",
}
# IATI's types of organisations.
SPONSOR_KINDS = {"10": "government", "15": "government", "40": "un", "70": "company"}


def read(name):
    """Return the rows of a file as dicts of texts."""
    with (FOLDER / name).open(newline="", encoding="utf-8") as rows:
        return list(csv.DictReader(rows))


def cents(text):
    """Return a published number rounded half up, as a Decimal."""
    return Decimal(text).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def year_of(row):
    """Return the year of the activity that a row belongs to.

    The activity decides, not the date: grant 63050 was promised in 2016 to the three
    years that follow.
    """
    return int(row["iati_identifier"].split("-")[3])


def award_amount(row):
    """Return what a row promises, in the currency in which it was promised."""
    if row["transaction_value_currency"] == "USD":
        # The value beside it was rounded to whole dollars.
        return cents(row["transaction_value_USD"])
    return cents(row["transaction_value"])


def supplier(row):
    """Return the name of who was paid, as far as it was published."""
    text = row["transaction_description"]
    partners = re.search(r"disbursement to (.*) for Pillar", text)
    return partners.group(1) if partners else re.search(r"Pillar .*", text).group()


def account_key(row):
    """Return pillar and type of a row; there is a general account for each."""
    pillar = re.search(r"Pillar (\d)", row["transaction_description"]).group(1)
    return pillar, row["transaction_type_code"]


class RealData:
    """The figures of the files in a company of their own.

    :param env: environment of somebody who may do everything
    """

    def __init__(self, env):
        self.budget_rows = read("budgets.csv")
        rows = read("transactions.csv")
        self.promises = [r for r in rows if r["transaction_type_code"] == PROMISE]
        self.costs = [r for r in rows if r["transaction_type_code"] != PROMISE]
        self.years = sorted(year_of(row) for row in self.budget_rows)
        self.usd = env.ref("base.USD")
        self.eur = env.ref("base.EUR")
        (self.usd + self.eur).filtered(lambda c: not c.active).action_unarchive()
        self.company = env["res.company"].create(
            {"name": "UNHCR in Indonesia, as published", "currency_id": self.usd.id}
        )
        self.env = env(
            context=dict(
                env.context,
                allowed_company_ids=self.company.ids,
                tracking_disable=True,
            )
        )

    def load(self):
        """Create everything, and return self."""
        self._rates()
        self._accounts()
        self._programs()
        self._grants()
        self._budgets()
        self._bills()
        self._close()
        return self

    def _rates(self):
        self.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "currency_id": self.eur.id,
                    "company_id": self.company.id,
                    "rate": float(rate),
                }
                for day, rate in EURO_RATES.items()
            ]
            + [
                {
                    "name": "2016-01-01",
                    "currency_id": self.usd.id,
                    "company_id": self.company.id,
                    "rate": 1.0,
                }
            ]
        )

    def _accounts(self):
        account = self.env["account.account"]
        company = {"company_ids": [Command.set(self.company.ids)]}
        payable = account.create(
            {
                "code": "200000",
                "name": "Payable",
                "account_type": "liability_payable",
                "reconcile": True,
                **company,
            }
        )
        self.env["ir.default"].set(
            "res.partner",
            "property_account_payable_id",
            payable.id,
            company_id=self.company.id,
        )
        words = {EXPENDITURE: "expenditure", DISBURSEMENT: "disbursement to partners"}
        keys = sorted({account_key(row) for row in self.costs})
        accounts = account.create(
            [
                {
                    "code": f"6{pillar}{kind}000",
                    "name": f"Pillar {pillar}, {words[kind]}",
                    "account_type": "expense",
                    **company,
                }
                for pillar, kind in keys
            ]
        )
        self.accounts = dict(zip(keys, accounts, strict=True))
        self.journal = self.env["account.journal"].create(
            {
                "name": "Bills",
                "code": "BILL",
                "type": "purchase",
                "company_id": self.company.id,
                "default_account_id": accounts[0].id,
            }
        )
        self.heading = self.env["social.cost.category"].create(
            {
                "name": "Operation in Indonesia",
                "company_id": self.company.id,
                "account_ids": [Command.set(accounts.ids)],
            }
        )

    def _programs(self):
        program = self.env["social.program"]
        common = {"company_id": self.company.id, "manager_id": self.env.uid}
        self.umbrella = program.create(
            {
                "name": "Operation in Indonesia",
                "code": "XM-DAC-41121-ASO-IDN",
                "date_start": date(self.years[0], 1, 1),
                "date_end": date(self.years[-1], 12, 31),
                "actual_date_start": date(self.years[0], 1, 1),
                **common,
            }
        )
        programs = program.create(
            [
                {
                    "name": f"Operation in Indonesia, {year}",
                    "code": f"XM-DAC-41121-{year}-ASO-IDN",
                    "parent_id": self.umbrella.id,
                    "date_start": date(year, 1, 1),
                    "date_end": date(year, 12, 31),
                    "actual_date_start": date(year, 1, 1),
                    **common,
                }
                for year in self.years
            ]
        )
        self.programs = dict(zip(self.years, programs, strict=True))
        everything = self.umbrella + programs
        everything.action_approve()
        everything.action_start()

    def _grants(self):
        """A sponsor a provider, a grant a reference, an award a row."""
        providers = {}
        references = {}
        for row in self.promises:
            providers[row["transaction_provider_org"]] = row
            references.setdefault(row["transaction_ref"], []).append(row)
        sponsors = self.env["social.sponsor"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "kind": SPONSOR_KINDS[row["transaction_provider_org_type"]],
                    "company_id": self.company.id,
                }
                for name, row in providers.items()
            ]
        )
        self.sponsors = dict(zip(providers, sponsors, strict=True))
        currencies = {"USD": self.usd, "EUR": self.eur}
        values = []
        for reference, rows in references.items():
            currency = currencies[rows[0]["transaction_value_currency"]]
            values.append(
                {
                    "name": f"Contribution {reference}",
                    "code": reference,
                    "reference": reference,
                    "sponsor_id": self.sponsors[rows[0]["transaction_provider_org"]].id,
                    "company_id": self.company.id,
                    "currency_id": currency.id,
                    "date_start": date(min(map(year_of, rows)), 1, 1),
                    "date_end": date(max(map(year_of, rows)), 12, 31),
                    "award_ids": [
                        Command.create(
                            {
                                "date": row["transaction_date"],
                                "amount": float(award_amount(row)),
                                "program_id": self.programs[year_of(row)].id,
                                "note": row["transaction_description"] or False,
                            }
                        )
                        for row in rows
                    ],
                }
            )
        grants = self.env["social.grant"].create(values)
        grants.action_activate()
        self.grants = dict(zip(references, grants, strict=True))

    def _budgets(self):
        """One line a year, on the root heading, of own funds."""
        budgets = self.env["social.budget"].create(
            [
                {
                    "program_id": self.programs[year_of(row)].id,
                    "root_category_id": self.heading.id,
                    "date_start": row["budget_period_start"],
                    "date_end": row["budget_period_end"],
                    "line_ids": [
                        Command.create(
                            {
                                "name": f"Budget of {year_of(row)}",
                                "category_id": self.heading.id,
                                "unit": "year",
                                "quantity": 1,
                                "unit_cost": float(cents(row["budget_value"])),
                            }
                        )
                    ],
                }
                for row in self.budget_rows
            ]
        )
        budgets.action_approve()
        self.budgets = {budget.date_start.year: budget for budget in budgets}

    def _bills(self):
        names = sorted({supplier(row) for row in self.costs})
        vendors = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "company_id": self.company.id}
                for name in names
            ]
        )
        vendors = dict(zip(names, vendors, strict=True))
        self.bills = self.env["account.move"].create(
            [
                {
                    "move_type": "in_invoice",
                    "journal_id": self.journal.id,
                    "partner_id": vendors[supplier(row)].id,
                    "invoice_date": row["transaction_date"],
                    "date": row["transaction_date"],
                    "currency_id": self.usd.id,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": row["transaction_description"],
                                "quantity": 1,
                                "price_unit": float(cents(row["transaction_value"])),
                                "account_id": self.accounts[account_key(row)].id,
                                "tax_ids": [Command.clear()],
                                "analytic_distribution": {
                                    str(self._account_of(row).id): 100
                                },
                            }
                        )
                    ],
                }
                for row in self.costs
            ]
        )
        self.bills.action_post()

    def _account_of(self, row):
        return self.programs[year_of(row)].analytic_account_id

    def _close(self):
        """The years are over."""
        for programs in (
            self.env["social.program"].union(*self.programs.values()),
            self.umbrella,
        ):
            programs.action_start_closing()
            for program in programs:
                program.actual_date_end = program.date_end
            programs.action_close()
