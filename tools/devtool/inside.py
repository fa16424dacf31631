"""What runs inside Odoo's shell, in a database; see `Odoo.call`."""


def language(env, code):
    """Load a language and make it the administrator's."""
    lang = env["res.lang"]._activate_lang(code)
    if not lang:
        raise SystemExit(f"Odoo knows no language {code}, say id_ID or fr_FR")
    modules = env["ir.module.module"].search([("state", "=", "installed")])
    modules._update_translations([lang.code])
    env.ref("base.user_admin").lang = lang.code


def uninstall(env, module):
    """Uninstall a module at once."""
    env["ir.module.module"]._get(module).button_immediate_uninstall()


def export_messages(env, module, file):
    """Write the template of a module's messages."""
    from odoo.tools.translate import trans_export

    with open(file, "wb") as target:
        trans_export(None, [module], target, "po", env)
