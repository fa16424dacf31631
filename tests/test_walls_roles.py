"""Nobody who is new to a foundation meets a wall in the middle of its work."""

from odoo.tests import tagged

from .demo_common import DemoMixin
from .walls_case import WallsCase


@tagged("post_install", "-at_install")
class TestWallsRoles(DemoMixin, WallsCase):
    """Members of no program, in the roles that the people of the demo data have not."""

    loaded_on = None

    def test_roles(self):
        roles = ("officer", "admin", "acc_invoice", "acc_manager", "acc_readonly")
        self.assert_open(self.visitors(self.company, *roles))
