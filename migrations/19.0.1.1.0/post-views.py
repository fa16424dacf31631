"""What `pre-views` switched off is switched on, now that all views are loaded."""

WAITING = "social_program.views_waiting_for_upgrade"


def migrate(cr, version):
    """Switch on the extensions of our views that waited for the others."""
    cr.execute(
        "DELETE FROM ir_config_parameter WHERE key = %s RETURNING value", (WAITING,)
    )
    for (value,) in cr.fetchall():
        ids = [int(view_id) for view_id in value.split(",") if view_id]
        cr.execute("UPDATE ir_ui_view SET active = TRUE WHERE id = ANY(%s)", (ids,))
