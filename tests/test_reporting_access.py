"""Who may see and print a donor report."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SocialProgramMixin
from .funding_common import FundingMixin
from .reporting_common import ReportingMixin

READERS = (
    "auditor",
    "manager",
    "deputy",
    "other_manager",
    "admin",
    "fundraiser",
    "acc_invoice",
    "acc_user",
    "acc_manager",
    "acc_readonly",
)
OTHERS = ("officer", "employee", "portal", "stranger")
PERIOD = {"date_from": date(2026, 1, 1), "date_to": date(2026, 12, 31)}


@tagged("post_install", "-at_install")
class TestReportingAccess(ReportingMixin, FundingMixin, SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls._set_up_funding()
        cls.new_budget([("A", "people", 100.0)], grant=cls.grant)
        cls.bill([("salary", 12.0, {cls.key(cls.program, cls.grant): 100})])
        cls.report = cls.new_report(cls.grant, role="manager")
        cls.url = f"/social_program/donor_report/report/{cls.report.id}.xlsx"

    def login(self, role):
        user = self.users[role]
        self.authenticate(user.login, user.login)

    def fetch(self, role, url):
        self.login(role)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            return self.url_open(url)

    def test_readers_see_the_same_figures(self):
        pages = set()
        for role in READERS:
            report = self.as_role(role, self.report)
            figures = report._figures()
            self.assertEqual(self.total(figures, "budget")["period"], 12.0, role)
            pages.add(str(self.total(figures, "funding")))
        self.assertEqual(len(pages), 1)

    def test_others_see_nothing(self):
        for role in OTHERS:
            with self.assertRaises(AccessError, msg=role):
                self.as_role(role, self.report).read(["name", "preview"])
            with self.assertRaises(AccessError, msg=role):
                self.as_role(role, self.report)._figures()
            with self.assertRaises(AccessError, msg=role):
                self.as_role(role, self.report)._render_values()

    def test_dialog_reads_no_more_than_its_user(self):
        """Whoever makes up a dialog by a call is checked on its subject."""
        for role in OTHERS:
            for vals in (
                {"grant_id": self.grant.id, **PERIOD},
                {"program_id": self.program.id, **PERIOD},
            ):
                with self.assertRaises(AccessError, msg=role):
                    dialog = self.as_role(role, "social.donor.report.print")
                    dialog.create(vals)._figures()

    def test_dialog_belongs_to_who_opened_it(self):
        dialog = self.as_role("manager", "social.donor.report.print").create(
            {"grant_id": self.grant.id, **PERIOD}
        )
        with self.assertRaises(AccessError):
            self.as_role("fundraiser", dialog)._figures()

    def test_writers(self):
        for role in ("manager", "deputy", "admin", "fundraiser", "acc_user"):
            self.as_role(role, self.report).place = role
        for role in ("auditor", "other_manager", "acc_invoice", "acc_readonly"):
            with self.assertRaises(AccessError, msg=role):
                self.as_role(role, self.report).place = role

    def test_fundraisers_keep_reports_of_grants_only(self):
        report = self.new_report(self.program, role="manager")
        with self.assertRaises(AccessError):
            self.as_role("fundraiser", report).place = "Kupang"
        with self.assertRaises(AccessError):
            self.new_report(self.program, role="fundraiser")
        mine = self.new_report(self.grant, role="fundraiser")
        with self.assertRaises(AccessError):
            mine.write({"grant_id": False, "program_id": self.program.id})

    def test_manager_of_another_program(self):
        with self.assertRaises(AccessError):
            self.new_report(self.grant, role="other_manager")
        with self.assertRaises(AccessError):
            self.new_report(self.program, role="other_manager")
        mine = self.new_report(self.other_program, role="other_manager")
        with self.assertRaises(AccessError):
            mine.program_id = self.program

    # --- over HTTP -------------------------------------------------------------------

    def test_workbook_over_http(self):
        for role in ("manager", "auditor", "acc_readonly"):
            response = self.fetch(role, self.url)
            self.assertEqual(response.status_code, 200, role)
            self.assertIn(
                f"{self.report.code}_2026-01-01_2026-12-31.xlsx",
                response.headers["Content-Disposition"],
            )
            self.assertIn("no-store", response.headers["Cache-Control"])
            self.assertEqual(response.content[:2], b"PK")

    def test_others_get_no_workbook(self):
        for role in OTHERS:
            response = self.fetch(role, self.url)
            self.assertEqual(response.status_code, 403, role)
            self.assertNotIn(b"PK", response.content[:2])
        self.logout()
        response = self.url_open(self.url, allow_redirects=False)
        self.assertIn(response.status_code, (302, 303))

    def test_others_get_no_page(self):
        url = f"/report/html/social_program.donor_report/{self.report.id}"
        self.assertEqual(self.fetch("manager", url).status_code, 200)
        for role in OTHERS:
            response = self.fetch(role, url)
            self.assertEqual(response.status_code, 403, role)
            self.assertNotIn(self.grant.name, response.text)

    def test_dialog_over_http(self):
        dialog = self.as_role("manager", "social.donor.report.print").create(
            {"grant_id": self.grant.id, **PERIOD}
        )
        url = f"/social_program/donor_report/print/{dialog.id}.xlsx"
        self.assertEqual(self.fetch("manager", url).status_code, 200)
        for role in ("fundraiser", *OTHERS):
            self.assertEqual(self.fetch(role, url).status_code, 403, role)

    def test_unknown_report(self):
        url = "/social_program/donor_report/report/999999999.xlsx"
        self.assertEqual(self.fetch("manager", url).status_code, 404)

    def test_missing_rate_over_http_is_a_sentence(self):
        self.grant_eur.write({"date_start": date(2025, 1, 1)})
        pair = self.key(self.program, self.grant_eur)
        self.bill([("salary", 1.0, {pair: 100})], date(2025, 12, 30))
        report = self.new_report(self.grant_eur)
        response = self.fetch(
            "admin", f"/social_program/donor_report/report/{report.id}.xlsx"
        )
        self.assertEqual(response.status_code, 422)
        self.assertIn("EUR on or before 12/30/2025", response.text)

    def test_reader_prints_from_the_menu(self):
        """The Print menu's workbook is a server action: reading must be enough."""
        for role in ("auditor", "acc_readonly"):
            action = self.env.ref("social_program.donor_report_xlsx")
            report = self.as_role(role, self.report)
            result = (
                action.with_env(report.env)
                .with_context(active_model=report._name, active_ids=report.ids)
                .run()
            )
            self.assertEqual(result["url"], self.url)
