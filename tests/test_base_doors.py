"""Doors that stood open to ordinary accounts, and are shut.

Odoo fills new records from `default_*` keys of the context, too, and whoever links a
record sees its name.
"""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SocialProgramAccountCase, SocialProgramCase


@tagged("post_install", "-at_install")
class TestDoors(SocialProgramCase):
    def told(self, role, model, **defaults):
        return self.as_role(role, model).with_context(
            **{f"default_{name}": value for name, value in defaults.items()}
        )

    def refused(self, work, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            work()
            self.env.flush_all()
        self.env.invalidate_all()

    def test_nobody_enrolls_whom_he_may_not_read(self):
        person = self.new_person(self.other_program, role="other_officer")
        own = {"program_id": self.program.id}
        Enrollment = self.told("officer", "social.enrollment", beneficiary_id=person.id)
        for work in (
            lambda: Enrollment.create(own),
            lambda: Enrollment.web_save(own, {"id": {}}),
            lambda: self.as_role("officer", "social.enrollment").create(
                {**own, "beneficiary_id": person.id}
            ),
            lambda: (
                self.as_role("officer", self.new_person()).write(
                    {
                        "enrollment_ids": [
                            Command.create({**own, "beneficiary_id": person.id})
                        ]
                    }
                )
                and self.as_role("officer", person).read(["name"])
            ),
        ):
            self.refused(work)
        result = Enrollment.load(["program_id/.id"], [[str(self.program.id)]])
        self.assertFalse(result["ids"])
        self.assertFalse(self.as_role("officer", person).has_access("read"))

    def test_nobody_makes_himself_a_deputy(self):
        vals = {"role": "deputy", "user_id": self.users["manager"].id}
        Member = self.told(
            "manager", "social.program.member", program_id=self.other_program.id
        )
        for work in (
            lambda: Member.create(vals),
            lambda: Member.web_save(vals, {"id": {}}),
            lambda: Member.with_context(
                default_role="deputy", default_user_id=self.users["manager"].id
            ).create({}),
            lambda: (
                self.program.member_ids[:1]
                .with_context(default_program_id=self.other_program.id)
                .copy({**vals, "program_id": self.other_program.id})
            ),
        ):
            self.refused(work)
        self.assertFalse(
            self.as_role("manager", self.other_program).has_access("write")
        )

    def test_nobody_adopts_by_default(self):
        account = self.other_program.sudo().analytic_account_id
        project = self.other_program.sudo().project_id
        bare = self.root["project.project"].create({"name": "Adopt me"})
        for defaults in (
            {"analytic_account_id": account.copy().id},
            {"project_id": project.id},
            {"project_id": bare.id},
        ):
            Program = self.told("manager", "social.program", **defaults)
            self.refused(lambda program=Program: program.create({"name": "Mine"}))

    def test_an_umbrella_agrees(self):
        below = {"name": "Below", "parent_id": self.other_program.id}
        for work in (
            lambda: self.as_role("manager", "social.program").create(below),
            lambda: self.told(
                "manager", "social.program", parent_id=self.other_program.id
            ).create({"name": "Below"}),
            lambda: self.as_role("manager", self.program).write(
                {"parent_id": self.other_program.id}
            ),
        ):
            with self.assert_sentence("takes programs under it"):
                work()
        own = self.new_program(parent_id=self.program.id)
        self.assertEqual(own.parent_id, self.program)
        self.as_role("admin", own).parent_id = self.other_program

    def test_dialogs_and_parts_name_nothing_foreign(self):
        activity = self.new_activity(self.other_program, role="other_manager")
        meeting = self.as_role("other_officer", "social.meeting").create(
            {"name": "Secret meeting", "program_id": self.other_program.id}
        )
        foreign = self.as_role("stranger", "social.program").create({"name": "Theirs"})
        named = {"fields": {"display_name": {}}}
        for role, model, defaults in (
            ("officer", "social.activity.delay", {"field_activity_id": activity.id}),
            ("officer", "social.activity.repeat", {"field_activity_id": activity.id}),
            ("officer", "social.meeting.decision", {"meeting_id": meeting.id}),
            ("officer", "social.activity.cost", {"field_activity_id": activity.id}),
            ("officer", "social.risk", {"program_id": self.other_program.id}),
            ("manager", "social.program.copy", {"source_id": foreign.id}),
            ("manager", "social.donor.report.print", {"program_id": foreign.id}),
            ("officer", "social.issue", {"program_ids": self.other_program.ids}),
        ):
            Model = self.told(role, model, **defaults)
            with self.subTest(model):
                spec = dict.fromkeys(defaults, named)
                self.assert_silent(lambda m=Model, s=spec: m.onchange({}, [], s))
                bare = self.as_role(role, model)
                self.assert_silent(
                    lambda m=bare, d=defaults, s=spec: m.onchange(d, list(d), s)
                )

    def assert_silent(self, work):
        """Expect a form that is refused, or that shows nothing of the foreign."""
        self.env.invalidate_all()
        with self.env.cr.savepoint():
            try:
                told = str(work())
            except AccessError:
                told = ""
        for secret in ("School Meals", "Training", "Secret meeting", "Theirs"):
            self.assertNotIn(secret, told)
        self.env.invalidate_all()

    def test_own_records_stay_out_of_others_programs(self):
        visit, foreign = (
            self.as_role(role, "social.visit").create(
                {"place": "Hall", "program_id": program.id}
            )
            for role, program in (
                ("officer", self.program),
                ("other_officer", self.other_program),
            )
        )
        item = visit.env["social.visit.item"].create(
            {"visit_id": visit.id, "question": "Dry?"}
        )
        issue = self.as_role("officer", "social.issue").create(
            {"name": "Flood", "program_id": self.program.id}
        )
        for work in (
            lambda: item.write({"visit_id": foreign.id}),
            lambda: issue.write({"program_ids": [Command.link(self.other_program.id)]}),
            lambda: issue.write({"program_id": self.other_program.id}),
        ):
            self.refused(work)

    def test_a_confidant_lets_nobody_in(self):
        issue = self.as_role("manager", "social.issue").create(
            {
                "name": "Quarrel",
                "kind": "conflict",
                "program_id": self.program.id,
                "confidant_ids": [Command.link(self.users["officer"].id)],
            }
        )
        Escalate = self.as_role("officer", "social.issue.escalate")
        vals = {"issue_id": issue.id, "reason": "Stuck"}
        other = Escalate.create({**vals, "user_id": self.users["other_officer"].id})
        with self.assert_sentence("who reads it is decided"):
            other.action_confirm()
        # Among those who read it, and by the manager, it may.
        Escalate.create({**vals, "user_id": self.users["manager"].id}).action_confirm()

    def test_a_volunteer_form_changes_no_customer(self):
        customer = self.root["res.partner"].create({"name": "Customer", "phone": "1"})
        Volunteer = self.as_role("officer", "social.volunteer")
        self.refused(
            lambda: Volunteer.create({"partner_id": customer.id, "phone": "2"})
        )
        linked = Volunteer.create({"partner_id": customer.id})
        self.refused(lambda: linked.write({"phone": "2"}))
        self.assertEqual(customer.phone, "1")
        own = Volunteer.create({"name": "Sari", "phone": "3"})
        own.phone = "4"
        self.assertEqual(own.sudo().partner_id.phone, "4")
        # Moved to somebody else's contact, it owns nothing.
        own.partner_id = self.root["res.partner"].create({"name": "Else"}).id
        self.refused(lambda: own.write({"phone": "5"}))
        with self.assert_sentence("cannot be written"):
            own.write({"owns_contact": True})

    def test_sequences_do_not_tell_how_many_there_are(self):
        numbers = self.root["ir.sequence"].search([("code", "like", "social.")])
        other = self.root["ir.sequence"].create({"name": "Other", "code": "other"})
        for role in ("employee", "officer", "stranger"):
            Sequence = self.as_role(role, "ir.sequence")
            found = Sequence.search([("id", "in", (numbers | other).ids)])
            self.assertEqual(found, other, role)
            one = self.as_role(role, numbers[:1])
            self.refused(lambda one=one: one.read(["number_next_actual"]), AccessError)

    def test_nobody_takes_away_links_that_he_does_not_see(self):
        volunteer = self.root["social.volunteer"].create(
            {
                "name": "Helps in both",
                "company_id": self.program.company_id.id,
                "program_ids": [
                    Command.set((self.program | self.other_program).ids),
                ],
            }
        )
        own = self.as_role("officer", volunteer)
        for command in (
            Command.set(self.program.ids),
            Command.unlink(self.other_program.id),
            Command.clear(),
        ):
            with self.subTest(command=command):
                self.env.invalidate_all()
                own.write({"program_ids": [command]})
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertIn(self.other_program, volunteer.program_ids)
        self.refused(
            lambda: own.write({"program_ids": [Command.set(self.other_program.ids)]}),
            AccessError,
        )

    def test_derived_fields_of_every_model(self):
        """No stored field that follows from others is left to whoever calls."""
        for name, model in self.env.registry.items():
            if model._original_module != "social_program" or model._abstract:
                continue
            derived = [
                field.name
                for field in model._fields.values()
                if field.compute and field.store and field.readonly
            ]
            if derived and model._auto and not model._transient:
                with self.subTest(name):
                    self.assertTrue(issubclass(model, self.guarded()), derived)

    def guarded(self):
        return self.env.registry["social.guarded.mixin"]


@tagged("post_install", "-at_install")
class TestCostsOfNoProgram(SocialProgramAccountCase):
    def test_payroll_on_another_account_is_for_finance(self):
        plan = self.root["account.analytic.plan"]._social_program_program_plan()
        payroll = self.root["account.analytic.account"].create(
            {"name": "Office", "plan_id": plan.id, "company_id": self.company.id}
        )
        bill = self.root["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.partner_a.id,
                "invoice_date": date(2026, 3, 1),
                "company_id": self.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Wages",
                            "price_unit": 50,
                            "tax_ids": [],
                            "account_id": self.company_data[
                                "default_account_expense"
                            ].id,
                            "analytic_distribution": {str(payroll.id): 100},
                        }
                    )
                ],
            }
        )
        bill.action_post()
        self.root.flush_all()
        domain = [("amount_spent", "=", 50), ("program_id", "=", False)]
        for role, count in (
            ("acc_invoice", 1),
            ("acc_manager", 1),
            ("acc_readonly", 1),
            ("manager", 0),
            ("admin", 0),
            ("fundraiser", 0),
            ("auditor", 0),
        ):
            Analysis = self.as_role(role, "social.budget.analysis")
            with self.subTest(role):
                self.assertEqual(Analysis.search_count(domain), count)
