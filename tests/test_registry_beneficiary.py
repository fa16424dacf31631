from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestBeneficiary(SocialProgramCase):
    def setUp(self):
        super().setUp()
        self.person = self.new_person(name="Siti Rahma", role="officer")
        self.foreign = self.new_person(
            self.other_program, role="other_officer", name="Dewi"
        )

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------
    def test_the_name_of_a_person_is_a_code(self):
        self.assertRegex(self.person.code, r"^BNF-\d{6}$")
        self.assertEqual(self.person.display_name, self.person.code)
        for role in ("officer", "manager", "admin", "auditor"):
            person = self.as_role(role, self.person)
            self.assertEqual(person.display_name, self.person.code)
            self.assertEqual(
                person.with_context(show_person_name=True).display_name,
                f"Siti Rahma ({self.person.code})",
            )
            self.assertEqual(
                person.sudo().with_context(show_person_name=True).display_name,
                f"Siti Rahma ({self.person.code})",
            )

    def test_the_name_is_for_those_who_may_read_the_person(self):
        named = {"show_person_name": True}
        code = self.person.code
        for role in ("other_officer", "acc_user", "fundraiser", "employee", "portal"):
            person = self.as_role(role, self.person).with_context(**named)
            # Odoo itself reads display names by sudo, for instance behind a many2one.
            self.assertEqual(person.sudo().display_name, code, role)

    def test_a_name_finds_nobody_without_the_context(self):
        Person = self.as_role("officer", "social.beneficiary")
        self.assertFalse(Person.name_search("Siti"))
        self.assertFalse(Person.search([("display_name", "ilike", "Siti")]))
        self.assertEqual(
            Person.name_search(self.person.code),
            [(self.person.id, self.person.code)],
        )
        shown = Person.with_context(show_person_name=True)
        self.assertEqual(
            shown.name_search("siti"),
            [(self.person.id, f"Siti Rahma ({self.person.code})")],
        )
        self.assertEqual(shown.name_search(self.person.code)[0][0], self.person.id)
        self.assertNotIn(
            self.person, shown.search([("display_name", "not ilike", "siti")])
        )
        self.assertFalse(shown.name_search("Dewi"))

    def test_nothing_says_the_name_unasked(self):
        person = self.person
        named = person.with_context(show_person_name=True)
        self.assertNotIn("mail.thread", person._inherit)
        self.assertFalse(hasattr(person, "message_ids"))
        enrollment = self.new_enrollment(person)
        self.assertNotIn("Siti", enrollment.display_name)
        self.assertIn(
            "Siti", enrollment.with_context(show_person_name=True).display_name
        )
        self.assertIn("Siti", named.display_name)
        exporter = self._new_user(
            "exporter",
            "social_program.group_admin,base.group_allow_export",
            self.company,
        )
        exported = person.with_user(exporter).export_data(["display_name", "id"])
        self.assertIn(person.code, str(exported["datas"]))
        self.assertNotIn("Siti", str(exported["datas"]))

    # ------------------------------------------------------------------
    # Who sees whom
    # ------------------------------------------------------------------
    def test_officers_see_the_people_of_their_programs(self):
        Person = self.as_role("officer", "social.beneficiary")
        self.assertEqual(Person.search([]), self.person)
        self.assertEqual(Person.search_count([]), 1)
        self.assertEqual(
            Person._read_group([], ["program_id"], ["__count"]), [(self.program, 1)]
        )
        with self.assertRaises(AccessError):
            self.as_role("officer", self.foreign).read(["name"])
        # Enrolled in an officer's program by its manager, the person comes in sight.
        self.new_enrollment(self.foreign)
        self.assertEqual(Person.search([]), self.person | self.foreign)
        self.as_role("officer", self.foreign).phone = "0812"

    def test_officers_cannot_pull_people_in(self):
        with self.assertRaises(AccessError):
            self.new_enrollment(self.foreign, role="officer")
        own = self.new_enrollment(self.person, role="officer")
        with self.assertRaises(UserError):
            own.beneficiary_id = self.foreign
        with self.assertRaises(AccessError):
            self.person.write(
                {"enrollment_ids": [(0, 0, {"program_id": self.other_program.id})]}
            )
        with self.assertRaises(AccessError):
            self.new_person(self.other_program, role="officer")
        with self.assertRaises(AccessError):
            self.person.program_id = self.other_program

    def test_managers_read_all_and_write_their_own(self):
        person = self.as_role("other_manager", self.person)
        self.assertEqual(person.name, "Siti Rahma")
        with self.assertRaises(AccessError):
            person.phone = "0812"
        self.as_role("manager", self.person).phone = "0813"
        with self.assertRaises(AccessError):
            self.person.unlink()
        self.as_role("manager", self.person).unlink()

    # ------------------------------------------------------------------
    # Input
    # ------------------------------------------------------------------
    def test_company_is_that_of_the_program(self):
        self.assertEqual(self.person.company_id, self.company)
        with self.assert_sentence("company"):
            self.root["social.beneficiary"].create(
                {
                    "name": "X",
                    "program_id": self.program.id,
                    "company_id": self.other_company.id,
                }
            )

    def test_bad_input(self):
        tomorrow = fields.Date.today() + timedelta(days=2)
        with self.assert_sentence("in the future", ValidationError):
            self.person.birth_date = tomorrow
        self.assertFalse(self.person.birth_date)

    def test_people_with_a_history_are_archived(self):
        self.new_enrollment(self.person)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.as_role("admin", self.person).unlink()
            self.env.flush_all()
        self.assertTrue(self.person.exists())

    def test_program_that_registered_people_is_not_deleted(self):
        program = self.new_program()
        self.new_person(program).active = False
        with self.assert_sentence("has registered people"):
            program.unlink()

    def test_form_as_officer(self):
        Person = self.as_role("officer", "social.beneficiary").with_context(
            show_person_name=True
        )
        with Form(Person) as form:
            form.name = "Rina"
            form.program_id = self.as_role("officer", self.program)
            with form.enrollment_ids.new() as line:
                line.program_id = self.as_role("officer", self.program)
                line.state = "enrolled"
        self.assertEqual(form.record.enrollment_ids.state, "enrolled")
        self.assertTrue(form.record.enrollment_ids.date_enrolled)
