"""What passes through the bank and is no bill, and depreciation."""

from datetime import date

from odoo import models

from .demo_data import MONTHS

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


class SocialProgramDemo(models.AbstractModel):
    _inherit = "social.program.demo"

    def _set_outstanding_accounts(self):
        """Let payments reach the bank at once."""
        for journal in ("bank", "bank_usd"):
            journal = self._demo(f"journal_{journal}")
            lines = journal.inbound_payment_method_line_ids
            lines += journal.outbound_payment_method_line_ids
            lines.payment_account_id = journal.default_account_id

    def _statement(self):
        """Return the lines of the bank statements, in no order."""
        return [
            self._line("bank", self._day(0), "Opening balance", self._opened(610e6)),
            self._line("cash", self._day(0), "Opening balance", self._opened(5e6)),
            *self._installments(),
            *self._exchanges(),
            *self._donations(),
            *self._payroll(),
            *self._advances(),
            *self._bank_charges(),
        ]

    def _line(self, journal, day, text, items, dollars=0):
        """Return a line of a bank statement, with the items of its journal entry.

        :param items: commands for all items but the bank's
        :param dollars: amount in the bank's currency, where that is not rupiah
        """
        journal = self._demo(f"journal_{journal}")
        balance = -sum(item[2]["balance"] for item in items)
        bank = {}
        if dollars:
            bank = {"currency_id": journal.currency_id.id, "amount_currency": dollars}
        account = journal.default_account_id.code
        return {
            "journal_id": journal.id,
            "date": day,
            "payment_ref": text,
            "amount": dollars or balance,
            "line_ids": [self._item(text, account, balance, **bank), *items],
        }

    def _opened(self, amount):
        return [self._item("Opening balance", "31100", -amount)]

    def _in_rupiah(self, dollars, day):
        company = self.env.company
        usd = self._demo("journal_bank_usd").currency_id
        return usd._convert(dollars, company.currency_id, company, day)

    def _installments(self):
        usd = self._demo("journal_bank_usd").currency_id
        water = self._pair(self._demo("line_wg01"))
        learning = self._pair(self._demo("line_lw01"))
        lines = []
        for number, (month, dollars) in enumerate(((0, 62_000), (6, 41_000)), 1):
            day = self._day(month, 8)
            text = f"BRF-0417, installment {number}"
            item = self._item(
                text,
                "41100",
                -self._in_rupiah(dollars, day),
                currency_id=usd.id,
                amount_currency=-dollars,
                partner_id=self._demo("sponsor_blue_rivers").partner_id.id,
                analytic_distribution={water: 84, learning: 16},
            )
            lines.append(self._line("bank_usd", day, text, [item], dollars))
        return lines

    def _exchanges(self):
        """Dollars that were changed into rupiah, on their way for a moment."""
        lines = []
        for month, dollars in ((0, 20_000), (2, 24_000), (5, 14_000), (6, 22_000)):
            day = self._day(month, 15)
            text = f"{dollars:,} dollars changed"
            balance = self._in_rupiah(dollars, day)
            sold = self._item(text, "11300", balance)
            bought = self._item(text, "11300", -balance)
            lines.append(self._line("bank_usd", day, text, [sold], -dollars))
            lines.append(self._line("bank", day, text, [bought]))
        return lines

    def _donations(self):
        own = str(self._demo("program_water").analytic_account_id.id)
        return [
            self._line(
                "bank",
                self._day(month, 18),
                "Donations of the month",
                [
                    self._item(
                        "Donations of the month",
                        "41200",
                        -amount,
                        analytic_distribution={own: 100},
                    )
                ],
            )
            for month, amount in ((1, 18_000_000), (5, 34_500_000), (8, 12_250_000))
        ]

    def _payroll(self):
        lines = []
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
                    label = f"Social security, {label}"
                    share = round(pay * 0.0624)
                    items.append(self._item(label, "51300", share, **values))
                    insured += share
            tax = round(gross * 0.025)
            items.append(self._item("Income tax withheld (PPh 21)", "21200", -tax))
            items.append(self._item("Social security (BPJS)", "21300", -insured))
            lines.append(self._line("bank", self._day(month, 25), "Salaries", items))
        return lines

    def _advances(self):
        """An advance is no cost; what it was spent on is, once it is settled."""
        advance = {
            "analytic_distribution": {self._pair(self._budget_line("wg16")): 100},
            "partner_id": self._demo("user_officer").partner_id.id,
        }
        text = "Advance to Yohanes Ganggur"
        spent = [
            self._item("Meals of 4 sessions", "53100", 9.2e6, **self._for_line("wg16")),
            self._item("Lodging", "54200", 6.3e6, **self._for_line("wg06")),
            self._item("Boat and car", "54100", 4.1e6, **self._for_line("wg05")),
            self._item("Advance settled", "11500", -25e6, **advance),
        ]
        return [
            self._line(
                "bank",
                self._day(6, 3),
                "Advance, hygiene sessions",
                [self._item(text, "11500", 25e6, **advance)],
            ),
            self._line("bank", self._day(7, 12), "Settlement, hygiene sessions", spent),
            self._line(
                "bank",
                min(self._day(9, 2), date.today()),
                "Advance, works at Compang Indah",
                [self._item(text, "11500", 12e6, **advance)],
            ),
        ]

    def _bank_charges(self):
        """The budget of Blue Rivers has no heading for them: they stay unbudgeted."""
        pair = self._pair(self._budget_line("wg01"))
        return [
            self._line(
                "bank",
                self._day(month, 27),
                "Bank charges",
                [
                    self._item(
                        "Transfers and account",
                        "57100",
                        165_000 + 7_500 * month,
                        analytic_distribution={pair: 100},
                    )
                ],
            )
            for month in MONTHS
        ]

    def _depreciation(self):
        """One grant pays for equipment when it is bought, the other year by year."""
        pairs = [self._pair(self._budget_line(name)) for name in ("wg12", "lg13")]
        return [
            {
                "move_type": "entry",
                "journal_id": self._demo("journal_misc").id,
                "date": self._day(month, 28),
                "ref": "Depreciation",
                "line_ids": [
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
            }
            for month in MONTHS[2:]
        ]
