from odoo.tests import TransactionCase, tagged

from .crawler_plant import PlantMixin


@tagged("post_install", "-at_install")
class TestCrawl(PlantMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls._plant()

    def test_planted(self):
        print(len(self.canaries), len(self.planted))
        for w, m in self.canaries.items():
            pass
        print({w: [(r, [u for u in self.people if self.as_role(u, r).has_access("read")]) for r in rs] for w, rs in self.holders.items()})
