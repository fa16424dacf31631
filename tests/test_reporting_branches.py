"""Reports of a parent and of its branch."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .branch_common import BranchCase
from .reporting_common import ReportingMixin


@tagged("post_install", "-at_install")
class TestReportingBranches(ReportingMixin, BranchCase):
    def test_the_report_of_the_parent_includes_the_branch(self):
        self.bill([("travel", 10, self.pair)])
        self.branch_bill([("travel", 40, self.pair)])
        self.branch_draft([("supplies", 3, self.pair)])
        self.branch_bill([("travel", 5, self.branch_pair)])
        self.entry(
            [("income", -70, {self.key(self.grant): 100})], role="branch_acc_user"
        )
        for subject, spent in ((self.grant, 55), (self.program, 50)):
            with self.subTest(subject._name):
                figures = self.new_report(subject)._figures()
                self.assertEqual(
                    self.cells(self.total(figures, "budget"), "period", "committed"),
                    {"period": spent, "committed": 3},
                )
                self.assertEqual(self.total(figures, "transactions")["amount"], spent)
                self.assertEqual(self.total(figures, "funding")["period"], spent)
        figures = self.new_report(self.grant)._figures()
        self.assertEqual(self.total(figures, "funding")["received"], 70)

    def test_the_report_of_the_branch_knows_what_else_the_grant_pays(self):
        """A grant that also pays for the parent is not all the branch's."""
        self.entry([("income", -70, {self.key(self.grant): 100})])
        self.bill([("travel", 10, self.pair)])
        self.branch_bill([("travel", 5, self.branch_pair)])
        figures = self.new_report(self.branch_program, "branch_admin")._figures()
        row = self.row(figures, "funding", grant=self.grant.display_name)
        self.assertEqual(
            self.cells(row, "committed", "received", "period"),
            {"committed": None, "received": None, "period": 5},
        )

    def test_the_branch_prints_no_report_of_the_parent(self):
        """It would tell of activities and people that are closed to the branch."""
        report = self.new_report(self.grant)
        self.assertFalse(self.as_role("branch_admin", report).has_access("read"))
        for subject in (self.grant, self.program):
            field = "grant_id" if subject == self.grant else "program_id"
            with self.subTest(field), self.assertRaises(AccessError):
                self.as_role("branch_admin", "social.donor.report.print").create(
                    {
                        field: subject.id,
                        "date_from": date(2026, 1, 1),
                        "date_to": date(2026, 12, 31),
                        "lang": "en_US",
                    }
                )._figures()
