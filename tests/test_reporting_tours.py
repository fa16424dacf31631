"""The donor report in the browser, by the people who write and print it."""

from odoo.tests import HttpCase, tagged

from .common import SocialProgramMixin
from .funding_common import FundingMixin
from .reporting_common import ReportingMixin


@tagged("post_install", "-at_install")
class TestReportingTours(ReportingMixin, FundingMixin, SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls._set_up_funding()
        cls.new_budget([("A", "people", 100.0)], grant=cls.grant)
        cls.bill([("salary", 150.0, {cls.key(cls.program, cls.grant): 100})])

    def walk(self, role, tour, model, record):
        action = f"social_program.{model}_action"
        self.start_tour(
            f"/odoo/action-{action}/{record.id}",
            f"social_program_{tour}",
            login=self.users[role].login,
        )

    def test_manager_explains_and_submits(self):
        report = self.new_report(self.grant, role="manager")
        self.walk("manager", "report_manager", "social_donor_report", report)
        report.invalidate_recordset()
        self.assertEqual(report.state, "in_review")
        self.assertEqual(report.explanation_ids.text, "The well had to be dug twice.")

    def test_print_menu_of_a_grant(self):
        for role in ("fundraiser", "acc_user"):
            self.walk(role, "report_print", "social_grant", self.grant)

    def test_officer_prints_no_report(self):
        self.walk("officer", "report_no_print", "social_program", self.program)
