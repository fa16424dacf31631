from datetime import date

from odoo import Command
from odoo.tests import tagged

from .common import SocialProgramAccountCase


@tagged("post_install", "-at_install")
class TestFundingCopy(SocialProgramAccountCase):
    """What money has to do with a program planned from another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        year = {"date_start": date(2026, 1, 1), "date_end": date(2026, 12, 31)}
        company = {"company_id": cls.company.id}
        heading = cls.root["social.cost.category"].create({"name": "Costs", **company})
        sponsor = cls.root["social.sponsor"].create({"name": "Foundation", **company})
        grant = cls.root["social.grant"].create(
            {"name": "Wells", "sponsor_id": sponsor.id, **year, **company}
        )
        cls.activity = cls.new_activity(user_id=cls.users["officer"].id)
        cls.budget = cls.as_role("manager", "social.budget").create(
            {
                "program_id": cls.program.id,
                "grant_id": grant.id,
                "root_category_id": heading.id,
                **year,
                "line_ids": [
                    Command.create(
                        {
                            "name": "Pipes",
                            "category_id": heading.id,
                            "quantity": 4,
                            "unit_cost": 25,
                            "date_start": date(2026, 3, 1),
                            "field_activity_id": cls.activity.id,
                        }
                    )
                ],
            }
        )

    def copied(self, **vals):
        dialog = self.as_role("manager", "social.program.copy").create(
            {
                "source_id": self.program.id,
                "name": "Next Year",
                "date_start": date(2027, 1, 1),
                **vals,
            }
        )
        return self.as_role("manager", "social.program").browse(
            dialog.action_copy()["res_id"]
        )

    def test_budgets_come_as_drafts_of_own_funds(self):
        program = self.copied(with_budgets=True)
        draft, line = program.budget_ids, program.budget_ids.line_ids
        self.assertEqual((draft.state, draft.version), ("draft", 1))
        self.assertFalse(draft.grant_id)
        self.assertEqual(draft.date_start, date(2027, 1, 1))
        self.assertEqual(draft.amount_total, 100)
        self.assertEqual(line.date_start, date(2027, 3, 1))
        self.assertEqual(line.field_activity_id, program.field_activity_ids)
        self.assertEqual(line.origin_id, line)
        self.assertEqual(self.budget.line_ids.field_activity_id, self.activity)

    def test_without_activities_lines_stand_alone(self):
        program = self.copied(with_budgets=True, with_activities=False)
        self.assertFalse(program.budget_ids.line_ids.field_activity_id)
        self.assertEqual(program.budget_ids.amount_total, 100)

    def test_only_where_wanted(self):
        self.assertFalse(self.copied().budget_ids)
        template = self.copied(with_budgets=True, as_template=True)
        self.assertFalse(template.budget_ids)

    def test_who_answers_for_activities_is_in_the_team(self):
        program = self.copied()
        self.assertEqual(program.field_activity_ids.user_id, self.users["officer"])
        program = self.copied(with_members=False)
        self.assertEqual(program.field_activity_ids.user_id, self.users["manager"])

    def test_a_partner_that_is_about_to_leave_comes_along(self):
        partner = self.root["res.partner"].create(
            {"name": "Community Radio", "is_company": True}
        )
        self.as_role("manager", "social.program.member").create(
            {
                "program_id": self.program.id,
                "partner_id": partner.id,
                "role": "partner",
                "date_end": date(2099, 12, 31),
                "leaving_reason": "Moves away",
            }
        )
        member = self.copied().member_ids.filtered("partner_id")
        self.assertEqual(member.partner_id, partner)
        self.assertFalse(member.leaving_reason or member.date_end)
