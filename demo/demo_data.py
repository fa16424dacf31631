"""The bulk of the demo data: people, and nine months of books made from `costs.py`.

Everything else of it is in the XML and CSV files beside this one. Nothing is random, so
that two installations on one day are equal, and all dates lie before today.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import Command, models

from .costs import COSTS

# Months of the program that are over; the month under way has drafts only.
MONTHS = range(9)

# (budget line, gross pay a month in rupiah)
PAYROLL = (
    ("wg01", 15_800_000),
    ("wg02", 13_200_000),
    ("wg03", 4_200_000),
    ("wg04", 13_600_000),
    ("lw01", 6_600_000),
    ("lw02", 4_800_000),
    ("lg01", 11_500_000),
    ("lg02", 13_500_000),
    ("lg03", 12_400_000),
    ("wo01", 900_000),
    ("um01", 9_000_000),
    ("um02", 6_300_000),
)

FEMALE = "Agnes Anastasia Ayu Bunga Citra Elisabet Fitri Indah Kartika Lestari Lusia"
FEMALE += " Maria Melati Nona Putri Regina Rini Sari Theresia Wulan Yuliana Yustina"
MALE = "Adi Andreas Arif Bayu Benediktus Budi Dedi Fransiskus Gilang Hendrikus Iwan"
MALE += " Joko Kristoforus Luis Marsel Petrus Rizky Sigit Tomas Wahyu Yakobus Yoga"
FLORES = "Jelalu Gabur Hamin Jegaut Kasim Lanur Madur Nggarang Pantur Sehadun Tatu"
JAVA = "Hartono Kurniawan Lestari Mulyono Nugraha Pratama Rahayu Santoso Utami Wibowo"

CHILDREN = range(6, 15)
EVERYBODY = range(1, 78, 3)


class SocialProgramDemo(models.AbstractModel):
    """Writes demo data when a database asks for it; nothing else calls this."""

    _name = "social.program.demo"
    _description = "Demo Data of Social Programs"

    # --- words that the methods below share ------------------------------------

    def _demo(self, name):
        return self.env.ref(f"social_program.demo_{name}")

    def _day(self, month, day=1):
        """Return a day of a month of the program; 0 is its first month."""
        return date.today() + relativedelta(day=1, months=month - 9, days=day - 1)

    def _of_company(self, user):
        """Return self as a person of the demo company, without chatter."""
        company = self._demo("company")
        return (
            self.with_user(self._demo(f"user_{user}"))
            .sudo()
            .with_context(
                allowed_company_ids=company.ids,
                lang="en_US",
                tracking_disable=True,
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
            )
        )

    def _budget_line(self, name):
        """Return the line of the approved budget that a demo line became."""
        return self._demo(f"line_{name}").search(
            [
                ("origin_id", "=", self._demo(f"line_{name}").origin_id.id),
                ("state", "=", "approved"),
            ]
        )

    def _pair(self, line):
        """Return the analytic distribution key of a budget line."""
        program, grant = line._pair_accounts()
        return ",".join(map(str, (program + grant).ids))

    def _item(self, name, account, balance, **values):
        """Return the command for an item of a journal entry."""
        return Command.create(
            {
                "name": name,
                "account_id": self._demo(f"account_{account}").id,
                "balance": balance,
                **values,
            }
        )

    def _for_line(self, name):
        """Return the values that charge an item to a budget line by name."""
        line = self._budget_line(name)
        return {
            "analytic_distribution": {self._pair(line): 100},
            "social_program_budget_line_id": line.id,
        }

    def _rupiah(self, line, day):
        """Return a budget line's amount in rupiah, at the rate of a day."""
        company = self.env.company
        return line.currency_id._convert(line.amount, company.currency_id, company, day)

    # --- the books ---------------------------------------------------------------

    def _load_books(self):
        """Post what was received and spent; bills of this month stay drafts."""
        self = self._of_company("accountant")
        self._set_outstanding_accounts()
        entries = self._opening() + self._installments() + self._payroll()
        entries += self._advances() + self._depreciation() + self._bank_charges()
        self.env["account.move"].create(entries)._post()
        bills = self.env["account.move"].create(self._bills())
        documents = self.env["account.move"].create(self._requests())
        documents += bills.filtered(lambda bill: bill.date < self._day(9))
        documents._post()
        self._pay(documents)

    def _set_outstanding_accounts(self):
        """Let payments reach the bank at once."""
        for journal in ("bank", "bank_usd"):
            journal = self._demo(f"journal_{journal}")
            lines = journal.inbound_payment_method_line_ids
            lines += journal.outbound_payment_method_line_ids
            lines.payment_account_id = journal.default_account_id

    def _entry(self, journal, day, ref, items):
        return {
            "move_type": "entry",
            "journal_id": self._demo(f"journal_{journal}").id,
            "date": day,
            "ref": ref,
            "line_ids": items,
        }

    def _opening(self):
        return [
            self._entry(
                "misc",
                self._day(0),
                "Opening balance",
                [
                    self._item("Bank", "11200", 610_000_000),
                    self._item("Petty cash", "11100", 5_000_000),
                    self._item("Net assets", "31100", -615_000_000),
                ],
            )
        ]

    def _installments(self):
        """What the sponsors paid, and the dollars that were changed into rupiah."""
        usd = self._demo("journal_bank_usd").currency_id
        company = self.env.company
        water = self._pair(self._demo("line_wg01"))
        learning = self._pair(self._demo("line_lw01"))
        entries = []
        for month, dollars in ((0, 62_000), (6, 41_000)):
            day = self._day(month, 8)
            balance = usd._convert(dollars, company.currency_id, company, day)
            entries.append(
                self._entry(
                    "bank_usd",
                    day,
                    f"BRF-0417 installment {1 if month == 0 else 2}",
                    [
                        self._item(
                            "Blue Rivers Foundation",
                            "11210",
                            balance,
                            currency_id=usd.id,
                            amount_currency=dollars,
                        ),
                        self._item(
                            "Grant installment",
                            "41100",
                            -balance,
                            currency_id=usd.id,
                            amount_currency=-dollars,
                            partner_id=self._demo("sponsor_blue_rivers").partner_id.id,
                            analytic_distribution={water: 84, learning: 16},
                        ),
                    ],
                )
            )
        for month, dollars in ((0, 20_000), (2, 24_000), (5, 14_000), (6, 22_000)):
            day = self._day(month, 15)
            balance = usd._convert(dollars, company.currency_id, company, day)
            entries.append(
                self._entry(
                    "bank",
                    day,
                    "Dollars changed",
                    [
                        self._item("Rupiah received", "11200", balance),
                        self._item(
                            "Dollars sold",
                            "11210",
                            -balance,
                            currency_id=usd.id,
                            amount_currency=-dollars,
                        ),
                    ],
                )
            )
        own = str(self._demo("program_water").analytic_account_id.id)
        for month, amount in ((1, 18_000_000), (5, 34_500_000), (8, 12_250_000)):
            entries.append(
                self._entry(
                    "bank",
                    self._day(month, 18),
                    "Donations",
                    [
                        self._item("Bank", "11200", amount),
                        self._item(
                            "Donations of the month",
                            "41200",
                            -amount,
                            analytic_distribution={own: 100},
                        ),
                    ],
                )
            )
        return entries

    def _requests(self):
        """Disbursement requests to the sponsor of the learning centers."""
        pair = self._pair(self._demo("line_lg01"))
        return [
            {
                "move_type": "out_invoice",
                "partner_id": self._demo("sponsor_cahaya").partner_id.id,
                "invoice_date": self._day(month, 4),
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

    def _payroll(self):
        entries = []
        for month in MONTHS:
            items = []
            gross = insured = 0
            for name, pay in PAYROLL:
                line = self._budget_line(name)
                heading = line.category_id.account_ids.sorted("code")[0]
                values = self._for_line(name)
                label = f"{line.name}, {self._day(month):%m/%Y}"
                items.append(self._item(label, heading.code, pay, **values))
                gross += pay
                if heading.code == "51100":
                    share = round(pay * 0.0624)
                    items.append(
                        self._item(
                            f"Social security, {label}", "51300", share, **values
                        )
                    )
                    insured += share
            tax = round(gross * 0.025)
            items += [
                self._item("Income tax withheld (PPh 21)", "21200", -tax),
                self._item("Social security (BPJS)", "21300", -insured),
                self._item("Paid", "11200", tax - gross),
            ]
            entries.append(self._entry("bank", self._day(month, 25), "Salaries", items))
        return entries

    def _advances(self):
        """An advance is no cost; what it was spent on is, once it is settled."""
        pair = {self._pair(self._budget_line("wg16")): 100}
        advance = {
            "analytic_distribution": pair,
            "partner_id": self._demo("user_officer").partner_id.id,
        }
        return [
            self._entry(
                "bank",
                self._day(6, 3),
                "Advance, hygiene sessions",
                [
                    self._item("Advance to Yohanes Ganggur", "11500", 25e6, **advance),
                    self._item("Paid", "11200", -25e6),
                ],
            ),
            self._entry(
                "bank",
                self._day(7, 12),
                "Settlement, hygiene sessions",
                [
                    self._item(
                        "Meals of 4 sessions", "53100", 9.2e6, **self._for_line("wg16")
                    ),
                    self._item("Lodging", "54200", 6.3e6, **self._for_line("wg06")),
                    self._item(
                        "Boat and car", "54100", 4.1e6, **self._for_line("wg05")
                    ),
                    self._item("Paid back", "11200", 5.4e6),
                    self._item("Advance settled", "11500", -25e6, **advance),
                ],
            ),
            self._entry(
                "bank",
                min(self._day(9, 2), date.today()),
                "Advance, works at Compang Indah",
                [
                    self._item("Advance to Yohanes Ganggur", "11500", 12e6, **advance),
                    self._item("Paid", "11200", -12e6),
                ],
            ),
        ]

    def _depreciation(self):
        """One grant pays for equipment when it is bought, the other year by year."""
        pairs = [self._pair(self._budget_line(name)) for name in ("wg12", "lg13")]
        return [
            self._entry(
                "misc",
                self._day(month, 28),
                "Depreciation",
                [
                    self._item(
                        "Laptop of the water program",
                        "56100",
                        511_111.11,
                        analytic_distribution={pairs[0]: 100},
                    ),
                    self._item(
                        "Laptops of the centers",
                        "56100",
                        600_000,
                        analytic_distribution={pairs[1]: 100},
                    ),
                    self._item("Depreciation", "12900", -1_111_111.11),
                ],
            )
            for month in MONTHS[2:]
        ]

    def _bank_charges(self):
        """The budget of Blue Rivers has no heading for them: they stay unbudgeted."""
        pair = self._pair(self._budget_line("wg01"))
        return [
            self._entry(
                "bank_usd",
                self._day(month, 27),
                "Bank charges",
                [
                    self._item(
                        "Transfers and account",
                        "57100",
                        165_000 + 7_500 * month,
                        analytic_distribution={pair: 100},
                    ),
                    self._item("Bank", "11200", -165_000 - 7_500 * month),
                ],
            )
            for month in MONTHS
        ]

    # --- bills -------------------------------------------------------------------

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

    def _pay(self, documents):
        """Pay what is older than a month, vendor by vendor."""
        for month in (3, 7):
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

    # --- people ------------------------------------------------------------------

    def _load_people(self):
        """Register 156 people and their enrollments."""
        self = self._of_company("officer")
        water = self._people("water", 96, FLORES, EVERYBODY)
        learning = self._people("learning", 60, JAVA, CHILDREN)
        people = self.env["social.beneficiary"].create(water + learning)
        self.env["social.enrollment"].create(
            [self._enrollment(person, number) for number, person in enumerate(people)]
        )

    def _people(self, program, count, families, ages):
        areas = {
            "water": ("wae_lembah", "golo_sewu", "compang_indah"),
            "learning": ("kampung_kali", "kampung_sawah"),
        }[program]
        families = families.split()
        values = []
        for number in range(count):
            female = number % 2 == 0 or number % 11 == 0
            first = (FEMALE if female else MALE).split()
            age = relativedelta(
                years=ages[number * 5 % len(ages)], days=number * 37 % 365
            )
            values.append(
                {
                    "name": f"{first[number * 7 % len(first)]}"
                    f" {families[number * 3 % len(families)]}",
                    # Not everybody tells everything.
                    "sex": False
                    if number % 41 == 40
                    else "female"
                    if female
                    else "male",
                    "birth_date": False if number % 29 == 28 else date.today() - age,
                    "program_id": self._demo(f"program_{program}").id,
                    "area_id": self._demo(f"area_{areas[number % len(areas)]}").id,
                    "company_id": self.env.company.id,
                }
            )
        return values

    def _enrollment(self, person, number):
        states = {7: "completed", 12: "exited", 18: "waitlisted", 23: "applied"}
        state = states.get(number % 25, "enrolled")
        applied = self._day(number * 5 % 8, 2 + number % 9)
        values = {
            "beneficiary_id": person.id,
            "program_id": person.program_id.id,
            "company_id": person.company_id.id,
            "state": state,
            "date_applied": applied,
        }
        if state in ("enrolled", "completed", "exited"):
            values["date_enrolled"] = applied + relativedelta(days=6)
        if state in ("completed", "exited"):
            values["date_end"] = applied + relativedelta(days=24)
        if state == "exited":
            values["exit_reason"] = "Moved away with the family"
        return values
