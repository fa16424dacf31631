"""A second person is nobody who changed what is approved."""

from datetime import date
from pathlib import Path

from odoo import Command
from odoo.modules.migration import load_script
from odoo.tests import tagged

from odoo.addons.social_program.models.funding.budget_approval import _TRANSITION

from .funding_common import FundingCase

SECOND = "second person"


@tagged("post_install", "-at_install")
class TestProposal(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().social_program_second_person = True

    def who_changed(self, record):
        return {
            user.login.removeprefix("social_") for user in record.sudo().changed_by_ids
        }

    def test_who_raises_a_line_is_no_second_person(self):
        budget = self.draft_budget([("T1", "travel", 10)])
        line = self.line_of(budget, "T1")
        self.as_role("admin", line).unit_cost = 500
        self.assertEqual(self.who_changed(budget), {"manager", "admin"})
        self.assertNotIn("approved", self.as_role("admin", budget).next_states or [])
        with self.assert_sentence(SECOND):
            self.approve(budget, "admin")
        self.approve(budget, "acc_manager")
        self.assertEqual(self.who_changed(budget), set())

    def test_every_way_to_change_a_budget(self):
        revised = self.new_budget([("T1", "travel", 10)])
        for number, change in enumerate(
            (
                lambda budget: budget.write({"revision_reason": "More"}),
                lambda budget: budget.write(
                    {"line_ids": [Command.update(budget.line_ids[0].id, {"name": "X"})]}
                ),
                lambda budget: budget.write(
                    {"line_ids": self.budget_lines([("T2", "travel", 5)])}
                ),
                lambda budget: budget.line_ids[-1].unlink(),
                lambda budget: budget.line_ids[0].copy(),
            )
        ):
            with self.subTest(number):
                budget = self.revise(revised)
                self.assertEqual(self.who_changed(budget), {"manager"})
                change(self.as_role("acc_manager", budget))
                self.assertEqual(self.who_changed(budget), {"manager", "acc_manager"})
                with self.assert_sentence(SECOND):
                    self.approve(budget)
                budget.unlink()

    def test_what_is_not_approved_does_not_count(self):
        budget = self.draft_budget([("T1", "travel", 10)])
        as_finance = self.as_role("acc_manager", budget)
        as_finance.line_ids.sequence = 3
        as_finance.message_post(body="Well done")
        as_finance.sudo().line_ids.unit_cost = 20
        self.assertEqual(self.who_changed(budget), {"manager"})
        self.approve(budget)

    def test_changing_and_approving_in_one_write(self):
        activity = self.new_activity(role="officer")
        activity.action_submit()
        with self.assert_sentence("created or changed"):
            self.as_role("manager", activity).write(
                {"state": "approved", "date_end": date(2026, 7, 1)}
            )
        self.assertEqual(activity.state, "submitted")

    def test_going_back_and_forth_forgets_nobody(self):
        activity = self.new_activity(role="officer")
        activity.action_submit()
        as_manager = self.as_role("manager", activity)
        as_manager.cost_ids = [
            Command.create({"name": "Hall", "quantity": 1, "unit_cost": 5})
        ]
        as_manager.write({"state": "draft", "state_reason": "Again"})
        with self.assert_sentence(SECOND):
            as_manager.action_approve()
        self.as_role("deputy", activity).action_approve()
        # Approved as it is: whoever changed it before is free to approve what follows.
        self.assertEqual(self.who_changed(activity), set())
        activity.write({"state": "draft", "state_reason": "Another hall"})
        activity.place = "Kupang"
        as_manager.action_approve()
        self.assertEqual(activity.state, "approved")

    def test_days_moved_after_the_approval_count_for_the_next(self):
        activity = self.new_activity(role="officer")
        self.as_role("deputy", activity).action_approve()
        as_manager = self.as_role("manager", activity)
        as_manager.date_end = date(2026, 7, 1)
        as_manager.write({"state": "draft", "state_reason": "Rain"})
        with self.assert_sentence(SECOND):
            as_manager.action_approve()

    def test_nobody_takes_a_name_off_the_list(self):
        budget = self.draft_budget([("T1", "travel", 10)], role="admin")
        as_admin = self.as_role("admin", budget)
        for vals in (
            {"changed_by_ids": [Command.clear()]},
            {"changed_by_ids": [Command.set(self.users["manager"].ids)]},
            {"submitted_by_id": self.users["manager"].id},
        ):
            with self.assert_sentence("cannot be written directly"):
                as_admin.write(vals)
        own = (
            self.as_role("admin", "social.budget")
            .with_context(
                default_changed_by_ids=[Command.set(self.users["manager"].ids)]
            )
            .create(
                {
                    "program_id": self.program.id,
                    "root_category_id": self.headings["root"].id,
                    "date_start": date(2027, 1, 1),
                    "date_end": date(2027, 12, 31),
                }
            )
        )
        self.assertEqual(self.who_changed(own), {"admin"})
        copy = own.copy({"date_start": date(2028, 1, 1), "date_end": date(2028, 2, 1)})
        self.assertEqual(self.who_changed(copy), {"admin"})

    def test_many_lines_are_noted_once(self):
        few = self.draft_budget([(f"L{n}", "travel", 1) for n in range(2)])
        many = self.draft_budget(
            [(f"L{n}", "travel", 1) for n in range(40)], grant=self.grant
        )

        def change(budget):
            as_finance = self.as_role("acc_user", budget)
            return self.count_queries(lambda: as_finance.line_ids.write({"unit": "x"}))

        change(
            self.draft_budget(
                [("L1", "travel", 1)], program=self.other_program, role="other_manager"
            )
        )
        allowed = change(few) + 2
        self.assertLessEqual(change(many), allowed)
        self.assertIn("acc_user", self.who_changed(many))

    def test_an_upgrade_takes_whoever_wrote_it(self):
        budget = self.draft_budget([("T1", "travel", 10)])
        self.as_role("acc_user", budget).line_ids.unit_cost = 5
        approved = self.new_budget([("T1", "travel", 10)], grant=self.grant)
        (budget | approved).sudo().with_context(
            social_budget_transition=_TRANSITION
        ).changed_by_ids = False
        self.env.flush_all()
        script = load_script(
            str(Path(__file__).parent.parent / "migrations/19.0.1.2.0/post-changed.py"),
            "post-changed",
        )
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual(self.who_changed(budget), {"manager", "acc_user"})
        self.assertEqual(self.who_changed(approved), set())
