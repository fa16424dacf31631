"""Nobody meets a wall: everything that a role is offered, opens."""

from odoo.tests import TransactionCase

from .common import ROLES, SocialProgramMixin
from .crawler_people import PAIRS
from .walls_walker import Walker


class WallsCase(SocialProgramMixin, TransactionCase):
    """Sends users through all their screens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env(su=True)
        # Small organizations do without them: here they are shown.
        shown = ("group_use_risks", "group_use_stakeholders")
        cls.root.ref("base.group_user").implied_ids += cls.root["res.groups"].union(
            *(cls.root.ref(f"social_program.{name}") for name in shown)
        )

    def visitors(self, company, *roles):
        """Return {who: user}: a new one for each role, and one for each pair of roles.

        They are members of no program.
        """
        those = {role: (role,) for role in roles} | PAIRS
        return {
            who: self._new_user(who, ",".join(ROLES[role] for role in both), company)
            for who, both in those.items()
        }

    def assert_open(self, visitors):
        """Fail with each wall that a visitor met, and where it was met first."""
        self.assertTrue(visitors)
        met = {}
        for who, user in visitors.items():
            context = {
                "allowed_company_ids": user.company_id.ids,
                "lang": user.lang or "en_US",
                "tz": user.tz or "UTC",
                "uid": user.id,
            }
            walker = Walker(self.env(user=user.id, su=False, context=context))
            for what, where in walker.walk().items():
                met.setdefault(what, (where, []))[1].append(who)
            self.assertTrue(walker.opened, who)
        told = [
            f"{' '.join(what)}\n    {where}\n    {', '.join(users)}"
            for what, (where, users) in sorted(met.items())
        ]
        self.assertFalse(told, "\n".join(["", *told]))
