"""Printed pages as people see them: colours, and no word on top of another."""

import io
import itertools
import re
import subprocess
from datetime import date

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from odoo.tests import tagged

from .printing import print_pdf, print_unseen
from .reporting_common import ReportingCase

# $shade and $committed of donor_report.scss
TILES, LEGEND = (0xED, 0xF3, 0xF4), (0x9C, 0xC8, 0xD1)
WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)<')


def program(*command, content):
    """Return what a program makes of a PDF, "-" in its command."""
    return subprocess.run(
        command, input=content, capture_output=True, check=True
    ).stdout


def first_page(content):
    """Return the picture of the first page."""
    command = ("pdftoppm", "-r", "50", "-singlefile", "-png", "-")
    return Image.open(io.BytesIO(program(*command, content=content))).convert("RGB")


def share(picture, color, near=3):
    """Return the share of a picture that has a color, in percent."""
    found = sum(
        count
        for count, other in picture.getcolors(maxcolors=2**24)
        if all(abs(a - b) <= near for a, b in zip(other, color, strict=True))
    )
    return 100 * found / (picture.width * picture.height)


def overlapping(content):
    """Return pairs of words of which one is printed over the other."""
    pairs = []
    text = program("pdftotext", "-bbox", "-", "-", content=content).decode()
    for page in text.split("<page ")[1:]:
        words = [
            (*map(float, found[:4]), found[4])
            for found in (match.groups() for match in WORD.finditer(page))
        ]
        pairs += [
            (one[4], other[4])
            for one, other in itertools.combinations(words, 2)
            # In points: the boxes of neighbours may touch.
            if min(one[2], other[2]) - max(one[0], other[0]) > 1
            and min(one[3], other[3]) - max(one[1], other[1]) > 3
        ]
    return pairs


@tagged("post_install", "-at_install")
class TestReportingPicture(ReportingCase):
    def setUp(self):
        super().setUp()
        self.new_budget([("A", "people", 1234567.0)], grant=self.grant)
        pair = self.key(self.program, self.grant)
        self.bill([("salary", 1234.5, {pair: 100})], date(2026, 5, 17))
        self.activity = self.new_activity(place="Village hall")
        self.activity.action_approve()
        self.report = self.new_report(self.grant)

    def test_donor_report(self):
        content = self.pdf(self.report)
        picture = first_page(content)
        self.assertGreater(share(picture, TILES), 3)
        self.assertGreater(share(picture, LEGEND), 0.005)
        self.assertEqual(overlapping(content), [])

    def test_attendance_form(self):
        name = "social_program.activity_attendance"
        content = print_pdf(self, name, self.activity)
        self.assertEqual(overlapping(content), [])

    def test_style_sheets_that_are_missing_are_seen(self):
        # A port where nobody answers.
        self.root["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        content = print_unseen(self, "social_program.donor_report", self.report)
        picture = first_page(content)
        self.assertEqual(share(picture, TILES), 0)
        self.assertEqual(share(picture, LEGEND), 0)
        with self.assertRaisesRegex(AssertionError, "report_assets_common"):
            self.pdf(self.report)

    def test_words_on_top_of_each_other_are_seen(self):
        page = io.BytesIO()
        canvas = Canvas(page)
        canvas.drawString(100, 700, "Apart")
        canvas.drawString(100, 600, "Below")
        canvas.drawString(105, 603, "Above")
        canvas.save()
        self.assertEqual(overlapping(page.getvalue()), [("Above", "Below")])
