"""Approval, cost estimate, delay, report and papers of field activities."""

import base64
import io
from datetime import date

from freezegun import freeze_time
from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from odoo.addons.social_program.report.base.paper_format import PaperFormat

from .common import SocialProgramCase


def picture(width, height):
    """Return a picture as base64."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "blue").save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue())


@tagged("post_install", "-at_install")
class TestActivityApproval(SocialProgramCase):
    def estimate(self, activity, role, **vals):
        return self.as_role(role, "social.activity.cost").create(
            {
                "field_activity_id": activity.id,
                "name": "Meals",
                "quantity": 3,
                "unit_cost": 25000,
                **vals,
            }
        )

    def test_officer_submits_manager_approves(self):
        activity = self.new_activity(role="officer")
        activity.action_submit()
        self.assertEqual(activity.submitted_by_id, self.users["officer"])
        with self.assert_sentence("approved by the manager"):
            activity.action_approve()
        self.as_role("manager", activity).action_approve()
        self.assertEqual(activity.approved_by_id, self.users["manager"])
        self.assertEqual(activity.baseline_date_end, date(2026, 6, 5))
        with self.assert_sentence("needs a reason"):
            activity.write({"state": "draft"})
        activity.write({"state": "draft", "state_reason": "Too dear"})
        self.assertFalse(activity.approved_by_id or activity.submitted_by_id)
        with self.assert_sentence("cannot be written directly"):
            activity.approved_by_id = self.users["officer"]

    def test_second_person(self):
        self.company.social_program_second_person = True
        own = self.new_activity(role="manager")
        with self.assert_sentence("You created"):
            own.action_approve()
        passed_on = self.new_activity(role="officer")
        self.as_role("manager", passed_on).action_submit()
        with self.assert_sentence("You submitted"):
            self.as_role("manager", passed_on).action_approve()
        for activity in (own, passed_on):
            self.as_role("deputy", activity).action_approve()
            self.assertEqual(activity.state, "approved")
        # What was approved and only reopened is not approved anew.
        own.actual_date_end = own.date_end
        own.action_done()
        own.write({"state": "approved", "state_reason": "One day more"})
        self.assertEqual(own.state, "approved")

    def test_estimate_and_terms_stay_as_approved(self):
        activity = self.new_activity(role="officer")
        line = self.estimate(activity, "officer")
        self.estimate(activity, "officer", quantity=1, unit_cost=5000)
        self.assertEqual((line.amount, activity.cost_estimate), (75000, 80000))
        activity.action_submit()
        for change in (
            lambda: activity.write({"objective": "More"}),
            lambda: activity.write({"cost_ids": [Command.clear()]}),
            lambda: line.write({"quantity": 30}),
            lambda: line.unlink(),
            lambda: self.estimate(activity, "officer"),
        ):
            with self.assert_sentence("was submitted"):
                change()
        self.as_role("manager", line).quantity = 2
        self.as_role("manager", activity).action_approve()
        with self.assert_sentence("were approved"):
            self.as_role("manager", line).quantity = 3
        line.sequence = 5
        self.assertEqual(activity.cost_estimate, 55000)

    def test_copy_takes_the_estimate_along(self):
        activity = self.new_activity()
        self.estimate(activity, "manager")
        activity.action_approve()
        again = activity.copy()
        self.assertEqual((again.state, again.cost_estimate), ("draft", 75000))
        self.assertFalse(again.approved_by_id)

    def test_parts_stay_in_programs_that_one_may_change(self):
        activity = self.new_activity()
        foreign = self.new_activity(self.other_program, role="other_manager")
        line = self.estimate(activity, "officer")
        with self.assertRaises(AccessError):
            self.estimate(foreign, "officer")
        with self.assertRaises(AccessError):
            line.field_activity_id = foreign
        self.assertFalse(
            self.as_role("other_officer", "social.activity.cost").search([])
        )


@tagged("post_install", "-at_install")
class TestActivityDelay(SocialProgramCase):
    def test_late_only_with_a_cause(self):
        activity = self.new_activity()
        activity.action_approve()
        with freeze_time("2026-06-06"):
            self.assertFalse(activity._unexplained_delays())
        with freeze_time("2026-06-07"):
            with self.assert_sentence("tell the cause"):
                activity.action_done()
            action = activity.action_finish()
            wizard = Form(
                self.as_role("manager", action["res_model"]).with_context(
                    **action["context"]
                )
            )
            wizard.delay_cause = "weather"
            wizard.delay_reason = "Rain"
            wizard.save().action_confirm()
        self.assertEqual((activity.state, activity.delay_cause), ("done", "weather"))
        self.assertEqual(activity.actual_date_end, date(2026, 6, 7))

    def test_shift_moves_what_is_open_and_keeps_the_baseline(self):
        activity = self.new_activity()
        activity.action_approve()
        done = self.new_activity()
        done.action_approve()
        done.actual_date_end = done.date_end
        done.action_done()
        cancelled = self.new_activity()
        cancelled.write({"state": "cancelled", "state_reason": "No road"})
        together = activity + done + cancelled
        for cause, words in ((False, "Rain"), ("weather", " "), (False, False)):
            with self.assert_sentence("tell the cause"):
                together._shift_dates(10, cause, words)
        self.assertEqual(together._shift_dates(10, "policy", "New rule"), activity)
        self.assertEqual(
            (activity.date_start, activity.date_end, activity.baseline_date_end),
            (date(2026, 6, 11), date(2026, 6, 15), date(2026, 6, 5)),
        )
        self.assertEqual(
            (activity.delay_cause, activity.delay_reason), ("policy", "New rule")
        )
        self.assertEqual(done.date_end, date(2026, 6, 5))
        activity._shift_dates(-3, False, False)
        self.assertEqual(activity.date_end, date(2026, 6, 12))

    def test_postpone_dialog_as_officer(self):
        activity = self.new_activity(role="officer")
        action = activity.action_postpone()
        form = Form(
            self.as_role("officer", action["res_model"]).with_context(
                **action["context"]
            )
        )
        form.days = 3
        self.assertEqual(form.date_end, date(2026, 6, 8))
        form.delay_cause = "supply"
        form.delay_reason = "No pipes"
        form.save().action_confirm()
        self.assertEqual(activity.date_start, date(2026, 6, 4))


@tagged("post_install", "-at_install")
class TestActivityReport(SocialProgramCase):
    def test_report_and_guests(self):
        activity = self.new_activity(role="officer")
        activity.write({"participants_male": 4, "participants_female": 6})
        self.assertEqual(activity.participants_total, 10)
        activity.results = "<p><br></p>"
        self.assertFalse(activity.has_report)
        activity.report_narrative = "<p>We met.</p>"
        self.assertTrue(activity.has_report)

    def test_missing_reports_cost_health(self):
        self.program.action_approve()
        self.program.action_start()
        activity = self.new_activity()
        activity.action_approve()
        activity.actual_date_end = activity.date_end
        activity.action_done()
        for day, count in (("2026-06-19", 0), ("2026-06-20", 1)):
            with freeze_time(day):
                self.program.invalidate_recordset()
                self.assertEqual(self.program.field_activity_unreported_count, count)
        with freeze_time("2026-06-20"):
            self.program.invalidate_recordset()
            self.assertIn("without a report", self.program.health_reason)
            activity.results = "<p>All well.</p>"
            self.program.invalidate_recordset()
            self.assertFalse(self.program.field_activity_unreported_count)

    def test_photos_are_shrunk_and_keep_to_the_program(self):
        activity = self.new_activity()
        photo = self.as_role("officer", "social.photo").create(
            {"field_activity_id": activity.id, "image": picture(2400, 1200)}
        )
        image = Image.open(io.BytesIO(base64.b64decode(photo.image)))
        self.assertEqual(image.size, (1600, 800))
        small = Image.open(io.BytesIO(base64.b64decode(photo.image_512)))
        self.assertEqual(small.size, (512, 256))
        self.assertEqual(photo.program_id, self.program)
        self.assertFalse(self.as_role("other_officer", "social.photo").search([]))
        foreign = self.new_activity(self.other_program, role="other_manager")
        with self.assertRaises(AccessError):
            photo.field_activity_id = foreign

    def test_handover_needs_goods(self):
        handover = self.new_handover(self.new_activity(role="officer"))
        self.assertRegex(handover.code, r"^BAST-\d{4,}$")
        handover.line_ids.unlink()
        with self.assert_sentence("names no goods"):
            self.html("handover_minutes", handover)

    def new_handover(self, activity):
        return self.as_role("officer", "social.handover").create(
            {
                "field_activity_id": activity.id,
                "date": date(2026, 11, 24),
                "receiver_name": "Bapak Kanisius",
                "witnesses": "Maria, secretary\n\nPetrus, elder",
                "line_ids": [
                    Command.create({"name": "Pipe", "quantity": 1200, "unit": "m"})
                ],
            }
        )

    def html(self, report, record, lang="en_US"):
        html = (
            record.env["ir.actions.report"]
            .with_context(lang=lang)
            ._render_qweb_html(f"social_program.{report}_pdf", record.ids)[0]
        )
        return " ".join(html.decode().split())

    def test_papers_in_english(self):
        activity = self.new_activity(role="officer", participants_expected=18)
        self.as_role("officer", "social.activity.cost").create(
            {
                "field_activity_id": activity.id,
                "name": "Meals",
                "quantity": 3,
                "unit_cost": 25000,
            }
        )
        page = self.html("activity_terms", activity)
        for words in ("Terms of Reference", "Meals", "75,000", "June 1, 2026"):
            self.assertIn(words, page)
        page = self.html("activity_attendance", activity)
        self.assertEqual(page.count("Attendance Form"), 5, "one a day")
        self.assertNotIn("NIK", page)
        # The signature never stands alone on the last page.
        self.assertIn(">23<", page)
        self.html("activity_report", activity)
        page = self.html("handover_minutes", self.new_handover(activity))
        for words in (
            "On this day, Tuesday, the twenty-fourth of November twenty twenty-six "
            "(24-11-2026)",
            "FIRST PARTY",
            "Petrus, elder",
            "1,200",
        ):
            self.assertIn(words, page)

    def test_papers_in_indonesian(self):
        self.root["res.lang"]._activate_lang("id_ID")
        rupiah = self.root.ref("base.IDR")
        rupiah.active = True
        self.company.currency_id = rupiah
        env = self.as_role("officer", "social.activity").with_context(lang="id_ID").env
        fmt = PaperFormat(env, rupiah, [75000.0])
        self.assertEqual(fmt.money(75000), "75.000")
        self.assertEqual(fmt.money_in_words(75000), "Tujuh puluh lima ribu rupiah")
        self.assertEqual(
            fmt.weekday_date(date(2026, 11, 24)), "Selasa, 24 November 2026"
        )
        self.assertEqual(fmt.words(2026), "dua ribu dua puluh enam")

    def test_readers_of_papers(self):
        activity = self.new_activity(role="officer")
        self.assertIn(
            "Training", self.html("activity_terms", self.as_role("auditor", activity))
        )
        with self.assertRaises(AccessError):
            self.html("activity_terms", self.as_role("other_officer", activity))
