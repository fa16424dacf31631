"""Printing as it is done for people: with the style sheets of the running server."""

from unittest.mock import patch

from odoo.service import server as service
from odoo.tests.common import HOST

# What this process's server has answered when the reports' style sheet was fetched.
STYLE_SHEET = r"200 /web/assets/\S*report_assets_common\S*\.css"


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
    served = []

    def note(handler, code="-", size="-"):
        served.append(f"{getattr(code, 'value', code)} {handler.path}")

    with patch.object(service.RequestHandler, "log_request", note):
        content = print_unseen(case, name, records)
    # The engine is silent about style sheets that it could not fetch.
    case.assertRegex("\n".join(served), STYLE_SHEET)
    return content


def print_unseen(case, name, records):
    """Return the bytes of a PDF, whatever it looks like."""
    printer = records.env["ir.actions.report"].with_context(force_report_rendering=True)
    with case.allow_pdf_render():
        content, kind = printer._render_qweb_pdf(name, records.ids)
    case.assertEqual(kind, "pdf")
    return content
