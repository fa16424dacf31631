from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import PIXEL, SocialProgramCase


@tagged("post_install", "-at_install")
class TestVisit(SocialProgramCase):
    def new_visit(self, role="officer", **vals):
        return self.as_role(role, "social.visit").create(
            {
                "place": "Spring of Wae Lembah",
                "program_id": self.program.id,
                "date": date(2026, 6, 1),
                **vals,
            }
        )

    def new_finding(self, visit, role="officer", **vals):
        return self.as_role(role, "social.visit.finding").create(
            {
                "visit_id": visit.id,
                "text": "The tank leaks",
                "follow_up": "Seal the tank",
                "user_id": self.users["officer"].id,
                "deadline": date(2026, 6, 20),
                **vals,
            }
        )

    def new_checklist(self, *questions):
        return self.as_role("manager", "social.visit.template").create(
            {
                "name": "Water point",
                "item_ids": [
                    Command.create({"sequence": number, "question": question})
                    for number, question in enumerate(questions)
                ],
            }
        )

    def test_checklist_fills_the_questions(self):
        water = self.new_checklist("Does water run?", "Is it clean?")
        school = self.new_checklist("Is there soap?")
        with Form(self.as_role("officer", "social.visit")) as form:
            form.place = "Spring"
            form.program_id = self.program
            form.template_id = water
            self.assertEqual(len(form.item_ids), 2)
            with form.item_ids.edit(0) as item:
                item.answer = "no"
        visit = form.record
        self.assertEqual(
            visit.item_ids.mapped("question"), ["Does water run?", "Is it clean?"]
        )
        # Another checklist: what was answered stays.
        with Form(visit) as form:
            form.template_id = school
        self.assertEqual(
            visit.item_ids.mapped("question"), ["Does water run?", "Is there soap?"]
        )
        self.assertEqual(visit.item_ids[0].answer, "no")
        # The checklist may change; visits keep their questions.
        water.item_ids[0].question = "Does much water run?"
        self.assertEqual(visit.item_ids[0].question, "Does water run?")
        self.assertEqual(len(self.new_visit(template_id=water.id).item_ids), 2)

    @freeze_time("2026-06-10")
    def test_states(self):
        visit = self.new_visit(date=date(2026, 6, 11))
        self.assertRegex(visit.code, r"^VST-\d{4,}$")
        with self.assert_sentence("lies in the future"):
            visit.action_done()
        visit.date = date(2026, 6, 10)
        visit.action_done()
        with self.assert_sentence("needs a reason"):
            visit.write({"state": "planned"})
        with self.assert_sentence("cannot be deleted"):
            self.as_role("manager", visit).unlink()
        visit.write({"state": "planned", "state_reason": "Photos were missing"})
        visit.write({"state": "cancelled", "state_reason": "Flood"})

    def test_activity_of_another_program(self):
        activity = self.new_activity(self.other_program, role="other_manager")
        vals = {"place": "Hall", "program_id": self.program.id}
        vals["field_activity_id"] = activity.id
        with self.assert_sentence("another program", ValidationError):
            self.as_role("manager", "social.visit").create(vals)
        with self.assertRaises(AccessError):
            self.as_role("officer", "social.visit").create(vals)
        activity = self.new_activity(place="Village hall")
        with Form(self.as_role("officer", "social.visit")) as form:
            form.field_activity_id = activity
            self.assertEqual(form.program_id, self.program)
            self.assertEqual(form.place, "Village hall")

    @freeze_time("2026-06-10")
    def test_finding_until_it_is_done(self):
        visit = self.new_visit()
        finding = self.new_finding(visit)
        self.assertEqual(finding.program_id, self.program)
        reminder = finding.sudo().activity_ids
        self.assertEqual(reminder.user_id, self.users["officer"])
        self.assertEqual(reminder.summary, "Seal the tank")
        self.assertEqual(reminder.date_deadline, date(2026, 6, 20))
        self.assertEqual((visit.finding_count, visit.finding_open_count), (1, 1))
        finding.action_done()
        self.assertEqual(finding.done_on, date(2026, 6, 10))
        self.assertFalse(finding.sudo().activity_ids)
        self.assertEqual((visit.finding_count, visit.finding_open_count), (1, 0))
        finding.action_reopen()
        self.assertFalse(finding.done_on)
        self.assertTrue(finding.sudo().activity_ids)

    def test_findings_are_guarded(self):
        visit = self.new_visit()
        finding = self.new_finding(visit, follow_up=False)
        with self.assert_sentence("Write the follow-up"):
            finding.action_done()
        with self.assertRaises(UserError):
            finding.done_on = date(2026, 6, 1)
        with self.assertRaises(UserError):
            self.new_finding(visit, state="done")
        with self.assert_sentence("does not see", ValidationError):
            finding.user_id = self.users["other_officer"]
        with self.assertRaises(AccessError):
            self.as_role("other_officer", finding).read(["text"])

    @freeze_time("2026-06-21")
    def test_health_closing_and_news(self):
        visit = self.new_visit(date=date(2026, 6, 16))
        finding = self.new_finding(visit)
        visit.action_done()
        self.program.action_approve()
        self.program.action_start()
        reason = "Follow-ups of visits past their deadline: 1."
        self.assertIn(reason, self.program.health_reason)
        # A fundraiser reads the program's health, not the findings.
        self.assertIn(reason, self.as_role("fundraiser", self.program).health_reason)
        self.assertIn(
            "The finding “The tank leaks” of a visit is still open.",
            self.sentences(self.program._closing_blockers()),
        )
        finding.action_done()
        self.program.invalidate_recordset()
        self.assertNotIn(reason, self.program.health_reason or "")
        self.assertFalse(self.program._closing_blockers())

        week = date(2026, 6, 15), date(2026, 6, 21)
        officer = self.as_role("officer", self.program)
        self.assertEqual(
            self.news_of(officer, *week)["Monitoring Visits"],
            [
                "Spring of Wae Lembah was visited on 06/16/2026. Findings: 1.",
                "Findings that were dealt with: 1.",
            ],
        )
        fundraiser = self.as_role("fundraiser", self.program)
        self.assertNotIn("Monitoring Visits", self.news_of(fundraiser, *week))

    def test_photos_belong_to_the_program(self):
        visit = self.new_visit()
        photo = self.as_role("officer", "social.photo").create(
            {"image": PIXEL, "visit_id": visit.id, "caption": "The tank"}
        )
        self.assertEqual(photo.program_id, self.program)
        self.assertEqual(visit.photo_ids, photo)
        with self.assertRaises(AccessError):
            self.as_role("other_officer", photo).read(["caption"])
        with self.assertRaises(AccessError):
            self.as_role("other_officer", "social.photo").create(
                {"image": PIXEL, "visit_id": visit.id}
            )
        page = self.as_role("officer", "ir.actions.report")._render_qweb_html(
            "social_program.visit_pdf", visit.ids
        )[0]
        self.assertIn("The tank", page.decode())
        self.assertIn("data:image/png;base64,", page.decode())

    def test_print(self):
        """One report for several visits, with the reader's own rights."""
        checklist = self.new_checklist("Does water run?", "Is it clean?")
        visit = self.new_visit(template_id=checklist.id, summary="<p>All quiet</p>")
        visit.item_ids[0].write({"answer": "no", "note": "Since Monday"})
        self.new_finding(visit, severity="high")
        visits = visit | self.new_visit(place="School")

        def page(role):
            report = self.as_role(role, "ir.actions.report")
            html, _kind = report._render_qweb_html(
                "social_program.visit_pdf", visits.ids
            )
            return html.decode()

        # Before the visit it is a form to fill in.
        html = page("officer")
        self.assertNotIn("Not answered", html)
        self.assertNotIn("found nothing", html)
        visits.action_done()
        html = page("officer")
        for text in (
            visit.code,
            visits[1].code,
            "All quiet",
            "Since Monday",
            "Not answered",
            "Seal the tank",
            "Jun 20, 2026",
            "nothing that needs a follow-up",
        ):
            self.assertIn(text, html)
        self.assertEqual(visit._print_name(), f"Visit Report {visit.code}")
        with self.assertRaises(AccessError):
            page("other_officer")

    def test_same_number_of_queries(self):
        Visit = self.as_role("officer", "social.visit")
        finding = {"text": "Leak", "deadline": date(2026, 6, 20)}
        visits = Visit.create(
            [
                {
                    "place": f"Place {number}",
                    "program_id": self.program.id,
                    "finding_ids": [Command.create(finding)],
                }
                for number in range(50)
            ]
        )
        spec = {
            "place": {},
            "finding_count": {},
            "finding_open_count": {},
            "program_id": {"fields": {"display_name": {}}},
        }

        def read(records):
            return lambda: Visit.search([("id", "in", records.ids)]).web_read(spec)

        self.count_queries(read(visits[:2]))
        self.assertEqual(
            self.count_queries(read(visits)), self.count_queries(read(visits[:2]))
        )

    def test_switch_shows_menus_and_buttons(self):
        menu = self.env.ref("social_program.social_visit_menu").id
        switch = self.env.ref("social_program.group_use_risks")
        everybody = self.env.ref("base.group_user")
        for on in (False, True):
            command = Command.link if on else Command.unlink
            everybody.implied_ids = [command(switch.id)]
            menus = self.as_role("officer", "ir.ui.menu")._visible_menu_ids()
            self.assertEqual(menu in menus, on)
            arch = self.as_role("officer", "social.program").get_view()["arch"]
            self.assertEqual("action_view_visits" in arch, on)
            arch = self.as_role("fundraiser", "social.program").get_view()["arch"]
            self.assertNotIn("action_view_visits", arch)
