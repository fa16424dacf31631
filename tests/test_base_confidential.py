"""A model that is confidential needs to say who may know, and nothing else."""

from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCommon
from odoo.addons.social_program.models.base.ours import confidential_models

from .common import SocialProgramCase

SECRET = "Gerücht"
# What keeps its own model's name and id, and what asks its message.
BESIDE = (
    "mail.message",
    "mail.followers",
    "mail.activity",
    "mail.scheduled.message",
    "rating.rating",
)
BESIDE_MESSAGES = (
    "mail.notification",
    "mail.tracking.value",
    "mail.mail",
    "mail.message.schedule",
)


class SocialTestSecret(models.Model):
    """Another confidential model: of whoever wrote it down and of who was told."""

    _module = None
    _name = "social.test.secret"
    _description = "Secret"
    _inherit = ["social.confidential.mixin"]

    name = fields.Char(tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(comodel_name="res.company")
    told_id = fields.Many2one(comodel_name="res.users")

    def _readers(self):
        return super()._readers() | self.sudo().told_id

    @api.model
    def _open_to_me_domain(self):
        return super()._open_to_me_domain() | Domain("told_id", "=", self.env.uid)

    @api.model
    def _reader_fields(self):
        return super()._reader_fields() | {"told_id"}


class SecretCase(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        name = SocialTestSecret._name
        add_to_registry(cls.registry, SocialTestSecret)
        # The class of tests sets the models up again after this.
        cls.addClassCleanup(cls.registry.__delitem__, name)
        cls.registry._setup_models__(cls.cr, [])
        cls.registry.init_models(cls.cr, [name], {})
        model_id = cls.root["ir.model"]._get_id(name)
        cls.root["ir.model.access"].create(
            {
                "name": name,
                "model_id": model_id,
                "group_id": cls.env.ref("base.group_user").id,
                **dict.fromkeys(
                    ("perm_read", "perm_write", "perm_create", "perm_unlink"), True
                ),
            }
        )
        cls.root["ir.rule"].create(
            {
                "name": name,
                "model_id": model_id,
                "domain_force": "[('is_open_to_me', '=', True)]",
            }
        )
        cls.root["ir.sequence"].create(
            {"name": name, "code": name, "prefix": "S-", "company_id": False}
        )
        cls.secret = cls.as_role("officer", name).create(
            {
                "name": SECRET,
                "confidential": True,
                "told_id": cls.users["deputy"].id,
            }
        )
        cls.env.flush_all()
        cls.env.cr.precommit.run()


@tagged("post_install", "-at_install")
class TestConfidentialMixin(SecretCase):
    def _beside(self):
        """Fill what Odoo keeps beside the secret; return it, by model."""
        secret = self.as_role("officer", self.secret)
        secret.message_post(
            body=SECRET,
            partner_ids=self.users["deputy"].partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
        secret.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=SECRET,
            user_id=self.users["deputy"].id,
        )
        secret.name = f"{SECRET} again"
        self.env.flush_all()
        self.env.cr.precommit.run()
        messages = secret.sudo().message_ids
        self.env["mail.mail"].sudo().create({"mail_message_id": messages[0].id})
        self.env["mail.message.schedule"].sudo().create(
            {
                "mail_message_id": messages[0].id,
                "scheduled_datetime": "2030-01-01 08:00:00",
            }
        )
        self.env["mail.scheduled.message"].sudo().create(
            {
                "model": self.secret._name,
                "res_id": secret.id,
                "body": SECRET,
                "author_id": self.users["officer"].partner_id.id,
                "scheduled_date": "2030-01-01 08:00:00",
            }
        )
        self.root["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(self.secret._name),
                "res_id": secret.id,
            }
        )
        self.env.flush_all()
        beside = {}
        for model in BESIDE:
            Model = self.env[model].sudo()
            beside[model] = Model.search(
                [
                    (Model._shadow_model, "=", self.secret._name),
                    (Model._shadow_id, "=", secret.id),
                ]
            )
        for model in BESIDE_MESSAGES:
            beside[model] = (
                self.env[model].sudo().search([("mail_message_id", "in", messages.ids)])
            )
        return beside

    def _shown(self, role, records):
        """Return whether somebody is shown records; found and computed must agree."""
        self.env.invalidate_all()
        seen = self.as_role(role, records).sudo()
        found = seen.search(
            [("id", "in", records.ids), ("social_program_is_shown", "=", True)]
        )
        computed = seen.filtered("social_program_is_shown")
        self.assertEqual(found.sorted("id"), computed.sorted("id"))
        self.assertIn(len(computed), (0, len(records)))
        return bool(computed)

    def test_readers_read(self):
        for role in ("officer", "deputy"):
            secret = self.as_role(role, self.secret)
            self.assertIn(SECRET, secret.name)
            self.assertIn(secret, secret.search([("is_open_to_me", "=", True)]))
        for role in ("manager", "admin", "auditor", "employee"):
            secret = self.as_role(role, self.secret)
            self.env.invalidate_all()
            self.assertFalse(secret.search([("id", "=", secret.id)]))
            self.assertFalse(secret.sudo().is_open_to_me)
            with self.assertRaises(AccessError):
                secret.read(["name"])

    def test_its_name_is_its_code(self):
        self.assertTrue(self.secret.code.startswith("S-"))
        self.assertEqual(self.secret.display_name, self.secret.code)
        self.as_role("officer", self.secret).confidential = False
        self.assertIn(SECRET, self.secret.display_name)

    def test_what_lies_beside_it(self):
        beside = self._beside()
        self.assertEqual(set(beside), set(BESIDE + BESIDE_MESSAGES))
        # Whoever lies in the archive is hidden as well.
        for active in (True, False):
            self.secret.sudo().active = active
            for model, records in beside.items():
                with self.subTest(model=model, active=active):
                    self.assertTrue(records)
                    for role in ("officer", "deputy"):
                        self.assertTrue(self._shown(role, records))
                    for role in ("manager", "admin", "employee"):
                        self.assertFalse(self._shown(role, records))
                        if self.as_role(role, model).has_access("read"):
                            with self.assertRaises(AccessError):
                                self.as_role(role, records).read(["id"])

    def test_every_shadow_asks_every_confidential_model(self):
        for name in BESIDE + BESIDE_MESSAGES:
            Model = self.as_role("admin", name).sudo()
            models_asked = confidential_models(self.env)
            self.assertLessEqual({"social.issue", self.secret._name}, set(models_asked))
            shown = [("social_program_is_shown", "=", True)]
            # What rules say is kept from one search to the next.
            Model._search(shown)
            with self.assertQueryCount(0):
                query = Model._search(shown)
            sql = query.select().code
            for model in models_asked:
                with self.subTest(shadow=name, confidential=model):
                    table = self.env[model]._table
                    self.assertIn(f'EXISTS (SELECT 1 FROM "{table}"', sql)

    def test_one_model_does_not_hide_the_other(self):
        """Ids of two models are not mixed up: here they are the same."""
        issue = self.as_role("manager", "social.issue").create(
            [
                {"name": "Rain", "program_id": self.program.id, "kind": "delay"}
                for _number in range(2)
            ]
        )[1]
        self.env.cr.execute(
            "SELECT setval('social_test_secret_id_seq', %s, false)", [issue.id]
        )
        secret = self.as_role("officer", self.secret).copy()
        self.assertEqual(secret.id, issue.id)
        of_issue = issue.message_post(body="It rains")
        of_secret = secret.message_post(body=SECRET)
        self.assertTrue(self._shown("admin", of_issue))
        self.assertFalse(self._shown("admin", of_secret))
        issue.kind = "conflict"
        self.assertFalse(self._shown("admin", of_issue))
        self.assertTrue(self._shown("manager", of_issue))
        self.assertFalse(self._shown("manager", of_secret))

    def test_only_keepers_let_others_read(self):
        admin = self.users["admin"]
        for vals in (
            {"told_id": admin.id},
            {"confidential": False},
        ):
            with self.assert_sentence("decided by whoever recorded it"):
                self.as_role("deputy", self.secret).write(vals)
        self.as_role("officer", self.secret).told_id = admin
        self.assertIn(SECRET, self.as_role("admin", self.secret).name)

    def test_outsiders_are_told_nothing(self):
        secret = self.as_role("officer", self.secret)
        admin = self.users["admin"]
        with self.assertRaisesRegex(UserError, "may not read it"):
            secret.message_post(body=SECRET, partner_ids=admin.partner_id.ids)
        with self.assertRaisesRegex(ValidationError, "name the person there"):
            secret.activity_schedule(user_id=admin.id)
        secret.message_subscribe(admin.partner_id.ids)
        self.assertNotIn(admin.partner_id, secret.message_partner_ids)

    def test_a_reader_of_before_is_forgotten(self):
        self._beside()
        deputy = self.users["deputy"]
        secret = self.secret.sudo()
        self.assertEqual(secret.activity_ids.user_id, deputy)
        self.as_role("officer", self.secret).message_subscribe(deputy.partner_id.ids)
        self.as_role("officer", self.secret).told_id = False
        self.assertFalse(secret.activity_ids)
        self.assertNotIn(deputy.partner_id, secret.message_partner_ids)
        self.assertFalse(secret.message_ids.notification_ids)
        self.assertFalse(
            self.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "in", secret.message_ids.ids)])
        )


