"""The bulk of the demo data: people, and nine months of books.

Everything else of it is in the XML and CSV files beside this one. Nothing is random, so
that two installations on one day are equal, and all dates lie before today.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import Command, models

# Months of the program that are over; the month under way has drafts only.
MONTHS = range(9)


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
        self.env["account.move"].create(self._depreciation())._post()
        self.env["account.bank.statement.line"].create(self._statement())
        bills = self.env["account.move"].create(self._bills())
        documents = self.env["account.move"].create(self._requests())
        documents += bills.filtered(lambda bill: bill.date < self._day(9))
        self._count_rows()
        documents._post()
        self._pay(documents)
