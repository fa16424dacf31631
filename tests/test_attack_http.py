"""Doors beside our own that named what lies behind them: over HTTP, as a browser does.

Odoo asks many a record for its name without asking whether the user may read it, tells
in debug mode whose record it was that one may not read, and hands messages to whatever
code asks for their fields.
"""

import json

from odoo.tests import HttpCase, tagged

from .common import PIXEL, SocialProgramMixin

SECRETS = (
    "Clean Water",
    "PRG-",
    "Quarrel",
    "Hushed",
    "ISS-",
    "Helping Hand",
    "Generous Giver",
    "Guest of Honour",
    "0812",
)


class AttackCase(SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls.issue = cls.as_role("manager", "social.issue").create(
            {"name": "Quarrel", "kind": "conflict", "program_id": cls.program.id}
        )
        cls.message = cls.issue.message_post(body="Hushed", subject="Hushed up")
        cls.volunteer = cls.as_role("manager", "social.volunteer").create(
            {"name": "Helping Hand", "phone": "0812"}
        )
        cls.sponsor = cls.as_role("fundraiser", "social.sponsor").create(
            {"name": "Generous Giver"}
        )
        cls.hidden = (cls.program, cls.issue, cls.volunteer, cls.sponsor)
        cls.env.flush_all()

    def log_in(self, role, debug=""):
        self.authenticate(f"social_{role}", f"social_{role}")
        if debug:
            self.url_open(f"/web/login?debug={debug}", allow_redirects=False)
        self.env.invalidate_all()

    def post(self, path, params):
        """Call a route as the web client does; return the whole answer."""
        return self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        ).text

    def call(self, model, method, *args, **kwargs):
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def onchange(self, model, values, *names):
        return self.call(
            model, "onchange", [], values, list(values), {name: {} for name in names}
        )

    def assert_silent(self, answer):
        for secret in SECRETS:
            self.assertNotIn(secret, answer)

    def assert_told(self, answer, text):
        """What readers of a record see: the test would see it, too."""
        self.assertIn(text, answer)


