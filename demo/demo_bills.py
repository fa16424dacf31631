"""Bills of vendors, made from `costs.py`, requests to a sponsor, and their payment."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import Command, models

from .costs import COSTS
from .demo_data import MONTHS


class SocialProgramDemo(models.AbstractModel):
    _inherit = "social.program.demo"

    def _bills(self):
        bills = {}
        for row in COSTS:
            self._add_bills(bills, *row)
        self._add_head_office(bills)
        for line, name, price in (
            ("wg12", "Laptop of the water program", 18_400_000),
            ("lg13", "2 laptops for the centers", 28_800_000),
        ):
            bill = self._bill(bills, "komputer", self._day(1, 9), 1)
            values = self._for_line(line)
            if line == "lg13":
                # Bought with the grant, charged to it as it depreciates.
                values.pop("social_program_budget_line_id")
            self._add_line(bill, name, "12100", price, **values)
        bill = self._bill(bills, "audit", self._day(4, 20), 1)
        # Without a program, as happens: finance sees it in Spending by General Account.
        self._add_line(bill, "Advice on the annual tax return", "55400", 3_500_000)
        return list(bills.values())

    def _bill(self, bills, vendor, day, sign, currency=None):
        """Return the bill of a vendor on a day, a new one if there is none."""
        key = (vendor, day, sign)
        if key not in bills:
            bills[key] = {
                "move_type": "in_invoice" if sign > 0 else "in_refund",
                "partner_id": self._demo(f"vendor_{vendor}").id,
                "invoice_date": day,
                "date": day,
                "invoice_date_due": day + relativedelta(days=30),
                "ref": f"{vendor[:3].upper()}/{len(bills) + 117:04}",
                "currency_id": (currency or self.env.company.currency_id).id,
                "invoice_line_ids": [],
            }
        return bills[key]

    def _add_line(self, bill, name, account, price, **values):
        bill["invoice_line_ids"].append(
            Command.create(
                {
                    "name": name,
                    "price_unit": price,
                    "account_id": self._demo(f"account_{account}").id,
                    "tax_ids": [Command.clear()],
                    **values,
                }
            )
        )

    def _add_bills(self, bills, name, vendor, months, percent, label, kind):
        """Add the bills of one row of `costs.py`."""
        line = self._budget_line(name)
        accounts = line.category_id.account_ids.sorted("code")
        account = self._account_for(label, accounts)
        days = self._days(months, sum(map(ord, name)))
        count = len(days)
        dollars = kind == "usd"
        for number, day in enumerate(days):
            offset = sum(map(ord, name)) + 7 * number
            amount = line.amount if dollars else self._rupiah(line, self._day(0))
            # Not all bills alike: up to 9 % more or less.
            share = 1 + ((offset % 7) - 3) * 0.03 if count > 1 else 1
            price = abs(amount * percent / 100 / count * share)
            price = round(price, 2) if dollars else round(price / 500) * 500
            bill = self._bill(
                bills,
                vendor,
                day,
                1 if percent > 0 else -1,
                line.currency_id if dollars else None,
            )
            values = self._for_line(name)
            if number % 3 == 2 and self._is_alone(line):
                # The general account finds the line as well.
                values.pop("social_program_budget_line_id")
            self._add_line(bill, label, account.code, price, **values)

    def _days(self, months, offset):
        """Return the days of a row's months; what is under way is of today."""
        months, _x, times = months.partition("x")
        first, _to, last = months.partition("-")
        times = int(times or 1)
        if last:
            months = range(int(first), int(last) + 1)
        else:
            months = map(int, months.split(";"))
        months = [month for month in months for _time in range(times)]
        return [
            self._day(month, 3 + (offset + 7 * number) % 11 + 13 * (number % times))
            if month in MONTHS
            else date.today()
            for number, month in enumerate(months)
        ]

    def _account_for(self, label, accounts):
        """Return the account of a heading that fits a label, else its first one."""
        words = {
            "Lodging": "54200",
            "Meals": "53100",
            "Snacks": "53100",
            "Training": "53200",
            "Internet": "55200",
            "Reading books": "52500",
            "Exercise": "52500",
            "Shelves": "52600",
            "Toys": "52600",
            "Works": "52200",
            "Emergency": "52200",
            "Field water": "52600",
            "Household survey": "55500",
            "Reading test": "55500",
            "Annual audit": "55400",
            "Returned: damaged books": "52500",
        }
        codes = [code for word, code in words.items() if label.startswith(word)]
        return accounts.filtered(lambda a: a.code in codes)[:1] or accounts[0]

    def _is_alone(self, line):
        """Whether no other line of the budget catches the same accounts."""
        others = line.budget_id.line_ids - line
        return line.category_id not in others.category_id

    def _add_head_office(self, bills):
        """The head office is shared by three payers, in odd percentages."""
        pairs = [self._pair(self._budget_line(n)) for n in ("um03", "wg19", "lg14")]
        for month in MONTHS:
            bill = self._bill(bills, "gedung", self._day(month, 2), 1)
            self._add_line(
                bill,
                "Head office, rent and utilities",
                "55100",
                7_200_000,
                analytic_distribution=dict(
                    zip(pairs, (58.34, 20.83, 20.83), strict=True)
                ),
            )

    def _requests(self):
        """Disbursement requests to the sponsor of the learning centers."""
        pair = self._pair(self._demo("line_lg01"))
        return [
            {
                "move_type": "out_invoice",
                "partner_id": self._demo("sponsor_cahaya").partner_id.id,
                "invoice_date": self._day(month, 4),
                "invoice_date_due": self._day(month + 1, 4),
                "ref": f"018/PKS/CPN/II, installment {number}",
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": f"Installment {number}, agreement 018/PKS/CPN/II",
                            "price_unit": amount,
                            "account_id": self._demo("account_41100").id,
                            "tax_ids": [Command.clear()],
                            "analytic_distribution": {pair: 100},
                        }
                    )
                ],
            }
            for number, (month, amount) in enumerate(
                ((0, 380_000_000), (4, 240_000_000), (8, 190_000_000)), 1
            )
        ]

    def _count_rows(self):
        """Let PostgreSQL know how many rows this transaction has written.

        It plans by what it counted last; by the few rows of before, matching payments
        with hundreds of new items can take it many minutes.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "ANALYZE account_move, account_move_line, account_payment,"
            " account_partial_reconcile, account_analytic_line"
        )

    def _pay(self, documents):
        """Pay what is older than a month, vendor by vendor."""
        for month in (3, 7):
            self._count_rows()
            day = self._day(month, 28)
            due = documents.filtered(
                lambda d, day=day: d.date <= day and d.payment_state == "not_paid"
            )
            due = due.filtered("amount_residual")
            usd = self._demo("journal_bank_usd").currency_id
            for moves in due.grouped(lambda d: (d.currency_id, d.move_type)).values():
                journal = "bank_usd" if moves.currency_id == usd else "bank"
                self.env["account.payment.register"].with_context(
                    active_model="account.move", active_ids=moves.ids
                ).create(
                    {
                        "journal_id": self._demo(f"journal_{journal}").id,
                        "payment_date": day,
                        "group_payment": True,
                    }
                )._create_payments()
