"""Variances that have to be explained, and the states of a report."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .reporting_common import ReportingCase

SPRING = {"date_from": date(2026, 1, 1), "date_to": date(2026, 6, 30)}


@tagged("post_install", "-at_install")
class TestReportingReview(ReportingCase):
    def setUp(self):
        super().setUp()
        self.budget = self.new_budget(
            [("A", "people", 1000.0), ("B", "travel", 100.0)], grant=self.grant
        )
        self.pair = self.key(self.program, self.grant)

    def flagged(self, report):
        return [row.get("code") or row["name"] for row in report._flagged_rows()]

    def spend(self, key, amount):
        return self.bill([(key, amount, {self.pair: 100})])

    def rule(self, **vals):
        self.as_role("admin", self.grant).write(
            {
                "variance_percent": 0.0,
                "variance_amount": 0.0,
                "variance_rule": "or",
                **vals,
            }
        )

    # --- what is marked --------------------------------------------------------------

    def test_percentage(self):
        self.rule(variance_percent=10.0)
        self.spend("travel", 110.0)
        report = self.new_report(self.grant, **SPRING)
        self.assertEqual(self.flagged(report), [])
        self.spend("travel", 0.01)
        self.assertEqual(self.flagged(report), ["B"])

    def test_amount(self):
        self.rule(variance_amount=50.0)
        self.spend("travel", 150.0)
        report = self.new_report(self.grant, **SPRING)
        self.assertEqual(self.flagged(report), [])
        self.spend("travel", 0.01)
        self.assertEqual(self.flagged(report), ["B"])

    def test_both(self):
        self.rule(variance_percent=10.0, variance_amount=50.0, variance_rule="and")
        self.spend("salary", 1090.0)
        self.spend("travel", 130.0)
        report = self.new_report(self.grant, **SPRING)
        # One exceeds the amount only, the other the percentage only.
        self.assertEqual(self.flagged(report), [])
        self.spend("travel", 30.0)
        self.assertEqual(self.flagged(report), ["B"])

    def test_one_of_them(self):
        self.rule(variance_percent=10.0, variance_amount=50.0)
        self.spend("salary", 1090.0)
        self.spend("travel", 130.0)
        self.assertEqual(
            sorted(self.flagged(self.new_report(self.grant, **SPRING))), ["A", "B"]
        )

    def test_no_threshold_marks_nothing(self):
        self.rule()
        self.spend("travel", 900.0)
        self.assertEqual(self.flagged(self.new_report(self.grant)), [])

    def test_underspent_only_once_it_has_ended(self):
        self.rule(variance_percent=10.0)
        self.assertEqual(self.flagged(self.new_report(self.grant, **SPRING)), [])
        self.assertEqual(self.flagged(self.new_report(self.grant)), ["A", "B"])

    def test_unbudgeted(self):
        self.rule(variance_percent=10.0)
        self.spend("office", 1.0)
        self.assertEqual(
            self.flagged(self.new_report(self.grant, **SPRING)), ["Unbudgeted"]
        )

    def test_in_a_program_the_rule_of_each_grant(self):
        self.rule(variance_amount=50.0)
        self.as_role("admin", self.grant_eur).write(
            {"variance_percent": 0.0, "variance_amount": 50.0}
        )
        self.new_budget([("E", "people", 100.0)], grant=self.grant_eur)
        self.new_budget([("OWN", "people", 1.0)])
        pair = self.key(self.program, self.grant_eur)
        rate = self.grant_eur.sudo().budget_ids.currency_rate
        over = 100 * rate + 50 * rate
        self.bill([("salary", over, {pair: 100})])
        self.bill([("salary", 99.0, {self.key(self.program): 100})])
        report = self.new_report(self.program, **SPRING)
        self.assertEqual(self.flagged(report), [])
        self.bill([("salary", 1.0, {pair: 100})])
        self.assertEqual(self.flagged(report), ["E"])

    # --- states ----------------------------------------------------------------------

    def test_review_needs_explanations(self):
        self.rule(variance_percent=10.0)
        self.spend("travel", 150.0)
        self.spend("office", 5.0)
        report = self.new_report(self.grant, role="manager", **SPRING)
        with self.assert_sentence("Explain these budget lines.*B and Unbudgeted"):
            report.action_submit_for_review()
        with self.assert_sentence("Explain these budget lines"):
            report.write({"state": "in_review"})
        report.action_list_variances()
        self.assertEqual(
            report.explanation_ids.mapped("name"), ["B Line B", "Unbudgeted"]
        )
        self.assertIn("150.00", report.explanation_ids[0].situation)
        report.explanation_ids[0].text = "Fuel became dearer."
        report.explanation_ids[1].text = " \n"
        with self.assert_sentence(r"first, under Explanations: Unbudgeted\."):
            report.action_submit_for_review()
        report.explanation_ids[1].text = "Rent of a hall."
        report.action_submit_for_review()
        self.assertEqual(report.state, "in_review")
        self.assertIn("Fuel became dearer.", report.preview)
        sheet = self.workbook(report)["Budget"]
        self.assertIn(
            "Fuel became dearer.", [c.value for row in sheet.iter_rows() for c in row]
        )

    def test_listing_again_keeps_what_was_written(self):
        self.rule(variance_percent=10.0)
        bill = self.spend("travel", 150.0)
        self.spend("salary", 1500.0)
        report = self.new_report(self.grant, role="manager", **SPRING)
        report.action_list_variances()
        first, second = report.explanation_ids
        self.assertEqual((first.name, second.name), ("A Line A", "B Line B"))
        first.text = "More people."
        bill.button_draft()
        self.spend("office", 1.0)
        report.action_list_variances()
        self.assertEqual(
            [(one.name, one.text) for one in report.explanation_ids],
            [("A Line A", "More people."), ("Unbudgeted", False)],
        )

    def test_explanation_outlives_a_revision(self):
        self.rule(variance_percent=10.0)
        self.spend("travel", 150.0)
        report = self.new_report(self.grant, role="manager", **SPRING)
        report.action_list_variances()
        report.explanation_ids.text = "Fuel."
        revision = self.revise(self.budget)
        self.line_of(revision, "B").unit_cost = 120.0
        self.approve(revision)
        row = self.row(report._figures(), "budget", code="B", level="line")
        self.assertEqual((row["revised"], row["explanation"]), (120.0, "Fuel."))

    def test_a_line_is_explained_once(self):
        report = self.new_report(self.grant)
        line = self.line_of(self.budget, "B")
        vals = {"report_id": report.id, "origin_id": line.id, "text": "Twice"}
        with self.assert_sentence("explained once"):
            self.root["social.donor.report.explanation"].create([vals] * 2)

    def test_only_the_report_says_what_is_explained(self):
        self.rule(variance_percent=10.0)
        self.spend("travel", 150.0)
        report = self.new_report(self.grant, role="manager", **SPRING)
        report.action_list_variances()
        row = report.explanation_ids
        other = self.line_of(self.budget, "A").id
        for vals in (
            {"origin_id": other},
            {"program_id": self.program.id},
            {"situation": "Budget 1, spent 1"},
            {"name": "A Line A"},
        ):
            with self.subTest(vals=vals), self.assert_sentence("written directly"):
                row.write(vals)
            with self.subTest(copied=vals), self.assert_sentence("written directly"):
                row.copy(vals)

    def test_back_to_draft_needs_a_reason(self):
        report = self.new_report(self.grant, role="manager", **SPRING)
        report.action_submit_for_review()
        with self.assertRaises(UserError):
            report.write({"state": "draft"})
        self.assertEqual(report.action_draft()["res_model"], "social.program.reason")
        report.write({"state": "draft", "state_reason": "Wrong period"})
        self.assertEqual(report.state, "draft")

    def test_a_report_starts_as_draft(self):
        with self.assertRaises(UserError):
            self.new_report(self.grant, state="in_review")

    def test_code_and_name(self):
        one = self.new_report(self.grant, **SPRING)
        other = self.new_report(self.program, **SPRING)
        self.assertRegex(one.code, r"^RPT-\d{4}$")
        self.assertNotEqual(one.code, other.code)
        self.assertEqual(one.name, "Wells, Jan 1, 2026 to Jun 30, 2026")
        self.assertEqual(one.company_id, self.company)
        self.assertEqual(one.currency_id, self.usd)
        self.assertEqual(self.new_report(self.grant_eur).currency_id, self.eur)
