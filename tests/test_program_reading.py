"""What somebody sees who may read a program and not write it, and what is a link."""

from datetime import date, timedelta

from odoo import Command
from odoo.tests import Form, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestProgramReading(SocialProgramCase):
    def test_form_is_closed_to_readers(self):
        for user, program in (
            ("other_manager", self.program),
            ("auditor", self.program),
            ("acc_readonly", self.program),
            ("fundraiser", self.program),
        ):
            with self.subTest(user), Form(self.as_role(user, program)) as form:
                self.assertIn("Test manager", form.read_only_reason)
                for name in ("name", "manager_id", "tag_ids"):
                    with self.assertRaisesRegex(AssertionError, "readonly"):
                        form[name] = False

    def test_form_is_open_to_writers(self):
        for user in ("manager", "deputy", "admin"):
            with self.subTest(user), Form(self.as_role(user, self.program)) as form:
                self.assertFalse(form.read_only_reason)
                form.description = "Wells"
        with Form(self.as_role("manager", "social.program")) as form:
            self.assertFalse(form.read_only_reason)
            form.name = "New"

    def test_parts_name_the_manager(self):
        activity = self.new_activity()
        with Form(self.as_role("auditor", activity)) as form:
            self.assertIn("Test manager", form.read_only_reason)
            with self.assertRaisesRegex(AssertionError, "readonly"):
                form.place = "Hall"

    def test_others_name_the_roles(self):
        area = self.root["social.area"].create({"name": "Flores"})
        reason = self.as_role("auditor", area).read_only_reason
        self.assertIn("Program Manager", reason)

    def test_archiving_is_not_offered_to_readers(self):
        def is_closed(user):
            return self.as_role(user, "social.program").fields_get(["active"])[
                "active"
            ]["readonly"]

        self.assertTrue(is_closed("auditor"))
        self.assertFalse(is_closed("manager"))

    def test_delete_is_offered_where_it_is_not_refused(self):
        self.assertTrue(self.as_role("manager", self.program).can_delete)
        self.assertFalse(self.as_role("deputy", self.program).can_delete)

    def test_close_opens_what_blocks(self):
        program = self.as_role("manager", self.program)
        self.root["social.program.checkitem"].create(
            {"name": "Keys", "kind": "closing", "program_id": program.id}
        )
        for step in ("approved", "running", "closing"):
            program.state = step
        action = program.action_view_blockers()
        self.assertEqual(action["res_id"], program.id)
        self.assertTrue(program.closing_remarks)
        for remark in program.closing_remarks:
            opened = getattr(program, remark["action"])()
            found = program.env[opened["res_model"]].search(opened["domain"])
            self.assertTrue(found, remark)
        program.sudo().closing_item_ids.done = True
        program.action_close()
        self.assertEqual(program.state, "closed")

    def test_reasons_link_to_what_one_may_open(self):
        meeting = self.as_role("manager", "social.meeting").create(
            {
                "name": "Village",
                "program_id": self.program.id,
                "decision_ids": [
                    Command.create({"text": "Pipes", "deadline": date(2020, 1, 1)})
                ],
            }
        )
        self.assertTrue(meeting.decision_ids)
        program = self.as_role("manager", self.program)
        program.state = "approved"
        program.state = "running"
        for user, linked in (("manager", True), ("fundraiser", False)):
            remarks = self.as_role(user, program).health_remarks
            found = [r for r in remarks if r["action"] == "action_view_meetings"]
            with self.subTest(user):
                self.assertEqual(bool(found), linked)
                self.assertTrue(any("Decisions" in r["sentence"] for r in remarks))


@tagged("post_install", "-at_install")
class TestMyWork(SocialProgramCase):
    def test_this_week_comes_first(self):
        model = self.as_role("officer", "social.activity")
        first, last = model._this_week()
        self.assertEqual(last - first, timedelta(days=6))
        late, week, next_one = (
            self.new_activity(name=name, date_start=day, date_end=day)
            for name, day in (
                ("late", first - timedelta(days=1)),
                ("week", last),
                ("next", last + timedelta(days=1)),
            )
        )
        found = model.search(
            [("program_id", "=", self.program.id)],
            order="is_this_week desc, date_start, id",
        )
        self.assertEqual(found.mapped("name"), ["week", "late", "next"])
        self.assertEqual(found.mapped("is_this_week"), [True, False, False])
        self.assertEqual((late | week | next_one).ids, sorted(found.ids))

    def test_filters(self):
        action = self.env.ref("social_program.social_activity_my_action")
        arch = self.env.ref("social_program.social_activity_view_search").arch
        for name in ("mine", "open"):
            self.assertIn(f"search_default_{name}", action.context)
        for name in ("today", "this_week", "mine", "late"):
            self.assertIn(f'name="{name}"', arch)
