"""What is called from outside: ways of reading, public methods, new records."""

import inspect

from odoo import Command
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method

from .crawler import BESIDE, Call
from .crawler_allowed import NOT_CALLED
from .crawler_plant import TEXTS
from .crawler_targets import MAIL
from .crawler_writing import Writing

NEIGHBOURS = ("mail.", "rating.", "project.", "account.analytic.", "bus.")
MORE = (
    "ir.attachment",
    "account.move",
    "account.move.line",
    "res.partner",
    "res.users",
    "res.company",
    "res.users.settings",
    "ir.actions.report",
    "ir.model.data",
    "ir.ui.menu",
    "ir.filters",
    "portal.mixin",
    "discuss.channel",
    "base.partner.merge.automatic.wizard",
)


def crawled_models(registry):
    """Return the names of ours and of what lies beside, and of their abstract ones."""
    return sorted(
        name
        for name, model in registry.items()
        if model._original_module == "social_program"
        or name.startswith(NEIGHBOURS)
        or name in MORE
    )


class Calls(Writing):
    """The calls that a user tries on a model.

    :param case: test class with everything planted
    :param random: `random.Random`, which chooses arguments
    """

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    def reading(self, user, model):
        """Return calls of all ways to read a model."""
        own, hidden = self.ids(user, model)
        Model = self.case.as_role(user, model)
        names = list(Model._fields)
        calls = [
            ("search", [[]], {}),
            ("search_count", [[]], {}),
            ("search_read", [[]], {}),
            ("name_search", [""], {}),
            ("name_search", ["qk"], {}),
            ("fields_get", [], {}),
            ("web_search_read", [[], self._specification(Model)], {}),
            ("default_get", [names], {"context": self._defaults(user, Model)}),
            ("name_create", ["x"], {}),
            *self._forms(user, Model),
        ]
        if self.text(Model):
            calls.append(("load", [["id", self.text(Model)], [["x", "y"]]], {}))
        described = Model.sudo().fields_get(attributes=["groupable"]).items()
        groupable = [
            name
            for name, about in described
            # Odoo says so of related fields that it cannot group by.
            if about["groupable"]
            and (Model._fields[name].store or Model._fields[name].compute_sudo)
        ]
        for name in groupable:
            by = f"{name}:year" if Model._fields[name].type.startswith("date") else name
            ways = [
                ("formatted_read_group", [[], [by], ["__count"]], {}),
                ("web_read_group", [[], [by], ["__count"]], {}),
                ("read_group", [[], ["__count"], [by]], {}),
                ("formatted_read_grouping_sets", [[], [[by]], ["__count"]], {}),
                ("search_panel_select_range", [name], {}),
                ("search_panel_select_multi_range", [name], {}),
            ]
            calls += self.random.sample(ways, 2)
        for ids in filter(None, (own, hidden)):
            calls += [("read", [ids, [name]], {}) for name in names]
            calls += [
                ("web_read", [ids, {name: part}], {})
                for name, part in self._specification(Model).items()
            ]
            calls += [("export_data", [ids, paths], {}) for paths in self._paths(Model)]
            calls += [
                (method, [ids[:1]], {})
                for method in ("copy", "copy_data", "get_formview_action")
            ]
            calls += [("get_metadata", [ids], {}), ("exists", [ids], {})]
            calls.append(("name_search", ["", [("id", "in", ids)]], {}))
        return [Call(model, *call) for call in calls]

    def counting(self, user, model):
        """Return calls that count by words the user may not see: all give 0."""
        Model = self.case.as_role(user, model)
        words = {}
        for word, (name, _id, field) in self.case.canaries.items():
            if not self.case.may_see(user, word):
                words.setdefault((name, field), []).append(word)
                if word in self.case.echoes:
                    name, _id, field = self.case.echoes[word]
                    words.setdefault((name, field), []).append(word)
        result = []
        for field in Model._fields.values():
            if not field.store and not field.search:
                continue
            paths = [(model, field.name, field.name)]
            if field.comodel_name:
                paths = [
                    (field.comodel_name, name, f"{field.name}.{name}")
                    for name in self.case.root[field.comodel_name]._fields
                ]
                paths.append((field.comodel_name, "name", field.name))
            for name, text, path in paths:
                found = words.get((name, text), ())
                if found:
                    domain = ["|"] * (len(found) - 1)
                    domain += [(path, "ilike", word) for word in found]
                    result.append(Call(model, "search_count", [domain], {}))
        return result

    def _specification(self, Model, deep=2):
        """Return what `web_read` is asked: all fields, two levels deep."""
        try:
            names = Model.fields_get(attributes=[])
        except AccessError:
            names = Model._fields
        result = {}
        for name in names:
            comodel = Model._fields[name].comodel_name
            result[name] = {}
            if comodel and deep:
                fields = self._specification(Model.env[comodel], deep - 2)
                result[name] = {"fields": fields | {"display_name": {}}}
        return result

    def _forms(self, user, Model):
        """Return what new forms ask, of records that the user may not read.

        One at a time as well: what is refused of one would hide what is told of others.
        """
        # As forms do: of a linked record they ask its name, and no right to read it.
        named = {"fields": {"display_name": {}}}
        specification = {
            name: named if field.comodel_name else {}
            for name, field in Model._fields.items()
        }
        context = self._defaults(user, Model)
        yield "onchange", [[], {}, [], specification], {"context": context}
        for name, field in Model._fields.items():
            hidden = self.ids(user, field.comodel_name)[1]
            for res_id in self._one_of_each_place(user, field.comodel_name, hidden):
                value = res_id if field.type == "many2one" else [res_id]
                context = {f"default_{name}": value}
                yield "onchange", [[], {}, [], specification], {"context": context}
                told = {name: value if value == res_id else [Command.set(value)]}
                yield "onchange", [[], told, [name], specification], {}

    def _paths(self, Model):
        """Return paths of exports, those over one relation together."""
        for field in Model._fields.values():
            if field.comodel_name:
                far = Model.env[field.comodel_name]._fields.values()
                texts = [inner.name for inner in far if inner.type in TEXTS]
                yield [f"{field.name}/{name}" for name in texts]
            elif field.type in TEXTS:
                yield [field.name]

    def _defaults(self, user, Model):
        """Return defaults in a context, of records that the user may not read."""
        context = {}
        for field in Model._fields.values():
            if field.comodel_name:
                ids = self.ids(user, field.comodel_name)[1]
                if ids:
                    many = field.type != "many2one"
                    value = self.random.choice(ids)
                    context[f"default_{field.name}"] = [value] if many else value
        for model_name, id_name in dict.fromkeys(BESIDE.values()):
            if model_name in Model._fields and id_name in Model._fields:
                name, res_id = self.hidden(user)
                context |= {
                    f"default_{model_name}": name,
                    f"default_{id_name}": res_id,
                }
        return context

    # ------------------------------------------------------------------
    # Public methods
    # ------------------------------------------------------------------
    def methods(self, user, model):
        """Return calls of all public methods, with guessed arguments."""
        own, hidden = self.ids(user, model)
        Model = self.case.as_role(user, model)
        result = []
        for name, method, parameters in self._public(model):
            ours = method.__module__.startswith("odoo.addons.social_program")
            choices = [own, own[:1], hidden, []]
            if not ours:
                # The same code for many models: once for each is enough.
                choices = [self.random.choice([own, hidden, hidden])]
            for ids in choices:
                args, kwargs = self._arguments(user, Model, parameters, ids)
                if not getattr(method, "_api_model", False):
                    args = [ids, *args]
                guessed = parameters or not ours or len(ids) != 1
                result.append(Call(model, name, args, kwargs, bool(guessed)))
        return result

    def _public(self, model):
        """Return name, function and parameters of what can be called from outside."""
        if model not in self.public:
            Model = self.case.root[model]
            self.public[model] = []
            for name in dir(type(Model)):
                static = inspect.getattr_static(type(Model), name)
                if name in NOT_CALLED or not inspect.isfunction(static):
                    continue
                try:
                    method = get_public_method(Model, name)
                except AccessError:
                    continue
                parameters = list(inspect.signature(method).parameters.values())[1:]
                self.public[model].append((name, method, parameters))
        return self.public[model]

    def _arguments(self, user, Model, parameters, ids):
        args, kwargs = [], {}
        subject = self.hidden(user)
        for parameter in parameters:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                continue
            value = self._guess(user, Model, parameter.name, subject, ids)
            if parameter.default is not parameter.empty and self.random.random() < 0.4:
                continue
            if parameter.default is parameter.empty and parameter.kind in (
                parameter.POSITIONAL_ONLY,
                parameter.POSITIONAL_OR_KEYWORD,
            ):
                args.append(value)
            else:
                kwargs[parameter.name] = value
        if self.random.random() < 0.3:
            kwargs["context"] = self._defaults(user, Model)
        return args, kwargs

    def _guess(self, user, Model, name, subject, ids):
        """Return a value for an argument of some name."""
        case, choose = self.case, self.random.choice
        model, res_id = subject
        partner = case.users[user].partner_id.id
        names = choose([list(Model._fields), ["display_name"], ["name"]])
        values = choose(list(case.values.values()))
        known = {
            "domain": choose([[], [("id", "in", ids)]]),
            "fields": names,
            "allfields": names,
            "field_names": names,
            "fnames": names,
            "specification": {field: {} for field in names},
            "fields_spec": {field: {} for field in names},
            "groupby": names[:1],
            "aggregates": ["__count"],
            "vals": values,
            "values": values,
            "vals_list": [values],
            "custom_values": choose([None, values]),
            "message": MAIL.format(sender=case.users[user].email),
            "model": model,
            "res_model": model,
            "thread_model": model,
            "model_name": model,
            "res_id": res_id,
            "thread_id": res_id,
            "record_id": res_id,
            "id": res_id,
            "ids": [res_id],
            "res_ids": [res_id],
            "docids": [res_id],
            "partner_ids": [partner],
            "partner_id": partner,
            "user_id": case.users[user].id,
            "body": "x",
            "name": choose(["x", "qk", names[0]]),
            "operator": "ilike",
            "limit": 10,
            "offset": 0,
            "order": "id",
        }
        if name in known:
            return known[name]
        return choose([None, "", "x", 1, True, [], {}, [res_id], res_id, model, names])
