"""Inside Odoo's shell: call a function of a module in tools/ and keep its work."""

import importlib

getattr(importlib.import_module(arguments[0]), arguments[1])(env)  # noqa: F821
env.cr.commit()  # noqa: F821
