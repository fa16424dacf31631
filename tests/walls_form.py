"""The walk through forms: what they read, their buttons, links and choices."""

from types import SimpleNamespace

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.social_program.models.base.ours import is_ours

from .walls_client import (
    X2MANY,
    Views,
    evaluated,
    filled,
    is_offered,
    is_shown,
    nodes_of,
    plain,
)

# Buttons that answer with what is still to be filled in, or what to do instead.
ANSWERS = {
    ("social.grant", "action_cancel"),
    ("social.grant", "action_draft"),
    ("social.issue", "action_decide"),
    ("social.visit", "action_done"),
}
# Among so many records those are looked for that the user may write, and may not.
MOST = 80
LINKS = ("many2one", "reference")


class FormMixin:
    """What `Walker` does with forms."""

    def open_forms(self, views, domain, context):
        """Open records of each state, and a new one where that is offered."""
        Model = self.env[views.model].with_context(**context)
        records = self._of_each_state(Model, domain)
        some = Model.search(domain, limit=MOST)
        writable = some._filtered_access("write")
        for record in records | writable[:1] | (some - writable)[:1]:
            self.open_form(views, record.id, context)
        if all(
            is_offered(views.archs[kind], "create")
            for kind in views.archs
            if kind in ("form", "list", "kanban")
        ):
            self.open_new(views, context)

    def _of_each_state(self, Model, domain):
        field = Model._fields.get("state")
        if not field or not field.store or field.type != "selection":
            return Model.search(domain, limit=1)
        states = [key for key, _label in field._description_selection(self.env)]
        return Model.union(
            *(
                Model.search(domain & Domain("state", "=", state), limit=1)
                for state in states
            )
        )

    def open_form(self, views, record_id, context):
        """Read a record in a form; press its buttons and follow its links."""
        model, arch = views.model, views.archs["form"]
        if self.knows(model, views.ids["form"], record_id):
            return
        with self.on_the_way(f"{model} form"):
            spec = views.specification("form")
            values = self.call(
                model,
                "web_read",
                [[record_id], spec],
                context={**context, "bin_size": True},
            )[0]
            values = views.read_as_client(model, values)
            if not is_ours(self.env, model):
                return
            self._look_at_fields(views, arch, values, context)
            self.press_all(views, arch, values, context)
            self._look_at_menu(views, arch, values)

    def open_new(self, views, context):
        """Begin a new record."""
        model, arch = views.model, views.archs["form"]
        with self.on_the_way(f"{model} new"):
            spec = views.specification("form")
            found = self.call(model, "onchange", [[], {}, [], spec], context=context)
            values = filled(spec, found["value"], views.fields[model])
            self._look_at_choices(views, arch, values, context)

    # ------------------------------------------------------------------
    # Fields
    # ------------------------------------------------------------------
    def _look_at_fields(self, views, arch, values, context):
        """Follow the links; look whether what is open to writing may be written."""
        evaluate = self._evaluator(values, context)
        record = self.env[views.model].browse(values["id"])
        writable = record.has_access("write")
        for node in nodes_of(arch):
            name = node.get("name")
            field = views.fields[views.model].get(name)
            if not field or not is_shown(node, arch, evaluate):
                continue
            if not writable and self._is_open(node, field, evaluate, arch):
                with self.on_the_way(f"{views.model} field {name}"):
                    raise AssertionError("open to writing, which is then refused")
            if field["type"] in LINKS and values.get(name):
                options = evaluated(node.get("options"), self.env, {}, {}) or {}
                if not options.get("no_open"):
                    comodel = field.get("relation")
                    if comodel and not self.knows("link", views.model, name, writable):
                        with self.on_the_way(f"{views.model}.{name}"):
                            self.open_record(comodel, values[name]["id"])
            elif field["type"] in X2MANY and values.get(name):
                with self.on_the_way(f"{views.model}.{name}"):
                    self._open_line(views, node, field, values, context)
        if writable:
            self._look_at_choices(views, arch, values, context)

    def _is_open(self, node, field, evaluate, arch):
        """Tell whether a form lets the user write a field."""
        if field.get("readonly") and not node.get("readonly"):
            return False
        if not is_offered(arch, "edit") or node.get("widget") == "statusbar":
            return False
        return not evaluate(node.get("readonly") or "False")

    def _look_at_choices(self, views, arch, values, context):
        """Look for what can be chosen in the fields that may be written."""
        evaluate = self._evaluator(values, context)
        for node in nodes_of(arch):
            name = node.get("name")
            field = views.fields[views.model].get(name)
            if (
                field
                and field.get("relation")
                and field["type"] != "one2many"
                and is_shown(node, arch, evaluate)
                and self._is_open(node, field, evaluate, arch)
            ):
                with self.on_the_way(f"{views.model} choice {name}"):
                    domain = node.get("domain") or field.get("domain") or []
                    self.call(
                        field["relation"],
                        "name_search",
                        ["", evaluate(domain) or []],
                        limit=8,
                    )

    def _press_line(self, views, node, comodel, line, values, context):
        """Press the buttons of a line, which read its record and the form's."""
        inside = node.find("list")
        if inside is None or not isinstance(line, dict):
            return
        parent = SimpleNamespace(
            **{name: plain(value) for name, value in values.items()}
        )
        known = views.read_as_client(comodel, line)
        evaluate = self._evaluator({**known, "parent": parent}, context)
        for button in nodes_of(inside, "button"):
            if is_shown(button, inside, evaluate):
                self.press(comodel, button, [line["id"]], context, evaluate)

    def _open_line(self, views, node, field, values, context):
        """Open the first line of an x2many, as a click on it does."""
        lines = values[node.get("name")]
        comodel = field["relation"]
        self._press_line(views, node, comodel, lines[0], values, context)
        if node.get("widget"):
            return
        if self.knows("line", views.model, node.get("name")):
            return
        inside = node.find("list")
        if inside is not None and inside.get("editable"):
            return
        line = lines[0]["id"] if isinstance(lines[0], dict) else lines[0]
        found = Views(self.env, comodel, [(False, "form")], {})
        form = node.find("form")
        if form is not None:
            found.archs["form"] = form
            found.fields.update(views.fields)
        self.call(comodel, "web_read", [[line], found.specification("form")])

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------
    def press_all(self, views, arch, values, context):
        """Press each button that a record shows; the buttons of dialogs write."""
        if self.env[views.model]._transient or not is_ours(self.env, views.model):
            return
        evaluate = self._evaluator(values, context)
        for button in nodes_of(arch, "button"):
            # Above a list they wait until something is chosen.
            waits = arch.tag != "form" and button.getparent().tag == "header"
            if is_shown(button, arch, evaluate) and not waits:
                self.press(views.model, button, [values["id"]], context, evaluate)

    def press(self, model, button, ids, context, evaluate=None, may_tell=False):
        """Press a button, open what it leads to, and undo what it did.

        :param bool may_tell: whether a sentence may be the answer
        """
        name = button.get("name")
        if not name or button.get("special"):
            return
        own = (evaluate or self._evaluator({}, context))(button.get("context") or "{}")
        record = self.env[model].browse(ids[:1])
        state = bool("state" in record._fields and ids) and record.sudo().state
        if self.knows("button", model, name, state, str(own)):
            return
        active = {
            "active_id": ids[0] if ids else False,
            "active_ids": ids,
            "active_model": model,
        }
        if button.get("type") == "action":
            with self.on_the_way(f"{model} button {button.get('string') or name}"):
                full = name if "." in name else None
                if full:
                    self.open_action(full, {**active, **own})
                else:
                    self.open_action(self._typed(int(name)), {**active, **own})
        else:
            with self.undone(f"{model} button {name}"):
                try:
                    result = self.call(model, name, [ids], context={**context, **own})
                except UserError as error:
                    if isinstance(error, AccessError):
                        raise
                    if not may_tell and (model, name) not in ANSWERS:
                        raise
                    return
                self.follow(result, active)

    def _typed(self, action_id):
        action = self.env["ir.actions.actions"].sudo().browse(action_id)
        return f"{action.type},{action_id}"

    def _look_at_menu(self, views, arch, values):
        """Try what the menu of a form offers: to archive, and to delete."""
        record = self.env[views.model].browse(values["id"])
        if is_offered(arch, "delete") and values.get("can_delete") is not False:
            with self.on_the_way(f"{views.model} delete"):
                record.check_access("unlink")

    def _evaluator(self, values, context):
        return lambda text: evaluated(text, self.env, values, context)
