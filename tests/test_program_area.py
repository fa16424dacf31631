from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestArea(SocialProgramCase):
    def test_full_names_follow_the_tree(self):
        Area = self.as_role("manager", "social.area")
        province = Area.create({"name": "East Nusa Tenggara", "kind": "province"})
        regency = Area.create(
            {"name": "East Sumba", "kind": "regency", "parent_id": province.id}
        )
        village = Area.create(
            {"name": "Lai", "kind": "village", "parent_id": regency.id}
        )
        self.assertEqual(village.complete_name, "East Nusa Tenggara / East Sumba / Lai")
        province.name = "NTT"
        self.assertEqual(village.complete_name, "NTT / East Sumba / Lai")
        self.assertEqual(village.display_name, "Lai, East Sumba")
        with self.assert_sentence("part of itself", ValidationError):
            province.parent_id = village
        with self.assert_sentence("part of itself", ValidationError):
            province.parent_id = province

    def test_area_filter_of_programs_includes_what_lies_within(self):
        Area = self.as_role("manager", "social.area")
        province = Area.create({"name": "Aceh", "kind": "province"})
        village = Area.create({"name": "Lhok", "parent_id": province.id})
        self.program.area_ids = village
        Program = self.as_role("manager", "social.program")
        self.assertIn(
            self.program, Program.search([("area_ids", "child_of", province.id)])
        )
