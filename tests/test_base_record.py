"""A new model in a program: one `_inherit` and four rules, and it is kept like all."""

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from .common import SocialProgramCase

MODEL = "social.test.note"


class SocialTestNote(models.Model):
    """What a room would have to write for a model of its own."""

    _module = None
    _name = MODEL
    _description = "Note"
    _inherit = ["social.record.mixin"]

    name = fields.Char()
    stamp = fields.Char(server_only=True, default="new")


RULES = (
    # name, groups, read, write, create, unlink, domain
    ("company", (), (1, 1, 1, 1), "[('company_id', 'in', company_ids)]"),
    (
        "read",
        ("group_auditor", "group_officer"),
        (1, 0, 0, 0),
        "[('program_id.is_readable_by_me', '=', True)]",
    ),
    (
        "write",
        ("group_officer",),
        (0, 1, 1, 0),
        "[('program_id.is_workable_by_me', '=', True)]",
    ),
    (
        "delete",
        ("group_manager",),
        (0, 0, 0, 1),
        "[('program_id.is_manageable_by_me', '=', True)]",
    ),
)
OPERATIONS = ("read", "write", "create", "unlink")
# As in `tests/test_access_table.py`.
EXPECTED = {
    "auditor": "R",
    "officer": "RWC",
    "manager": "RWCD",
    "admin": "RWCD",
    "deputy": "RWCD",
    "other_manager": "R",
    "other_officer": "",
    "fundraiser": "",
    "acc_invoice": "",
    "employee": "",
    "portal": "",
}


@tagged("post_install", "-at_install")
class TestRecord(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_to_registry(cls.registry, SocialTestNote)
        cls.registry._setup_models__(cls.env.cr, [MODEL])
        cls.addClassCleanup(cls.forget_model)
        cls.registry.init_models(cls.env.cr, [MODEL], {"module": "social_program"})
        model_id = cls.root["ir.model"]._get_id(MODEL)
        for name, groups, permissions, domain in RULES:
            group_ids = [cls.env.ref(f"social_program.{group}").id for group in groups]
            cls.root["ir.rule"].create(
                {
                    "name": name,
                    "model_id": model_id,
                    "groups": group_ids,
                    "domain_force": domain,
                    **{
                        f"perm_{operation}": bool(allowed)
                        for operation, allowed in zip(
                            OPERATIONS, permissions, strict=True
                        )
                    },
                }
            )
        for group, permissions in (
            ("group_auditor", (1, 0, 0, 0)),
            ("group_officer", (1, 1, 1, 0)),
            ("group_manager", (1, 1, 1, 1)),
        ):
            cls.root["ir.model.access"].create(
                {
                    "name": group,
                    "model_id": model_id,
                    "group_id": cls.env.ref(f"social_program.{group}").id,
                    **{
                        f"perm_{operation}": bool(allowed)
                        for operation, allowed in zip(
                            OPERATIONS, permissions, strict=True
                        )
                    },
                }
            )
        cls.note = cls.as_role("officer", MODEL).create(
            {"name": "Well", "program_id": cls.program.id}
        )

    @classmethod
    def forget_model(cls):
        for name in cls.registry[MODEL]._inherit_module:
            cls.registry[name]._inherit_children.discard(MODEL)
        del cls.registry.models[MODEL]
        cls.registry._setup_models__(cls.env.cr, [])

    def test_who_may_do_what(self):
        for role, letters in EXPECTED.items():
            note = self.as_role(role, self.note)
            with self.subTest(role):
                self.assertEqual(
                    "".join(
                        letter
                        for letter, operation in zip("RWCD", OPERATIONS, strict=True)
                        if note.has_access(operation)
                    ),
                    letters,
                )
                self.assertEqual(note.has_access("write"), "W" in letters)
                if "R" in letters:
                    self.assertEqual(note.can_write, "W" in letters)
        self.assertFalse(self.as_role("stranger", self.note).has_access("read"))

    def test_it_stays_in_its_program(self):
        with self.assertRaises(AccessError):
            self.note.program_id = self.other_program
        self.assertEqual(self.note.company_id, self.company)
        with self.assert_sentence("cannot be written"):
            self.note.company_id = self.other_company

    def test_what_only_the_server_sets(self):
        Note = self.note.with_context(default_stamp="mine", default_company_id=1)
        vals = {"name": "Tap", "program_id": self.program.id}
        told = Note.create(vals)
        self.assertEqual((told.stamp, told.company_id), ("new", self.company))
        for work in (
            lambda: Note.create({**vals, "stamp": "mine"}),
            lambda: self.note.write({"stamp": "mine"}),
            lambda: self.note.copy({"stamp": "mine"}),
        ):
            with self.assert_sentence("Stamp cannot be written"):
                work()
        result = Note.load(["name", "program_id/.id", "stamp"], [["A", "1", "mine"]])
        self.assertFalse(result["ids"])
        self.assertIn("cannot be written", str(result["messages"]))
        # Ours is written by sudo, and a copy starts without it.
        self.note.sudo().stamp = "ours"
        self.assertEqual(self.note.copy().stamp, "new")
        # Nor is a user's own default asked.
        self.root["ir.default"].set(MODEL, "stamp", "kept", user_id=self.note.env.uid)
        self.assertEqual(self.note.create(vals).stamp, "new")
