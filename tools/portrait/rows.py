"""Every row of every table, but for what Odoo makes anew from the addon's files."""

from psycopg2.extensions import quote_ident

from .values import ADDON, plain

# Their rows come from addons' files. Here only those are told that are not ours: an
# administrator's own, and other addons'. `structure` tells ours.
_FROM_FILES = {
    "ir_act_client",
    "ir_act_report_xml",
    "ir_act_server",
    "ir_act_url",
    "ir_act_window",
    "ir_act_window_view",
    "ir_asset",
    "ir_model_access",
    "ir_rule",
    "ir_ui_menu",
    "ir_ui_view",
    "res_groups",
}
# Odoo writes these from the code, of whatever addon the mixins are: only those that
# somebody made in the database are told.
_FROM_CODE = {
    "ir_model",
    "ir_model_fields",
    "ir_model_fields_selection",
    "ir_model_inherit",
}
_LINKS_FROM_FILES = {
    "ir_act_server_group_rel",
    "ir_act_window_group_rel",
    "ir_model_constraint",
    "ir_model_fields_group_rel",
    "ir_model_relation",
    "ir_ui_menu_group_rel",
    "ir_ui_view_group_rel",
    "res_groups_report_rel",
    "rule_group_rel",
}
# What a server does beside its users' work.
_PASSING = {
    "bus_bus",
    "ir_cron_progress",
    "ir_cron_trigger",
    "ir_logging",
    "ir_module_module",
    "ir_module_module_dependency",
    "ir_profile",
    "mail_presence",
    "res_device_log",
    "res_users_log",
}
_SIGNALS = "orm_signaling_"
_ASIDE = {"write_date", "write_uid"}
# What the domain of a saved search finds is told instead; see `figures`.
_DOMAINS = {"ir_filters", "ir_act_window"}
_ONLY = {
    "ir_attachment": "coalesce(res_model, '') NOT IN ('ir.ui.menu', 'ir.ui.view')"
    " AND coalesce(url, '') NOT LIKE '/web/assets/%%'",
    "ir_model_data": f"module != '{ADDON}' AND model NOT IN ('ir.model',"
    " 'ir.model.constraint', 'ir.model.fields', 'ir.model.fields.selection',"
    " 'ir.model.inherit')",
}
_TABLES = """
    SELECT relname
      FROM pg_class
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


_NUMBERS = """
    SELECT sequencename, last_value
      FROM pg_sequences
     WHERE schemaname = 'public' AND sequencename LIKE 'ir\\_sequence\\_%'
"""


def take(env):
    """Return {"rows of a table": {id: {column: value}}}, and the last numbers given."""
    env.flush_all()
    env.cr.execute(_TABLES)
    tables = {name for (name,) in env.cr.fetchall()}
    skipped = _PASSING | _LINKS_FROM_FILES
    skipped |= {model._table for model in env.values() if model._transient}
    names = {model._table: model._name for model in env.values() if model._auto}
    names["ir_model_data"] = "ir.model.data"
    xml_ids = _xml_ids(env)
    env.cr.execute(_NUMBERS)
    numbers = {name: {"last": last} for name, last in env.cr.fetchall()}
    return {"numbers of codes": numbers} | {
        f"rows of {table}": _rows(env, table, names.get(table), xml_ids)
        for table in sorted(tables - skipped)
        if not table.startswith(_SIGNALS)
    }


def _xml_ids(env):
    """Return {model: {id: its XML ids}}, without those of fields and the like."""
    env.cr.execute(
        "SELECT model, res_id, array_agg(module || '.' || name ORDER BY module, name)"
        "  FROM ir_model_data WHERE res_id != 0 GROUP BY model, res_id"
    )
    result = {}
    for model, res_id, names in env.cr.fetchall():
        result.setdefault(model, {})[res_id] = names
    return result


def _rows(env, table, model, xml_ids):
    """Return the rows of a table that are told."""
    cr = env.cr
    condition = _ONLY.get(table, "true")
    cr.execute(f"SELECT * FROM ONLY {quote_ident(table, cr._cnx)} WHERE {condition}")
    columns = [column.name for column in cr.description]
    aside = _ASIDE | ({"domain"} if table in _DOMAINS else set())
    kept = [number for number, name in enumerate(columns) if name not in aside]
    known = xml_ids.get(model, {})
    result = {}
    for row in cr.fetchall():
        values = {columns[number]: plain(row[number]) for number in kept}
        key = values.pop("id", None)
        if key is None:
            # A link between two records: nothing but its columns.
            result[" ".join(f"{k}={v}" for k, v in sorted(values.items()))] = {}
            continue
        names = known.get(key, [])
        if table in _FROM_CODE and names:
            continue
        if table in _FROM_FILES and any(n.startswith(f"{ADDON}.") for n in names):
            continue
        if names:
            values["XML id"] = names
        result[str(key)] = values
    return result
