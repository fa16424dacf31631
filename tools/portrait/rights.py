"""Who may do what, for each user: records, operations, fields."""

from .values import own_models

_OPERATIONS = ("read", "write", "create", "unlink")
# What the addon adds rules or columns to, and what hangs on its records.
_BESIDE = (
    "account.analytic.account",
    "account.analytic.line",
    "account.move",
    "account.move.line",
    "ir.attachment",
    "ir.filters",
    "mail.activity",
    "mail.message",
    "project.project",
    "project.task",
    "res.partner",
)
# Odoo fails when it is asked about many messages at once: what is found must do.
_FOUND_ONLY = {"mail.message"}


def take(env):
    """Return {"rights on a model": {login: {…}}}, and so for fields."""
    root = env(su=True, context={"active_test": False})
    users = root["res.users"].search([("active", "=", True)], order="login")
    models = {**own_models(root), **{name: root[name] for name in _BESIDE}}
    result = {}
    for name, model in models.items():
        records = model.search([], order="id")
        result[f"rights on {name}"] = {
            user.login: _rights(_as(user, records)) for user in users
        }
        result[f"fields of {name}"] = {
            user.login: _fields(_as(user, model)) for user in users
        }
    return result


def _as(user, records):
    context = {"active_test": False, "allowed_company_ids": user.company_ids.ids}
    return records.with_env(records.env(user=user.id, su=False, context=context))


def _rights(records):
    model = records.browse()
    allowed = [name for name in _OPERATIONS if model.has_access(name)]
    result = {"model": allowed}
    if "read" in allowed:
        result["finds"] = model.search([], order="id").ids
    for name in () if records._name in _FOUND_ONLY else allowed:
        result[name] = records._filtered_access(name).ids
    return result


def _fields(model):
    """Tell of each field whether the user sees it, where the model is open to him."""
    if not model.has_access("read"):
        return {}
    seen = model.fields_get(attributes=["type"])
    return {name: name in seen for name in model._fields}
