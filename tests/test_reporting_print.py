"""Printing: languages, words, names of files, the dialog that keeps nothing."""

from datetime import date

from odoo.tests import tagged

from .reporting_common import ReportingCase


@tagged("post_install", "-at_install")
class TestReportingPrint(ReportingCase):
    def setUp(self):
        super().setUp()
        self.new_budget([("A", "people", 1234567.0)], grant=self.grant)
        self.pair = self.key(self.program, self.grant)
        self.bill([("salary", 1234.5, {self.pair: 100})], date(2026, 5, 17))

    def indonesian(self):
        self.root["res.lang"]._activate_lang("id_ID")
        return self.new_report(self.grant, lang="id_ID")

    # --- languages -------------------------------------------------------------------

    def test_numbers_and_dates_in_english(self):
        page = str(self.new_report(self.grant).preview)
        for text in ("1,234.50", "1,234,567.00", "May 17, 2026", "0.1%"):
            self.assertIn(text, page)

    def test_numbers_and_dates_in_indonesian(self):
        page = str(self.indonesian().preview)
        for text in ("1.234,50", "1.234.567,00", "17 Mei 2026", "0,1%"):
            self.assertIn(text, page)
        self.assertNotIn("1,234.50", page)

    def test_pdf_in_indonesian(self):
        report = self.indonesian()
        self.root.ref("base.module_social_program")._update_translations(["id_ID"])
        text = " ".join(self.pdf_text(report).split())
        for words in (
            "1.234,50",
            "17 Mei 2026",
            # Set in capitals by the style sheet.
            "LAPORAN DONOR",
            "Dibuat oleh",
            "Diperiksa oleh",
            "Disetujui oleh",
        ):
            self.assertIn(words, text)

    def test_language_of_the_grant(self):
        self.root["res.lang"]._activate_lang("id_ID")
        self.as_role("admin", self.grant).report_lang = "id_ID"
        report = self.as_role("admin", "social.donor.report").create(
            {
                "grant_id": self.grant.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 12, 31),
            }
        )
        self.assertEqual(report.lang, "id_ID")
        report = self.as_role("admin", "social.donor.report").create(
            {
                "program_id": self.program.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 12, 31),
            }
        )
        self.assertEqual(report.lang, "en_US")

    def test_rupiah_without_cents_when_all_are_whole(self):
        rupiah = (
            self.root["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", "IDR")])
        )
        rupiah.active = True
        self.root["res.currency.rate"].create(
            {
                "currency_id": rupiah.id,
                "company_id": self.company.id,
                "name": date(2026, 1, 1),
                "rate": 16000,
            }
        )
        grant = self.new_grant(name="Rupiah", currency_id=rupiah.id)
        self.new_budget([("A", "people", 5000000.0)], grant=grant)
        pair = self.key(self.program, grant)
        self.bill([("salary", 750000.0, {pair: 100})], currency_id=rupiah.id)
        report = self.new_report(grant)
        page = str(report.preview)
        self.assertIn(">750,000<", page)
        self.assertEqual(self.workbook(report)["Budget"]["F7"].number_format, "#,##0")
        self.bill([("salary", 1600.5, {pair: 100})], currency_id=rupiah.id)
        report.invalidate_recordset(["preview"])
        self.assertIn(">751,600.50<", str(report.preview))

    # --- words -----------------------------------------------------------------------

    def test_pdf_says_who_when_and_on_what_basis(self):
        report = self.new_report(
            self.grant,
            place="Kupang",
            date_signed=date(2026, 7, 1),
            prepared_by="Yohana Bili",
            checked_title="Program manager",
            executive_summary="<p>Ten wells were drilled.</p>",
        )
        text = " ".join(self.pdf_text(report).split())
        for words in (
            self.company.name,
            self.grant.name,
            "Open Hands Fund",
            "Ten wells were drilled.",
            "1 Identification",
            "2 Executive summary",
            "5 Activities",
            "6 Beneficiaries",
            "12 Finance",
            "Figures as of",
            "Basis: accrual",
            "drafts are left out",
            "Prepared by Test admin",
            "Kupang",
            "Yohana Bili",
            "Program manager",
        ):
            self.assertIn(words, text)

    def test_without_words_it_sums_up_its_figures(self):
        page = str(self.new_report(self.grant).preview)
        self.assertIn("1,234.50 USD were spent", page)
        page = str(
            self.new_report(
                self.grant, executive_summary="<p>In our own words.</p>"
            ).preview
        )
        self.assertIn("In our own words.", page)
        self.assertNotIn("were spent;", page)

    def test_text_is_escaped(self):
        self.bill([("salary", 1.0, {self.pair: 100}, {"name": "<b>bold</b>"})])
        page = str(self.new_report(self.grant).preview)
        self.assertIn("&lt;b&gt;bold&lt;/b&gt;", page)

    def test_two_reports_in_one_print(self):
        reports = self.new_report(self.grant) + self.new_report(self.program)
        text = self.pdf_text(reports)
        self.assertIn(self.grant.display_name, text)
        self.assertIn(self.program.display_name, text)

    # --- files -----------------------------------------------------------------------

    def test_names_of_files_are_neutral(self):
        report = self.new_report(self.grant)
        self.assertEqual(report._file_name(), f"{report.code}_2026-01-01_2026-12-31")
        wizard = self.wizard(self.program)
        self.assertEqual(
            wizard._file_name(),
            f"{self.program.code}_{wizard.date_from}_{wizard.date_to}",
        )

    # --- the dialog ------------------------------------------------------------------

    def wizard(self, subject, role="manager"):
        return (
            self.as_role(role, "social.donor.report.print")
            .with_context(active_model=subject._name, active_id=subject.id)
            .create({})
        )

    def test_dialog_takes_what_it_was_opened_from(self):
        wizard = self.wizard(self.grant)
        self.assertEqual(wizard.grant_id, self.grant)
        self.assertFalse(wizard.program_id)
        self.assertGreaterEqual(wizard.date_from, self.grant.date_start)
        self.assertLessEqual(wizard.date_to, self.grant.date_end)
        self.assertEqual(self.wizard(self.program).program_id, self.program)

    def test_dialog_prints_and_keeps_nothing(self):
        before = self.root["social.donor.report"].search_count([])
        wizard = self.wizard(self.grant)
        wizard.write({"date_from": date(2026, 1, 1), "date_to": date(2026, 12, 31)})
        action = wizard.action_print_pdf()
        self.assertEqual(action["report_name"], "social_program.donor_report_print")
        self.assertIn("1,234.50", self.pdf_text(wizard))
        action = wizard.action_print_xlsx()
        self.assertEqual(
            action["url"], f"/social_program/donor_report/print/{wizard.id}.xlsx"
        )
        self.assertEqual(self.root["social.donor.report"].search_count([]), before)

    def test_print_menu(self):
        for model, names in (
            ("social.program", {"Donor Report"}),
            ("social.grant", {"Donor Report"}),
            ("social.donor.report", {"Donor Report (PDF)", "Donor Report (XLSX)"}),
        ):
            for role, expected in (("manager", names), ("auditor", names)):
                bindings = self.as_role(role, "ir.actions.actions").get_bindings(model)
                found = {action["name"] for action in bindings.get("report", ())}
                self.assertLessEqual(expected, found, f"{model} {role}")
        bindings = self.as_role("officer", "ir.actions.actions").get_bindings(
            "social.program"
        )
        self.assertNotIn(
            "Donor Report", [action["name"] for action in bindings.get("report", ())]
        )
