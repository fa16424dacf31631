"""What is computed when somebody looks: health, amounts, counts, names, pages."""

from odoo.tools import SQL
from odoo.tools.safe_eval import datetime, safe_eval, time

from .values import own_models, plain

_NUMBERS = ("float", "integer", "monetary")


def take(env):
    """Return the computed values of the addon's records, and what searches find."""
    result = {}
    for name, model in own_models(env).items():
        result[f"figures of {name}"] = (
            _computed(model) if model._auto else _summed(model)
        )
    result["values that are no choice"] = _strays(env(su=True))
    result["what searches find"] = _found(env(su=True))
    return result


def _computed(model):
    names = [
        name
        for name, field in model._fields.items()
        if field.compute and not field.store and field.type != "binary"
    ]
    return {
        str(record.id): {name: plain(record[name]) for name in names}
        for record in model.search([], order="id")
    }


def _summed(model):
    """Return the sums of a report's numbers, by everything else that it tells."""
    stored = {name: field for name, field in model._fields.items() if field.store}
    numbers = [name for name, field in stored.items() if field.type in _NUMBERS]
    numbers.remove("id")
    words = [name for name in stored if name not in {"id", *numbers}]
    result = {}
    for record in model.search([], order="id"):
        key = ", ".join(f"{name} {plain(record[name])}" for name in words)
        sums = result.setdefault(key, {"rows": 0, **dict.fromkeys(numbers, 0)})
        sums["rows"] += 1
        for name in numbers:
            sums[name] = round(sums[name] + record[name], 6)
    return result


def _strays(env):
    """Return values that the selection of their field does not know."""
    result = {}
    for name in sorted(env.registry):
        model = env[name]
        if not model._auto or model._abstract or model._transient:
            continue
        for field in model._fields.values():
            if field.type != "selection" or not _is_column(field):
                continue
            known = field.get_values(env)
            query = SQL(
                "SELECT id, %s FROM %s WHERE NOT %s = ANY(%s)",
                SQL.identifier(field.name),
                SQL.identifier(model._table),
                SQL.identifier(field.name),
                known,
            )
            for number, value in env.execute_query(query):
                result[f"{name} {number} {field.name}"] = {"value": value}
    return result


def _is_column(field):
    return field.store and field.column_type and not field.company_dependent


def _found(env):
    """Return what saved filters and the administrator's own actions find."""
    filters = env["ir.filters"].with_context(active_test=False).search([])
    actions = env["ir.actions.act_window"].search([])
    xml_ids = actions.get_external_id()
    own = actions.filtered(lambda action: not xml_ids[action.id])
    found = [(f"filter {one.id}", one.model_id, one.domain) for one in filters]
    found += [(f"action {one.id}", one.res_model, one.domain) for one in own]
    return {key: {"ids": _search(env, *rest)} for key, *rest in found}


def _search(env, model, domain):
    words = {"uid": env.uid, "datetime": datetime, "time": time, "context": {}}
    try:
        found = (
            env[model]
            .with_context(active_test=False)
            .search(safe_eval(domain or "[]", words), order="id")
        )
    except (KeyError, NameError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return found.ids
