"""One year of one program in the browser, as its manager walks through it."""

from datetime import timedelta

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .common import SocialProgramMixin


@tagged("post_install", "-at_install")
class TestYearTours(SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls.root["res.partner"].create(
            {
                "name": "Village Network",
                "is_company": True,
                "company_id": cls.company.id,
            }
        )

    def walk(self, tour, role="manager", url="/odoo"):
        """Start a tour as the user of a role."""
        self.start_tour(
            url,
            f"social_program_year_{tour}",
            login=self.users[role].login,
            timeout=180,
        )
        self.env.invalidate_all()

    def test_one_year(self):
        self.walk("plan")
        program = self.root["social.program"].search(
            [("name", "=", "Wells for Six Villages")]
        )
        self.assertEqual(program.state, "running")
        self.assertEqual(program.member_ids.partner_id.name, "Village Network")
        series = program.field_activity_ids.sorted("date_start")
        self.assertEqual(len(series), 6)
        self.assertEqual(set(series.mapped("state")), {"approved"})
        first = series[0].date_start
        # Weekly, without the second of the days that were offered.
        self.assertEqual(
            [(day - first).days for day in series.mapped("date_start")],
            [0, 7, 21, 28, 35, 42],
        )

        self.walk("change", url=f"/odoo/field-activities/{series[2].id}")
        self.assertEqual(series.mapped("place"), [False, False, *["School"] * 4])
        # What is over does not move.
        series[:2].action_done()

        self.walk("policy")
        self.assertEqual(
            [(day - first).days for day in series.mapped("date_start")],
            [0, 7, 42, 49, 56, 63],
        )
        self.assertEqual(
            series[2].date_start - series[2].baseline_date_start, timedelta(days=21)
        )

        self.walk("conflict")
        for role in ("admin", "deputy"):
            if role == "deputy":
                program.member_ids = [
                    (0, 0, {"role": role, "user_id": self.users[role].id})
                ]
            self.walk("conflict_unseen", role)

        program.member_ids.filtered("partner_id").write(
            {"date_end": Date.today(), "leaving_reason": "Its funding ended"}
        )
        self.root["social.issue"].search([("program_id", "=", program.id)]).write(
            {"state": "resolved", "state_reason": "Settled"}
        )
        self.walk("close")
        self.assertEqual(program.state, "closed")
        self.assertEqual(set(series.mapped("state")), {"done"})
