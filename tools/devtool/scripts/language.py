"""Inside Odoo's shell: load a language and give it to the administrator."""

lang = env["res.lang"]._activate_lang(arguments[0])  # noqa: F821
if not lang:
    raise SystemExit(f"Odoo knows no language {arguments[0]}, say id_ID or fr_FR")
modules = env["ir.module.module"].search([("state", "=", "installed")])  # noqa: F821
modules._update_translations([lang.code])
env.ref("base.user_admin").lang = lang.code  # noqa: F821
env.cr.commit()  # noqa: F821
