"""What the addon's files make of a database: access, screens, tables."""

import re

from .values import ADDON, plain

# The content of these, by XML id, without what is the administrator's to change.
# Links are told by the XML ids behind them.
_CONTENT = {
    "ir.rule": "name model_id groups domain_force active global"
    " perm_read perm_write perm_create perm_unlink",
    "ir.model.access": "name model_id group_id active"
    " perm_read perm_write perm_create perm_unlink",
    "res.groups": "name comment privilege_id implied_ids share",
    "res.groups.privilege": "name category_id sequence",
    "ir.ui.menu": "name parent_id action sequence group_ids active",
    "ir.ui.view": "name type model key inherit_id mode priority group_ids active"
    " arch_db",
    "ir.actions.act_window": "name res_model domain context view_mode view_id"
    " search_view_id target limit help path group_ids binding_model_id binding_type",
    "ir.actions.act_window.view": "sequence view_mode view_id act_window_id",
    "ir.actions.server": "name model_id state code group_ids binding_model_id",
    "ir.actions.report": "name model report_type report_name print_report_name"
    " paperformat_id group_ids binding_model_id",
    "ir.actions.client": "name tag res_model context path",
    "ir.actions.act_url": "name url target",
    "ir.cron": "name model_id code state",
    "ir.sequence": "name code padding implementation company_id",
    "ir.model": "name model order transient",
    "ir.model.fields": "name model ttype relation relation_field relation_table"
    " required readonly index store copied translate on_delete groups"
    " field_description help",
    "ir.model.fields.selection": "field_id value name sequence",
    "mail.message.subtype": "name description res_model default internal hidden",
    "report.paperformat": "name format orientation margin_top margin_bottom",
}
_COLUMNS = """
    SELECT table_name || '.' || column_name, data_type, is_nullable, column_default
      FROM information_schema.columns
     WHERE table_schema = 'public'
"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
_CONSTRAINTS = """
    SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conrelid != 0
"""


def take(env):
    """Return the content of the addon's files and the tables."""
    env = env(su=True, context={"active_test": False, "lang": "en_US"})
    result = {}
    for name, words in _CONTENT.items():
        result[name] = _content(env, name, words.split())
    result["XML ids"] = _xml_ids(env)
    result["combined views"] = _combined(env)
    result["columns"] = _table(env, _COLUMNS, "type", "nullable", "default")
    result["indexes"] = _definitions(_table(env, _INDEXES, "definition"))
    result["constraints"] = _definitions(_table(env, _CONSTRAINTS, "definition"))
    return result


def _definitions(rows):
    """Return definitions without casts: a restored dump has others of them."""
    return {
        key: {"definition": re.sub(r"::[a-z ]+(\[\])?|[()]", "", row["definition"])}
        for key, row in rows.items()
    }


def _table(env, query, *names):
    env.cr.execute(query)
    return {
        key: dict(zip(names, values, strict=True)) for key, *values in env.cr.fetchall()
    }


def _ours(env, model):
    found = env["ir.model.data"].search(
        [("module", "=", ADDON), ("model", "=", model)], order="name"
    )
    return {one.name: env[model].browse(one.res_id).exists() for one in found}


def _xml_ids(env):
    """Return the XML ids of what is content of files, not records of demo data."""
    return {
        f"{model} {name}": {"exists": bool(record)}
        for model in _CONTENT
        for name, record in _ours(env, model).items()
    }


def _content(env, model, names):
    records = _ours(env, model)
    env[model].browse(record.id for record in records.values()).read(names)
    return {
        key: {name: _value(record, name) for name in names}
        for key, record in records.items()
        if record
    }


def _value(record, name):
    field = record._fields[name]
    value = record[name]
    if field.relational or field.type == "reference":
        if not value:
            return None
        xml_ids = value.get_external_id()
        words = sorted(xml_ids[one.id] or one.display_name for one in value)
        return words if field.type.endswith("2many") else words[0]
    if field.translate:
        # Words of another language stay as they are in an upgrade, by Odoo's rule.
        other = record.with_context(lang="id_ID")[name]
        text = _with_names(record.env, value) if name == "arch_db" else plain(value)
        return {"text": text, "is translated": other != value}
    return plain(value)


def _with_names(env, arch):
    """Return a view whose buttons name their actions; ids differ between databases."""

    def name(found):
        action = env["ir.actions.actions"].browse(int(found[1]))
        return f'name="{action.get_external_id()[action.id]}"'

    return re.sub(r'name="(\d+)"', name, arch)


def _combined(env):
    """Return the views that ours make, and those of others that ours change."""
    views = env["ir.ui.view"].concat(*_ours(env, "ir.ui.view").values())
    roots = views.browse()
    for view in views:
        while view.mode != "primary" and view.inherit_id:
            view = view.inherit_id
        roots |= view
    xml_ids = roots.get_external_id()
    return {
        xml_ids[view.id]: {"arch": _with_names(env, view.get_combined_arch())}
        for view in roots
        if view.active
    }
