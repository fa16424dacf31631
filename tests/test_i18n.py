"""The Indonesian translation: complete, in the words NGOs use, and really loaded."""

import re
from collections import Counter
from datetime import date

import polib

from odoo.tests import tagged
from odoo.tests.common import BaseCase
from odoo.tools.misc import file_path

from .common import SocialProgramCase

# The words of the glossary as they stand in the interface.
GLOSSARY = {
    "Program Manager": "Manajer Program",
    "Umbrella Program": "Program Induk",
    "Field Officer": "Petugas Lapangan",
    "Field Activity": "Kegiatan Lapangan",
    "Terms of Reference": "Kerangka Acuan Kegiatan (KAK/TOR)",
    "On Track": "Sesuai Jalur",
    "At Risk": "Berisiko",
    "Off Track": "Keluar dari Jalur",
    "Suspended": "Ditangguhkan",
    "Target Group": "Kelompok Sasaran",
    "Theory of Change": "Teori Perubahan",
    "Monitoring and Evaluation": "Pemantauan dan Evaluasi (Monev)",
    "Partner Organization": "Organisasi Mitra",
    "Sustainability and Exit Plan": "Keberlanjutan dan Rencana Pengakhiran",
    "Beneficiary": "Penerima Manfaat",
    "Enrollment": "Kepesertaan",
    "Eligible": "Memenuhi Syarat",
    "On the Waitlist": "Daftar Tunggu",
    "Volunteer": "Relawan",
    "Sponsor": "Sponsor",
    "Grant": "Hibah",
    "Budget": "Anggaran",
    "Budget Line": "Mata Anggaran",
    "Revised": "Revisi",
    "Spent": "Realisasi",
    "Committed": "Komitmen",
    "Remaining": "Sisa",
    "Unbudgeted": "Di luar anggaran",
    "Variance": "Selisih",
    "Analytic Account": "Akun Analitik",
    "Journal Entry": "Entri Jurnal",
    "Journal Item": "Item Jurnal",
    "Trial Balance": "Neraca Saldo",
    "Donor Report": "Laporan Donor",
    "Approved": "Disetujui",
    "Draft": "Draft",
    "Status": "Status",
    "Activities": "Aktivitas",
}
# Words that hurt, that are misspelled, that mean something else to an Indonesian
# foundation, or that Odoo uses for another thing.
FORBIDDEN = re.compile(
    r"\b(cacat|negara bagian|kwitansi|materai|infaq|faktur|pengurus|"
    r"registrasi rawat inap|penelitian|aktifitas|analisa|merubah|resiko|ijin|"
    r"praktek|hirarki)\b",
    re.IGNORECASE,
)
# What reads the same in both languages.
SAME = {
    "Administrator",
    "Agenda",
    "Auditor",
    "Donor",
    "Draft",
    "Email",
    "ID",
    "Logo",
    "Media",
    "Milestone",
    "No.",
    "PDF",
    "Program",
    "Sponsor",
    "Status",
    "Subtotal %(heading)s",
    "Timesheet",
    "Total",
    "XLSX",
    "object._file_name()",
    "object._print_name()",
    "object._work_plan_file_name()",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf](?!\w)")
TAG = re.compile(r"<[^>]+>")


def catalogue(name):
    return polib.pofile(file_path(f"social_program/i18n/{name}"))


@tagged("-at_install", "post_install")
class TestIndonesianFile(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = catalogue("social_program.pot")
        cls.translation = catalogue("id.po")
        cls.words = {entry.msgid: entry.msgstr for entry in cls.translation}

    def wrong(self, is_wrong):
        """Return the messages of the translations that are wrong."""
        return [e.msgid for e in self.translation if is_wrong(e.msgid, e.msgstr)]

    def test_every_message_of_the_template_is_translated(self):
        self.assertEqual(
            {entry.msgid for entry in self.template}, set(self.words), "./dev i18n"
        )
        self.assertEqual(self.translation.metadata["Language"], "id")
        self.assertFalse(self.translation.fuzzy_entries())
        self.assertFalse(self.translation.obsolete_entries())
        self.assertEqual(self.wrong(lambda _source, text: not text.strip()), [])

    def test_nothing_was_left_in_english(self):
        self.assertEqual(
            self.wrong(lambda source, text: source == text and source not in SAME), []
        )

    def test_what_is_not_language_stays(self):
        for pattern in (PLACEHOLDER, TAG):
            self.assertEqual(
                self.wrong(
                    lambda source, text, pattern=pattern: (
                        Counter(pattern.findall(source))
                        != Counter(pattern.findall(text))
                    )
                ),
                [],
            )

    def test_sentences_end_and_break_as_in_english(self):
        def shape(text):
            return (
                text[: len(text) - len(text.lstrip())],
                text[len(text.rstrip()) :],
                text.count("\n"),
                text.endswith((".", "?", ":")) and text[-1],
            )

        self.assertEqual(
            self.wrong(lambda source, text: shape(source) != shape(text)), []
        )

    def test_words_of_the_glossary(self):
        self.assertEqual({word: self.words.get(word) for word in GLOSSARY}, GLOSSARY)

    def test_no_word_that_ngos_avoid(self):
        self.assertEqual(self.wrong(lambda _source, text: FORBIDDEN.search(text)), [])


@tagged("-at_install", "post_install")
class TestIndonesianScreens(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("id_ID")
        cls.env["ir.module.module"]._load_module_terms(["social_program"], ["id_ID"])
        cls.users["manager"].lang = "id_ID"
        cls.indonesian = cls.env(context={"lang": "id_ID"})

    def label(self, model, field):
        return self.indonesian[model].fields_get([field])[field]["string"]

    def test_menus(self):
        menus = {
            "menu_root": "Program Sosial",
            "social_activity_menu": "Kegiatan Lapangan",
            "menu_funding": "Pendanaan",
            "social_grant_menu": "Hibah",
            "social_budget_line_menu": "Mata Anggaran",
            "menu_reporting": "Pelaporan",
        }
        for name, title in menus.items():
            menu = self.indonesian.ref(f"social_program.{name}")
            self.assertEqual(menu.name, title)

    def test_fields_and_their_values(self):
        self.assertEqual(self.label("social.program", "manager_id"), "Manajer Program")
        self.assertEqual(self.label("social.program", "state"), "Status")
        self.assertEqual(self.label("social.program", "activity_ids"), "Aktivitas")
        self.assertEqual(self.label("social.grant", "amount"), "Nilai Hibah")
        self.assertEqual(self.label("social.budget.line", "amount_spent"), "Realisasi")
        states = dict(
            self.indonesian["social.program"]
            ._fields["state"]
            ._description_selection(self.indonesian)
        )
        self.assertEqual(states["suspended"], "Ditangguhkan")
        self.assertEqual(states["closing"], "Dalam Penutupan")

    def test_views(self):
        arch = self.indonesian["social.program"].get_view(view_type="form")["arch"]
        self.assertIn("Teori Perubahan", arch)
        self.assertNotIn("Theory of Change", arch)

    def test_sentences_of_an_error(self):
        program = self.as_role("manager", self.program).with_context(lang="id_ID")
        with self.assert_sentence("Perbaiki salah satu tanggal"):
            program.date_end = date(2025, 12, 31)

    def test_donor_report(self):
        report = self.env["social.donor.report.print"].create(
            {
                "program_id": self.program.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 6, 30),
                "lang": "id_ID",
            }
        )
        body = report._render_body()
        for heading in ("Laporan Donor", "2 Ringkasan eksekutif", "Dibuat oleh"):
            self.assertIn(heading, body)
        self.assertNotIn("Executive summary", body)
