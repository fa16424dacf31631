"""What Odoo keeps beside our records is as closed as they are."""

import re

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.social_program.models.base.ours import own_models

from .common import SocialProgramCase

# Shown to employees by Odoo without asking for the record.
OPEN = ("mail.notification", "mail.followers", "rating.rating")
SUBJECT = "Wells are dry"


@tagged("post_install", "-at_install")
class TestShadow(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.told = cls.as_role("manager", cls.program).message_post(
            body=SUBJECT,
            subject=SUBJECT,
            partner_ids=(
                cls.users["officer"] | cls.users["employee"] | cls.users["portal"]
            ).partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        cls.env.flush_all()

    def beside(self, role, model):
        """Return the domain of what lies beside the program."""
        Model = self.as_role(role, model)
        path = f"{Model._shadow_of}." if Model._shadow_of else ""
        return Model, [
            (f"{path}{Model._shadow_model}", "=", "social.program"),
            (f"{path}{Model._shadow_id}", "=", self.program.id),
        ]

    def found(self, role, model):
        """Return what a user finds; reading and computing must agree with it."""
        self.env.invalidate_all()
        Model, domain = self.beside(role, model)
        # Somebody may not read the message of a notification: all of them are tried.
        everything = Model.sudo().search(domain).with_env(Model.env)
        found = Model.search([("id", "in", everything.ids)])
        readable = everything._filtered_access("read")
        computed = everything.sudo().filtered("social_program_is_shown")
        self.assertEqual(found, readable)
        self.assertEqual(found.ids, computed.ids)
        self.assertTrue(everything)
        return found

    def test_notifications(self):
        everybody = self.told.sudo().notification_ids
        self.assertEqual(len(everybody), 3)
        for role in ("manager", "deputy", "officer", "admin", "auditor"):
            with self.subTest(role):
                self.assertEqual(
                    self.found(role, "mail.notification").sorted("id"),
                    everybody.sorted("id"),
                )
        for role in ("other_officer", "stranger"):
            with self.subTest(role):
                self.assertFalse(self.found(role, "mail.notification"))
        for role in ("employee", "portal"):
            own = self.found(role, "mail.notification")
            with self.subTest(role):
                self.assertEqual(own.res_partner_id, self.users[role].partner_id)
                self.assertEqual(own.read(["mail_message_id"])[0]["id"], own.id)

    def test_followers(self):
        self.program.sudo().message_subscribe(self.users["employee"].partner_id.ids)
        for role in ("manager", "officer", "auditor"):
            self.assertTrue(self.found(role, "mail.followers"))
        for role in ("employee", "other_officer", "stranger"):
            with self.subTest(role):
                self.assertFalse(self.found(role, "mail.followers"))

    def test_archived_and_deleted_records(self):
        program = self.new_program()
        note = (
            program.message_post(
                body=SUBJECT, partner_ids=self.users["officer"].partner_id.ids
            )
            .sudo()
            .notification_ids
        )
        for role in ("manager", "auditor"):
            self.assertTrue(self.as_role(role, note)._filtered_access("read"))
        program.sudo().active = False
        for role in ("manager", "auditor"):
            self.env.invalidate_all()
            self.assertTrue(self.as_role(role, note)._filtered_access("read"))
        note.mail_message_id.res_id = 2**31 - 1
        for role, shown in (("auditor", False), ("officer", True), ("manager", True)):
            self.env.invalidate_all()
            with self.subTest(role):
                seen = self.as_role(role, note)
                self.assertEqual(bool(seen._filtered_access("read")), shown)
                self.assertEqual(bool(seen.search([("id", "=", note.id)])), shown)

    def test_what_is_not_ours_stays_open(self):
        partner = self.env["res.partner"].sudo().create({"name": "Somebody"})
        told = partner.message_post(
            body="Hello", partner_ids=self.users["officer"].partner_id.ids
        )
        partner.message_subscribe(self.users["officer"].partner_id.ids)
        alone = self.env["mail.thread"].message_notify(
            body="Hello", partner_ids=self.users["officer"].partner_id.ids
        )
        for records in (told.notification_ids, alone.notification_ids):
            self.assertTrue(records)
            seen = self.as_role("employee", records)
            self.assertEqual(seen.search([("id", "in", records.ids)]), seen)
            self.assertTrue(seen.read(["id"]))
        followers = self.as_role("employee", partner.message_follower_ids)
        self.assertTrue(followers.read(["id"]))

    def test_every_model_of_ours_is_closed(self):
        """By name: what has followers or messages tomorrow is asked for as well."""
        for model in own_models(self.env):
            if not isinstance(self.env[model], self.registry["mail.thread"]):
                continue
            follower = (
                self.env["mail.followers"]
                .sudo()
                .create(
                    {
                        "res_model": model,
                        "res_id": 2**31 - 1,
                        "partner_id": self.users["officer"].partner_id.id,
                    }
                )
            )
            for role in ("employee", "admin", "stranger"):
                with self.subTest(model=model, role=role):
                    Followers = self.as_role(role, "mail.followers")
                    self.assertFalse(Followers.search([("id", "=", follower.id)]))

    def test_no_message_names_what_one_does_not_read(self):
        """One's own messages name their record; so nobody puts one beside any."""
        for role in ("employee", "other_officer", "stranger"):
            Message = self.as_role(role, "mail.message")
            me = self.users[role].partner_id
            own = Message.create({"body": "Mine", "partner_ids": me.ids})
            for vals in (
                {"parent_id": own.id},
                {"message_type": "user_notification"},
                {"message_type": "notification", "partner_ids": me.ids},
            ):
                with (
                    self.subTest(role=role, vals=vals),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    Message.create(
                        {
                            "model": "social.program",
                            "res_id": self.program.id,
                            "body": "Mine",
                            **vals,
                        }
                    )
        notified = self.as_role("officer", self.program).message_notify(
            body="Look", partner_ids=self.users["manager"].partner_id.ids
        )
        self.assertEqual(notified.sudo().record_name, self.program.display_name)

    def test_a_link_to_a_message_does_not_name_it(self):
        """The name of what a link leads to is computed by sudo."""
        hidden = self.as_role("manager", self.program).message_post(
            subject="Canary of a subject", body="Told to the team"
        )
        partner_model_id = self.env["ir.model"]._get_id("res.partner")
        for role in ("employee", "other_officer", "stranger"):
            me = self.users[role].partner_id
            Message, Rating = (
                self.as_role(role, model) for model in ("mail.message", "rating.rating")
            )
            for way, work in {
                "reply": lambda M=Message, me=me: M.create(
                    {"body": "Re", "parent_id": hidden.id, "partner_ids": me.ids}
                ),
                "default": lambda M=Message, me=me: M.with_context(
                    default_parent_id=hidden.id
                ).create({"body": "Re", "partner_ids": me.ids}),
            }.items():
                with (
                    self.subTest(role=role, way=way),
                    self.assertRaises(AccessError),
                    self.env.cr.savepoint(),
                ):
                    work()
            rating = Rating.create(
                {
                    "res_model_id": partner_model_id,
                    "res_id": me.id,
                    "message_id": hidden.id,
                }
            )
            self.env.flush_all()
            self.env.invalidate_all()
            told = rating.web_read({"message_id": {"fields": {"display_name": {}}}})
            self.assertNotIn("Canary", str(told))
            self.assertNotIn("Canary", str(rating.read(["message_id"])))
        told = self.as_role("officer", hidden).read(["display_name"])
        self.assertEqual(told[0]["display_name"], "Canary of a subject")

    def test_nobody_rates_our_records(self):
        model_id = self.env["ir.model"]._get_id("social.program")
        partner = self.users["employee"].partner_id
        partner_model_id = self.env["ir.model"]._get_id("res.partner")
        for role in ("employee", "manager", "stranger"):
            Rating = self.as_role(role, "rating.rating")
            own = Rating.create(
                {"res_model_id": partner_model_id, "res_id": partner.id}
            )
            self.assertEqual(own.res_name, partner.display_name)
            ways = {
                "create": lambda R=Rating: R.create(
                    {"res_model_id": model_id, "res_id": self.program.id}
                ),
                "defaults": lambda R=Rating: R.with_context(
                    default_res_model_id=model_id
                ).create({"res_id": self.program.id}),
                "write": lambda own=own: own.write(
                    {"res_model_id": model_id, "res_id": self.program.id}
                ),
                "parent": lambda own=own: own.write(
                    {"parent_res_model_id": model_id, "parent_res_id": self.program.id}
                ),
            }
            for way, work in ways.items():
                with (
                    self.subTest(role=role, way=way),
                    self.assertRaises(ValidationError),
                    self.env.cr.savepoint(),
                ):
                    work()
            told = Rating.onchange(
                {
                    "res_model_id": model_id,
                    "res_id": self.program.id,
                    "parent_res_model_id": model_id,
                    "parent_res_id": self.program.id,
                },
                ["res_id", "parent_res_id"],
                {"res_name": {}, "parent_res_name": {}},
            )
            self.assertNotIn(self.program.name, str(told))
        program = self.as_role("manager", self.program)
        for work in (
            lambda: program._rating_get_access_token(),
            lambda: program.message_post(body="Well done", rating_value=5),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                work()

    def test_ratings_of_before_are_closed(self):
        rating = self.env(user=1)["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("social.program"),
                "res_id": self.program.id,
            }
        )
        self.assertNotIn(self.program.name, rating.res_name)
        for role in ("manager", "officer"):
            self.assertEqual(self.found(role, "rating.rating"), rating)
        for role in ("employee", "other_officer", "stranger"):
            self.assertFalse(self.found(role, "rating.rating"))

    # ------------------------------------------------------------------
    # What it costs
    # ------------------------------------------------------------------
    def test_searches_ask_by_correlated_exists(self):
        for name in self.env.registry.descendants(["social.shadow.mixin"], "_inherit"):
            if self.env.registry[name]._abstract:
                continue
            for role in ("employee", "officer"):
                Model = self.as_role(role, name).sudo()
                shown = Domain("social_program_is_shown", "=", True)
                # What rules say is kept from one search to the next.
                Model._search(shown)
                with self.assertQueryCount(0), self.subTest(name):
                    sql = Model._search(shown).select().code
                    for column in ("res_id", "mail_message_id"):
                        self.assertNotIn(f'{column}" NOT IN (SELECT', sql)
                        self.assertNotIn(f'{column}" IN (SELECT', sql)
                    self.assertIn("EXISTS (SELECT 1", sql)

    def test_who_names_a_model_asks_for_no_other(self):
        """As threads do, whose rules then cost nothing beside records of others."""
        for name in ("mail.message", "mail.followers", "mail.activity"):
            Model = self.as_role("officer", name)
            for model, tables in (
                ("res.partner", set()),
                ("social.activity", {"social_activity"}),
                ("social.issue", {"social_issue"}),
            ):
                # Searched as the rule asks it; Odoo's own search answers with ids.
                rule = Domain("social_program_is_shown", "=", True)
                thread = [(Model._shadow_model, "=", model), (Model._shadow_id, "=", 1)]
                sql = Model.sudo()._search(rule & Domain(thread)).select().code
                if not Model._shadow_open:
                    tables = tables & {"social_issue"}
                found = set(re.findall(r'SELECT 1 FROM "(social_[a-z]+)"', sql))
                with self.subTest(name=name, model=model):
                    self.assertEqual(found, tables)
        # Who names several, or names one beside another way, meets them all.
        Followers = self.as_role("officer", "mail.followers")
        for domain, met in (
            ([("res_model", "in", ["a", "b"]), ("res_id", "=", 1)], {"a", "b"}),
            (["|", ("res_model", "=", "a"), ("res_id", "=", 1)], None),
            (["!", ("res_model", "=", "a")], None),
            ([("res_model", "!=", "a")], None),
            ([("res_model", "=like", "a%")], None),
            ([], None),
        ):
            self.assertEqual(Followers._models_met(domain), met)
        self.assertFalse(
            self.as_role("stranger", "mail.followers")
            .with_context(social_program_models=["res.partner"])
            .search([("res_id", "=", self.program.id)])
            .filtered(lambda follower: follower.res_model == "social.program")
        )

    def test_a_thread_takes_no_more_queries(self):
        """The rule is part of Odoo's own query."""

        def fetch():
            Message = self.as_role("officer", "mail.message")
            self.assertTrue(
                Message._message_fetch(
                    None, thread=self.as_role("officer", self.program)
                )["messages"]
            )

        rule = self.env.ref("social_program.mail_message_rule_issue").sudo()
        fetch()
        with_rule = self.count_queries(fetch)
        rule.active = False
        fetch()
        self.assertEqual(self.count_queries(fetch), with_rule)
