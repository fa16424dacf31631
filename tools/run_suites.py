"""Odoo's own command, running all tests once every module is loaded.

Tests meant for the middle of an installation are run by Odoo before the addons that
are built on their module are loaded: what those change would not be seen.
"""

import logging

from odoo.cli import main
from odoo.tests import loader
from odoo.tests.suite import OdooSuite

_logger = logging.getLogger(__name__)
_make_suite = loader.make_suite


def make_suite(module_names, position="at_install"):
    """Return no test in the middle, and those of both positions at the end."""
    if position == "at_install":
        return OdooSuite()
    _logger.info("Loaded modules: %s", " ".join(module_names))
    early = _make_suite(module_names, "at_install")
    return OdooSuite([*early, *_make_suite(module_names, position)])


loader.make_suite = make_suite
main()
