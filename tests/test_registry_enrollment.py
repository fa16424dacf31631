from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestEnrollment(SocialProgramCase):
    def setUp(self):
        super().setUp()
        self.person = self.new_person()

    def _apply(self, **vals):
        return self.as_role("officer", "social.enrollment").create(
            {
                "beneficiary_id": self.person.id,
                "program_id": self.program.id,
                "date_applied": date(2026, 1, 10),
                **vals,
            }
        )

    def test_dates_follow_the_states(self):
        enrollment = self._apply()
        self.assertEqual(
            (enrollment.state, enrollment.date_enrolled), ("applied", False)
        )
        self.assertEqual(enrollment.company_id, self.company)
        with freeze_time("2026-02-01"):
            enrollment.action_enroll()
        self.assertEqual(enrollment.date_enrolled, date(2026, 2, 1))
        with freeze_time("2026-05-01"):
            enrollment.action_complete()
        self.assertEqual(
            (enrollment.date_enrolled, enrollment.date_end),
            (date(2026, 2, 1), date(2026, 5, 1)),
        )
        enrollment.state = "enrolled"
        self.assertFalse(enrollment.date_end)

    def test_bulk_enrollment_in_few_queries(self):
        people = self.as_role("officer", "social.beneficiary").create(
            [{"name": f"P{n}", "program_id": self.program.id} for n in range(60)]
        )
        Enrollment = self.as_role("officer", "social.enrollment")

        def enroll(group):
            return lambda: Enrollment.create(
                [
                    {"beneficiary_id": person.id, "program_id": self.program.id}
                    for person in group
                ]
            ).action_enroll()

        self.count_queries(enroll(people[:5]))
        few = self.count_queries(enroll(people[5:10]))
        many = self.count_queries(enroll(people[10:]))
        self.assertLessEqual(many, few + 2)
        self.assertEqual(
            Enrollment.search_count(
                [("state", "=", "enrolled"), ("date_enrolled", "!=", False)]
            ),
            60,
        )

    def test_one_open_enrollment_per_program(self):
        first = self._apply()
        with self.assert_sentence("already has an open enrollment"):
            self._apply()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "INSERT INTO social_enrollment"
                " (program_id, beneficiary_id, company_id, state)"
                " SELECT program_id, beneficiary_id, company_id, 'enrolled'"
                " FROM social_enrollment WHERE id = %s",
                [first.id],
            )
        first.write({"state": "exited", "exit_reason": "Moved away"})
        second = self._apply()
        # Reopening the first would make two.
        with self.assert_sentence("already has an open", ValidationError):
            first.state = "applied"
        self.assertEqual(second.state, "applied")

    def test_bad_input(self):
        enrollment = self._apply()
        with self.assert_sentence("Say why", ValidationError):
            enrollment.state = "exited"
        with self.assert_sentence("before the day of enrollment", ValidationError):
            enrollment.write(
                {
                    "state": "completed",
                    "date_enrolled": date(2026, 5, 1),
                    "date_end": date(2026, 4, 1),
                }
            )
        self.assertEqual((enrollment.state, enrollment.date_end), ("applied", False))
        enrollment.action_enroll()
        with self.assert_sentence("needs a day of enrollment", ValidationError):
            enrollment.date_enrolled = False
        with self.assert_sentence("keeps its person and its program", UserError):
            enrollment.program_id = self.other_program

    def test_history_stays(self):
        enrollment = self._apply()
        enrollment.action_enroll()
        enrollment.action_complete()
        with self.assert_sentence("history"):
            self.as_role("manager", enrollment).unlink()
        with self.assertRaises(AccessError):
            enrollment.unlink()

    def test_sees_only_own_programs(self):
        self._apply()
        for role in ("other_officer", "stranger"):
            Enrollment = self.as_role(role, "social.enrollment")
            self.assertFalse(Enrollment.search([]))
            self.assertFalse(Enrollment.search_count([]))
            self.assertFalse(Enrollment._read_group([], ["program_id"], ["__count"]))
            self.assertFalse(
                Enrollment.search([("beneficiary_id.name", "ilike", "Siti")])
            )
        for role in ("acc_manager", "fundraiser", "employee", "portal"):
            with self.assertRaises(AccessError):
                self.as_role(role, "social.enrollment").search_count([])
