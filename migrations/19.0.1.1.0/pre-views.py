"""Extensions of our views wait until all views have been loaded anew.

Odoo checks a view with what extends it. While views move from file to file, an
extension of before would look in vain for what it is placed beside. They keep their
rows, and with them what users translated.
"""

WAITING = "social_program.views_waiting_for_upgrade"


def migrate(cr, version):
    """Switch our extensions of our own views off; `post-views` switches them on."""
    cr.execute(
        """
        UPDATE ir_ui_view extension SET active = FALSE
          FROM ir_model_data own, ir_model_data base
         WHERE extension.active AND extension.mode = 'extension'
           AND own.model = 'ir.ui.view' AND own.res_id = extension.id
           AND own.module = 'social_program'
           AND base.model = 'ir.ui.view' AND base.res_id = extension.inherit_id
           AND base.module = 'social_program'
     RETURNING extension.id
        """
    )
    ids = ",".join(str(view_id) for (view_id,) in cr.fetchall())
    cr.execute(
        "INSERT INTO ir_config_parameter (key, value) VALUES (%s, %s)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (WAITING, ids),
    )