@tagged("post_install", "-at_install")
class TestConfidentialMixinMail(SecretCase, MailCommon):
    def test_mails_say_nothing(self):
        deputy = self.users["deputy"]
        deputy.sudo().write(
            {"notification_type": "email", "email": "deputy@example.org"}
        )
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.as_role("officer", self.secret).message_post(
                body=SECRET,
                subject=SECRET,
                partner_ids=deputy.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
                attachments=[(f"{SECRET}.txt", SECRET.encode())],
            )
        self.assertEqual(self._new_mails.recipient_ids, deputy.partner_id)
        self.assertTrue(self._mails)
        for sent in self._mails:
            self.assertNotIn(SECRET, str(sent))
            self.assertFalse(sent["attachments"])
            self.assertIn(self.secret.code, sent["body"])


@tagged("post_install", "-at_install")
class TestConfidentialModels(SocialProgramCase):
    def test_every_confidential_model_has_its_rule(self):
        for model in confidential_models(self.env):
            rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
            with self.subTest(model):
                self.assertTrue(
                    rules.filtered(
                        lambda rule: (
                            not rule.groups
                            and rule.perm_read
                            and "is_open_to_me" in (rule.domain_force or "")
                        )
                    )
                )

    def test_every_shadow_has_its_rule(self):
        shadows = {
            name
            for name in self.env.registry.descendants(
                ["social.shadow.mixin"], "_inherit"
            )
            if not self.env.registry[name]._abstract
        }
        self.assertEqual(shadows, set(BESIDE + BESIDE_MESSAGES))
        for model in shadows:
            rules = self.env["ir.rule"].search([("model_id.model", "=", model)])
            with self.subTest(model):
                self.assertTrue(
                    rules.filtered(
                        lambda rule: (
                            not rule.groups
                            and "social_program_is_shown" in (rule.domain_force or "")
                        )
                    )
                )

    def test_the_base_names_no_model_of_another_room(self):
        base = Path(__file__).parent.parent / "models" / "base"
        files = sorted(base.glob("*.py"))
        self.assertTrue(files)
        for file in files:
            with self.subTest(file.name):
                self.assertNotIn("social.issue", file.read_text(encoding="utf-8"))
