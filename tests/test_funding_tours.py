"""The way of a budget in the browser, each step by the person whose work it is."""

from datetime import date

from odoo.tests import HttpCase, tagged

from .common import SocialProgramMixin
from .funding_common import FundingMixin


@tagged("post_install", "-at_install")
class TestFundingTours(FundingMixin, SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Test Foundation"})
        cls._set_up_social(company)
        cls._set_up_funding()
        company.social_program_second_person = True

    def walk(self, role, tour, url="/odoo"):
        """Start a tour as the user of a role."""
        self.start_tour(
            url,
            f"social_program_{tour}",
            login=self.users[role].login,
            timeout=180,
        )
        self.env.invalidate_all()

    def test_manager_plans_program_and_budget(self):
        self.walk("manager", "budget_manager")
        program = self.root["social.program"].search([("name", "=", "Village Wells")])
        self.assertEqual(program.manager_id, self.users["manager"])
        self.assertEqual(program.company_id, self.company)
        self.assertRecordValues(
            program.budget_ids,
            [
                {
                    "grant_id": self.grant.id,
                    "root_category_id": self.headings["root"].id,
                    "state": "draft",
                    "amount_total": 1500.0,
                    "create_uid": self.users["manager"].id,
                }
            ],
        )
        self.assertRecordValues(
            program.budget_ids.line_ids,
            [
                {
                    "code": "1.1",
                    "category_id": self.headings["people"].id,
                    "amount": 1000.0,
                },
                {
                    "code": "2.1",
                    "category_id": self.headings["goods"].id,
                    "amount": 500.0,
                },
            ],
        )

    def test_second_person_approves(self):
        for role in ("admin", "acc_manager"):
            program = self.new_program(name=f"For {role}")
            budget = self.draft_budget(
                [("1.1", "people", 9000.0)], program=program, grant=self.grant
            )
            with self.assert_sentence("administrator"):
                self.as_role("manager", budget).action_approve()
            self.walk(role, "budget_approver", f"/odoo/social-budgets/{budget.id}")
            self.assertEqual(budget.state, "approved")
            self.assertEqual(budget.approved_by_id, self.users[role])

    def test_accountant_names_budget_line_on_bill(self):
        self.check_accountant("acc_invoice")

    def test_accounting_manager_names_budget_line_on_bill(self):
        self.check_accountant("acc_manager")

    def check_accountant(self, role):
        budget = self.new_budget([("1.1", "people", 9000.0)], grant=self.grant)
        self.walk(role, "bill_accountant")
        item = self.root["account.move.line"].search(
            [("social_program_budget_line_id", "=", budget.line_ids.id)]
        )
        self.assertEqual(item.move_id.state, "posted")
        self.assertEqual(item.create_uid, self.users[role])
        self.assertEqual(
            item.analytic_distribution, {self.key(self.program, self.grant): 100.0}
        )
        self.assert_budget(budget, **{"1.1": 300.0})

    def test_timesheets_count_once(self):
        if self.env["ir.module.module"]._get("hr_timesheet").state != "installed":
            self.skipTest("needs hr_timesheet")
        budget = self.new_budget(
            [
                ("1.1", "people", 1000.0, {"name": "Labour", "labour": True}),
                ("2.1", "travel", 2000.0),
            ]
        )
        employee = self.root["hr.employee"].create(
            {
                "name": "Officer",
                "user_id": self.users["officer"].id,
                "company_id": self.company.id,
                "hourly_cost": 20.0,
            }
        )
        self.root["account.analytic.line"].create(
            {
                "name": "Building",
                "project_id": self.program.sudo().project_id.id,
                "employee_id": employee.id,
                "unit_amount": 3.0,
                "date": date(2026, 3, 1),
            }
        )
        self.bill([("travel", 300.0, {self.key(self.program): 100})])
        self.walk("manager", "budget_figures", f"/odoo/social-budgets/{budget.id}")
        self.assert_budget(budget, **{"1.1": 60.0, "2.1": 300.0})