@tagged("post_install", "-at_install")
class TestAttackNames(AttackCase):
    def test_refusals_name_nothing(self):
        """In debug mode Odoo lists what one may not read, by name and by rule."""
        for role in ("other_officer", "stranger", "employee"):
            self.log_in(role, debug="1")
            for record in self.hidden:
                if record == self.volunteer and role == "other_officer":
                    continue
                with self.subTest(role=role, model=record._name):
                    answer = self.call(record._name, "read", record.ids, ["id"])
                    self.assertIn("AccessError", answer)
                    self.assert_silent(answer)
                    self.assertNotIn("confidential", answer)
            with self.subTest(role=role, model="mail.message"):
                self.assert_silent(
                    self.call("mail.message", "read", self.message.ids, ["subject"])
                )
            address = f"/social_program/work_plan.xlsx?ids={self.program.id}&debug=1"
            with self.subTest(role=role, address=address):
                answer = self.url_open(address)
                self.assertEqual(answer.status_code, 403)
                self.assert_silent(answer.text)

    def test_forms_of_what_lies_beside_name_nothing(self):
        for role in ("portal", "employee", "other_officer", "stranger"):
            self.log_in(role)
            for record in self.hidden:
                if record == self.volunteer and role == "other_officer":
                    continue
                link = {"model": record._name, "res_id": record.id}
                beside = {"res_model": record._name, "res_id": record.id}
                defaults = {f"default_{name}": value for name, value in link.items()}
                with self.subTest(role=role, model=record._name):
                    for answer in (
                        self.onchange("mail.message", link, "record_name"),
                        self.call(
                            "mail.message",
                            "onchange",
                            [],
                            {},
                            [],
                            {"record_name": {}},
                            context=defaults,
                        ),
                        self.onchange("mail.activity", beside, "res_name"),
                        self.onchange("ir.attachment", beside, "res_name"),
                    ):
                        self.assert_silent(answer)
        self.log_in("manager")
        self.assert_told(
            self.onchange(
                "mail.activity",
                {"res_model": "social.program", "res_id": self.program.id},
                "res_name",
            ),
            "Clean Water",
        )

    def test_nobody_replies_to_what_he_may_not_read(self):
        """Its subject came with the reply, and its record with that."""
        for role in ("employee", "other_officer", "admin", "stranger"):
            self.log_in(role)
            reply = {"parent_id": self.message.id, "composition_mode": "comment"}
            with self.subTest(role):
                for answer in (
                    self.onchange(
                        "mail.compose.message", reply, "subject", "res_ids", "model"
                    ),
                    self.call(
                        "mail.compose.message",
                        "web_save",
                        [],
                        reply,
                        {"subject": {}, "parent_id": {"fields": {"display_name": {}}}},
                    ),
                    self.call(
                        "mail.message",
                        "web_save",
                        [],
                        {
                            "body": "Mine",
                            "message_type": "comment",
                            "partner_ids": self.users[role].partner_id.ids,
                            "parent_id": self.message.id,
                        },
                        {"parent_id": {"fields": {"display_name": {}}}},
                    ),
                ):
                    self.assert_silent(answer)
                    self.assertNotIn("social.issue", answer)
        self.log_in("manager")
        self.assert_told(
            self.onchange("mail.compose.message", reply, "subject"), "Hushed up"
        )

    def test_who_posts_is_not_told_what_is_confidential(self):
        for role in ("employee", "other_officer", "admin", "stranger"):
            self.log_in(role)
            with self.subTest(role):
                answer = self.call(
                    "social.issue",
                    "message_post",
                    self.issue.ids,
                    body="Hello",
                    partner_ids=self.users[role].partner_id.ids,
                )
                error = json.loads(answer)["error"]["data"]
                self.assertEqual(error["name"], "odoo.exceptions.AccessError")
                self.assertNotIn("confidential", error["message"])
                self.assert_silent(answer)

    def test_pictures_are_not_put_in_from_behind(self):
        """As attachments they were never looked at, and went into prints."""
        activity = self.new_activity()
        photo = self.as_role("officer", "social.photo").create(
            {"field_activity_id": activity.id, "image": PIXEL}
        )
        self.env.flush_all()
        files = self.root["ir.attachment"].search(
            [
                ("res_model", "=", "social.photo"),
                ("res_id", "=", photo.id),
                ("res_field", "!=", False),
            ]
        )
        self.assertTrue(files)
        drawing = {"raw": "<svg xmlns='http://www.w3.org/2000/svg'/>", "name": "x"}
        place = {
            "res_model": "social.photo",
            "res_id": photo.id,
            "res_field": "image_512",
        }
        self.log_in("officer")
        free = json.loads(self.call("ir.attachment", "create", drawing))["result"]
        for answer in (
            self.call("ir.attachment", "create", {**drawing, **place}),
            self.call("ir.attachment", "write", [free], place),
            self.call("ir.attachment", "write", files.ids, drawing),
            self.call("ir.attachment", "unlink", files.ids),
        ):
            self.assertIn("AccessError", answer)
        answer = self.call("social.photo", "write", photo.ids, {"image": PIXEL})
        self.assertNotIn("error", answer)
        answer = self.call("social.photo", "unlink", photo.ids)
        self.assertNotIn("error", answer)

    def test_a_visitor_is_not_told_whose_message_it_is(self):
        url = f"/mail/view?message_id={self.message.id}"
        answer = self.url_open(url, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        where = answer.headers["Location"]
        self.assertIn("/web/login", where)
        self.assertIn(f"message_id%3D{self.message.id}", where)
        for word in ("social.issue", "res_id"):
            self.assertNotIn(word, where)
        self.log_in("manager")
        answer = self.url_open(url, allow_redirects=False)
        self.assertIn(f"/social.issue/{self.issue.id}", answer.headers["Location"])

    def test_links_name_nobody(self):
        """A preview of an address, the way to it, a mail about it."""
        base = self.base_url()
        for role in ("portal", "employee", "stranger"):
            self.log_in(role)
            for record in self.hidden:
                address = f"{base}/odoo/{record._name}/{record.id}"
                compose = {
                    "model": record._name,
                    "res_ids": str(record.ids),
                    "composition_mode": "comment",
                }
                with self.subTest(role=role, model=record._name):
                    for answer in (
                        self.post(
                            "/html_editor/link_preview_internal",
                            {"preview_url": address},
                        ),
                        self.post(
                            "/web/action/load_breadcrumbs",
                            {"actions": [{"model": record._name, "resId": record.id}]},
                        ),
                        self.onchange("mail.compose.message", compose, "subject"),
                    ):
                        self.assert_silent(answer)
        self.log_in("manager")
        self.assert_told(
            self.post(
                "/web/action/load_breadcrumbs",
                {
                    "actions": [
                        {"model": "social.volunteer", "resId": self.volunteer.id}
                    ]
                },
            ),
            "Helping Hand",
        )

    def test_forms_show_no_contact_of_another_company(self):
        """A form told name, telephone and address of any contact that was put in."""
        guest = self.root["res.partner"].create(
            {
                "name": "Guest of Honour",
                "phone": "0812",
                "company_id": self.other_company.id,
            }
        )
        shown = ("name", "phone", "display_name")
        for role, model in (
            ("officer", "social.volunteer"),
            ("fundraiser", "social.sponsor"),
            ("officer", "social.stakeholder"),
        ):
            self.log_in(role)
            names = [name for name in shown if name in self.root[model]._fields]
            with self.subTest(model):
                self.assert_silent(
                    self.onchange(model, {"partner_id": guest.id}, *names)
                )
        self.log_in("manager")
        for model, vals in (
            ("social.stakeholder", {"program_ids": self.program.ids}),
            (
                "social.program.member",
                {"program_id": self.program.id, "role": "partner"},
            ),
        ):
            with self.subTest(model):
                answer = self.call(model, "create", {**vals, "partner_id": guest.id})
                self.assertIn("AccessError", answer)
                self.assert_silent(answer)

    def test_an_umbrella_is_not_named_to_outsiders(self):
        self.log_in("stranger")
        own = self.as_role("stranger", "social.program").create(
            {"name": "Own", "date_start": "2026-01-01", "date_end": "2026-12-31"}
        )
        self.env.flush_all()
        answer = self.call(
            "social.program", "write", own.ids, {"parent_id": self.program.id}
        )
        self.assertIn("AccessError", answer)
        self.assert_silent(answer)
