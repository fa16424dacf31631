"""Calls that make or change records, with defaults and commands of all kinds."""

from odoo import Command

from .crawler import Call, Judge
from .crawler_targets import MAIL, Targets


class Writing(Targets):
    """What a user tries to make or change, pointing at what is not his or hers."""

    def writing(self, user, model):
        """Return calls that make or change records that point at hidden ones."""
        case = self.case
        Model = case.root[model]
        if Model._abstract or not Model._auto:
            return []
        calls = []
        own, hidden = self.ids(user, model)
        closed = self.closed(user, model)
        changing = own
        own = [res_id for res_id in own if res_id not in closed][:1]
        place = case.places[case.people[user][1] or "own"]
        base = case.filled(model, place)
        if "user_id" in base:
            base["user_id"] = case.users[user].id
        subject, subject_id = self.hidden(user)
        about = {
            "res_model": subject,
            "model": subject,
            "res_model_id": case.root["ir.model"]._get_id(subject),
            "res_id": subject_id,
        }
        if "res_id" in Model._fields:
            base |= {k: value for k, value in about.items() if k in Model._fields}
        calls.append(("create", [base], {}))
        for field in Model._fields.values():
            for res_id in self._one_of_each_place(user, field.comodel_name):
                if field.type == "many2one":
                    calls += self._pointing(base, own, field.name, res_id)
                    calls += self._choosing(Model, base, field.name, res_id)
                else:
                    calls += self._commands(base, own, field, res_id)
            if field.type == "one2many" and field.comodel_name in case.table and own:
                calls += self._parts(user, own[0], field, place)
        calls += [
            ("write", [[res_id], {name: value}], {})
            for name, value in self._forgeries(Model).items()
            for res_id in changing
            if res_id not in closed
        ]
        if "message_ids" in Model._fields:
            mail = [model, MAIL.format(sender=case.users[user].email)]
            other = case.filled(model, case.places["other"])
            calls += [
                ("message_process", mail, {"thread_id": res_id}) for res_id in hidden
            ]
            calls.append(("message_process", mail, {"custom_values": other}))
        if closed:
            text = self.text(Model) or "write_date"
            calls += [
                ("write", [closed, {text: "x"}], {}),
                ("web_save", [closed, {text: "x"}, {text: {}}], {}),
                ("unlink", [closed], {}),
            ]
            if "active" in Model._fields:
                calls.append(("action_archive", [closed], {}))
        return [Call(model, *call) for call in calls]

    @staticmethod
    def _pointing(base, own, name, res_id):
        without = {key: value for key, value in base.items() if key != name}
        calls = [
            ("create", [without], {"context": {f"default_{name}": res_id}}),
            ("create", [base | {name: res_id}], {}),
            (
                "web_save",
                [[], without, {"display_name": {}, name: {"fields": {}}}],
                {"context": {f"default_{name}": res_id}},
            ),
            (
                "load",
                [
                    [*(f"{k}/.id" if k.endswith("_id") else k for k in without)],
                    [[str(value) for value in without.values()]],
                ],
                {"context": {f"default_{name}": res_id}},
            ),
        ]
        for own_id in own:
            calls += [
                ("write", [[own_id], {name: res_id}], {}),
                ("copy", [[own_id], {name: res_id}], {}),
                ("copy", [[own_id]], {"context": {f"default_{name}": res_id}}),
            ]
        return calls

    @staticmethod
    def _choosing(Model, base, name, res_id):
        """Return calls that also choose what kind of record it is, say a role."""
        vals = {key: value for key, value in base.items() if key != name}
        for field in Model._fields.values():
            if field.type == "selection" and field.required and field.name != "state":
                for value in field.get_values(Model.env):
                    yield (
                        "create",
                        [vals | {field.name: value}],
                        {"context": {f"default_{name}": res_id}},
                    )

    def _commands(self, base, own, field, res_id):
        name, text = field.name, self.text(self.case.root[field.comodel_name])
        commands = (
            Command.link(res_id),
            Command.set([res_id]),
            Command.update(res_id, {text: "x"} if text else {}),
            Command.unlink(res_id),
            Command.delete(res_id),
        )
        for command in commands:
            yield "create", [base | {name: [command]}], {}
            for own_id in own:
                yield "write", [[own_id], {name: [command]}], {}
                yield (
                    "web_save",
                    [[own_id], {name: [command]}, {"display_name": {}}],
                    {},
                )

    def _parts(self, user, own_id, field, place):
        """Return calls that make parts through their parent, with hidden defaults."""
        Part = self.case.root[field.comodel_name]
        vals = self.case.filled(field.comodel_name, place)
        vals.pop(field.inverse_name, None)
        for inner in Part._fields.values():
            if inner.type != "many2one" or inner.name == field.inverse_name:
                continue
            for res_id in self._one_of_each_place(user, inner.comodel_name):
                without = {k: v for k, v in vals.items() if k != inner.name}
                command = [Command.create(without)]
                context = {f"default_{inner.name}": res_id}
                yield "write", [[own_id], {field.name: command}], {"context": context}
                command = [Command.create(without | {inner.name: res_id})]
                yield "write", [[own_id], {field.name: command}], {}

    def _forgeries(self, Model):
        """Return values for the fields that follow from others or from steps."""
        values = {"char": "x", "text": "x", "date": "2026-03-03", "boolean": True}
        values |= {"float": 7, "integer": 7, "monetary": 7}
        result = {}
        for field in Model._fields.values():
            if not field.store or not Judge.follows(field):
                continue
            if field.type == "many2one":
                Target = self.case.root[field.comodel_name]
                Target = Target.with_context(active_test=False)
                some = Target.search([], order="id desc", limit=1)
                result[field.name] = some.id
            elif field.type in values:
                result[field.name] = values[field.type]
        return result
