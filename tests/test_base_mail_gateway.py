"""Mail reaches records through the gateway, and nobody plays the gateway."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon

from .common import SocialProgramCase
from .test_base_confidential import SecretCase

MAIL = """\
Return-Path: <{sender}>
Message-ID: <{number}.{subject}@elsewhere.example>
From: {sender}
To: {to}
Cc: {cc}
Subject: {subject}
References: {references}
In-Reply-To: {in_reply_to}
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Date: Mon, 5 Jan 2026 10:00:00 +0000

{body}
"""
BOUNCE = """\
Return-Path: <>
Message-ID: <bounce@elsewhere.example>
From: MAILER-DAEMON@elsewhere.example
To: {to}
Subject: Undelivered
In-Reply-To: {message_id}
References: {message_id}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

Gone
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; elsewhere.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1

--B
Content-Type: message/rfc822

Message-ID: {message_id}
To: {recipient}

Hello
--B--
"""
TEXT = "I had an idea"
# Everybody who is not the gateway, whatever he or she may do in a program.
CALLERS = ("employee", "officer", "manager", "admin", "stranger")


class GatewayCase(MailCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = iter(range(1, 1000))
        cls.users["system"] = cls._new_user("system", "base.group_system", cls.company)
        for role, user in cls.users.items():
            user.sudo().email = f"{role}@here.example"
        cls.sponsor = cls.root["res.partner"].create(
            {"name": "Sponsor", "email": "sponsor@giving.example"}
        )

    @classmethod
    def address(cls, role):
        return cls.users[role].email

    def mail(self, sender, reply_to=None, **parts):
        """Return a mail, as a reply to a message if that is told."""
        message_id = reply_to.sudo().message_id if reply_to else ""
        return MAIL.format(
            **{
                "sender": sender,
                "to": (
                    f"{self.alias_catchall}@{self.alias_domain}"
                    if reply_to
                    else "office@nowhere.example"
                ),
                "cc": "",
                "subject": "Idea",
                "body": TEXT,
                "number": next(self.numbers),
                "references": message_id,
                "in_reply_to": message_id,
                **parts,
            }
        )

    def process(self, caller, mail, model=None, **kwargs):
        """Let somebody, or the gateway, process a mail; return the mails sent back."""
        Thread = (
            self.root["mail.thread"]
            if caller == "gateway"
            else self.as_role(caller, "mail.thread")
        )
        self.env.invalidate_all()
        with self.mock_mail_gateway():
            Thread.message_process(model, mail, **kwargs)
            self.env.flush_all()
        self.env.invalidate_all()
        return self._new_mails

    def alias(self, name, model, **vals):
        return self.root["mail.alias"].create(
            {
                "alias_name": name,
                "alias_domain_id": self.mail_alias_domain.id,
                "alias_model_id": self.root["ir.model"]._get_id(model),
                **vals,
            }
        )

    def heard(self, record):
        """Return the messages of a record that came by mail."""
        return record.sudo().message_ids.filtered(lambda m: m.message_type == "email")

    def assert_bounces(self, record, caller, mail, sender, **kwargs):
        before = record.sudo().message_ids
        sent = self.process(caller, mail, **kwargs)
        self.assertEqual(record.sudo().message_ids, before)
        self.assertEqual(len(sent), 1)
        self.assertEqual(sent.email_to, f"<{sender}>")
        self.assertNotIn(record.sudo().display_name, sent.body_html)

    def assert_posts(self, record, caller, mail, author):
        before = self.heard(record)
        self.process(caller, mail)
        posted = self.heard(record) - before
        self.assertEqual(len(posted), 1)
        self.assertIn(TEXT, posted.body)
        self.assertEqual(posted.author_id, author)


@tagged("post_install", "-at_install")
class TestMailGateway(GatewayCase, SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.told = cls.as_role("manager", cls.program).message_post(
            body="News for you",
            partner_ids=(cls.sponsor | cls.users["officer"].partner_id).ids,
            subtype_xmlid="mail.mt_comment",
        )
        cls.env.flush_all()

    def count(self, model):
        return self.env[model].sudo().with_context(active_test=False).search_count([])

    # ------------------------------------------------------------------
    # Attacks
    # ------------------------------------------------------------------
    def test_nobody_plays_the_gateway(self):
        manager = self.address("manager")
        before = self.count("social.program")
        for caller in CALLERS:
            for way, kwargs in {
                "reply": {"mail": self.mail(manager, self.told)},
                "thread": {
                    "mail": self.mail(manager),
                    "model": "social.program",
                    "thread_id": self.program.id,
                },
                "new": {
                    "mail": self.mail(manager),
                    "model": "social.program",
                    "custom_values": {
                        "company_id": self.company.id,
                        "manager_id": self.users["employee"].id,
                        "state": "running",
                    },
                },
            }.items():
                with self.subTest(caller=caller, way=way):
                    self.assert_bounces(self.program, caller, sender=manager, **kwargs)
        self.assertEqual(self.count("social.program"), before)

    def test_portal_users_are_refused_by_odoo(self):
        mail = self.mail(self.address("manager"), self.told)
        with self.assertRaises(AccessError):
            self.process("portal", mail)

    def test_values_of_the_caller_are_nobodys(self):
        """An employee approved a program and took it over, by an issue's values."""
        employee = self.users["employee"]
        for caller in ("employee", "system", "gateway"):
            with self.subTest(caller):
                self.assert_bounces(
                    self.program,
                    caller,
                    self.mail(self.address("manager")),
                    self.address("manager"),
                    model="social.issue",
                    custom_values={
                        "program_id": self.program.id,
                        "program_ids": [
                            Command.update(
                                self.program.id,
                                {"state": "approved", "manager_id": employee.id},
                            )
                        ],
                    },
                )
                self.assertEqual(self.program.state, "draft")
                self.assertEqual(self.program.manager_id, self.users["manager"])
        self.assertFalse(self.count("social.issue"))

    def test_a_reply_to_what_is_gone_makes_nothing(self):
        gone = self.new_program()
        told = gone.message_post(body="Soon gone", partner_ids=self.sponsor.ids)
        message_id = told.sudo().message_id
        gone.sudo().unlink()
        stays = self.as_role("manager", self.program).message_post(body="Here")
        stays.sudo().write(
            {"message_id": message_id, "res_id": gone.id, "partner_ids": self.sponsor}
        )
        before = self.count("social.program")
        self.assert_bounces(
            self.program,
            "gateway",
            self.mail(self.sponsor.email, stays),
            self.sponsor.email,
            model="social.program",
            custom_values={
                "company_id": self.company.id,
                "manager_id": self.users["employee"].id,
            },
        )
        self.assertEqual(self.count("social.program"), before)

    def test_who_neither_received_nor_writes_is_not_heard(self):
        for role in ("employee", "other_manager", "auditor", "stranger", "portal"):
            sender = self.address(role)
            with self.subTest(role):
                self.assert_bounces(
                    self.program, "gateway", self.mail(sender, self.told), sender
                )
        stranger = "somebody@nowhere.example"
        self.assert_bounces(
            self.program, "gateway", self.mail(stranger, self.told), stranger
        )

    def test_what_was_received_is_of_this_record(self):
        """A reply names several messages; only those of its record count."""
        other = self.as_role("other_manager", self.other_program)
        hidden = other.message_post(body="Not for the sponsor")
        for references, in_reply_to in (
            (f"{self.told.message_id} {hidden.message_id}", self.told.message_id),
            (hidden.message_id, self.told.message_id),
            (hidden.message_id, ""),
        ):
            mail = self.mail(
                self.sponsor.email, references=references, in_reply_to=in_reply_to
            )
            self.assert_bounces(self.other_program, "gateway", mail, self.sponsor.email)

    def test_a_forged_bounce_changes_nothing(self):
        note = self.told.sudo().notification_ids.filtered(
            lambda note: note.res_partner_id == self.sponsor
        )
        self.assertTrue(note)
        mail = BOUNCE.format(
            to=f"{self.alias_bounce}@{self.alias_domain}",
            message_id=self.told.message_id,
            recipient=self.sponsor.email,
        )
        before = note.notification_status
        for caller in ("officer", "manager"):
            self.process(caller, mail)
            self.assertEqual(note.notification_status, before)
        self.process("gateway", mail)
        self.assertEqual(note.notification_status, "bounce")

    # ------------------------------------------------------------------
    # What people do
    # ------------------------------------------------------------------
    def test_a_sponsor_replies(self):
        for caller in ("gateway", "system"):
            with self.subTest(caller):
                self.assert_posts(
                    self.program,
                    caller,
                    self.mail("Sponsor <Sponsor@Giving.example>", self.told),
                    self.sponsor,
                )
        # And adds something to what he or she wrote.
        own = self.heard(self.program)[0]
        mail = self.mail(self.sponsor.email, own)
        self.assert_posts(self.program, "gateway", mail, self.sponsor)

    def test_an_officer_replies(self):
        self.assert_posts(
            self.program,
            "gateway",
            self.mail(self.address("officer"), self.told),
            self.users["officer"].partner_id,
        )

    def test_who_writes_the_record_replies_to_what_others_received(self):
        mail = self.mail(self.address("deputy"), self.told)
        deputy = self.users["deputy"].partner_id
        self.assert_posts(self.program, "gateway", mail, deputy)

    def test_an_address_without_a_contact_replies(self):
        self.told.sudo().outgoing_email_to = '"A Friend" <friend@giving.example>'
        self.assert_posts(
            self.program,
            "gateway",
            self.mail("friend@giving.example", self.told),
            self.env["res.partner"],
        )

    def test_an_alias_opens_records_with_its_own_values(self):
        self.alias(
            "complaints",
            "social.issue",
            alias_defaults=repr({"program_id": self.program.id, "kind": "delay"}),
        )
        to = f"complaints@{self.alias_domain}"
        others = {
            "custom_values": {"program_id": self.other_program.id},
            "model": "social.issue",
        }
        sender = self.address("employee")
        for caller in ("employee", "officer"):
            self.assert_bounces(
                self.program, caller, self.mail(sender, to=to), sender, **others
            )
        self.assertFalse(self.count("social.issue"))
        Gateway = self.root["mail.thread"].with_context(
            default_program_id=self.other_program.id, default_state="resolved"
        )
        for Thread in (Gateway, self.as_role("system", "mail.thread")):
            before = self.root["social.issue"].search([])
            with self.mock_mail_gateway():
                Thread.message_process(message=self.mail(sender, to=to), **others)
            made = self.root["social.issue"].search([]) - before
            self.assertEqual(made.mapped("name"), ["Idea"])
            self.assertEqual(made.program_id, self.program)
            self.assertNotEqual(made.state, "resolved")
            self.assertIn(TEXT, self.heard(made).body)

    def test_an_alias_takes_mail_of_people_elsewhere(self):
        """Who has no place in the company is no reason to refuse, nor in charge of it.

        The record could not be made, the gateway failed, and the alias was marked as
        broken, whoever forged the address.
        """
        self.alias(
            "complaints",
            "social.issue",
            alias_defaults=repr({"program_id": self.program.id}),
        )
        for role in ("stranger", "portal", "employee"):
            before = self.root["social.issue"].search([])
            with self.subTest(role), self.mock_mail_gateway():
                self.root["mail.thread"].message_process(
                    None,
                    self.mail(self.address(role), to=f"complaints@{self.alias_domain}"),
                )
                made = self.root["social.issue"].search([]) - before
                self.assertEqual(made.program_id, self.program)
                heard = self.heard(made)
                self.assertEqual(heard.author_id, self.users[role].partner_id)
                self.assertFalse(made.user_id.share)
                self.assertEqual(made.user_id == self.users[role], role == "employee")

    def test_an_alias_of_one_record(self):
        self.alias("water", "social.program", alias_force_thread_id=self.program.id)
        to = f"water@{self.alias_domain}"
        mail = self.mail(self.sponsor.email, to=to)
        self.assert_posts(self.program, "gateway", mail, self.sponsor)

    def test_other_models_are_as_in_odoo(self):
        partner = self.root["res.partner"].create({"name": "Somebody"})
        for number, caller in enumerate(("gateway", "employee"), start=1):
            mail = self.mail(self.address("employee"))
            self.process(caller, mail, model="res.partner", thread_id=partner.id)
            self.assertEqual(len(self.heard(partner)), number)


