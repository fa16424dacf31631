from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestProgram(SocialProgramCase):
    # ------------------------------------------------------------------
    # Creation, analytic account, project
    # ------------------------------------------------------------------
    def test_creation_brings_account_and_project(self):
        program = self.new_program(name="Safe Birth")
        self.assertRegex(program.code, r"^PRG-\d{4,}$")
        self.assertEqual(program.state, "draft")
        self.assertEqual(program.display_name, f"[{program.code}] Safe Birth")
        root = program.sudo()
        account, project = root.analytic_account_id, root.project_id
        self.assertEqual(account.root_plan_id, program._base_plan())
        self.assertEqual((account.name, account.code), ("Safe Birth", program.code))
        self.assertEqual(account.company_id, self.company)
        self.assertEqual(project.account_id, account)
        self.assertEqual(project.privacy_visibility, "followers")
        self.assertEqual(project.user_id, self.users["manager"])
        self.assertEqual(project.company_id, self.company)
        self.assertTrue(root.owns_analytic_account and root.owns_project)
        # The manager works in the project, without any right on projects as such.
        self.assertTrue(self.as_role("manager", project).has_access("read"))
        self.assertFalse(self.as_role("officer", project).has_access("read"))

    def test_owned_account_and_project_follow_the_program(self):
        program = self.new_program(name="Safe Birth")
        program.write({"name": "Safe Motherhood", "date_end": date(2027, 3, 31)})
        root = program.sudo()
        self.assertEqual(root.analytic_account_id.name, "Safe Motherhood")
        self.assertIn("Safe Motherhood", root.project_id.name)
        self.assertEqual(root.project_id.date, date(2027, 3, 31))

    def test_unused_draft_leaves_nothing_behind(self):
        program = self.new_program()
        account, project = program.sudo().analytic_account_id, program.sudo().project_id
        program.unlink()
        self.assertFalse(account.exists())
        self.assertFalse(project.exists())

    def test_draft_with_costs_or_tasks_leaves_them(self):
        used, busy = self.new_program(), self.new_program()
        account, project = used.sudo().analytic_account_id, used.sudo().project_id
        self.root["account.analytic.line"].create(
            {
                "name": "Cost",
                "account_id": account.id,
                "company_id": self.company.id,
                "amount": -5,
            }
        )
        task = self.root["project.task"].create(
            {"name": "Task", "project_id": busy.sudo().project_id.id}
        )
        (used + busy).unlink()
        self.assertTrue(account.exists())
        self.assertFalse(project.exists())
        self.assertTrue(task.exists())
        self.assertTrue(task.project_id.account_id)

    def test_draft_in_a_distribution_leaves_its_account(self):
        program = self.new_program()
        account = program.sudo().analytic_account_id
        model = self.root["account.analytic.distribution.model"].create(
            {"analytic_distribution": {account.id: 100}, "company_id": self.company.id}
        )
        program.unlink()
        self.assertTrue(account.exists(), model.analytic_distribution)

    def test_existing_account_and_project_are_adopted(self):
        plan = self.root["social.program"]._base_plan()
        account = self.root["account.analytic.account"].create(
            {"name": "Old", "plan_id": plan.id, "company_id": False}
        )
        project = self.root["project.project"].create(
            {"name": "Old", "company_id": False}
        )
        # Odoo's timesheets give every project an account of its own.
        project.account_id = False
        program = self.new_program(
            role="admin", analytic_account_id=account.id, project_id=project.id
        )
        self.assertEqual(program.sudo().analytic_account_id, account)
        self.assertEqual(project.account_id, account)
        self.assertFalse(program.owns_analytic_account or program.owns_project)
        program.unlink()
        self.assertTrue(account.exists() and project.exists())

    def test_adopted_project_brings_its_account(self):
        plan = self.root["social.program"]._base_plan()
        account = self.root["account.analytic.account"].create(
            {"name": "Old", "plan_id": plan.id, "company_id": self.company.id}
        )
        project = self.root["project.project"].create(
            {"name": "Old", "account_id": account.id, "company_id": self.company.id}
        )
        program = self.new_program(role="admin", project_id=project.id)
        self.assertEqual(program.sudo().analytic_account_id, account)
        self.assertFalse(program.owns_analytic_account)

    def test_a_draft_changes_to_an_existing_project(self):
        program = self.new_program(role="admin")
        old_account = program.sudo().analytic_account_id
        old_project = program.sudo().project_id
        plan = program._base_plan()
        account = self.root["account.analytic.account"].create(
            {"name": "Old", "plan_id": plan.id, "company_id": self.company.id}
        )
        project = self.root["project.project"].create(
            {"name": "Old", "account_id": account.id, "company_id": self.company.id}
        )
        program.project_id = project
        self.assertEqual(program.sudo().analytic_account_id, account)
        self.assertFalse(program.owns_analytic_account or program.owns_project)
        self.assertFalse(old_account.exists() or old_project.exists())

    def test_only_administrators_adopt(self):
        plan = self.root["social.program"]._base_plan()
        account = self.root["account.analytic.account"].create(
            {"name": "Salaries", "plan_id": plan.id, "company_id": self.company.id}
        )
        with self.assert_sentence("Only an administrator", AccessError):
            self.new_program(analytic_account_id=account.id)
        program = self.new_program()
        with self.assert_sentence("Only an administrator", AccessError):
            program.analytic_account_id = account

    def test_unfit_accounts_are_refused(self):
        plan = self.root["account.analytic.plan"].create({"name": "Elsewhere"})
        stray = self.root["account.analytic.account"].create(
            {"name": "Stray", "plan_id": plan.id, "company_id": self.company.id}
        )
        with self.assert_sentence("is not an account of the plan", ValidationError):
            self.new_program(role="admin", analytic_account_id=stray.id)
        taken = self.program.sudo().analytic_account_id
        with self.assert_sentence("already belongs to another", ValidationError):
            self.new_program(role="admin", analytic_account_id=taken.id)
        foreign = self.root["account.analytic.account"].create(
            {
                "name": "Foreign",
                "plan_id": self.program._base_plan().id,
                "company_id": self.other_company.id,
            }
        )
        with self.assert_sentence("company"):
            self.new_program(role="admin", analytic_account_id=foreign.id)
        other = self.root["project.project"].create(
            {
                "name": "Other",
                "company_id": self.company.id,
                "account_id": self.other_program.sudo().analytic_account_id.id,
            }
        )
        with self.assert_sentence("already belongs to another"):
            self.new_program(role="admin", project_id=other.id)
        spare = self.root["account.analytic.account"].create(
            {
                "name": "Spare",
                "plan_id": self.program._base_plan().id,
                "company_id": self.company.id,
            }
        )
        with self.assert_sentence("has another analytic account"):
            self.new_program(
                role="admin", project_id=other.id, analytic_account_id=spare.id
            )

    def test_account_is_settled_once_approved(self):
        program = self.new_program(role="admin")
        own = program.sudo().analytic_account_id
        spare = self.root["account.analytic.account"].create(
            {
                "name": "Spare",
                "plan_id": program._base_plan().id,
                "company_id": self.company.id,
            }
        )
        program.write({"analytic_account_id": spare.id, "project_id": False})
        self.assertFalse(program.owns_analytic_account)
        self.assertEqual(program.sudo().project_id.account_id, spare)
        program.action_approve()
        with self.assert_sentence("settled once it is approved"):
            program.analytic_account_id = own

    def test_codes_step_over_imported_ones(self):
        first = self.new_program()
        number = int(first.code.split("-")[1])
        self.new_program(code=f"PRG-{number + 1:04}")
        self.assertEqual(self.new_program().code, f"PRG-{number + 2:04}")
        with self.assert_sentence("cannot be emptied", ValidationError):
            first.code = False

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def test_the_whole_way(self):
        program = self.new_program()
        with freeze_time("2026-01-05"):
            program.action_approve()
            self.assertEqual(program.baseline_date_end, date(2026, 12, 31))
            program.action_start()
            self.assertEqual(program.actual_date_start, date(2026, 1, 5))
            program.date_end = date(2027, 1, 31)
            self.assertEqual(program.baseline_date_end, date(2026, 12, 31))
        self._confirm(program.action_suspend(), "Road closed")
        self.assertEqual(
            (program.state, program.state_reason), ("suspended", "Road closed")
        )
        program.action_resume()
        program.action_start_closing()
        with freeze_time("2027-01-20"):
            program.action_close()
        self.assertEqual(program.actual_date_end, date(2027, 1, 20))
        self._confirm(program.action_reopen(), "A bill came late")
        self.assertEqual(program.state, "closing")

    def _confirm(self, action, reason):
        wizard = (
            self.as_role("manager", action["res_model"])
            .with_context(**action["context"])
            .create({"reason": reason})
        )
        return wizard.action_confirm()

    def test_the_dialog_gives_no_rights(self):
        self.program.action_approve()
        for role in ("other_manager", "officer"):
            with self.assertRaises(AccessError):
                self.as_role(role, self.program).action_cancel()
            wizard = self.as_role(role, "social.program.reason").create(
                {
                    "res_model": "social.program",
                    "res_id": self.program.id,
                    "new_state": "cancelled",
                    "reason": "Mine",
                }
            )
            with self.assertRaises(AccessError):
                wizard.action_confirm()
            wizard.res_model = "res.users"
            with self.assert_sentence("no guarded state"):
                wizard.action_confirm()
        self.assertEqual(self.program.state, "approved")

    def test_reasons_are_required(self):
        program = self.new_program()
        program.action_approve()
        program.action_start()
        for state in ("suspended", "cancelled"):
            with self.assert_sentence("needs a reason"):
                program.write({"state": state})
            with self.assert_sentence("needs a reason"):
                program.write({"state": state, "state_reason": "  "})
        program.write({"state": "cancelled", "state_reason": "No more money"})
        self.assertEqual(program.state, "cancelled")
        form = Form(
            self.as_role("manager", "social.program.reason").with_context(
                **program.action_reopen()["context"]
            )
        )
        with self.assertRaises(AssertionError):
            form.save()

    def test_states_cannot_be_jumped(self):
        program = self.new_program()
        for state in ("running", "closing", "closed", "suspended", "nonsense"):
            with self.assert_sentence("cannot change to"):
                program.write({"state": state, "state_reason": "x"})
        with self.assert_sentence("starts as “Draft”"):
            self.new_program(state="running")
        with self.assert_sentence("cannot be written directly"):
            program.baseline_date_end = date(2030, 1, 1)
        with self.assert_sentence("cannot be written directly"):
            program.state_reason = "Because"
        self.assertEqual(program.state, "draft")
        self.assertFalse(program.baseline_date_end)

    def test_closing_names_what_is_open(self):
        program = self.new_program()
        self.new_activity(program, name="Borehole at Lai")
        child = self.new_program(name="Subprogram", parent_id=program.id)
        person = self.new_person(program)
        self.new_enrollment(person, program)
        program.action_approve()
        program.action_start()
        program.action_start_closing()
        with self.assert_sentence(
            r"(?s)cannot be closed yet.*Subprogram.*Borehole at Lai.*enrollment: 1"
        ):
            program.action_close()
        with self.assert_sentence("Borehole at Lai"):
            program.write({"state": "closed"})
        self.assertEqual(program.state, "closing")
        program.field_activity_ids.write({"state": "cancelled", "state_reason": "Rain"})
        child.write({"state": "cancelled", "state_reason": "Rain"})
        program.enrollment_ids.write({"state": "completed"})
        program.action_close()
        self.assertEqual(program.state, "closed")
        with self.assert_sentence("takes no more activities", ValidationError):
            self.new_activity(program)

    def test_second_person_approves(self):
        self.company.sudo().social_program_second_person = True
        program = self.new_program(
            member_ids=[
                Command.create({"role": "deputy", "user_id": self.users["deputy"].id})
            ]
        )
        with self.assert_sentence("second person"):
            program.action_approve()
        self.as_role("deputy", program).action_approve()
        self.assertEqual(program.state, "approved")

    def test_programs_in_the_order_of_their_health(self):
        with freeze_time("2026-06-01"):
            off, risk, track, draft = (
                self.new_program(name=name) for name in ("C", "B", "A", "D")
            )
            off.action_approve()
            off.action_start()
            risk.action_approve()
            track.action_approve()
            track.action_start()
        with freeze_time("2027-01-10"):
            (risk | track).sudo().date_end = date(2027, 6, 30)
            (risk | track).sudo().baseline_date_end = date(2027, 6, 30)
            off.invalidate_recordset()
            ours = off | risk | track | draft
            self.assertEqual(
                ours.mapped("health"), ["off_track", "at_risk", "on_track", False]
            )
            Program = self.as_role("admin", "social.program")
            domain = [("id", "in", ours.ids)]
            order = ours.ids
            self.assertEqual(Program.search(domain, order="health ASC, id").ids, order)
            self.assertEqual(Program.search(domain, order="health, id").ids, order)
            self.assertEqual(
                Program.search(domain, order="health DESC, id").ids, order[::-1]
            )
            described = Program.fields_get(["health"], ["sortable", "selection"])
            self.assertTrue(described["health"]["sortable"])
            groups = Program.web_read_group(domain, ["health", "manager_id"])
            self.assertEqual(
                [group["health"] for group in groups["groups"]],
                ["off_track", "at_risk", "on_track", False],
            )

    def test_only_drafts_are_deleted(self):
        program = self.new_program()
        program.action_approve()
        with self.assert_sentence("not a draft"):
            self.as_role("admin", program).unlink()
        with self.assertRaises(AccessError):
            self.as_role("deputy", self.program).unlink()
        self.program.unlink()

    # ------------------------------------------------------------------
    # Bad input
    # ------------------------------------------------------------------
    def test_bad_dates(self):
        with self.assert_sentence("cannot end before it starts", ValidationError):
            self.new_program(date_start=date(2026, 5, 1), date_end=date(2026, 4, 30))
        with self.assert_sentence("cannot end before it starts", ValidationError):
            self.program.date_end = date(2025, 1, 1)
        self.assertEqual(self.program.date_end, date(2026, 12, 31))

    def test_a_program_stays_in_its_company(self):
        self.users["manager"].sudo().company_ids += self.other_company
        with self.assert_sentence("stays in the company"):
            self.program.company_id = self.other_company
        self.program.company_id = self.company

    def test_bad_umbrella(self):
        child = self.new_program(parent_id=self.program.id)
        with self.assert_sentence("its own umbrella", ValidationError):
            self.program.parent_id = child
        foreign = self.as_role("stranger", "social.program").create(
            {"name": "Foreign", "date_start": "2026-01-01", "date_end": "2026-12-31"}
        )
        with self.assertRaises(UserError):
            self.new_program(parent_id=foreign.id)
        with self.assert_sentence("company"):
            self.new_program(role="manager").sudo().parent_id = foreign

    # ------------------------------------------------------------------
    # Health and counts
    # ------------------------------------------------------------------
    def test_health_tells_its_reasons(self):
        program = self.new_program()
        self.assertFalse(program.health)
        with freeze_time("2026-01-10"):
            program.action_approve()
            self.assertEqual(program.health, "at_risk")
            self.assertIn("does not run yet", program.health_reason)
            program.action_start()
            self.assertEqual((program.health, program.health_reason), ("on_track", ""))
        activity = self.new_activity(program)
        with freeze_time("2026-06-10"):
            program.invalidate_recordset()
            self.assertEqual(program.health, "at_risk")
            self.assertIn("Late activities: 1", program.health_reason)
            Program = self.as_role("manager", "social.program")
            self.assertIn(program, Program.search([("health", "=", "at_risk")]))
            self.assertNotIn(program, Program.search([("health", "=", "on_track")]))
            self.assertNotIn(program, Program.search([("health", "!=", "at_risk")]))
        with freeze_time("2026-08-10"):
            program.invalidate_recordset()
            self.assertEqual(program.health, "off_track")
        activity.write({"state": "cancelled", "state_reason": "Rain"})
        with freeze_time("2026-08-10"):
            program.invalidate_recordset()
            self.assertEqual(program.health, "on_track")
        program.write({"date_end": date(2027, 1, 10)})
        with freeze_time("2026-08-10"):
            self.assertIn("10 days later", program.health_reason)
        with freeze_time("2027-02-01"):
            program.invalidate_recordset()
            self.assertEqual(program.health, "off_track")

    def test_counts_include_the_programs_below(self):
        child = self.new_program(parent_id=self.program.id)
        person = self.new_person(child)
        for program in (self.program, child):
            self.new_activity(program)
            self.new_enrollment(person, program)
        self.new_activity(child).write({"state": "cancelled", "state_reason": "Rain"})
        self.assertEqual(self.program.field_activity_count, 2)
        self.assertEqual(child.field_activity_count, 1)
        self.assertEqual(self.program.beneficiary_count, 1)
        self.assertEqual(child.beneficiary_count, 1)
        done = self.new_activity(child)
        done.action_approve()
        done.actual_date_end = done.date_end
        done.action_done()
        # A count above is computed anew for each screen, not within one.
        self.program.invalidate_recordset()
        self.assertEqual(self.program.field_activity_done_count, 1)

    def test_kanban_of_200_programs_in_constant_queries(self):
        programs = self.as_role("manager", "social.program").create(
            [
                {
                    "name": f"Program {number}",
                    "date_start": date(2026, 1, 1),
                    "date_end": date(2026, 12, 31),
                }
                for number in range(200)
            ]
        )
        for program in programs[:3]:
            self.new_activity(program)
        programs.action_approve()
        for role in ("manager", "auditor", "acc_invoice"):
            Program = self.as_role(role, "social.program")
            arch = Program.get_view(
                self.env.ref("social_program.social_program_view_kanban").id, "kanban"
            )
            fields = arch["models"]["social.program"]
            readable = Program.fields_get()
            spec = {
                name: {"fields": {"display_name": {}}}
                if Program._fields[name].relational
                else {}
                for name in fields
                if name in readable
            }
            self.assertIn("health_reason", spec)

            def read(limit, Program=Program, spec=spec):
                return lambda: Program.web_search_read(
                    [("id", "in", programs.ids)], spec, limit=limit
                )

            self.count_queries(read(2))
            few = self.count_queries(read(2))
            many = self.count_queries(read(200))
            self.assertEqual(many, few, role)
            self.assertLess(many, 40)

            def group(number, Program=Program, spec=spec):
                return lambda: Program.web_read_group(
                    [("id", "in", programs[:number].ids)],
                    ["state"],
                    ["__count"],
                    auto_unfold=True,
                    unfold_read_specification=spec,
                    unfold_read_default_limit=200,
                )

            self.assertEqual(
                len(group(200)()["groups"][0]["__records"]), len(programs), role
            )
            self.count_queries(group(2))
            self.assertEqual(
                self.count_queries(group(200)), self.count_queries(group(2)), role
            )

    # ------------------------------------------------------------------
    # Who sees and does what
    # ------------------------------------------------------------------
    def test_officers_see_their_programs(self):
        Program = self.as_role("officer", "social.program")
        self.assertEqual(Program.search([]), self.program)
        self.assertEqual(Program.search_count([]), 1)
        self.assertEqual(
            Program.search([("is_my_program", "=", True)]).ids, self.program.ids
        )
        self.assertFalse(Program.name_search("School"))
        self.assertFalse(Program.search([("is_my_program", "=", False)]))
        Managed = self.as_role("manager", "social.program")
        self.assertIn(
            self.other_program, Managed.search([("is_managed_by_me", "=", False)])
        )
        with self.assertRaises(AccessError):
            self.as_role("officer", self.other_program).read(["name"])
        with self.assertRaises(AccessError):
            self.as_role("officer", self.program).write({"name": "Mine"})

    def test_membership_counts_from_the_same_moment(self):
        Program = self.as_role("officer", "social.program")
        self.assertNotIn(self.other_program, Program.search([]))
        member = self.as_role("other_manager", "social.program.member").create(
            {
                "program_id": self.other_program.id,
                "user_id": self.users["officer"].id,
                "role": "officer",
            }
        )
        self.assertIn(self.other_program, Program.search([]))
        member.date_end = date(2020, 1, 1)
        self.assertNotIn(self.other_program, Program.search([]))
        member.write({"date_end": False, "date_start": date(2099, 1, 1)})
        self.assertNotIn(self.other_program, Program.search([]))
        member.date_start = False
        self.assertIn(self.other_program, Program.search([]))
        member.unlink()
        self.assertNotIn(self.other_program, Program.search([]))

    def test_managers_write_what_they_manage_or_deputise(self):
        self.as_role("deputy", self.program).name = "Water for All"
        self.assertTrue(self.as_role("deputy", self.program).can_write)
        stranger = self.as_role("other_manager", self.program)
        self.assertEqual(stranger.name, "Water for All")
        self.assertFalse(stranger.can_write)
        with self.assertRaises(AccessError):
            stranger.name = "Mine"
        with self.assertRaises(AccessError):
            stranger.write({"state": "approved"})
        with self.assertRaises(AccessError):
            self.new_program(manager_id=self.users["other_manager"].id)
        # Nor by way of a member.
        member = self.program.member_ids[0]
        with self.assertRaises(AccessError):
            self.as_role("other_manager", member).role = "deputy"
        with self.assertRaises(AccessError):
            self.as_role("other_manager", "social.program.member").create(
                {
                    "program_id": self.program.id,
                    "user_id": self.users["other_manager"].id,
                    "role": "deputy",
                }
            )
        own = self.other_program.member_ids[0]
        with self.assertRaises(AccessError):
            self.as_role("other_manager", own).program_id = self.program

    def test_members_are_persons_or_organizations(self):
        Member = self.as_role("manager", "social.program.member")
        partner = self.root["res.partner"].create({"name": "Partner NGO"})
        base = {"program_id": self.program.id}
        with self.assert_sentence("one of the two", ValidationError):
            Member.create({**base, "role": "partner"})
        with self.assert_sentence("one of the two", ValidationError):
            Member.create(
                {
                    **base,
                    "partner_id": partner.id,
                    "user_id": self.users["officer"].id,
                }
            )
        with self.assert_sentence("can log in", ValidationError):
            Member.create({**base, "partner_id": partner.id, "role": "deputy"})
        with self.assert_sentence("before it starts", ValidationError):
            Member.create(
                {
                    **base,
                    "partner_id": partner.id,
                    "role": "partner",
                    "date_start": date(2026, 2, 1),
                    "date_end": date(2026, 1, 1),
                }
            )
        self.assertTrue(
            Member.create({**base, "partner_id": partner.id, "role": "partner"})
        )

    def test_a_copy_is_a_new_draft(self):
        self.program.action_approve()
        copy = self.program.copy()
        self.assertEqual(copy.state, "draft")
        self.assertNotEqual(copy.code, self.program.code)
        self.assertNotEqual(
            copy.sudo().analytic_account_id, self.program.sudo().analytic_account_id
        )
        self.assertEqual(len(copy.member_ids), 2)
        self.assertFalse(copy.baseline_date_end)

    def test_form(self):
        with Form(self.as_role("manager", "social.program")) as form:
            form.name = "From the form"
        program = form.record
        self.assertEqual(program.manager_id, self.users["manager"])
        self.assertTrue(program.sudo().analytic_account_id)
