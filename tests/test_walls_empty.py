"""Nobody meets a wall in a database in which nothing was done yet."""

from odoo.tests import tagged

from .common import ROLES
from .walls_case import WallsCase


@tagged("post_install", "-at_install")
class TestWallsEmpty(WallsCase):
    def test_roles(self):
        company = self.env["res.company"].create({"name": "New Foundation"})
        self.env["account.chart.template"].try_loading(
            "generic_coa", company, install_demo=False
        )
        # A portal user has no screens of these.
        roles = [role for role in ROLES if role != "portal"]
        self.assert_open(self.visitors(company, *roles))
