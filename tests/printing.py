"""Printing as it is done for people: with the style sheets of the running server."""

import io

from pypdf import PdfReader

from odoo.service import server as service
from odoo.tests.common import HOST


def print_at_home(env):
    """Let the engine fetch style sheets from the server of this process.

    `web.base.url` names the port at which the database was made, where nobody answers,
    or another server, with other style sheets.
    """
    port = service.server.httpd.server_port if service.server else 0
    env["ir.config_parameter"].sudo().set_param("report.url", f"http://{HOST}:{port}")


def print_pdf(case, name, records):
    """Return the bytes of a PDF, which must have been printed with its style sheets.

    :param case: test case, not an HttpCase
    :param str name: name of a report
    :param records: what is printed, with the rights of their environment
    """
    content = print_unseen(case, name, records)
    # The engine is silent about style sheets that it could not fetch.
    case.assertTrue(is_styled(content), f"{name} was printed without its style sheets")
    return content


def print_unseen(case, name, records):
    """Return the bytes of a PDF, whatever it looks like."""
    printer = records.env["ir.actions.report"].with_context(force_report_rendering=True)
    with case.allow_pdf_render():
        content, kind = printer._render_qweb_pdf(name, records.ids)
    case.assertEqual(kind, "pdf")
    return content


def is_styled(content):
    """Tell whether all pages of a PDF use the font that the style sheets bring."""
    return all(
        any("Lato" in name for name in _fonts(page))
        for page in PdfReader(io.BytesIO(content)).pages
    )


def _fonts(page):
    return [font["/BaseFont"] for font in page["/Resources"]["/Font"].values()]