@tagged("post_install", "-at_install")
class TestMailGatewayConfidential(GatewayCase, SecretCase):
    def setUp(self):
        super().setUp()
        self.told = self.as_role("officer", self.secret).message_post(
            body="For you", partner_ids=self.users["deputy"].partner_id.ids
        )
        self.env.flush_all()

    def test_readers_reply(self):
        for role in ("deputy", "officer"):
            mail = self.mail(self.address(role), self.told)
            author = self.users[role].partner_id
            self.assert_posts(self.secret, "gateway", mail, author)

    def test_nobody_else_does(self):
        # Who may write everything, who received it by another way, who read it once.
        self.told.sudo().partner_ids += self.sponsor | self.users["admin"].partner_id
        self.as_role("officer", self.secret).told_id = False
        self.told.sudo().partner_ids += self.users["deputy"].partner_id
        for sender in (
            self.sponsor.email,
            *map(self.address, ("admin", "deputy", "system", "manager")),
        ):
            with self.subTest(sender):
                self.assert_bounces(
                    self.secret, "gateway", self.mail(sender, self.told), sender
                )

    def test_who_wrote_before_is_not_told_of_the_reply(self):
        by_deputy = self.as_role("deputy", self.secret).message_post(
            body="What I know", subtype_xmlid="mail.mt_note"
        )
        self.as_role("officer", self.secret).told_id = False
        mail = self.mail(self.address("officer"), by_deputy, cc=self.sponsor.email)
        self.assert_posts(
            self.secret, "gateway", mail, self.users["officer"].partner_id
        )
        reply = self.heard(self.secret)
        self.assertFalse(reply.notified_partner_ids)

    def test_the_secret_is_told_to_no_caller(self):
        officer = self.address("officer")
        for caller in ("employee", "manager", "admin", "deputy"):
            for kwargs in (
                {"mail": self.mail(officer, self.told)},
                {
                    "mail": self.mail(officer),
                    "model": self.secret._name,
                    "thread_id": self.secret.id,
                },
            ):
                self.assert_bounces(self.secret, caller, sender=officer, **kwargs)
