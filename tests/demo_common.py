"""A class of tests on the demo data, loaded where the database has none."""

import ast
from datetime import date

from odoo.tests import freeze_time
from odoo.tools import file_open
from odoo.tools.convert import convert_file

COMPANY = "social_program.demo_company"
# The first day of a month and of a year: nothing of the month under way is over.
NEW_YEAR = date(2028, 1, 1)


class DemoMixin:
    """`cls.company` is the foundation of the demo data, `cls.today` its day.

    `loaded_on`: the day on which it is loaded, and which it stays; None: today.
    """

    loaded_on = NEW_YEAR

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._before_demo()
        cls.today = date.today()
        if not cls.env.ref(COMPANY, raise_if_not_found=False):
            if cls.loaded_on:
                cls.today = cls.loaded_on
                clock = freeze_time(cls.loaded_on)
                clock.start()
                cls.addClassCleanup(clock.stop)
            with file_open("social_program/__manifest__.py") as source:
                manifest = ast.literal_eval(source.read())
            for name in manifest["demo"]:
                convert_file(cls.env, "social_program", name, {}, "init", noupdate=True)
        cls.company = cls.env.ref(COMPANY)
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.env.invalidate_all()

    @classmethod
    def _before_demo(cls):
        """Do what must be done before the demo data is there."""
