"""Sections of a report: one list, from which page, PDF and workbook are made."""

from datetime import date

from lxml import html

from odoo.tests import tagged

from odoo.addons.social_program.models.base.report_table import column, table
from odoo.addons.social_program.models.reporting.report_scope import ReportScope
from odoo.addons.social_program.models.reporting.report_section import (
    KeyFigure,
    Section,
)

from .reporting_common import SHEETS, ReportingCase


@tagged("post_install", "-at_install")
class TestReportingSections(ReportingCase):
    def setUp(self):
        super().setUp()
        self.new_budget([("A", "people", 100.0)], grant=self.grant)
        self.bill([("salary", 12.0, {self.key(self.program, self.grant): 100})])

    def add_lessons(self):
        """Do what a room would do to report its lessons: extend one method."""

        def lessons_table(scope):
            return table(
                "lessons",
                "Lessons learned",
                [column("lesson", "Lesson"), column("saved", "Saved", "money")],
                [
                    {"level": "line", "lesson": "Dig before the rain", "saved": 40.0},
                    {"level": "line", "lesson": scope.company.name, "saved": 2.5},
                    {"level": "total", "lesson": "Total", "saved": 42.5, "of": [0, 1]},
                ],
                totals={"saved": 42.5},
                sheet="Lessons",
            )

        def key_figures(figures, fmt):
            saved = figures["lessons"]["totals"]["saved"]
            return [KeyFigure("Saved", saved, "money", "by learning")]

        def with_lessons(mixin):
            lessons = Section(
                key="lessons",
                number=10,
                title="%(number)s Lessons",
                tables=(lessons_table,),
                key_figures=key_figures,
                in_short=lambda figures, fmt: ["We learned a lesson."],
            )
            return [lessons, *listed(mixin)]

        mixin = type(self.root["social.donor.report.mixin"])
        listed = mixin._report_sections
        self.patch(mixin, "_report_sections", with_lessons)

    def heads(self, page):
        return ["".join(h2.itertext()) for h2 in html.fromstring(page).xpath("//h2")]

    # --- a section that a room adds --------------------------------------------------

    def test_new_section_on_the_page(self):
        report = self.new_report(self.grant)
        self.assertEqual(
            self.heads(str(report.preview)),
            [
                "1 Identification",
                "2 Executive summary",
                "5 Activities",
                "6 Beneficiaries",
                "12 Finance",
                "Statement",
            ],
        )
        self.add_lessons()
        report.invalidate_recordset(["preview"])
        page = str(report.preview)
        self.assertEqual(
            self.heads(page)[3:],
            ["6 Beneficiaries", "10 Lessons", "12 Finance", "Statement"],
        )
        cells = html.fromstring(page).xpath(
            "//table[contains(@class, 'sdr-lessons ')]/tbody/tr/td/text()"
        )
        self.assertEqual(
            cells,
            [
                "Dig before the rain",
                "40.00",
                self.company.name,
                "2.50",
                "Total",
                "42.50",
            ],
        )
        self.assertIn("We learned a lesson.", page)
        tiles = html.fromstring(page).xpath("//div[@class='sdr-tile-label']/text()")
        self.assertEqual(tiles[3:6], ["Balance", "Saved", "People reached"])

    def test_new_section_in_the_pdf_of_the_dialog(self):
        self.add_lessons()
        dialog = self.as_role("admin", "social.donor.report.print").create(
            {
                "grant_id": self.grant.id,
                "date_from": date(2026, 1, 1),
                "date_to": date(2026, 12, 31),
            }
        )
        text = " ".join(self.pdf_text(dialog).split())
        self.assertIn("10 Lessons", text)
        self.assertIn("Dig before the rain", text)

    def test_new_section_in_the_workbook(self):
        self.add_lessons()
        report = self.new_report(self.grant)
        book = self.workbook(report)
        self.assertEqual(
            book.sheetnames, ["Summary", *SHEETS[:2], "Lessons", *SHEETS[2:]]
        )
        self.assertEqual(
            self.sheet_rows(book["Lessons"]),
            [
                ["Dig before the rain", 40],
                [self.company.name, 2.5],
                ["Total", "=SUM(B6:B7)"],
            ],
        )
        values = self.workbook(report, values=True)
        self.assertEqual(values["Lessons"]["B8"].value, 42.5)
        summary = {row[0].value: row[1].value for row in values["Summary"].iter_rows()}
        self.assertEqual(summary["Saved"], 42.5)
        self.assertIn("We learned a lesson.", summary["Executive summary"])

    # --- tables ----------------------------------------------------------------------

    def test_totals_are_those_of_the_last_row(self):
        day = date(2026, 3, 1)
        self.new_enrollment(
            self.new_person(self.program), date_applied=day, date_enrolled=day
        )
        figures = self.new_report(self.program)._figures()
        for name in ("people", "budget", "funding", "transactions"):
            totals = figures[name]["totals"]
            self.assertEqual(
                totals, self.cells(self.total(figures, name), *totals), name
            )

    def test_tables_do_not_depend_on_each_other(self):
        report = self.new_report(self.program).sudo().with_context(active_test=False)
        figures = report._figures()
        for section in report._ordered_sections():
            for build in section.tables:
                alone = build(ReportScope(report))
                self.assertEqual(alone, figures[alone["name"]], alone["name"])
