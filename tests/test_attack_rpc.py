"""Ways in that an attack with ordinary accounts found, each shut by a contract."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestAttack(SocialProgramCase):
    def refused(self, work, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            work()
            self.env.flush_all()
        self.env.invalidate_all()

    def meeting(self, role="other_officer", program=None):
        return self.as_role(role, "social.meeting").create(
            {"name": "Hidden talk", "program_id": (program or self.other_program).id}
        )

    # --- ids that are no whole numbers -----------------------------------------------
    def test_an_id_told_as_text_opens_nothing(self):
        person = self.new_person(self.other_program, role="other_officer")
        activity = self.new_activity(self.other_program, role="other_manager")
        self.refused(
            lambda: self.as_role("officer", "social.enrollment").create(
                {"program_id": self.program.id, "beneficiary_id": f" {person.id}"}
            ),
            AccessError,
        )
        self.assertFalse(self.as_role("officer", person).has_access("read"))
        self.refused(
            lambda: self.as_role("officer", "social.activity.delay").create(
                {
                    "field_activity_id": str(activity.id),
                    "delay_cause": "other",
                    "delay_reason": "-",
                }
            ),
            AccessError,
        )
        self.refused(
            lambda: self.as_role("officer", "social.risk.matrix").create(
                {"risk_ids": [Command.set([str(self.hidden_risk().id)])]}
            ),
            AccessError,
        )

    def hidden_risk(self):
        return self.as_role("other_officer", "social.risk").create(
            {"name": "Hidden", "program_id": self.other_program.id}
        )

    # --- names of what lies beside records -------------------------------------------
    def test_an_activity_names_no_record_that_its_maker_does_not_read(self):
        hidden = self.meeting()
        model_id = self.env["ir.model"]._get_id(hidden._name)
        told = {"res_model_id": model_id, "res_model": hidden._name}
        told["res_id"] = hidden.id
        for role in ("employee", "officer", "acc_invoice", "fundraiser"):
            Activity = self.as_role(role, "mail.activity")
            value = Activity.onchange(told, list(told), {"res_name": {}})["value"]
            self.assertFalse(value.get("res_name"), role)
            own = self.root["mail.activity"].create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.users[role].partner_id.id,
                    "user_id": self.users[role].id,
                }
            )
            self.refused(
                lambda own=own, role=role: self.as_role(role, own).write(
                    {"res_model_id": model_id, "res_id": hidden.id}
                ),
                AccessError,
            )
        Activity = self.as_role("other_officer", "mail.activity")
        value = Activity.onchange(told, list(told), {"res_name": {}})["value"]
        self.assertIn("Hidden talk", value["res_name"])

    def test_a_link_to_a_message_or_a_file_does_not_name_it(self):
        hidden = self.meeting()
        message = hidden.sudo().message_post(body="-", subject="Hidden subject")
        file = self.root["ir.attachment"].create(
            {"name": "hidden.txt", "res_model": hidden._name, "res_id": hidden.id}
        )
        for role in ("employee", "officer"):
            Message = self.as_role(role, "mail.message")
            channel = self.as_role(role, "discuss.channel").create({"name": "Mine"})
            reply = {"body": "-", "model": channel._name, "res_id": channel.id}
            for work in (
                lambda Message=Message: Message.create(
                    {"body": "-", "parent_id": message.id}
                ),
                lambda Message=Message, reply=reply: Message.create(
                    {**reply, "parent_id": message.id}
                ),
                lambda Message=Message, reply=reply: Message.create(reply).write(
                    {"parent_id": message.id}
                ),
            ):
                self.refused(work, AccessError)
            self.assertFalse(self.as_role(role, message).sudo().display_name)
            copy = self.as_role(role, "ir.attachment").create(
                {"name": "mine", "original_id": file.id}
            )
            self.assertFalse(copy.read(["original_id"])[0]["original_id"][1])
        self.assertEqual(
            self.as_role("other_officer", message).display_name, "Hidden subject"
        )
        self.assertEqual(self.as_role("other_officer", file).display_name, "hidden.txt")

    # --- moving records --------------------------------------------------------------
    def test_an_issue_moves_only_to_where_one_works(self):
        for vals in ({}, {"confidential": True}):
            issue = self.as_role("other_manager", "social.issue").create(
                {"name": "Mine", "program_id": self.other_program.id, **vals}
            )
            self.refused(
                lambda issue=issue: issue.write({"program_id": self.program.id}),
                AccessError,
            )
            self.assertEqual(issue.program_id, self.other_program)

    def test_what_was_let_through_elsewhere_does_not_arrive_so(self):
        self.as_role("manager", self.program).member_ids = [
            Command.create({"user_id": self.users["other_manager"].id})
        ]
        activity = self.new_activity(
            self.other_program,
            role="other_manager",
            delay_cause="other",
            delay_reason="-",
        )
        issue = self.as_role("other_manager", "social.issue").create(
            {
                "name": "Mine",
                "program_id": self.other_program.id,
                "decision": "<p>So be it</p>",
            }
        )
        for state, record in (
            ("approved", activity),
            ("done", activity),
            ("decided", issue),
        ):
            record.write({"state": state})
            self.refused(
                lambda record=record: record.write({"program_id": self.program.id})
            )
            self.refused(
                lambda record=record: record.write(
                    {"program_id": self.program.id, "state": record.state}
                )
            )
        own = self.new_program(role="other_manager")
        issue.program_id = own
        draft = self.new_activity(self.other_program, role="other_manager")
        self.refused(
            lambda: draft.write({"program_id": self.program.id, "state": "approved"})
        )
        draft.program_id = self.program

    # --- names of contacts -----------------------------------------------------------
    def test_a_form_tells_no_contact_that_is_closed(self):
        contact = self.root["res.partner"].create(
            {
                "name": "Hidden person",
                "phone": "0812 999",
                "email": "hidden@example.com",
                "company_id": self.other_company.id,
            }
        )
        spec = {"name": {}, "phone": {}, "email": {}}
        spec["partner_id"] = {"fields": {"display_name": {}}}
        for role, model in (
            ("officer", "social.volunteer"),
            ("officer", "social.stakeholder"),
            ("fundraiser", "social.sponsor"),
        ):
            Model = self.as_role(role, model)
            for value in (
                Model.onchange({"partner_id": contact.id}, ["partner_id"], spec),
                Model.with_context(default_partner_id=contact.id).onchange(
                    {}, [], spec
                ),
            ):
                self.assertNotIn("Hidden", repr(value))
                self.assertNotIn("0812", repr(value))
        with self.assertRaises(AccessError) as caught:
            self.as_role("officer", "social.stakeholder").create(
                {"partner_id": contact.id, "program_ids": self.program.ids}
            )
        self.assertNotIn("Hidden", str(caught.exception))

    def test_a_form_tells_no_project_that_is_closed(self):
        project = self.root["project.project"].create(
            {"name": "Hidden project", "privacy_visibility": "followers"}
        )
        spec = {"project_id": {"fields": {"display_name": {}}}}
        Program = self.as_role("manager", "social.program")
        for value in (
            Program.onchange({"project_id": project.id}, ["project_id"], spec),
            Program.with_context(default_project_id=project.id).onchange({}, [], spec),
        ):
            self.assertNotIn("Hidden", repr(value))

    # --- names in forms of Odoo ------------------------------------------------------
    def test_no_form_of_odoo_names_what_is_closed(self):
        hidden = self.meeting()
        sponsor = self.root["social.sponsor"].create(
            {"name": "Hidden sponsor", "company_id": self.company.id}
        )
        message = hidden.sudo().message_post(body="-", subject="Hidden subject")
        link = {"fields": {"display_name": {}}}
        meeting = "social_program_meeting_id"
        for record in (hidden, sponsor):
            about = {"model": record._name, "res_id": record.id}
            for role in ("employee", "officer"):
                told = self.as_role(role, "mail.message").onchange(
                    about, list(about), {"record_name": {}}
                )
                self.assertNotIn("Hidden", repr(told))
                Composer = self.as_role(role, "mail.compose.message")
                vals = {"model": record._name, "composition_mode": "comment"}
                for more in (
                    {"res_ids": repr(record.ids)},
                    {"model": False, "parent_id": message.id},
                ):
                    vals = {**vals, **more}
                    for work in (
                        lambda vals=vals, Composer=Composer: Composer.onchange(
                            vals, list(vals), {"subject": {}, **dict.fromkeys(vals, {})}
                        ),
                        lambda vals=vals, Composer=Composer: Composer.create(vals),
                    ):
                        try:
                            with self.env.cr.savepoint():
                                told = work()
                                subject = (
                                    told["value"].get("subject")
                                    if isinstance(told, dict)
                                    else told.subject
                                )
                        except AccessError:
                            continue
                        self.assertNotIn("Hidden", subject or "")
        Task = self.as_role("officer", "project.task")
        for value in (
            Task.onchange({meeting: hidden.id}, [meeting], {meeting: link}),
            Task.with_context(**{f"default_{meeting}": hidden.id}).onchange(
                {}, [], {meeting: link}
            ),
        ):
            self.assertNotIn("Hidden", repr(value))
        for work in (
            lambda: Task.create({"name": "-", meeting: hidden.id}),
            lambda: Task.with_context(**{f"default_{meeting}": hidden.id}).create(
                {"name": "-"}
            ),
            lambda: Task.create({"name": "-"}).write({meeting: hidden.id}),
        ):
            self.refused(work, AccessError)

    # --- numbers ---------------------------------------------------------------------
    def test_no_number_breaks_the_pages_of_others(self):
        grant = self.root["social.grant"].create(
            {
                "name": "Grant",
                "sponsor_id": self.root["social.sponsor"]
                .create({"name": "Sponsor", "company_id": self.company.id})
                .id,
                "company_id": self.company.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        activity = self.new_activity()
        for value in (float("nan"), float("inf"), -float("inf"), 1e300):
            self.refused(
                lambda value=value: self.as_role("fundraiser", grant).write(
                    {"variance_percent": value}
                )
            )
            self.refused(
                lambda value=value: self.as_role("officer", activity).write(
                    {"cost_ids": [Command.create({"name": "-", "unit_cost": value})]}
                )
            )
            self.refused(
                lambda value=value: self.as_role("officer", activity).write(
                    {"capacity": value}
                )
            )

    # --- what keeps a program open ---------------------------------------------------
    def test_what_keeps_a_program_open_is_told_without_figures(self):
        program = self.program.sudo()
        program.state = "approved"
        program.state = "running"
        program.state = "closing"
        root = self.root["social.cost.category"].create(
            {"name": "Costs", "company_id": self.company.id}
        )
        self.root["social.budget"].create(
            {
                "program_id": program.id,
                "name": "Hidden budget",
                "root_category_id": root.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        self.env.invalidate_all()
        told = self.as_role("officer", self.program).closing_blockers
        self.assertNotIn("Hidden budget", told)
        self.assertIn("not all settled", told)
        told = self.as_role("manager", self.program).closing_blockers
        self.assertIn("Hidden budget", told)
        for role in ("acc_invoice", "fundraiser"):
            self.refused(
                lambda role=role: self.as_role(role, self.program).read(
                    ["closing_blockers"]
                ),
                AccessError,
            )

    # --- errors ----------------------------------------------------------------------
    def test_an_error_in_debug_mode_names_nothing(self):
        hidden = self.meeting()
        officer = self.users["officer"]
        with patch.object(
            type(officer), "has_group", lambda user, group: user._has_group(group)
        ):
            self.assertTrue(officer.has_group("base.group_no_one"))
            with self.assertRaises(AccessError) as caught:
                self.as_role("officer", hidden).read(["name"])
        self.assertNotIn("Hidden", str(caught.exception))

    # --- rights that one gives oneself -----------------------------------------------
    def test_a_draft_budget_opens_no_report(self):
        sponsor = self.root["social.sponsor"].create(
            {"name": "Sponsor", "company_id": self.company.id}
        )
        grant = self.as_role("fundraiser", "social.grant").create(
            {
                "name": "Grant",
                "sponsor_id": sponsor.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
            }
        )
        report = self.as_role("fundraiser", "social.donor.report").create(
            {"grant_id": grant.id, "date_from": "2026-01-01", "date_to": "2026-06-30"}
        )
        explanation = self.as_role(
            "fundraiser", "social.donor.report.explanation"
        ).create({"report_id": report.id, "text": "-"})
        root = self.root["social.cost.category"].create(
            {"name": "Costs", "company_id": self.company.id}
        )
        budget = self.as_role("manager", "social.budget").create(
            {
                "program_id": self.program.id,
                "grant_id": grant.id,
                "root_category_id": root.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "line_ids": [
                    Command.create(
                        {"name": "-", "category_id": root.id, "unit_cost": 1}
                    )
                ],
            }
        )
        for record in (report, explanation):
            own = self.as_role("manager", record)
            self.assertFalse(own.has_access("write"))
            self.assertFalse(own.has_access("unlink"))
        self.as_role("admin", budget).action_approve()
        for record in (report, explanation):
            self.assertTrue(self.as_role("manager", record).has_access("write"))

    def test_nobody_takes_a_stakeholder_from_another_program(self):
        both = (self.program | self.other_program).ids
        stakeholder = self.root["social.stakeholder"].create(
            {
                "name": "Village head",
                "company_id": self.company.id,
                "user_id": self.users["manager"].id,
                "program_ids": [Command.set(both)],
            }
        )
        for role in ("officer", "manager"):
            own = self.as_role(role, stakeholder)
            for command in (
                Command.unlink(self.other_program.id),
                Command.set(self.program.ids),
            ):
                self.refused(
                    lambda own=own, command=command: own.write(
                        {"program_ids": [command]}
                    )
                )
        self.as_role("admin", stakeholder).write(
            {"program_ids": [Command.unlink(self.program.id)]}
        )
        self.assertEqual(stakeholder.program_ids, self.other_program.sudo())

    def test_a_shared_filter_fills_nothing_in(self):
        me = self.users["employee"].id
        vals = {
            "name": "All",
            "model_id": "social.issue",
            "is_default": True,
            "user_ids": [],
            "context": repr({"default_confidant_ids": [me], "group_by": ["kind"]}),
        }
        Filter = self.as_role("employee", "ir.filters")
        shared = Filter.create(vals)
        self.assertEqual(shared.context, repr({"group_by": ["kind"]}))
        shared.write({"context": vals["context"]})
        self.assertEqual(shared.context, repr({"group_by": ["kind"]}))
        own = Filter.create({**vals, "name": "Mine", "user_ids": [me]})
        self.assertEqual(own.context, vals["context"])
