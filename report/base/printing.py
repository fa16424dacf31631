"""What all printed pages ask of the machine that prints them."""

from odoo.exceptions import MissingError

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...models.base.ids import existing


def documents(model, docids):
    """Return the records to print.

    :param model: empty recordset
    :param docids: ids as they came, or None
    :raises MissingError: there is none of them
    """
    records = existing(model, docids)
    if not records:
        raise MissingError(
            model.env._("There is nothing to print: it was deleted, or never was.")
        )
    return records


def prints_headers(data):
    """Tell whether headers and footers appear: without patched Qt there are none."""
    return data.get("report_type") == "html" or _wkhtml().is_patched_qt
