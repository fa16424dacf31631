"""What is printed fetches nothing, and a photo is a picture."""

import base64
import io
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from lxml import etree
from PIL import Image
from pypdf import PdfReader

from odoo import Command
from odoo.tests import tagged

from odoo.addons.social_program.models.base.picture import FORMATS
from odoo.addons.social_program.models.base.safe_html import safe_html

from .common import PIXEL
from .printing import print_pdf
from .reporting_common import ReportingCase

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="%s"/></svg>'
REPORTS = Path(__file__).parent.parent / "report"


def picture(kind="PNG", size=(40, 30)):
    """Return a picture as bytes."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "blue").save(buffer, kind)
    return buffer.getvalue()


class Listener:
    """A server on this machine that remembers what it was asked for."""

    def __enter__(self):
        asked = self.asked = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(404)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def text(self, name):
        """Return rich text that has itself fetched in every way that may be stored."""
        url = f"{self.url}/{name}"
        drawing = base64.b64encode(SVG % f"{url}/drawing".encode()).decode()
        return (
            f'<p>Seen <img src="{url}/img"/>'
            f'<img src="//{url[7:]}/noscheme"/>'
            f'<img src="data:image/svg+xml;base64,{drawing}"/>'
            f'<span style="background-image: url({url}/css)">words</span>'
            f"<span style=\"background: U\\52L('{url}/escaped')\">more</span></p>"
            f'<table background="{url}/table"><tr><td background="{url}/cell">'
            f"last</td></tr></table>"
        )


@tagged("post_install", "-at_install")
class TestPrint(ReportingCase):
    def print_silently(self, name, records, words="Seen words more last"):
        content = print_pdf(self, name, records)
        self.assertEqual(self.listener.asked, [], name)
        text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
        for word in words.split():
            self.assertIn(word, text, name)

    def setUp(self):
        super().setUp()
        self.listener = self.enterContext(Listener())

    def test_the_listener_hears(self):
        with self.assertRaisesRegex(AssertionError, "/heard"):
            body = f'<html><body><img src="{self.listener.url}/heard"/></body></html>'
            with self.allow_pdf_render():
                self.env["ir.actions.report"]._run_wkhtmltopdf([body])
            self.assertEqual(self.listener.asked, [])

    def test_activity_papers(self):
        activity = self.new_activity(
            description=self.listener.text("terms"),
            report_narrative=self.listener.text("narrative"),
            results=self.listener.text("results"),
            minutes=self.listener.text("minutes"),
        )
        # As stored; Odoo's own sanitizing leaves what is fetched.
        self.assertIn("/narrative/css", activity.report_narrative)
        self.print_silently("social_program.activity_terms", activity)
        self.print_silently("social_program.activity_report", activity)

    def test_visit(self):
        visit = self.as_role("manager", "social.visit").create(
            {
                "program_id": self.program.id,
                "place": "Village",
                "summary": self.listener.text("summary"),
            }
        )
        self.print_silently("social_program.visit", visit)

    def test_donor_report(self):
        report = self.new_report(
            self.program,
            **{
                name: self.listener.text(name)
                for name in (
                    "executive_summary",
                    "activities_narrative",
                    "beneficiaries_narrative",
                    "finance_narrative",
                )
            },
        )
        self.assertNotIn(self.listener.url, report.preview)
        self.print_silently("social_program.donor_report", report)

    def test_every_template_uses_it(self):
        """No template prints an Html field past the helper."""
        names = {"report_header", "narrative"} | {
            name
            for model in self.env.registry.values()
            if model._name.startswith("social.")
            for name, field in model._fields.items()
            if field.type == "html"
        }
        found = set()
        for path in REPORTS.rglob("*.xml"):
            for element in etree.parse(path).iter(etree.Element):
                for attribute in ("t-out", "t-field", "t-raw", "t-esc"):
                    said = element.get(attribute, "")
                    # o.minutes, section['narrative']
                    told = set(re.findall(r"(?:\.|\[')(\w+)", said)) & names
                    if told:
                        self.assertEqual(attribute, "t-out", said)
                        self.assertRegex(said, r"^(fmt\.)?rich\([^()]*\)( or .*)?$")
                        found |= told
        self.assertLessEqual(
            {"report_header", "narrative", "description", "minutes", "summary"}, found
        )

    # ------------------------------------------------------------------
    # The helper
    # ------------------------------------------------------------------
    def test_what_fetches_is_left_out(self):
        url = "http://10.0.0.1/x"
        for text in (
            f'<img src="{url}">',
            f'<img srcset="{url} 2x">',
            '<img src="file:///etc/passwd">',
            f'<picture><source srcset="{url}"></picture>',
            f'<iframe src="{url}">{url}</iframe>',
            f'<object data="{url}"><embed src="{url}"></object>',
            f'<link rel="stylesheet" href="{url}">',
            f'<style>@import "{url}";</style>',
            f"<p style=\"@import '{url}'\">a</p>",
            f'<p style="color: red; background: url({url})">a</p>',
            f"<p style=\"background: image-set('{url}' 1x)\">a</p>",
            f'<p style="background: u\\72l({url})">a</p>',
            f'<p style="background: url/**/({url})">a</p>',
            f'<svg><image href="{url}" xlink:href="{url}"/><use href="{url}"/></svg>',
            f'<body background="{url}"><table background="{url}"><td>a</td></table>',
            f'<video src="{url}" poster="{url}"></video><audio src="{url}"></audio>',
            f'<input type="image" src="{url}">',
            f'<meta http-equiv="refresh" content="0;url={url}">',
            f'<base href="{url}"><script src="{url}">{url}</script>',
            f"<a href=\"javascript:fetch('{url}')\">a</a>",
            f"<!--[if IE]><img src='{url}'><![endif]-->",
        ):
            clean = safe_html(self.env, text)
            self.assertNotIn("10.0.0.1", clean, text)
            self.assertNotIn("passwd", clean, text)

    def test_what_is_written_stays(self):
        for text in (
            '<p style="color: rgb(1, 2, 3); width: 50%">One <b>two</b></p>',
            '<ul class="o_checklist"><li>One</li></ul>',
            '<table class="table"><tr><td colspan="2">1 &lt; 2</td></tr></table>',
            '<a href="https://example.org/">there</a>',
        ):
            self.assertEqual(safe_html(self.env, text), f"<div>{text}</div>")
        self.assertIn("bc", safe_html(self.env, "<form>a<!-- no -->bc</form>"))
        self.assertFalse(safe_html(self.env, False))

    def test_pictures_that_stay(self):
        self.assertIn(
            f'src="data:image/png;base64,{PIXEL}"',
            safe_html(self.env, f'<img src="data:image/png;base64,{PIXEL}">'),
        )
        activity = self.new_activity()
        mine, secret, linked, drawing = self.root["ir.attachment"].create(
            [
                {
                    "name": "a.png",
                    "raw": picture(),
                    "res_model": activity._name,
                    "res_id": activity.id,
                },
                {
                    "name": "b.png",
                    "raw": picture(),
                    "res_model": activity._name,
                    "res_id": self.new_activity(
                        self.other_program, role="other_manager"
                    ).id,
                },
                {"name": "c.png", "type": "url", "url": self.listener.url},
                {
                    "name": "d.png",
                    "raw": SVG,
                    "res_model": activity._name,
                    "res_id": activity.id,
                },
            ]
        )
        embedded = base64.b64encode(picture()).decode()
        env = self.as_role("officer", activity).env
        base = env["ir.config_parameter"].sudo().get_param("web.base.url")
        for source in (
            f"/web/image/{mine.id}",
            f"/web/image/{mine.id}-0a1b2c/a.png",
            f"/web/content/{mine.id}?download=1",
            f"{base}/web/image/{mine.id}/a.png",
        ):
            clean = safe_html(env, f'<img src="{source}">')
            self.assertIn(f"data:image/png;base64,{embedded}", clean, source)
        for source in (
            f"/web/image/{secret.id}",
            f"/web/image/{linked.id}",
            f"/web/image/{drawing.id}",
            "/web/image/999999999",
            f"http://10.0.0.1/web/image/{mine.id}",
            "/web/login",
            "http://[",
        ):
            clean = safe_html(env, f'<img src="{source}">')
            self.assertNotIn("<img", clean, source)

    def test_pictures_fit_on_a_page(self):
        """A few kilobytes may claim any size, and took the printer minutes."""
        for kind in FORMATS:
            large = base64.b64encode(picture(kind, (5000, 300))).decode()
            clean = safe_html(self.env, f'<img src="data:;base64,{large}">')
            with self.subTest(kind):
                kept = re.search(r'src="data:(image/\w+);base64,([^"]+)"', clean)
                with Image.open(io.BytesIO(base64.b64decode(kept[2]))) as small:
                    self.assertEqual(small.size, (2000, 120))
                    self.assertEqual(Image.MIME[small.format], kept[1])
        bomb = io.BytesIO()
        Image.new("1", (9000, 9000)).save(bomb, "PNG")
        self.assertLess(len(bomb.getvalue()), 20_000)
        told = base64.b64encode(bomb.getvalue()).decode()
        clean = safe_html(self.env, f'<img src="data:;base64,{told}">')
        self.assertNotIn("<img", clean)

    # ------------------------------------------------------------------
    # Photos
    # ------------------------------------------------------------------
    def test_a_photo_is_a_picture(self):
        activity = self.new_activity()

        def hang(content):
            activity.photo_ids = [
                Command.create({"image": base64.b64encode(content), "caption": "Seen"})
            ]
            return activity.photo_ids[-1]

        for content in (
            SVG,
            b"<html><img src='http://127.0.0.1/'></html>",
            b"%PDF-1.4 nothing",
            b"RIFF\x24\x00\x00\x00WEBPVP8 nothing",
            b"<?xml version='1.0'?>" + SVG,
        ):
            with self.assert_sentence("picture|image"):
                hang(content)
        photo = hang(picture())
        with self.assert_sentence("picture|image"):
            photo.image = base64.b64encode(SVG)
        for kind in FORMATS:
            self.assertTrue(hang(picture(kind)).image_512, kind)
