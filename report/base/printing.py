"""What all printed pages ask of the machine that prints them."""

from odoo.addons.base.models.ir_actions_report import _wkhtml


def prints_headers(data):
    """Tell whether headers and footers appear: without patched Qt there are none."""
    return data.get("report_type") == "html" or _wkhtml().is_patched_qt
