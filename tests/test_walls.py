"""Nobody meets a wall: everything that a role is offered, opens."""

from odoo.tests import TransactionCase, tagged

from .common import ROLES, SocialProgramMixin
from .crawler_people import PAIRS
from .demo_common import DemoMixin
from .walls_walker import Walker

# A portal user has no backend.
BACKEND = [role for role in ROLES if role != "portal"]


class WallsCase(SocialProgramMixin, TransactionCase):
    @classmethod
    def _visitors(cls, company):
        """Return {who: user}: one for each role and for some pairs of roles."""
        cls.root = cls.env(su=True)
        # Small organizations do without them: here they are shown.
        shown = ("group_use_risks", "group_use_stakeholders")
        cls.root.ref("base.group_user").implied_ids += cls.root["res.groups"].union(
            *(cls.root.ref(f"social_program.{name}") for name in shown)
        )
        roles = {role: (role,) for role in BACKEND} | PAIRS
        return {
            who: cls._new_user(who, ",".join(ROLES[role] for role in those), company)
            for who, those in roles.items()
        }

    def assert_open(self, visitors):
        """Fail with each wall that a visitor met."""
        met = {}
        for who, user in visitors.items():
            env = self.env(
                user=user.id,
                su=False,
                context={
                    "allowed_company_ids": user.company_id.ids,
                    "lang": user.lang or "en_US",
                    "tz": user.tz or "UTC",
                    "uid": user.id,
                },
            )
            walker = Walker(env)
            import time; t=time.time(); walls = walker.walk(); print("TIMING", who, round(time.time()-t,1), walker.opened, flush=True); [print("W:", who, *k, "|", v, flush=True) for k, v in walls.items()]
            if who != "employee":
                self.assertGreater(walker.opened, 20, who)
            for what, where in walls.items():
                met.setdefault(what, (where, []))[1].append(who)
        if met:
            self.fail(
                "\n".join(
                    [f"{len(met)} walls:"]
                    + [
                        f"{' '.join(what)}\n    {where}\n    {', '.join(users)}"
                        for what, (where, users) in sorted(met.items())
                    ]
                )
            )


@tagged("post_install", "-at_install")
class TestWallsEmpty(WallsCase):
    """A database in which nothing was done yet."""

    def test_roles(self):
        company = self.env["res.company"].create({"name": "New Foundation"})
        self.env["account.chart.template"].try_loading(
            "generic_coa", company, install_demo=False
        )
        self.assert_open(self._visitors(company))


@tagged("post_install", "-at_install")
class TestWallsDemo(DemoMixin, WallsCase):
    """A foundation in the middle of its work."""

    loaded_on = None

    def test_roles(self):
        self.assert_open(self._visitors(self.company))

    def test_people(self):
        """The people of the demo data: members of programs, managers, a director."""
        users = self.env["res.users"].search([("company_id", "=", self.company.id)])
        self.assert_open({user.login: user for user in users if user._is_internal()})
