"""A confidential issue is there for named people only, whichever way one looks."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import SocialProgramCase

SECRET = "Zwist"
OUTSIDERS = (
    "auditor",
    "admin",
    "deputy",
    "other_manager",
    "other_officer",
    "system",
    "member",
    "fundraiser",
    "acc_manager",
    "employee",
)
READERS = ("manager", "officer", "confidant")


class ConfidentialCase(SocialProgramCase):
    """An internal conflict that `officer` recorded and `confidant` is named in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["confidant"] = cls._new_user(
            "confidant", "social_program.group_officer", cls.company
        )
        cls.users["member"] = cls._new_user(
            "member", "social_program.group_officer", cls.company
        )
        # Everything that Odoo and this addon can give.
        cls.users["system"] = cls._new_user(
            "system",
            "base.group_system,base.group_erp_manager,base.group_allow_export,"
            "social_program.group_admin,social_program.group_auditor,"
            "account.group_account_manager,project.group_project_manager",
            cls.company,
        )
        cls.as_role("manager", cls.program).member_ids = [
            Command.create({"role": "officer", "user_id": cls.users["member"].id})
        ]
        cls.issue = cls.as_role("officer", "social.issue").create(
            {
                "name": f"{SECRET} in the team",
                "program_id": cls.program.id,
                "kind": "conflict",
                "description": f"<p>{SECRET} about the keys</p>",
                "decision": f"<p>{SECRET}: mediation</p>",
                "effective_date": date(2026, 1, 5),
                "effect_days": 3,
                "confidant_ids": [Command.set(cls.users["confidant"].ids)],
                "option_ids": [
                    Command.create({"name": f"{SECRET}: talk", "advantages": "Quiet"})
                ],
            }
        )
        cls.env.flush_all()
        # What is tracked from here on is a change of the issue, not its beginning.
        cls.env.cr.precommit.run()


