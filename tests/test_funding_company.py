"""Two companies that share analytic accounts: each sees and counts its own."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .funding_common import FundingCase, before_companies_were_asked


@tagged("post_install", "-at_install")
class TestFundingCompany(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company.write(
            {"currency_id": cls.usd.id, "country_id": cls.company.country_id.id}
        )
        cls.other_accounts = cls.new_chart(cls.other_company)
        cls.other_journals = cls.new_journals(cls.other_company, cls.other_accounts)
        cls.vendor.with_company(cls.other_company).write(
            {"property_account_payable_id": cls.other_accounts["payable"].id}
        )
        plans = cls.root["account.analytic.plan"]
        grants = plans._social_program_grant_plan()
        cls.shared_program, cls.shared_grant = cls.root[
            "account.analytic.account"
        ].create(
            [
                {
                    "name": "Shared program",
                    "plan_id": cls.program._base_plan().id,
                    "company_id": False,
                },
                {"name": "Shared grant", "plan_id": grants.id, "company_id": False},
            ]
        )
        cls.program = cls.new_program(
            "admin",
            analytic_account_id=cls.shared_program.id,
            manager_id=cls.users["manager"].id,
        )
        cls.grant = cls.new_grant(analytic_account_id=cls.shared_grant.id)
        cls.budget = cls.new_budget([("T", "travel", 100)], grant=cls.grant)
        cls.own = cls.new_budget([("T", "travel", 100)])
        cls.pair = {cls.key(cls.shared_program, cls.shared_grant): 100}
        cls.half = {cls.key(cls.shared_program): 100}

    def stranger_bill(self, lines, day=date(2026, 3, 15), post=True):
        """Create a bill of the other company, by its own people."""
        bill = self.as_role("stranger", "account.move").create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": day,
                "date": day,
                "journal_id": self.other_journals["purchase"].id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": key,
                            "account_id": self.other_accounts[key].id,
                            "price_unit": price,
                            "analytic_distribution": distribution,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for key, price, distribution in lines
                ],
            }
        )
        if post:
            with before_companies_were_asked():
                bill.action_post()
        return bill

    def test_the_other_company_is_refused(self):
        bill = self.stranger_bill([("travel", 10, self.half)], post=False)
        self.assertIn("another company", bill.social_program_warning)
        with self.assert_sentence("“travel”.*another company"):
            bill.action_post()

    def test_entries_of_the_other_company_on_shared_accounts_do_not_count(self):
        self.bill([("travel", 10, self.pair), ("travel", 5, self.half)])
        self.stranger_bill([("travel", 1000, self.pair), ("travel", 500, self.half)])
        self.stranger_bill([("travel", 7, self.pair)], post=False)
        self.assert_budget(self.budget, T=10)
        self.assert_budget(self.own, T=5)
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 10)
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 15)
        self.assertEqual(self.as_role("manager", self.program).amount_committed, 0)
        self.assertEqual(self.analysis("amount_spent", program_id=self.program.id), 15)

    def test_nor_for_somebody_who_sees_both_companies(self):
        """Asking for the records of both companies at once mixes nothing."""
        self.bill([("travel", 10, self.pair)])
        self.stranger_bill([("travel", 1000, self.pair)])
        both = self.company + self.other_company
        foreign_program = self.as_role("stranger", "social.program").create(
            {
                "name": "Elsewhere",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
            }
        )
        sponsor = self.as_role("stranger", "social.sponsor").create({"name": "Other"})
        foreign_grant = self.as_role("stranger", "social.grant").create(
            {
                "name": "Elsewhere",
                "sponsor_id": sponsor.id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "amount": 5,
            }
        )
        self.stranger_bill(
            [
                (
                    "travel",
                    3,
                    {
                        self.key(foreign_program, foreign_grant): 100,
                    },
                )
            ]
        )
        self.stranger_bill([("travel", 9, self.pair)], post=False)
        user = self._new_user(
            "both",
            "social_program.group_admin,account.group_account_manager",
            self.company,
        )
        user.company_ids = both
        env = self.root(
            user=user.id, su=False, context={"allowed_company_ids": both.ids}
        )
        programs = (self.program + foreign_program).with_env(env)
        self.assertEqual(programs.mapped("amount_spent"), [10, 3])
        self.assertEqual(programs.mapped("amount_committed"), [0, 0])
        grants = (self.grant + foreign_grant).with_env(env)
        self.assertEqual(grants.mapped("amount_spent"), [10, 3])
        self.assertEqual(grants.mapped("amount_committed"), [0, 0])
        self.assertEqual(self.budget.with_env(env).amount_spent, 10)
        for field, record, expected in (
            ("program_id", self.program, 10),
            ("grant_id", self.grant, 10),
            ("program_id", foreign_program, 3),
            ("grant_id", foreign_grant, 3),
        ):
            with self.subTest(record._name, company=record.company_id.name):
                [(total,)] = env["social.budget.analysis"]._read_group(
                    [(field, "=", record.id)], [], ["amount_spent:sum"]
                )
                self.assertEqual(total, expected)

    def test_the_other_company_sees_nothing(self):
        self.bill([("travel", 10, self.pair)])
        for name in (
            "social.program",
            "social.sponsor",
            "social.grant",
            "social.grant.award",
            "social.cost.category",
            "social.budget",
            "social.budget.line",
            "social.budget.analysis",
            "social.spending.coverage",
        ):
            with self.subTest(name):
                model = self.as_role("stranger", name)
                self.assertFalse(
                    model.search([("company_id", "=", self.company.id)]),
                )
                self.assertEqual(model.search_count([]), 0)
                self.assertEqual(
                    sum(count for (count,) in model._read_group([], [], ["__count"])),
                    0,
                )
        for record in (self.program, self.grant, self.budget, self.budget.line_ids):
            with self.subTest(record._name):
                with self.assertRaises(AccessError):
                    self.as_role("stranger", record).read(["amount_spent"])
                with self.assertRaises(AccessError):
                    self.as_role("stranger", record).write({"name": "Mine"})

    def test_records_of_two_companies_do_not_mix(self):
        sponsor = self.as_role("stranger", "social.sponsor").create({"name": "Other"})
        with self.assert_refused():
            self.new_grant(sponsor_id=sponsor.id)
        other_heading = self.as_role("stranger", "social.cost.category").create(
            {"name": "Other"}
        )
        with self.assert_refused():
            self.draft_budget(
                [("T", "travel", 1, {"category_id": other_heading.id})],
                role="admin",
            )
        with self.assert_refused():
            self.as_role("admin", self.headings["travel"]).account_ids = [
                Command.link(self.other_accounts["travel"].id)
            ]
        with self.assert_refused():
            bill = self.stranger_bill([("travel", 1, self.pair)], post=False)
            bill.sudo().invoice_line_ids.social_program_budget_line_id = (
                self.budget.line_ids
            )

    def test_account_of_another_company_is_not_adopted(self):
        plan = self.root["account.analytic.plan"]._social_program_grant_plan()
        account = self.root["account.analytic.account"].create(
            {
                "name": "Theirs",
                "plan_id": plan.id,
                "company_id": self.other_company.id,
            }
        )
        with self.assert_refused():
            self.new_grant(analytic_account_id=account.id)
        grant = self.new_grant()
        with self.assert_refused():
            grant.sudo().analytic_account_id.company_id = self.other_company
