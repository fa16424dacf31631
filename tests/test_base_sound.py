"""Rows that the database would refuse, dates that nobody means."""

import logging
import re
from datetime import date

from psycopg2.errors import ForeignKeyViolation, NotNullViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.social_program.models.base.sound_mixin import CHECK, UNIQUE

from .common import SocialProgramCase

CANARY = "Siti Nurhaliza Canary"


class Heard(logging.Handler):
    """Everything that a server logs, by whomever, whatever the tests' log shows."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.texts = []
        self.loggers = [logging.getLogger(), logging.getLogger("odoo.sql_db")]

    def emit(self, record):
        self.texts.append(self.format(record))

    def __enter__(self):
        self.levels = [logger.level for logger in self.loggers]
        for logger in self.loggers:
            logger.addHandler(self)
            logger.setLevel(logging.INFO)
        return self

    def __exit__(self, *error):
        for logger, level in zip(self.loggers, self.levels, strict=True):
            logger.removeHandler(self)
            logger.setLevel(level)


@tagged("post_install", "-at_install")
class TestSound(SocialProgramCase):
    def setUp(self):
        super().setUp()
        self.person = self.new_person(name=CANARY, role="officer", code="P-1")
        self.taken = self.new_person(name="Other", role="officer", code="P-2")
        self.activity = self.new_activity()

    def own_models(self):
        """Return the models of ours that keep rows."""
        return [
            self.env[name]
            for name, model in sorted(self.env.registry.items())
            if name.startswith("social.") and not model._abstract and model._auto
        ]

    def refused(self, work, sentence, expect=ValidationError):
        """Let `work` be refused, with nothing of a person in a log or sentence.

        Run as a call from outside is: written out at its end.
        """
        with (
            Heard() as heard,
            self.assertRaisesRegex(expect, sentence) as refusal,
            self.env.cr.savepoint(),
        ):
            work()
            self.env.flush_all()
        for text in (*heard.texts, str(refusal.exception)):
            self.assertNotIn(CANARY, text)
            self.assertNotRegex(text, "bad query|Failing row")

    def loaded(self, model, names, rows, sentence):
        with Heard() as heard:
            result = model.load(names, rows)
        messages = [message["message"] for message in result["messages"]]
        self.assertFalse(result["ids"])
        self.assertRegex(" ".join(messages), sentence)
        for text in (*heard.texts, *messages):
            self.assertNotIn(CANARY, text)
            self.assertNotRegex(text, "bad query|Failing row")

    # ------------------------------------------------------------------
    # The contract
    # ------------------------------------------------------------------
    def test_every_model_of_ours_is_sound(self):
        sound = self.env.registry["social.sound.mixin"]
        for model in self.own_models():
            self.assertIsInstance(model, sound, model._name)

    def test_every_constraint_of_ours_is_understood(self):
        for model in self.own_models():
            tests = {name for name, _used, _query in model._row_tests()}
            for name, constraint in model._table_objects.items():
                definition = constraint.get_definition(self.env.registry)
                if not re.match("INDEX", definition):
                    self.assertIn(name, tests)
                    self.assertTrue(
                        CHECK.fullmatch(definition) or UNIQUE.fullmatch(definition)
                    )

    # ------------------------------------------------------------------
    # Nothing of it in a log
    # ------------------------------------------------------------------
    def test_the_listener_hears(self):
        with (
            Heard() as heard,
            self.assertRaises(NotNullViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "INSERT INTO social_beneficiary (name) VALUES (%s)", [CANARY]
            )
        said = "\n".join(heard.texts)
        self.assertIn("bad query", said)
        self.assertIn("Failing row", said)
        self.assertIn(CANARY, said)

    def test_a_code_that_is_taken(self):
        officer = self.as_role("officer", "social.beneficiary")
        vals = {"name": CANARY, "program_id": self.program.id, "code": "P-2"}
        sentence = "code of a beneficiary is already taken"
        self.refused(lambda: officer.create(vals), sentence)
        self.refused(
            lambda: officer.create([vals | {"code": "P-9"}, vals | {"code": "P-9"}]),
            sentence,
        )
        self.refused(lambda: self.person.write({"code": "P-2"}), sentence)
        self.refused(lambda: self.person.web_save({"code": "P-2"}, {}), sentence)
        self.refused(lambda: officer.web_save(vals, {"code": {}}), sentence)
        self.refused(
            lambda: (self.person | self.taken).write({"code": "P-3"}), sentence
        )
        names = ["name", "program_id/.id", "code"]
        self.loaded(officer, names, [[CANARY, str(self.program.id), "P-2"]], sentence)
        self.loaded(
            officer,
            names,
            [[CANARY, str(self.program.id), "P-8"]] * 2,
            sentence,
        )
        self.loaded(officer, [".id", "code"], [[str(self.person.id), "P-2"]], sentence)
        # Its own code, and one that is taken in another company.
        self.person.write({"code": "P-1"})
        self.root["social.beneficiary"].create(
            {
                "name": "Far",
                "code": "P-1",
                "company_id": self.other_company.id,
                "program_id": self.as_role("stranger", "social.program")
                .create({"name": "Far"})
                .id,
            }
        )
        self.env.flush_all()

    def test_a_required_field_that_is_emptied(self):
        officer = self.as_role("officer", "social.beneficiary")
        sentence = "cannot be left empty"
        self.refused(lambda: self.person.write({"program_id": False}), sentence)
        self.refused(lambda: self.person.write({"name": False}), sentence)
        self.refused(lambda: self.person.web_save({"name": False}, {}), sentence)
        self.refused(
            lambda: officer.create({"name": CANARY, "company_id": False}), sentence
        )
        self.refused(
            lambda: officer.create({"phone": CANARY, "program_id": self.program.id}),
            sentence,
        )
        self.loaded(
            officer,
            ["phone", "program_id/.id"],
            [[CANARY, str(self.program.id)]],
            sentence,
        )
        handover = self.as_role("officer", "social.handover").create(
            {"field_activity_id": self.activity.id, "receiver_name": CANARY}
        )
        self.refused(lambda: handover.write({"date": False}), sentence)
        self.refused(lambda: handover.write({"user_id": False}), sentence)

    def test_contacts(self):
        volunteer = self.as_role("manager", "social.volunteer").create({"name": CANARY})
        self.refused(lambda: volunteer.write({"company_id": False}), "left empty")
        self.refused(lambda: volunteer.write({"partner_id": False}), "left empty")
        self.refused(
            lambda: volunteer.create({"partner_id": volunteer.partner_id.id}),
            "already a volunteer",
        )
        self.loaded(
            volunteer.browse(),
            ["partner_id/.id"],
            [[str(volunteer.partner_id.id)]],
            "already a volunteer",
        )

    def test_checks(self):
        enrollment = self.new_enrollment(self.person, exit_reason=CANARY)
        # What no Python constraint of the model says.
        sentence = "Working time lies between"
        member = self.as_role("manager", self.program.member_ids[:1])
        self.refused(lambda: member.write({"allocation": 300}), sentence)
        self.refused(
            lambda: self.as_role("manager", self.program).write(
                {"manager_allocation": -1, "problem_analysis": CANARY}
            ),
            sentence,
        )
        self.refused(
            lambda: self.activity.write(
                {"participants_male": -1, "minutes": f"<p>{CANARY}</p>"}
            ),
            "participants cannot be negative",
        )
        self.refused(
            lambda: enrollment.write({"date_end": date(2025, 1, 1)}),
            "cannot end before",
        )
        self.refused(
            lambda: self.activity.cost_ids.create(
                {
                    "field_activity_id": self.activity.id,
                    "name": CANARY,
                    "quantity": -1,
                }
            ),
            "quantity cannot be negative",
        )

    def test_live_enrollments(self):
        first = self.new_enrollment(self.person)
        second = self.new_enrollment(
            self.person, state="rejected", exit_reason=CANARY, date_enrolled=False
        )
        self.refused(lambda: second.write({"state": "applied"}), "already has an open")
        first.write({"state": "exited", "exit_reason": "Moved"})
        self.env.flush_all()
        second.write({"state": "applied"})
        self.env.flush_all()

    def test_what_only_the_database_sees(self):
        """A row that somebody else wrote at the same moment, or that is gone."""
        for work in (
            lambda: self.person.write({"phone": CANARY, "area_id": 999999999}),
            lambda: self.person.copy({"name": CANARY, "area_id": 999999999}),
        ):
            with (
                Heard() as heard,
                self.assertRaises(ForeignKeyViolation),
                self.env.cr.savepoint(),
            ):
                work()
            for text in heard.texts:
                self.assertNotIn(CANARY, text)
        self.assertNotIn("execute", vars(self.env.cr))

    # ------------------------------------------------------------------
    # Dates
    # ------------------------------------------------------------------
    def test_every_date_has_bounds(self):
        known = set()
        for model in self.own_models():
            for name in model._own_dates():
                for day in ("9999-12-31", "0001-01-01", "2101-01-01"):
                    with self.assertRaisesRegex(ValidationError, "check the year"):
                        model.new({name: day})._check_years()
                with self.assertRaises(ValidationError):
                    model.new({name: "9999-12-31"})._validate_fields([name])
                known.add((model._name, name))
        self.assertGreater(len(known), 50)

    def test_birth_dates(self):
        self.person.birth_date = date(1921, 3, 4)
        for day in (date(1821, 3, 4), date(9999, 1, 1)):
            with self.assert_sentence("check the year|in the future", ValidationError):
                self.person.birth_date = day

    def test_in_forms_and_imports(self):
        for vals in (
            {"date_start": "9999-01-01", "date_end": "9999-12-31"},
            {"date_end": "2926-06-05"},
        ):
            with self.assert_sentence("check the year", ValidationError):
                self.activity.write(vals)
        member = self.as_role("manager", self.program.member_ids[:1])
        result = member.load([".id", "date_end"], [[str(member.id), "9999-12-31"]])
        self.assertIn("check the year", result["messages"][0]["message"])

    # ------------------------------------------------------------------
    # Contacts that records of ours need
    # ------------------------------------------------------------------
    def test_a_needed_contact_does_not_say_by_whom(self):
        partner = self.root["res.partner"].create({"name": "P-1"})
        self.person.sudo().partner_id = partner
        # Even an archived person's.
        self.person.sudo().active = False
        clerk = self._new_user(
            "clerk", "base.group_user,base.group_partner_manager", self.company
        )
        with Heard() as heard, self.assert_sentence("Archive it") as refusal:
            partner.with_user(clerk).unlink()
        for text in (*heard.texts, str(refusal)):
            self.assertNotRegex(text.lower(), "beneficiary|bad query")
        self.person.sudo().partner_id = False
        self.assertTrue(partner.with_user(clerk).unlink())

    def test_weekly_news_is_ones_own(self):
        name = "social_program_weekly_news"
        manager = self.users["manager"]
        manager.sudo()[name] = True
        for role in ("employee", "officer", "admin"):
            user = self.as_role(role, manager)
            with self.assertRaises(AccessError):
                user.read([name])
            with self.assertRaises(AccessError):
                user.search([(name, "=", True)])
            own = self.as_role(role, self.users[role])
            own.write({name: True})
            self.assertTrue(own.read([name])[0][name])
        administrator = self._new_user(
            "erp", "base.group_user,base.group_erp_manager", self.company
        )
        self.assertTrue(manager.with_user(administrator).read([name])[0][name])
