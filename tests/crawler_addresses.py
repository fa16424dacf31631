"""Addresses that show a record: files, pictures, prints, and our own controllers."""

import inspect
import re

from odoo.http import _generate_routing_rules

from .crawler import BESIDE
from .crawler_plant import TEXTS

ADDON = "social_program"


def addresses(case, user):
    """Return addresses of what a user may not read.

    :param case: test class with everything planted
    """
    found = []
    reports = case.root["ir.actions.report"].search([("model", "in", list(case.table))])
    controllers = list(_controllers())
    hidden = [subject for subject in case.place_of if not case.may_read(user, *subject)]
    for model, res_id in hidden:
        if model == "ir.attachment":
            found += [f"/web/content/{res_id}", f"/web/image/{res_id}"]
        if model in BESIDE:
            continue
        for field in case.root[model]._fields.values():
            if field.type == "binary" or field.type in TEXTS[:1]:
                found.append(f"/web/content/{model}/{res_id}/{field.name}")
        found += [
            f"/mail/view?model={model}&res_id={res_id}",
            f"/odoo/{model}/{res_id}",
        ]
        found += [
            f"/report/{kind}/{report.report_name}/{res_id}"
            for report in reports
            if report.model == model
            for kind in ("html", "text")
        ]
        found += [address.format(res_id=res_id) for address in controllers]
    return found


def _controllers():
    """Yield the addresses of the addon's own controllers, with a gap for the id."""
    for path, endpoint in _generate_routing_rules([ADDON], nodb_only=False):
        if not endpoint.func.__module__.startswith(f"odoo.addons.{ADDON}."):
            continue
        asked = inspect.signature(endpoint.func).parameters.keys() - {"self"}
        asked -= set(re.findall(r":(\w+)>", path))
        query = "&".join(f"{name}={{res_id}}" for name in sorted(asked))
        path = re.sub(r"<int:\w+>", "{res_id}", path)
        choices = re.search(r"<any\(([^)]*)\):\w+>", path)
        for choice in choices[1].split(",") if choices else [""]:
            chosen = re.sub(r"<any\([^>]*>", choice.strip("\"' "), path)
            yield f"{chosen}?{query}"
