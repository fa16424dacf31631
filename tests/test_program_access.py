"""Users of several roles, and what the rules ask a program."""

import importlib.util
import re
from datetime import timedelta
from pathlib import Path

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from .common import PIXEL, ROLES, SocialProgramCase

OFFICER, MANAGER = ROLES["officer"], ROLES["manager"]
MORE_ROLES = {
    "officer_invoice": f"{OFFICER},{ROLES['acc_invoice']}",
    "auditor_officer": f"{ROLES['auditor']},{OFFICER}",
    "manager_elsewhere": MANAGER,
    "deputy_before": MANAGER,
    "deputy_later": MANAGER,
}
RIGHTS = ("is_readable_by_me", "is_workable_by_me", "is_manageable_by_me")


@tagged("post_install", "-at_install")
class TestProgramAccess(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for key, groups in MORE_ROLES.items():
            cls.users[key] = cls._new_user(key, groups, cls.company)
        today = fields.Date.context_today(cls.program)
        day = timedelta(days=1)
        cls.memberships = {
            user: cls.root["social.program.member"].create(
                {
                    "program_id": cls.program.id,
                    "user_id": cls.users[user].id,
                    "role": role,
                    **dates,
                }
            )
            for user, role, dates in (
                ("officer_invoice", "officer", {}),
                ("auditor_officer", "officer", {}),
                ("manager_elsewhere", "officer", {}),
                # A membership alone opens nothing: the role is missing.
                ("employee", "officer", {}),
                ("acc_invoice", "finance", {}),
                ("deputy_before", "deputy", {"date_end": today - day}),
                ("deputy_later", "deputy", {"date_start": today + day}),
            )
        }
        cls.own_program = cls.new_program("manager_elsewhere", name="Own")
        cls.archived = cls.new_program("other_manager", name="Old", active=False)
        cls.foreign = cls.as_role("stranger", "social.program").create(
            {"name": "Foreign"}
        )
        cls.programs = (
            cls.program
            | cls.other_program
            | cls.own_program
            | cls.archived
            | cls.foreign
        ).with_env(cls.root)
        cls.records = {
            program: cls._records_of(program)
            for program in (cls.program, cls.other_program, cls.own_program)
        }

    @classmethod
    def _records_of(cls, program):
        """Return {model: a record of a program}."""
        root = cls.root
        in_program = {"program_id": program.id}
        activity = root["social.activity"].create({"name": "A", **in_program})
        in_activity = {"field_activity_id": activity.id}
        return {
            "social.program": program,
            "social.activity": activity,
            "social.activity.cost": root["social.activity.cost"].create(
                {"name": "Room", **in_activity}
            ),
            "social.activity.recurrence": root["social.activity.recurrence"].create(
                {"name": "S", "mon": True, **in_program}
            ),
            "social.photo": root["social.photo"].create(
                {"image": PIXEL, **in_activity}
            ),
            "social.beneficiary": root["social.beneficiary"].create(
                {"name": "B", **in_program}
            ),
            "social.meeting": root["social.meeting"].create(
                {"name": "M", **in_program}
            ),
            "social.risk": root["social.risk"].create(
                {"name": "R", "user_id": False, **in_program}
            ),
            "social.stakeholder": root["social.stakeholder"].create(
                {
                    "name": "Village head",
                    "program_ids": [Command.set(program.ids)],
                    "company_id": program.company_id.id,
                }
            ),
        }

    def found(self, user, name):
        """Return the programs whose record of a model a user finds."""
        mine = {program: records[name] for program, records in self.records.items()}
        ids = [record.id for record in mine.values()]
        found = self.as_role(user, name).search([("id", "in", ids)])
        return {program for program, record in mine.items() if record in found}

    def may(self, user, name, program):
        """Return the letters of what a user may do to a program's record."""
        record = self.as_role(user, self.records[program][name])
        return "".join(
            letter
            for letter, operation in (("R", "read"), ("W", "write"), ("D", "unlink"))
            if record.has_access(operation)
        )

    # ------------------------------------------------------------------
    # What the rules ask
    # ------------------------------------------------------------------
    def test_rights_by_our_own_roles(self):
        company = self.programs - self.foreign
        none, one = self.programs.browse(), self.program
        others = self.other_program | self.archived
        expected = {
            "auditor": (company, none, none),
            "officer": (one, one, none),
            "manager": (company, one, one),
            "deputy": (company, one, one),
            "admin": (company, company, company),
            "other_manager": (company, others, others),
            "other_officer": (self.other_program, self.other_program, none),
            "officer_invoice": (one, one, none),
            "auditor_officer": (company, one, none),
            "manager_elsewhere": (company, one | self.own_program, self.own_program),
            "deputy_before": (company, none, none),
            "deputy_later": (company, none, none),
            "stranger": (self.foreign, self.foreign, self.foreign),
        }
        for user in self.users:
            programs = self.as_role(user, self.programs).sudo()
            # Another company is the company rules' affair.
            programs = programs.filtered(
                lambda program: program.company_id in program.env.user.company_ids
            )
            for right, wanted in zip(
                RIGHTS, expected.get(user, (none, none, none)), strict=True
            ):
                with self.subTest(user=user, right=right):
                    self.assertEqual(programs.filtered(right), wanted)

    def test_computed_as_searched(self):
        for user in self.users:
            programs = self.as_role(user, self.programs).sudo()
            Program = programs.with_context(active_test=False).browse()
            for name in (*RIGHTS, "is_my_program", "is_managed_by_me"):
                for value in (True, False):
                    with self.subTest(user=user, field=name, value=value):
                        found = Program.search(
                            [("id", "in", programs.ids), (name, "=", value)]
                        )
                        self.assertEqual(
                            set(found.ids),
                            set(programs.filtered(lambda p: p[name] is value).ids),  # noqa: B023
                        )

    def test_one_query_a_search(self):
        names = ("social.activity", "social.risk", "social.meeting")
        for user in ("officer", "manager", "admin", "auditor", "officer_invoice"):
            for name in names:
                Model = self.as_role(user, name)
                Model.search([])
                with self.subTest(user=user, model=name):
                    self.assertEqual(self.count_queries(lambda: Model.search([])), 1)  # noqa: B023

    def test_a_rule_is_one_subquery_or_none(self):
        def scanned(user, name):
            query = self.as_role(user, name)._search([])
            statement = SQL("EXPLAIN (FORMAT JSON) %s", query.select())
            [[plan]] = self.env.execute_query(statement)
            return re.findall(r"'Relation Name': '(\w+)'", str(plan))

        members = "social_program_member"
        for user in ("officer", "officer_invoice"):
            self.assertEqual(scanned(user, "social.risk").count(members), 1)
        self.assertEqual(scanned("officer", "social.activity").count(members), 1)
        # Who reads all is not asked about programs at all.
        for user, name in (
            ("auditor", "social.risk"),
            ("manager", "social.risk"),
            ("admin", "social.risk"),
            ("manager", "social.visit.item"),
            ("manager", "social.beneficiary"),
            ("officer_invoice", "social.activity"),
        ):
            with self.subTest(user=user, model=name):
                self.assertEqual(scanned(user, name), [name.replace(".", "_")])

    # ------------------------------------------------------------------
    # Users of two roles
    # ------------------------------------------------------------------
    def test_officer_who_invoices(self):
        """Finance reads programs and activities; it gives nothing of people."""
        user, everywhere = "officer_invoice", set(self.records)
        for name in (
            "social.program",
            "social.activity",
            "social.activity.cost",
            "social.activity.recurrence",
        ):
            self.assertEqual(self.found(user, name), everywhere, name)
            self.assertEqual(self.may(user, name, self.other_program), "R", name)
        for name in (
            "social.beneficiary",
            "social.photo",
            "social.risk",
            "social.meeting",
            "social.stakeholder",
        ):
            self.assertEqual(self.found(user, name), {self.program}, name)
            self.assertEqual(self.may(user, name, self.other_program), "", name)
        self.assertEqual(self.may(user, "social.program", self.program), "R")
        self.assertEqual(self.may(user, "social.activity", self.program), "RW")
        self.assertEqual(self.may(user, "social.activity.cost", self.program), "RWD")

        self.new_activity(role=user)
        with self.assertRaises(AccessError):
            self.new_activity(self.other_program, role=user)
        with self.assertRaises(AccessError):
            self.as_role(user, "social.activity.cost").create(
                {
                    "name": "Room",
                    "field_activity_id": self.records[self.other_program][
                        "social.activity"
                    ].id,
                }
            )
        # Nor does work move into a program that is only read.
        activity = self.as_role(user, self.records[self.program]["social.activity"])
        with self.assertRaises(AccessError):
            activity.write({"program_id": self.other_program.id})

    def test_manager_who_is_a_member_elsewhere(self):
        """Where somebody else manages, a manager is the officer that he or she is."""
        user = "manager_elsewhere"
        expected = {
            # model: (own program, as a member, neither)
            "social.program": ("RWD", "R", "R"),
            "social.activity": ("RWD", "RW", "R"),
            "social.activity.cost": ("RWD", "RWD", "R"),
            "social.photo": ("RWD", "RWD", "R"),
            "social.beneficiary": ("RWD", "RW", "R"),
            "social.meeting": ("RWD", "RW", "R"),
            "social.risk": ("RWD", "RW", "R"),
            "social.stakeholder": ("RWD", "RW", "R"),
        }
        places = (self.own_program, self.program, self.other_program)
        for name, letters in expected.items():
            self.assertEqual(self.found(user, name), set(places), name)
            for program, wanted in zip(places, letters, strict=True):
                with self.subTest(model=name, program=program.name):
                    self.assertEqual(self.may(user, name, program), wanted)
        with self.assertRaises(AccessError):
            self.as_role(user, self.memberships[user]).write({"role": "deputy"})

    def test_auditor_who_is_an_officer(self):
        """Reads all, and works in his or her own programs only."""
        user = "auditor_officer"
        for name in ("social.activity", "social.beneficiary", "social.risk"):
            self.assertEqual(self.found(user, name), set(self.records), name)
            self.assertEqual(self.may(user, name, self.program), "RW", name)
            self.assertEqual(self.may(user, name, self.other_program), "R", name)

    def test_deputy_today_only(self):
        for user in ("deputy_before", "deputy_later"):
            for name in ("social.program", "social.activity", "social.beneficiary"):
                self.assertEqual(self.may(user, name, self.program), "R", name)
        # Counts from the moment that the dates are changed.
        self.memberships["deputy_before"].date_end = False
        self.memberships["deputy_later"].date_start = False
        for user in ("deputy_before", "deputy_later"):
            self.assertEqual(self.may(user, "social.program", self.program), "RW")
            self.assertEqual(self.may(user, "social.activity", self.program), "RWD")

    # ------------------------------------------------------------------
    # Databases that live on
    # ------------------------------------------------------------------
    def test_old_rules_are_deleted(self):
        path = Path(__file__).parents[1] / "migrations" / "19.0.1.1.0" / "pre-rules.py"
        spec = importlib.util.spec_from_file_location("pre_rules", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)

        Data = self.env["ir.model.data"]
        ours = [("module", "=", "social_program"), ("model", "=", "ir.rule")]
        today = set(Data.search(ours).mapped("name"))
        old = self.env["ir.rule"].create(
            {
                "name": "Photo: own programs",
                "model_id": self.env["ir.model"]._get_id("social.photo"),
                "groups": [Command.set(self.env.ref(OFFICER).ids)],
            }
        )
        data = {"module": "social_program", "model": "ir.rule", "res_id": old.id}
        Data.create({"name": "social_photo_rule_officer", **data})
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertFalse(old.exists())
        self.assertEqual(set(Data.search(ours).mapped("name")), today)
