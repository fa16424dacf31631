from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestProgramClosing(SocialProgramCase):
    """Checklists, partners that leave, templates and copies, workload."""

    def running(self):
        self.as_role("admin", self.program).action_approve()
        self.program.action_start()
        return self.program

    # --- closing ---------------------------------------------------------------------

    def test_closing_names_what_is_open(self):
        program = self.running()
        activity = self.new_activity(name="Last distribution")
        program.closing_item_ids = [
            Command.create({"kind": "closing", "name": "Keys are handed back"}),
            Command.create({"kind": "closing", "name": "Archive packed", "done": True}),
        ]
        program.exit_item_ids = [Command.create({"name": "Committee has a fund"})]
        self.assertFalse(program.closing_blockers)
        program.action_start_closing()
        for words in ("Last distribution", "Keys are handed back"):
            self.assertIn(words, program.closing_blockers)
            with self.assert_sentence(words):
                program.action_close()
        self.assertNotIn("Archive packed", program.closing_blockers)
        self.assertNotIn("Committee has a fund", program.closing_blockers)
        activity.write({"state": "cancelled", "state_reason": "No goods"})
        program.closing_item_ids.done = True
        program.invalidate_recordset()
        self.assertFalse(program.closing_blockers)
        program.action_close()
        self.assertEqual(program.state, "closed")

    def test_ticking_off_keeps_the_day(self):
        self.program.exit_item_ids = [Command.create({"name": "Fund"})]
        item = self.program.exit_item_ids
        self.assertFalse(item.done_on)
        item.done = True
        self.assertTrue(item.done_on)
        item.done = False
        self.assertFalse(item.done_on)

    def test_officers_read_the_checklist(self):
        self.program.exit_item_ids = [Command.create({"name": "Fund"})]
        item = self.as_role("officer", self.program.exit_item_ids)
        self.assertEqual(item.name, "Fund")
        with self.assertRaises(AccessError):
            item.done = True

    # --- partners --------------------------------------------------------------------

    def partner_member(self, **vals):
        partner = self.root["res.partner"].create(
            {"name": "Community Radio", "is_company": True}
        )
        return self.as_role("manager", "social.program.member").create(
            {
                "program_id": self.program.id,
                "partner_id": partner.id,
                "role": "partner",
                **vals,
            }
        )

    def test_partner_that_leaves_stays_on_record(self):
        member = self.partner_member(contribution="Air time")
        self.running()
        with self.assert_sentence("stays on record"):
            member.unlink()
        with self.assert_sentence("until when", ValidationError):
            member.leaving_reason = "Lost its licence"
        member.write(
            {"date_end": date(2026, 5, 31), "leaving_reason": "Lost its licence"}
        )
        self.assertIn(member, self.program.member_ids)

    def test_partner_of_a_draft_is_removed(self):
        self.partner_member().unlink()

    # --- templates and copies --------------------------------------------------------

    def test_template_costs_nothing_and_is_not_run(self):
        template = self.new_program(name="Wells", is_template=True)
        self.assertFalse(template.sudo().analytic_account_id)
        self.assertFalse(template.sudo().project_id)
        with self.assert_sentence("A template is not run"):
            self.as_role("admin", template).action_approve()
        with self.assert_sentence("make a new one from it"):
            template.is_template = False
        with self.assert_sentence("make a new one from it"):
            self.program.is_template = True

    def copy_dialog(self, source, role="manager", **vals):
        return self.as_role(role, "social.program.copy").create(
            {
                "source_id": source.id,
                "name": "Next Year",
                "date_start": date(2027, 1, 11),
                **vals,
            }
        )

    def copied(self, dialog):
        return self.as_role("manager", "social.program").browse(
            dialog.action_copy()["res_id"]
        )

    def test_copy_moves_dates_and_starts_anew(self):
        source = self.program
        source.theory_of_change = "<p>If, then</p>"
        source.closing_item_ids = [
            Command.create(
                {
                    "kind": "closing",
                    "name": "Keys",
                    "done": True,
                    "deadline": date(2026, 12, 20),
                }
            )
        ]
        gone = self.partner_member(
            date_end=date(2026, 1, 31), leaving_reason="Lost its licence"
        )
        activity = self.new_activity(
            cost_ids=[Command.create({"name": "Room", "quantity": 3, "unit_cost": 7})]
        )
        self.as_role("admin", activity).action_approve()
        # Ten days late: the plan is what comes along.
        activity.write(
            {
                "date_end": date(2026, 6, 15),
                "delay_cause": "weather",
                "delay_reason": "Floods",
            }
        )
        self.new_activity(name="Dropped").write(
            {"state": "cancelled", "state_reason": "No need"}
        )
        Risk = self.as_role("manager", "social.risk")
        for name in ("Drought", "Strike"):
            Risk.create({"name": name, "program_id": source.id, "likelihood": "5"})
        strike = source.risk_ids.filtered(lambda risk: risk.name == "Strike")
        strike.write({"state": "closed", "state_reason": "Settled"})
        program = self.copied(self.copy_dialog(source))
        self.assertEqual(program.risk_ids.mapped("name"), ["Drought"])
        self.assertEqual(program.risk_ids.likelihood, "5")
        self.assertEqual(program.state, "draft")
        self.assertEqual(program.manager_id, self.users["manager"])
        self.assertEqual(program.date_start, date(2027, 1, 11))
        self.assertEqual(program.date_end, date(2028, 1, 10))
        self.assertEqual(program.theory_of_change, "<p>If, then</p>")
        self.assertTrue(program.sudo().analytic_account_id)
        self.assertNotEqual(
            program.sudo().analytic_account_id, source.sudo().analytic_account_id
        )
        item = program.closing_item_ids
        self.assertEqual(
            (item.name, item.done, item.deadline), ("Keys", False, date(2027, 12, 30))
        )
        self.assertEqual(set(program.member_ids.mapped("role")), {"officer", "deputy"})
        self.assertNotIn(gone.partner_id, program.member_ids.partner_id)
        copy = program.field_activity_ids
        self.assertEqual(
            (copy.name, copy.state, copy.date_start, copy.date_end),
            ("Training", "draft", date(2027, 6, 11), date(2027, 6, 15)),
        )
        self.assertEqual(copy.cost_ids.amount, 21)
        self.assertFalse(copy.baseline_date_end)
        self.assertEqual(activity.program_id, source)

    def test_copy_from_a_template_and_into_one(self):
        self.new_activity()
        dialog = self.copy_dialog(self.program, as_template=True)
        self.assertFalse(dialog.with_members)
        template = self.copied(dialog)
        self.assertTrue(template.is_template)
        self.assertFalse(template.member_ids)
        program = self.copied(self.copy_dialog(template, name="Wells in Sumba"))
        self.assertFalse(program.is_template)
        self.assertTrue(program.sudo().project_id)
        self.assertEqual(program.field_activity_ids.name, "Training")

    def test_only_managers_copy(self):
        with self.assertRaises(AccessError):
            self.copy_dialog(self.program, role="officer")
        # A manager reads the programs of others, and plans an own one from them.
        program = self.copied(self.copy_dialog(self.other_program))
        self.assertEqual(program.manager_id, self.users["manager"])

    # --- workload and health ---------------------------------------------------------

    def test_workload_of_a_person_over_programs(self):
        officer = self.users["officer"]
        self.program.member_ids.filtered(lambda m: m.user_id == officer).allocation = 60
        other = self.new_program(
            member_ids=[
                Command.create(
                    {"user_id": officer.id, "role": "monitoring", "allocation": 50}
                )
            ]
        )
        self.new_activity(user_id=officer.id)
        self.new_activity(other, user_id=officer.id)
        self.new_activity(other, user_id=officer.id).write(
            {"state": "cancelled", "state_reason": "No need"}
        )
        self.root["project.task"].create(
            {
                "name": "Buy pipes",
                "project_id": self.program.sudo().project_id.id,
                "user_ids": [Command.set(officer.ids)],
            }
        )
        self.env.flush_all()
        Workload = self.as_role("manager", "social.workload")
        [(_user, allocation, activities, tasks)] = Workload._read_group(
            [("user_id", "=", officer.id)],
            ["user_id"],
            ["allocation:sum", "activity_count:sum", "task_count:sum"],
        )
        self.assertEqual((allocation, activities, tasks), (110, 2, 1))
        # Who left without work to do, and who manages.
        other.field_activity_ids.user_id = other.manager_id
        other.member_ids.date_end = date(2026, 1, 1)
        self.env.flush_all()
        self.assertEqual(
            Workload.search([("user_id", "=", officer.id)]).program_id, self.program
        )
        self.assertEqual(
            Workload.search([("program_id", "=", other.id)]).role, "manager"
        )
        # Not in the team, but an open activity is waiting.
        self.new_activity(other, user_id=officer.id)
        self.env.flush_all()
        row = Workload.search(
            [("user_id", "=", officer.id), ("program_id", "=", other.id)]
        )
        self.assertEqual((row.role, row.activity_count), (False, 1))

    def test_working_time_lies_within_a_hundred(self):
        with self.assert_sentence("Working time lies between", ValidationError):
            self.program.member_ids[0].allocation = 101

    def test_kanban_by_health(self):
        self.running()
        late = self.new_program(date_end=date(2026, 1, 31))
        self.as_role("admin", late).action_approve()
        late.action_start()
        Program = self.as_role("manager", "social.program")
        mine = [("id", "in", (self.program + late + self.other_program).ids)]
        groups = Program.web_read_group(mine, ["health"], ["__count"])["groups"]
        found = {
            group["health"]: Program.search(mine + group["__extra_domain"])
            for group in groups
        }
        for program in (self.program, late, self.other_program):
            program = program.with_env(Program.env)
            self.assertIn(program, found[program.health])
        self.assertEqual(late.health, "off_track")
        self.assertEqual(sum(group["__count"] for group in groups), 3)

    def test_seventeen_goals(self):
        goals = self.as_role("officer", "social.tag").search([("kind", "=", "sdg")])
        numbers = [int(goal.name.split(".")[0]) for goal in goals]
        self.assertEqual(numbers, list(range(1, 18)))

    def test_guards_against_forging(self):
        with self.assertRaises(AccessError):
            self.as_role("other_manager", "social.program.checkitem").create(
                {"name": "Foreign", "program_id": self.program.id}
            )
