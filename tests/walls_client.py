"""What Odoo's web client sends for a view, and how it reads expressions of views."""

from datetime import datetime, time
from types import SimpleNamespace

from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.service.model import call_kw
from odoo.tools.safe_eval import datetime as safe_datetime
from odoo.tools.safe_eval import safe_eval

# Widgets of x2many fields that show names instead of a view of their own.
NAMES_ONLY = {
    "many2many_tags",
    "many2many_tags_avatar",
    "many2many_avatar_user",
    "many2many_checkboxes",
}
X2MANY = ("one2many", "many2many")


def is_true(text):
    """Tell whether an attribute of a view says yes whatever the record holds."""
    return str(text).strip().lower() in ("1", "true")


def is_offered(arch, what):
    """Tell whether a view offers to create, edit or delete."""
    return str(arch.get(what, "1")).strip().lower() not in ("0", "false")


def evaluated(text, env, values, context):
    """Return the value of an expression of a view for a record, as the client does.

    :param values: what was read of the record, or an empty dict
    :param context: the context of the action
    """
    if not isinstance(text, str):
        return text
    if not text.strip():
        return False
    day = fields.Date.context_today(env.user)
    names = {
        **{name: plain(value) for name, value in values.items()},
        "uid": env.uid,
        "context": {**env.context, **context},
        "allowed_company_ids": env.companies.ids,
        "context_today": lambda: day,
        "current_date": fields.Date.to_string(day),
        "today": fields.Date.to_string(day),
        "datetime": safe_datetime,
        "relativedelta": relativedelta,
        "now": str(datetime.combine(day, time.min)),
        "true": True,
        "false": False,
        "active_id": values.get("id", context.get("active_id", False)),
        "active_ids": context.get("active_ids", []),
        "active_model": context.get("active_model", False),
        "id": values.get("id", False),
    }
    if "parent" in text and "parent" not in values:
        names["parent"] = SimpleNamespace()
    return safe_eval(text, names)


def filled(spec, values, known):
    """Return the values of a new record with what is empty, as the client has it.

    :param known: {name: description} of the fields of the model
    """
    empty = {
        name: [] if known[name]["type"] in (*X2MANY, "json") else False
        for name in spec
        if name in known
    }
    lines = {
        name: [command[1] for command in values[name] if command[1]]
        for name in values
        if known.get(name, {}).get("type") in X2MANY
    }
    return {**empty, **values, **lines, "id": False}


def dated(name, known):
    """Return by what the client groups: dates by month unless it says otherwise."""
    field = known.get(name)
    return f"{name}:month" if field and field["type"] in ("date", "datetime") else name


def plain(value):
    """Return a value that was read as expressions of views see it."""
    if isinstance(value, dict) and "id" in value:
        return value["id"]
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def nodes_of(arch, tag="field"):
    """Return the nodes of a view itself, not those of views inside its fields."""
    return [
        node
        for node in arch.iter(tag)
        if not any(parent.tag == "field" for parent in _up_to(node, arch))
    ]


def _up_to(node, top):
    for parent in node.iterancestors():
        if parent is top:
            return
        yield parent


def is_shown(node, arch, evaluate):
    """Tell whether a record shows a node: neither it nor what holds it is invisible."""
    for part in (node, *_up_to(node, arch)):
        for name in ("invisible", "column_invisible"):
            if part.get(name) and evaluate(part.get(name)):
                return False
    return True


class Views:
    """The views of a model as a user gets them, with what the client reads in them.

    :param env: environment of the user
    :param views: pairs of an id (or False) and a kind of view
    """

    def __init__(self, env, model, views, context, action_id=False):
        self.env, self.model = env, model
        self._specs = {}
        options = {"toolbar": True, "load_filters": True, "action_id": action_id}
        kwargs = {"views": views, "options": options, "context": context}
        result = call_kw(env[model], "get_views", [], kwargs)
        self.fields = {
            name: found["fields"] for name, found in result["models"].items()
        }
        self.archs = {
            kind: etree.fromstring(view["arch"])
            for kind, view in result["views"].items()
        }
        self.ids = {kind: view["id"] for kind, view in result["views"].items()}
        self.toolbars = {
            kind: view.get("toolbar", {}) for kind, view in result["views"].items()
        }

    def read_as_client(self, model, values):
        """Return what was read of a record as the client keeps it."""
        known = self.fields[model]
        return {
            name: value or [] if known.get(name, {}).get("type") == "json" else value
            for name, value in values.items()
        }

    def specification(self, kind):
        """Return the specification with which the client reads records of a view."""
        if kind not in self._specs:
            self._specs[kind] = self._specification(self.archs[kind], self.model)
        return self._specs[kind]

    def _specification(self, arch, model):
        known = self.fields.get(model) or {}
        spec = {"display_name": {}} if arch.tag == "form" else {}
        for node in nodes_of(arch):
            name = node.get("name")
            if name not in known:
                continue
            field, hidden = known[name], is_true(node.get("invisible", ""))
            if field["type"] in ("many2one", "reference"):
                spec[name] = {"fields": {} if hidden else {"display_name": {}}}
            elif field["type"] in X2MANY and not hidden:
                if arch.tag == "form" or node.get("widget") in NAMES_ONLY:
                    spec[name] = {"fields": self._lines(node, field["relation"])}
                else:
                    # Elsewhere it is only counted.
                    spec.setdefault(name, {})
            else:
                spec.setdefault(name, {})
            options = evaluated(node.get("options"), self.env, {}, {}) or {}
            for more in ("end_date_field", "start_date_field", "currency_field"):
                if options.get(more) in known:
                    spec.setdefault(options[more], {})
        return spec

    def _lines(self, node, comodel):
        """Return what is read of the lines of an x2many field."""
        names = {"display_name": {}}
        if node.get("widget") in NAMES_ONLY:
            options = evaluated(node.get("options"), self.env, {}, {}) or {}
            if options.get("color_field"):
                names[options["color_field"]] = {}
            return names
        inside = self.view_of_lines(node, comodel)
        return self._specification(inside, comodel) if inside is not None else names

    def view_of_lines(self, node, comodel):
        """Return the view in which an x2many shows its lines, loaded if need be."""
        for kind in ("list", "kanban"):
            inside = node.find(kind)
            if inside is not None:
                return inside
        if node.get("widget") not in (None, *X2MANY):
            return None
        more = Views(self.env, comodel, [(False, "list")], {})
        for model, found in more.fields.items():
            self.fields.setdefault(model, {}).update(found)
        return more.archs["list"]
