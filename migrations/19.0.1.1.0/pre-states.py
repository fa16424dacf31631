"""States get the names that they are shown by, wherever a database keeps them."""

import ast
import logging
import re

from odoo.tools import sql

_logger = logging.getLogger(__name__)

# {model: (old, new)}
RENAMED = {
    "social.risk": ("draft", "open"),
    "social.issue": ("draft", "open"),
    "social.visit": ("draft", "planned"),
}
# Where users keep domains and contexts as text: (table, SQL of the model, columns).
KEPT = (
    ("ir_filters", "model_id", ("domain", "context")),
    ("ir_act_window", "res_model", ("domain", "context")),
    ("ir_embedded_actions", "parent_res_model", ("domain", "context")),
    (
        "ir_rule",
        "(SELECT model FROM ir_model m WHERE m.id = model_id)",
        ("domain_force",),
    ),
    (
        "base_automation",
        "(SELECT model FROM ir_model m WHERE m.id = model_id)",
        ("filter_domain", "filter_pre_domain"),
    ),
)


def migrate(cr, version):
    """Rename the states of risks, issues and visits."""
    for model, (old, new) in RENAMED.items():
        # An early database of the same version may not have the model yet.
        if sql.table_exists(cr, model.replace(".", "_")):
            _rename_in_rows(cr, model, old, new)
            _rename_selection(cr, model, old, new)
            _rename_defaults(cr, model, old, new)
    for table, model, columns in KEPT:
        for column in columns:
            if sql.column_exists(cr, table, column):
                _rename_in_texts(cr, table, model, column)
    # Reviews of risks are reminded of like everything else now.
    _delete_review_cron(cr)


def _rename_in_rows(cr, model, old, new):
    table = model.replace(".", "_")
    cr.execute(f"UPDATE {table} SET state = %s WHERE state = %s", (new, old))


def _rename_selection(cr, model, old, new):
    """Keep the row of the option: Odoo would take the old one for removed."""
    cr.execute(
        """
        UPDATE ir_model_fields_selection option SET value = %s
          FROM ir_model_fields field
         WHERE field.id = option.field_id AND field.model = %s
           AND field.name = 'state' AND option.value = %s
        """,
        (new, model, old),
    )
    prefix = f"selection__{model.replace('.', '_')}__state__"
    cr.execute(
        "UPDATE ir_model_data SET name = %s"
        " WHERE module = 'social_program' AND name = %s",
        (prefix + new, prefix + old),
    )


def _rename_defaults(cr, model, old, new):
    cr.execute(
        """
        UPDATE ir_default SET json_value = %s
          FROM ir_model_fields field
         WHERE field.id = ir_default.field_id AND field.model = %s
           AND field.name = 'state' AND json_value = %s
        """,
        (f'"{new}"', model, f'"{old}"'),
    )


def _rename_in_texts(cr, table, model, column):
    cr.execute(
        f"SELECT id, {model}, {column} FROM {table}"
        f" WHERE {column} LIKE '%%state%%' AND {column} LIKE '%%draft%%'"
    )
    for row_id, model_name, text in cr.fetchall():
        renamed = _renamed(cr, model_name, text)
        if renamed != text:
            cr.execute(
                f"UPDATE {table} SET {column} = %s WHERE id = %s", (renamed, row_id)
            )


def _renamed(cr, model, text):
    """Return a domain or a context with the new names.

    :param str model: model that the text is about
    :param str text: as it is kept, in Python's notation
    """
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError):
        return _renamed_by_pattern(model, text)
    if isinstance(value, dict):
        renamed = _renamed_context(model, value)
    else:
        renamed = _renamed_domain(cr, model, value)
    return text if renamed == value else repr(renamed)


def _renamed_context(model, context):
    key = "default_state"
    old, new = RENAMED.get(model, (None, None))
    return {**context, key: new} if old and context.get(key) == old else context


def _renamed_domain(cr, model, domain):
    return [_renamed_leaf(cr, model, leaf) for leaf in domain]


def _renamed_leaf(cr, model, leaf):
    if not isinstance(leaf, (list, tuple)) or len(leaf) != 3:
        return leaf
    path, operator, value = leaf
    if not isinstance(path, str):
        return leaf
    if operator in ("any", "not any", "any!", "not any!"):
        value = _renamed_domain(cr, _model_behind(cr, model, path.split(".")), value)
        return type(leaf)((path, operator, value))
    *way, name = path.split(".")
    owner = _model_behind(cr, model, way)
    if name != "state" or owner not in RENAMED:
        return leaf
    old, new = RENAMED[owner]
    if isinstance(value, (list, tuple)):
        value = type(value)(new if one == old else one for one in value)
    elif value == old:
        value = new
    return type(leaf)((path, operator, value))


def _model_behind(cr, model, way):
    """Return the name of the model to which a path of fields leads, or None."""
    for name in way:
        cr.execute(
            "SELECT relation FROM ir_model_fields WHERE model = %s AND name = %s",
            (model, name),
        )
        model = next((row[0] for row in cr.fetchall()), None)
    return model


def _renamed_by_pattern(model, text):
    """Rename in a text with expressions, such as `uid`: the model's own states."""
    if model not in RENAMED:
        return text
    old, new = RENAMED[model]
    leaf = re.compile(
        r"""[(\[]\s*(?P<q>['"])state(?P=q)\s*,[^()\[\]]*(?:[\[(][^\[\]()]*[\])])?\s*[\])]"""
    )
    renamed = leaf.sub(
        lambda found: re.sub(rf"""(['"]){old}\1""", rf"\g<1>{new}\g<1>", found[0]), text
    )
    if renamed == text:
        _logger.warning("Look at this yourself, “%s” is “%s” now: %s", old, new, text)
    return renamed


def _delete_review_cron(cr):
    cr.execute(
        """
        DELETE FROM ir_model_data
         WHERE module = 'social_program' AND name LIKE 'social_risk_cron_review%'
     RETURNING model, res_id
        """
    )
    cron_ids = [res_id for model, res_id in cr.fetchall() if model == "ir.cron"]
    for cron_id in cron_ids:
        cr.execute(
            "DELETE FROM ir_cron WHERE id = %s RETURNING ir_actions_server_id",
            (cron_id,),
        )
        for (action_id,) in cr.fetchall():
            cr.execute("DELETE FROM ir_act_server WHERE id = %s", (action_id,))