@tagged("post_install", "-at_install")
class TestConfidential(ConfidentialCase):
    def _denied(self, work, error=AccessError):
        self.env.flush_all()
        self.env.invalidate_all()
        # What fails while a template is rendered comes as another UserError.
        with self.assertRaises(error), self.env.cr.savepoint():
            work()
            self.env.flush_all()

    def _found(self, Model, domain):
        """Tell whether a user finds a record in any of the ways of the client."""
        if not Model.has_access("read"):
            for work in (
                lambda: Model.search(domain),
                lambda: Model.search_count(domain),
                lambda: Model.search_read(domain, ["id"]),
                lambda: Model.formatted_read_group(domain, [], ["__count"]),
            ):
                self._denied(work)
            return False
        counts = {
            len(Model.search(domain)),
            Model.search_count(domain),
            len(Model.search_read(domain, ["id"])),
            Model.web_search_read(domain, {"id": {}})["length"],
            Model._read_group(domain, [], ["__count"])[0][0],
            Model.formatted_read_group(domain, [], ["__count"])[0]["__count"],
        }
        self.assertEqual(len(counts), 1, counts)
        return bool(counts.pop())

    # ------------------------------------------------------------------
    # The record
    # ------------------------------------------------------------------
    def test_it_is_confidential_by_itself(self):
        self.assertTrue(self.issue.confidential)
        delay = self.as_role("officer", "social.issue").create(
            {"name": "Rain", "program_id": self.program.id, "kind": "delay"}
        )
        self.assertFalse(delay.confidential)
        delay.kind = "conflict"
        self.assertTrue(delay.confidential)

    def test_named_people_read_it(self):
        for role in READERS:
            issue = self.as_role(role, self.issue)
            with self.subTest(role):
                self.assertIn(SECRET, issue.read(["name"])[0]["name"])
                self.assertTrue(issue.is_open_to_me)
                self.assertTrue(self._found(issue.browse(), [("id", "=", issue.id)]))
                self.assertIn(SECRET, issue.option_ids.name)
                issue.effect_days += 1

    def test_nobody_else_finds_it(self):
        for role in OUTSIDERS:
            Issue = self.as_role(role, "social.issue")
            for domain in (
                [("id", "=", self.issue.id)],
                [("name", "ilike", SECRET)],
                [("description", "ilike", SECRET)],
                [("confidential", "=", True)],
                [("kind", "=", "conflict")],
                [("program_id", "=", self.program.id)],
                [("option_ids.name", "ilike", SECRET)],
                [("is_open_to_me", "=", False)],
                [("create_uid", "=", self.users["officer"].id)],
            ):
                with self.subTest(role=role, domain=domain):
                    self.assertFalse(self._found(Issue, domain))
            if Issue.has_access("read"):
                self.assertEqual(Issue.name_search(SECRET), [])
                self.assertEqual(Issue.name_search(self.issue.code), [])
            Option = self.as_role(role, "social.issue.option")
            self.assertFalse(self._found(Option, [("name", "ilike", SECRET)]))
            self.assertFalse(self._found(Option, [("issue_id", "=", self.issue.id)]))

    def _ways(self, role):
        """Return what a user could try with the issue."""
        issue = self.as_role(role, self.issue)
        option = self.as_role(role, self.issue.option_ids)
        return {
            "read": lambda: issue.read(["name"]),
            "display": lambda: issue.read(["display_name"]),
            "web": lambda: issue.web_read({"display_name": {}}),
            "write": lambda: issue.write({"effect_days": 4}),
            "name": lambda: issue.write(
                {"confidant_ids": [Command.link(issue.env.uid)]}
            ),
            "lift": lambda: issue.write({"confidential": False}),
            "resolve": lambda: issue.action_resolve(),
            "copy": lambda: issue.copy(),
            "delete": lambda: issue.unlink(),
            "option": lambda: option.read(["name"]),
            "delete option": lambda: option.unlink(),
            "add option": lambda: option.create({"name": "Mine", "issue_id": issue.id}),
            "escalate": lambda: self.as_role(role, "social.issue.escalate").create(
                {
                    "issue_id": issue.id,
                    "user_id": issue.env.uid,
                    "reason": "Curious",
                }
            ),
            "shift": lambda: self.as_role(role, "social.issue.shift").create(
                {
                    "issue_id": issue.id,
                    "days": 1,
                    "date_from": date(2026, 1, 1),
                    "delay_cause": "other",
                    "delay_reason": "Curious",
                }
            ),
            "dialog": lambda: self.as_role(role, "social.issue.escalate").onchange(
                {"issue_id": issue.id}, ["issue_id"], {"confidential": {}}
            ),
            "dialog defaults": lambda: (
                self.as_role(role, "social.issue.shift")
                .with_context(default_issue_id=issue.id)
                .default_get(["issue_id", "days", "delay_reason"])
            ),
        }

    def test_nobody_else_reads_or_changes_it(self):
        for role in OUTSIDERS:
            for name, work in self._ways(role).items():
                with self.subTest(role=role, way=name):
                    self._denied(work)

    def test_a_new_option_tells_nothing(self):
        for role in OUTSIDERS[1:7]:
            Option = self.as_role(role, "social.issue.option")
            self.env.invalidate_all()
            told = Option.onchange(
                {"issue_id": self.issue.id}, ["issue_id"], {"company_id": {}}
            )
            self.assertFalse(told["value"].get("company_id"), role)

    def test_it_is_not_exported(self):
        issue = self.as_role("system", self.issue)
        self._denied(lambda: issue.export_data(["name", "option_ids/name"]))
        program = self.as_role("system", self.program)
        self.assertNotIn(SECRET, str(program.export_data(["name", "issue_count"])))

    def test_an_error_does_not_tell_its_name(self):
        issue = self.as_role("system", self.issue)
        with self.assertRaises(AccessError) as caught:
            issue.read(["name"])
        self.assertNotIn(SECRET, str(caught.exception))
        self.assertNotIn(SECRET, issue.sudo().display_name)

    def test_affected_programs_do_not_open_it(self):
        self.as_role("manager", self.issue).program_ids = self.other_program
        for role in ("other_manager", "other_officer"):
            self._denied(
                lambda role=role: self.as_role(role, self.issue).read(["name"])
            )
        self.as_role("manager", self.issue).confidential = False
        for role in OUTSIDERS[:7]:
            self.assertIn(SECRET, self.as_role(role, self.issue).name)

    # ------------------------------------------------------------------
    # Who decides who reads it
    # ------------------------------------------------------------------
    def test_confidants_name_nobody(self):
        issue = self.as_role("confidant", self.issue)
        deputy = self.users["deputy"]
        for vals in (
            {"confidant_ids": [Command.link(deputy.id)]},
            {"confidential": False},
            {"program_id": self.other_program.id},
            # Whoever is responsible becomes a named person.
            {"user_id": deputy.id},
        ):
            with self.assert_sentence("decided by the program manager"):
                issue.write(vals)
        issue.user_id = self.users["manager"]
        self.as_role("manager", self.issue).confidant_ids += deputy
        self.assertIn(SECRET, self.as_role("deputy", self.issue).name)
        self.as_role("officer", self.issue).confidant_ids -= deputy
        self._denied(lambda: self.as_role("deputy", self.issue).read(["name"]))

    def test_whoever_takes_a_program_over_does_not_read_it(self):
        for role in ("admin", "deputy"):
            self.as_role(role, self.program).manager_id = self.users[role]
            self.assertEqual(self.program.manager_id, self.users[role])
            self._denied(
                lambda role=role: self.as_role(role, self.issue).read(["name"])
            )
            with self.assert_sentence("cannot be written directly"):
                self.as_role(role, self.program).manager_self_appointed = False
        # The manager of before does not read it any longer either.
        self._denied(lambda: self.as_role("manager", self.issue).read(["name"]))
        # Given by somebody else, it is a manager like any other.
        self.as_role("admin", self.program).manager_id = self.users["other_manager"]
        self.assertIn(SECRET, self.as_role("other_manager", self.issue).name)

    def test_what_becomes_confidential_is_taken_back(self):
        deputy, member = self.users["deputy"], self.users["member"]
        issue = self.as_role("deputy", "social.issue").create(
            {
                "name": f"{SECRET} again",
                "program_id": self.program.id,
                "user_id": self.users["member"].id,
            }
        )
        issue.message_subscribe((member | self.users["auditor"]).partner_id.ids)
        issue.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.users["admin"].id
        )
        issue.message_post(
            body=SECRET, partner_ids=self.users["auditor"].partner_id.ids
        )
        todo = issue.activity_ids
        self.env.flush_all()
        self.as_role("manager", issue).write({"confidential": True})
        # Who recorded it and who is responsible read on.
        self.assertIn(SECRET, self.as_role("deputy", issue).name)
        self.assertIn(SECRET, self.as_role("member", issue).name)
        self.assertFalse(todo.exists())
        self.assertEqual(
            issue.sudo().message_partner_ids - (deputy | member).partner_id,
            self.env["res.partner"],
        )
        for role in ("auditor", "admin", "system"):
            self.assertFalse(
                self._found(
                    self.as_role(role, "mail.message"), [("body", "ilike", SECRET)]
                )
            )
        self.as_role("manager", issue).user_id = self.users["manager"]
        self.assertIn(SECRET, self.as_role("member", issue).name)
        self.as_role("manager", issue).confidant_ids -= member
        self._denied(lambda: self.as_role("member", issue).read(["name"]))

    def test_a_role_that_closes_its_own_door_keeps_the_key(self):
        issue = self.as_role("officer", "social.issue").create(
            {"name": "Slow", "program_id": self.program.id}
        )
        self.as_role("deputy", issue).write({"kind": "conflict"})
        self.assertEqual(self.as_role("deputy", issue).name, "Slow")
        self._denied(lambda: self.as_role("admin", issue).read(["name"]))

    # ------------------------------------------------------------------
    # What lies beside it
    # ------------------------------------------------------------------
    def _shadows(self):
        """Fill what Odoo keeps beside the issue; return the domains to find it."""
        issue = self.as_role("manager", self.issue)
        issue.message_post(
            body=f"{SECRET}: I spoke with both",
            subject=SECRET,
            partner_ids=self.users["confidant"].partner_id.ids,
            attachments=[("zwist.txt", SECRET.encode())],
            subtype_xmlid="mail.mt_comment",
        )
        issue.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"{SECRET}: call",
            user_id=self.users["confidant"].id,
        )
        issue.action_analyse()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env.invalidate_all()
        self.env["mail.message.schedule"].sudo().create(
            {
                "mail_message_id": issue.sudo().message_ids[0].id,
                "scheduled_datetime": "2030-01-01 08:00:00",
            }
        )
        self.env["mail.scheduled.message"].sudo().create(
            {
                "model": "social.issue",
                "res_id": issue.id,
                "body": SECRET,
                "author_id": self.users["manager"].partner_id.id,
                "scheduled_date": "2030-01-01 08:00:00",
            }
        )
        this = [("res_id", "=", issue.id)]
        of_model = [("model", "=", "social.issue"), *this]
        of_res_model = [("res_model", "=", "social.issue"), *this]
        of_message = [
            ("mail_message_id.model", "=", "social.issue"),
            ("mail_message_id.res_id", "=", issue.id),
        ]
        messages = issue.sudo().message_ids
        return {
            "mail.message": of_model,
            "mail.followers": of_res_model,
            "mail.activity": of_res_model,
            "ir.attachment": of_res_model,
            "mail.scheduled.message": of_model,
            "mail.mail": [("mail_message_id", "in", messages.ids)],
            "mail.notification": [("mail_message_id", "in", messages.ids)],
            "mail.tracking.value": [("mail_message_id", "in", messages.ids)],
            "mail.message.schedule": of_message,
        }

    def test_what_lies_beside_it(self):
        shadows = self._shadows()
        for model, domain in shadows.items():
            records = self.env[model].sudo().search(domain)
            self.assertTrue(records, model)
            for role in OUTSIDERS:
                Model = self.as_role(role, model)
                with self.subTest(model=model, role=role):
                    self.env.invalidate_all()
                    try:
                        found = self._found(Model, domain)
                    except AccessError:
                        found = False
                    self.assertFalse(found)
                    for record in self.as_role(role, records):
                        self._denied(lambda r=record: r.read(["id"]))
                        self._denied(lambda r=record: r.read(["display_name"]))
                        self._denied(lambda r=record: r.unlink())
        for model in ("mail.message", "mail.followers", "mail.activity"):
            for role in READERS:
                with self.subTest(model=model, role=role):
                    Model = self.as_role(role, model)
                    self.assertTrue(self._found(Model, shadows[model]))

    def test_all_models_that_lie_beside_records_are_known(self):
        """A module that adds one makes this test speak."""
        beside = {
            name
            for name, model in self.env.registry.items()
            if name.startswith("mail.")
            and not model._abstract
            and not model._transient
            and {"res_id", "mail_message_id"} & set(model._fields)
        }
        self.assertLessEqual(
            beside,
            {
                name
                for name, model in self.env.registry.items()
                if "social_program_is_shown" in model._fields
            }
            | {"mail.link.preview", "mail.message.link.preview"},
        )

    def test_nobody_puts_anything_beside_it(self):
        system = self.users["system"]
        for model, vals in {
            "mail.followers": {
                "res_model": "social.issue",
                "res_id": self.issue.id,
                "partner_id": system.partner_id.id,
            },
            "mail.message": {
                "model": "social.issue",
                "res_id": self.issue.id,
                "body": "Hello",
            },
            "mail.activity": {
                "res_model_id": self.env["ir.model"]._get_id("social.issue"),
                "res_id": self.issue.id,
                "user_id": system.id,
            },
            "ir.attachment": {
                "name": "a.txt",
                "res_model": "social.issue",
                "res_id": self.issue.id,
            },
        }.items():
            with self.subTest(model):
                self._denied(
                    lambda m=model, v=vals: self.as_role("system", m).create(v)
                )
        for work in (
            lambda issue: issue.message_subscribe(
                (system | self.users["auditor"]).partner_id.ids
            ),
            lambda issue: issue.message_post(body="Hello"),
            lambda issue: issue.activity_schedule(user_id=system.id),
        ):
            self._denied(lambda w=work: w(self.as_role("system", self.issue)))
        told = self.as_role("system", self.issue).message_get_followers()
        self.assertNotIn("partner", str(told))
        self.as_role("system", self.issue).message_subscribe(system.partner_id.ids)
        self.assertNotIn(system.partner_id, self.issue.sudo().message_partner_ids)

    def test_readers_cannot_tell_others_by_the_way(self):
        issue = self.as_role("manager", self.issue)
        admin = self.users["admin"]
        with self.assert_sentence("may not read it"):
            issue.message_post(body=SECRET, partner_ids=admin.partner_id.ids)
        with self.assert_sentence("name the person there"):
            issue.activity_schedule(
                "mail.mail_activity_data_todo", summary=SECRET, user_id=admin.id
            )
        issue.message_subscribe(admin.partner_id.ids)
        self.assertNotIn(admin.partner_id, issue.message_partner_ids)
        # Nor a follower that came in by another way is told anything.
        self.env["mail.followers"].sudo()._insert_followers(
            "social.issue", issue.ids, admin.partner_id.ids, subtypes=None
        )
        message = issue.message_post(body=SECRET, subtype_xmlid="mail.mt_comment")
        self.assertNotIn(
            admin.partner_id, message.sudo().notification_ids.res_partner_id
        )

    def test_systray(self):
        self._shadows()
        for role in OUTSIDERS:
            user = self.users[role].with_user(self.users[role])
            with self.subTest(role):
                self.env.invalidate_all()
                groups = str(user._get_activity_groups())
                self.assertNotIn("social.issue", groups)
                self.assertNotIn(SECRET, groups)
                self.assertFalse(user.partner_id._get_needaction_count())
        confidant = self.users["confidant"]
        groups = str(confidant.with_user(confidant)._get_activity_groups())
        self.assertIn("social.issue", groups)

    def test_a_reader_of_before_is_not_told_later(self):
        self._shadows()
        self.as_role("manager", self.issue).confidant_ids -= self.users["confidant"]
        self.assertFalse(self.issue.sudo().activity_ids)
        confidant = self.users["confidant"]
        self.env.invalidate_all()
        groups = str(confidant.with_user(confidant)._get_activity_groups())
        self.assertNotIn("social.issue", groups)
        Message = self.as_role("confidant", "mail.message")
        self.assertFalse(self._found(Message, [("body", "ilike", SECRET)]))

    # ------------------------------------------------------------------
    # What is told elsewhere
    # ------------------------------------------------------------------
    def test_health_news_closing(self):
        self.env.cr.precommit.run()
        program = self.program
        self.as_role("manager", program).action_approve()
        self.as_role("manager", program).action_start()
        today = date.today()
        for role in ("deputy", "admin", "auditor", "member", "system"):
            # In one transaction with a reader: the cache must not tell.
            reader = self.as_role("manager", program)
            self.assertIn("Confidential matters: 1", reader.health_reason)
            self.assertEqual(reader.issue_count, 1)
            seen = self.as_role(role, program)
            with self.subTest(role):
                self.assertNotIn("onfidential", seen.health_reason or "")
                self.assertNotIn("onfidential", seen.sudo().health_reason or "")
                self.assertEqual(seen.issue_count, 0)
                self.assertNotIn("onfidential", str(seen._closing_blockers()))
                self.assertNotIn(self.issue.code, str(seen._closing_blockers()))
                self.assertNotIn(SECRET, str(seen._news_sections(today, today)))
                self.assertNotIn(
                    self.issue.code, str(seen._news_sections(today, today))
                )
        reader = self.as_role("manager", program)
        self.assertIn(self.issue.code, str(reader._closing_blockers()))
        self.assertNotIn(SECRET, str(reader._news_sections(today, today)))

    def test_programs_tell_nothing_by_a_relation(self):
        """No field of another model leads to issues, other than those of issues."""
        for name, model in self.env.registry.items():
            if name.startswith("social.issue") or model._abstract:
                continue
            for field in model._fields.values():
                with self.subTest(str(field)):
                    self.assertNotEqual(field.comodel_name, "social.issue")

    def test_templates_and_composers(self):
        issue = self.issue
        for role in ("admin", "system", "auditor"):
            composer = self.as_role(role, "mail.compose.message")
            with self.subTest(role):
                self._denied(
                    lambda c=composer: c.create(
                        {
                            "model": "social.issue",
                            "res_ids": str(issue.ids),
                            "composition_mode": "comment",
                            "body": "Hello",
                        }
                    )._action_send_mail()
                )
        template = self.env["mail.template"].create(
            {
                "name": "T",
                "model_id": self.env["ir.model"]._get_id("social.issue"),
                "subject": "{{ object.name }}",
                "body_html": '<p t-out="object.description"/>',
            }
        )
        template = self.as_role("system", template)
        for work in (
            lambda: template._render_field("subject", issue.ids),
            lambda: template._render_field("body_html", issue.ids),
            lambda: template.send_mail(issue.id),
        ):
            self._denied(work, UserError)

    def test_routes_of_the_client(self):
        """The routes of chatter, files and pictures ask these methods first."""
        self._shadows()
        attachment = self.issue.sudo().message_ids.attachment_ids
        self.assertEqual(len(attachment), 1)
        for role in OUTSIDERS:
            with self.subTest(role):
                self.env.invalidate_all()
                Issue = self.as_role(role, "social.issue")
                for mode in ("read", "write", "create"):
                    self.assertFalse(
                        Issue._get_thread_with_access(self.issue.id, mode=mode)
                    )
                Binary = self.as_role(role, "ir.binary")
                for model, record in (
                    ("social.issue", self.issue),
                    ("ir.attachment", attachment),
                ):
                    self._denied(
                        lambda b=Binary, m=model, r=record: b._find_record(
                            res_model=m, res_id=r.id, field="name"
                        )
                    )
                Message = self.as_role(role, "mail.message")
                for message in self.issue.sudo().message_ids:
                    self.assertFalse(Message._get_with_access(message.id))
                self.assertFalse(
                    Message._message_fetch(domain=[("body", "ilike", SECRET)])[
                        "messages"
                    ]
                )

    def test_tracked_fields_say_nothing(self):
        tracked = {
            name
            for name, field in self.issue._fields.items()
            if field.type and getattr(field, "tracking", None)
        }
        self.assertEqual(tracked, {"state"})


