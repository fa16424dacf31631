from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestVolunteer(SocialProgramCase):
    def test_volunteers_of_a_program(self):
        Volunteer = self.as_role("officer", "social.volunteer")
        Volunteer.create(
            [
                {"name": "Budi", "program_ids": [(4, self.program.id)]},
                {
                    "name": "Ani",
                    "program_ids": [(4, self.program.id)],
                    "state": "inactive",
                },
            ]
        )
        self.program.invalidate_recordset()
        self.assertEqual(self.program.volunteer_count, 1)
        action = self.program.action_view_volunteers()
        self.assertEqual(Volunteer.search_count(action["domain"]), 2)
        with self.assertRaises(AccessError):
            self.as_role("acc_user", self.program).read(["volunteer_count"])

    def test_one_volunteer_per_contact(self):
        volunteer = self.as_role("officer", "social.volunteer").create({"name": "Budi"})
        with self.assert_sentence("already a volunteer", ValidationError):
            self.as_role("officer", "social.volunteer").create(
                {"partner_id": volunteer.sudo().partner_id.id}
            )

    def test_programs_of_another_company_are_refused(self):
        foreign = self.as_role("stranger", "social.program").create({"name": "Foreign"})
        with self.assert_sentence("company"):
            self.root["social.volunteer"].create(
                {
                    "name": "Budi",
                    "company_id": self.company.id,
                    "program_ids": [(4, foreign.id)],
                }
            )
