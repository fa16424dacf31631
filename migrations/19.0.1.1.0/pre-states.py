"""States get the names that they are shown by, wherever a database keeps them."""

import re

# {model: (old, new)}
RENAMED = {
    "social.risk": ("draft", "open"),
    "social.issue": ("draft", "open"),
    "social.visit": ("draft", "planned"),
}
# Where domains and contexts are kept as text: {table: (column of the model, columns)}.
KEPT = {
    "ir_filters": ("model_id", ("domain", "context")),
    "ir_act_window": ("res_model", ("domain", "context")),
}


def migrate(cr, version):
    """Rename the states of risks, issues and visits."""
    for model, (old, new) in RENAMED.items():
        _rename_in_rows(cr, model, old, new)
        _rename_selection(cr, model, old, new)
        _rename_defaults(cr, model, old, new)
    for table, (model_column, columns) in KEPT.items():
        for column in columns:
            _rename_in_texts(cr, table, model_column, column)
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


def _rename_in_texts(cr, table, model_column, column):
    """Rename in saved filters and actions, also where others lead to these states."""
    cr.execute(
        f"SELECT id, {model_column}, {column} FROM {table}"
        f" WHERE {column} LIKE '%%state%%' AND {column} LIKE '%%draft%%'"
    )
    for row_id, model, text in cr.fetchall():
        renamed = _renamed(model, text)
        if renamed != text:
            cr.execute(
                f"UPDATE {table} SET {column} = %s WHERE id = %s", (renamed, row_id)
            )


def _renamed(model, text):
    """Return a domain or context with the new names.

    :param str model: model that the text is about
    :param str text: as it is kept, in Python's notation
    """
    for owner, (old, new) in RENAMED.items():
        thing = owner.split(".")[1]
        paths = [rf"(?:\w+\.)*{thing}(?:_open)?_ids?\.state"]
        if model == owner:
            paths.append("state")
        leaf = re.compile(
            rf"""(?P<start>\(\s*|\[\s*)(?P<q>['"])(?:{"|".join(paths)})(?P=q)\s*,
                 [^()\[\]]*?(?:[\[(][^\[\]()]*[\])])?\s*[\])]""",
            re.VERBOSE,
        )
        text = leaf.sub(
            lambda found, old=old, new=new: re.sub(
                rf"""(['"]){old}\1""", rf"\g<1>{new}\g<1>", found[0]
            ),
            text,
        )
        if model == owner:
            # Contexts: a search that opens with a state chosen.
            text = re.sub(
                rf"""((['"])default_state\2\s*:\s*)(['"]){old}\3""",
                rf"\g<1>\g<3>{new}\g<3>",
                text,
            )
    return text


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