@tagged("post_install", "-at_install")
class TestConfidentialMail(ConfidentialCase, MailCommon):
    def test_mails_say_nothing(self):
        confidant = self.users["confidant"]
        confidant.sudo().write(
            {"notification_type": "email", "email": "confidant@example.org"}
        )
        issue = self.as_role("manager", self.issue)
        with self.mock_mail_gateway(mail_unlink_sent=False):
            issue.message_post(
                body=f"<p>{SECRET}</p>",
                subject=SECRET,
                partner_ids=confidant.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
                attachments=[(f"{SECRET}.txt", SECRET.encode())],
            )
            issue.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=SECRET,
                note=SECRET,
                user_id=confidant.id,
            )
            issue.user_id = confidant
            self.env.flush_all()
            self.env.cr.precommit.run()
        mails = self._new_mails
        self.assertTrue(mails)
        self.assertIn(confidant.partner_id, mails.recipient_ids)
        self.assertLessEqual(mails.recipient_ids, issue._readers().partner_id)
        for mail in mails:
            self.assertNotIn(SECRET, mail.body_html)
            self.assertNotIn(SECRET, mail.subject)
            self.assertIn(issue.code, mail.body_html)
        for sent in self._mails:
            self.assertNotIn(SECRET, str(sent))
            self.assertFalse(sent["attachments"])
        files = issue.message_ids.attachment_ids
        self.assertEqual(len(files), 1)
        self.assertTrue(
            any(f"/web/content/{files.id}" in m["body"] for m in self._mails)
        )
