"""Nobody of a foundation meets a wall in the middle of its work."""

from odoo.tests import tagged

from .demo_common import DemoMixin
from .walls_case import WallsCase


@tagged("post_install", "-at_install")
class TestWallsPeople(DemoMixin, WallsCase):
    """The people of the demo data: members of programs, managers, a director."""

    loaded_on = None

    def test_people(self):
        users = self.env["res.users"].search([("company_id", "=", self.company.id)])
        self.assert_open({user.login: user for user in users if user._is_internal()})
