"""Dialogs name nothing that the user may not read; odd ids find nothing."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SocialProgramCase, SocialProgramMixin

CANARY = "Secret Canary"
ODD = (
    "",
    "0",
    "-1",
    "abc",
    "²",
    "1e9",
    "999999999",
    "2147483648",
    "9" * 40,
    ",",
    "1;DROP",
    "9" * 40 + ",abc",
)


@tagged("post_install", "-at_install")
class TestDialogs(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stranger = cls.as_role("stranger", "social.program")
        cls.far = stranger.create({"name": CANARY})
        values = {"name": CANARY, "program_id": cls.far.id}
        env = stranger.env
        cls.hidden = {
            "social.program": cls.far,
            "social.activity": env["social.activity"].create(values),
            "social.issue": env["social.issue"].create(values),
            "social.risk": env["social.risk"].create(values),
        }

    def dialogs(self):
        """Return the dialogs of ours."""
        return [
            self.env[name]
            for name, model in sorted(self.env.registry.items())
            if name.startswith("social.") and model._transient and not model._abstract
        ]

    def said(self, work):
        """Return what a call answers, a refusal included."""
        with mute_logger("odoo.http"):
            try:
                with self.env.cr.savepoint():
                    return repr(work())
            except Exception as refusal:
                return str(refusal)

    def calls(self, dialog, name, value, spec):
        """Return the ways in which a client makes a dialog hold a value."""
        named = dialog.with_context(**{f"default_{name}": value})
        return (
            lambda: named.default_get([name]),
            lambda: named.onchange({}, [], spec),
            lambda: dialog.onchange({name: value}, [name], spec),
            lambda: named.web_save({}, spec),
            lambda: dialog.web_save({name: value}, spec),
            lambda: named.create({}).web_read(spec),
            lambda: dialog.create({name: value}).web_read(spec),
        )

    def test_all_dialogs_are_guarded(self):
        self.assertGreater(len(self.dialogs()), 7)
        for dialog in self.dialogs():
            self.assertIsInstance(dialog, self.registry["social.dialog.mixin"])

    def test_nothing_hidden_is_named(self):
        asked = 0
        for dialog in self.dialogs():
            spec = {
                name: {"fields": {"display_name": {}}} if field.relational else {}
                for name, field in dialog._fields.items()
                if not field.name.startswith("__")
            }
            for name, field in dialog._fields.items():
                hidden = self.hidden.get(field.comodel_name)
                if not hidden:
                    continue
                asked += 1
                value = hidden.id
                if field.type == "many2many":
                    value = [Command.set(hidden.ids)]
                for role in ("admin", "manager", "officer", "employee"):
                    Dialog = self.as_role(role, dialog._name)
                    for call in self.calls(Dialog, name, value, spec):
                        with self.subTest(dialog=dialog._name, field=name, role=role):
                            self.assertNotIn(CANARY, self.said(call))
        self.assertGreater(asked, 8)

    def test_lines_name_nothing_hidden(self):
        issue = self.as_role("manager", "social.issue").create(
            {"name": "Delay", "program_id": self.program.id}
        )
        Shift = self.as_role("manager", "social.issue.shift")
        line = {"field_activity_id": self.hidden["social.activity"].id}
        spec = {
            "line_ids": {
                "fields": {"field_activity_id": {"fields": {"display_name": {}}}}
            }
        }
        values = {"issue_id": issue.id, "line_ids": [Command.create(line)]}
        said = self.said(lambda: Shift.onchange(values, ["line_ids"], spec))
        self.assertNotIn(CANARY, said)

    def test_a_users_own_default(self):
        Copy = self.as_role("manager", "social.program.copy")
        Copy.env["ir.default"].set(Copy._name, "source_id", self.far.id, user_id=True)
        with self.assertRaises(AccessError):
            Copy.default_get(["source_id"])

    def test_what_dialogs_are_for(self):
        Copy = self.as_role("manager", "social.program.copy").with_context(
            default_source_id=self.program.id
        )
        spec = {"source_id": {"fields": {"display_name": {}}}}
        value = Copy.onchange({}, [], spec)["value"]
        self.assertEqual(value["source_id"]["id"], self.program.id)
        self.assertTrue(Copy.create({"name": "Next"}).action_copy())


@tagged("post_install", "-at_install")
class TestOddIds(SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls.users["admin"].password = "admin-of-programs"

    def setUp(self):
        super().setUp()
        self.authenticate("social_admin", "admin-of-programs")

    def assert_not_found(self, address):
        answer = self.url_open(address, timeout=60)
        self.assertEqual(answer.status_code, 404, address)

    @mute_logger("odoo.http")
    def test_workbooks(self):
        self.assert_not_found("/social_program/work_plan.xlsx")
        for odd in ODD:
            self.assert_not_found(f"/social_program/work_plan.xlsx?ids={odd}")
            for kind in ("report", "print"):
                self.assert_not_found(f"/social_program/donor_report/{kind}/{odd}.xlsx")
        program = self.program.id
        answer = self.url_open(
            f"/social_program/work_plan.xlsx?ids=abc,{program},{'9' * 40},{program}"
        )
        self.assertEqual(answer.status_code, 200)

    @mute_logger("odoo.http")
    def test_prints(self):
        reports = self.root["ir.actions.report"].search(
            [("report_name", "=like", "social_program.%")]
        )
        self.assertGreater(len(reports), 6)
        for report in reports:
            # Odoo itself stumbles over digits that are none of ours.
            for odd in filter(str.isascii, ODD):
                self.assert_not_found(f"/report/html/{report.report_name}/{odd}")
            self.assert_not_found(f"/report/pdf/{report.report_name}/{'9' * 40}")
