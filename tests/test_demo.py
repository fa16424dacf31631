"""The demo data holds together, on an awkward day of the year as well."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.tests import TransactionCase, freeze_time, tagged

from .demo_common import DemoMixin


@tagged("post_install", "-at_install")
class TestDemo(DemoMixin, TransactionCase):
    @classmethod
    def _before_demo(cls):
        cls.before = cls._others()
        return super()._before_demo()

    @classmethod
    def _others(cls):
        """Return what the demo data must leave alone."""
        company = cls.env.ref("base.main_company")
        names = ["name", "currency_id", "country_id", "chart_template", "email"]
        accounts = cls.env["account.account"].search(
            [("company_ids", "in", company.ids)]
        )
        moves = cls.env["account.move"].search([("company_id", "=", company.id)])
        defaults = cls.env["ir.default"].search([("company_id", "=", company.id)])
        return company.read(names), accounts.ids, moves.ids, defaults.ids

    def _of_company(self, model, *domain):
        return self.env[model].search([("company_id", "=", self.company.id), *domain])

    def test_other_companies_are_left_alone(self):
        self.assertEqual(self._others(), self.before)
        users = self.env["res.users"].search(
            [("login", "in", ["director", "manager", "officer", "accountant"])]
        )
        self.assertEqual(len(users), 4)
        self.assertEqual(users.company_ids, self.company)
        self.assertIn(self.company, self.env.ref("base.user_admin").company_ids)

    def test_what_there_is(self):
        budgets = self._of_company("social.budget", ("state", "=", "approved"))
        self.assertEqual(len(budgets.line_ids), 60)
        self.assertEqual(max(budgets.mapped("version")), 2)
        self.assertEqual(
            set(self._of_company("social.grant").currency_id.mapped("name")),
            {"IDR", "USD"},
        )
        bills = self._of_company("account.move", ("move_type", "=", "in_invoice"))
        posted = bills.filtered(lambda bill: bill.state == "posted")
        self.assertGreater(len(posted), 200)
        self.assertGreater(len(bills - posted), 3)
        self.assertGreater(
            len(self._of_company("account.move", ("move_type", "=", "in_refund"))), 2
        )
        self.assertGreater(len(self._of_company("social.enrollment")), 150)
        self.assertGreater(len(self._of_company("social.volunteer")), 5)

    def test_nothing_happened_in_the_future(self):
        for model, names in (
            ("account.move", ["date"]),
            ("social.enrollment", ["date_applied", "date_enrolled", "date_end"]),
            ("social.activity", ["actual_date_start", "actual_date_end"]),
            ("social.beneficiary", ["birth_date"]),
        ):
            for name in names:
                with self.subTest(f"{model}.{name}"):
                    late = self._of_company(model, (name, ">", self.today))
                    self.assertFalse(late)

    def test_leap_day(self):
        demo = self.env["social.program.demo"]
        with freeze_time("2028-02-29"):
            self.assertEqual(demo._day(0), date(2027, 5, 1))
            self.assertEqual(demo._day(9), date(2028, 2, 1))
            self.assertEqual(demo._day(8, 31), date(2028, 1, 31))

    def test_figures_tie(self):
        """Lines and what is unbudgeted make up the budget; budgets the program."""
        for budget in self._of_company("social.budget", ("state", "=", "approved")):
            with self.subTest(budget.name):
                lines = sum(budget.line_ids.mapped("amount_spent"))
                self.assertTrue(lines)
                self.assertFalse(
                    budget.currency_id.compare_amounts(
                        lines + budget.amount_unbudgeted, budget.amount_spent
                    )
                )
        # One grant pays for the laptop when it is bought, the other as it depreciates.
        for name, account in (("wg12", "12100"), ("lg13", "56100")):
            line = self.env.ref(f"social_program.demo_line_{name}")
            self.assertTrue(line.amount_spent)
            shares = self.env["social.budget.analysis"].search(
                [
                    ("budget_line_id.origin_id", "=", line.origin_id.id),
                    ("kind", "=", "spent"),
                ]
            )
            self.assertEqual(
                shares.general_account_id,
                self.env.ref(f"social_program.demo_account_{account}"),
            )

    def test_reports_tie(self):
        """Each program and grant prints a report whose tables agree."""
        values = [
            {"program_id": program.id}
            for program in self._of_company(
                "social.program", ("is_template", "=", False)
            )
        ] + [{"grant_id": grant.id} for grant in self._of_company("social.grant")]
        for subject in values:
            with self.subTest(**subject):
                report = self.env["social.donor.report"].create(
                    {
                        "date_from": self.today + relativedelta(months=-6, day=1),
                        "date_to": self.today,
                        **subject,
                    }
                )
                figures = report._figures()
                self.assertFalse(figures["warnings"])
                budget = figures["budget"]["rows"][-1]
                self.assertTrue(budget["period"] and budget["prior"])
                self.assertTrue(figures["funding"]["rows"][-1]["received"])
                self.assertTrue(figures["transactions"]["rows"])
