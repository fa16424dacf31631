import io
from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..models.activity.work_plan_layout import laid_out, sections
from .common import SocialProgramCase, SocialProgramMixin


@tagged("post_install", "-at_install")
class TestWorkPlan(SocialProgramCase):
    def plan(self, programs, role="manager", **options):
        records = self.as_role(role, programs)
        return records.env["social.work.plan"]._build(records, **options)

    def rows(self, plan):
        return [row for group in plan["groups"] for row in group["rows"]]

    def new_milestone(self, name, deadline, program=None, **vals):
        program = (program or self.program).sudo()
        return self.root["project.milestone"].create(
            {
                "name": name,
                "project_id": program.project_id.id,
                "deadline": deadline,
                **vals,
            }
        )

    def test_milestones_in_years_that_nobody_means(self):
        self.new_milestone("Well dug", date(2026, 5, 1))
        for far in (date(9999, 12, 31), date(2101, 1, 1), date(1, 1, 1)):
            self.new_milestone("Far", far)
        plan = self.plan(self.program)
        self.assertEqual([row["name"] for row in self.rows(plan)], ["Well dug"])
        self.assertIn(
            "Milestones outside the years 1990 to 2100 left out: 3.", plan["notes"]
        )
        self.assertEqual(plan["date_to"], date(2026, 12, 31))
        laid = laid_out(self.root, plan)
        self.assertEqual(len(laid["months"]), 12)
        self.assertEqual(len(sections(self.root, plan)), 1)

    def test_rows_of_any_days(self):
        WorkPlan = self.as_role("manager", "social.work.plan")
        self.new_activity()
        year = ("2026-01-01", "2026-12-31")
        self.assertEqual(len(WorkPlan.get_rows(self.program.id, *year)), 1)
        for days in (
            ("0001-01-01", "9999-12-31"),
            ("2026-01-01", "9999-12-31"),
            ("2026-12-31", "2026-01-01"),
            (False, False),
        ):
            self.assertEqual(WorkPlan.get_rows(self.program.id, *days), [])

    @freeze_time("2026-06-15")
    def test_planned_beside_approved_and_actual(self):
        activity = self.new_activity(role="officer")
        self.as_role("manager", activity).action_approve()
        activity.date_end = date(2026, 6, 8)
        [row] = self.rows(self.plan(self.program))
        self.assertEqual(row["baseline"]["end"], date(2026, 6, 5))
        self.assertEqual(row["planned"]["end"], date(2026, 6, 8))
        self.assertIsNone(row["actual"])
        self.assertEqual((row["due"], row["delay"]), (date(2026, 6, 5), 10))
        self.assertEqual(row["planned"]["label"], "1 Jun – 8 Jun 2026")
        activity.write(
            {
                "actual_date_start": date(2026, 6, 2),
                "actual_date_end": date(2026, 6, 11),
                "delay_cause": "access",
                "delay_reason": "The road was closed",
            }
        )
        self.as_role("manager", activity).action_done()
        plan = self.plan(self.program)
        [row] = self.rows(plan)
        self.assertEqual(row["actual"]["start"], date(2026, 6, 2))
        self.assertEqual(row["delay"], 6)
        self.assertRegex(row["cause"], r"^\w.+: The road was closed$")
        self.assertEqual(plan["groups"][0]["late_count"], 1)
        # The same days as bars, in percent of whole months.
        [row] = self.rows(laid_out(self.env, plan))
        self.assertEqual(
            [bar["kind"] for bar in row["bars"]],
            ["baseline", "planned", "actual", "late"],
        )
        june = (date(2026, 6, 1) - date(2026, 1, 1)).days
        self.assertAlmostEqual(row["bars"][0]["left"], 100 * june / 365, 2)
        self.assertAlmostEqual(row["bars"][0]["width"], 100 * 5 / 365, 2)
        late = row["bars"][3]
        self.assertAlmostEqual(late["left"], 100 * (june + 5) / 365, 2)
        self.assertAlmostEqual(late["width"], 100 * 6 / 365, 2)

    @freeze_time("2026-06-15")
    def test_milestones_of_the_project(self):
        self.new_milestone("Permit", date(2026, 6, 10))
        reached = self.new_milestone("Signed", date(2026, 5, 1), is_reached=True)
        self.new_milestone("Some day", False)
        plan = self.plan(self.program)
        self.assertEqual(
            [(row["name"], row["delay"], row["state"]) for row in self.rows(plan)],
            [("Signed", 45, "reached"), ("Permit", 5, "open")],
        )
        self.assertEqual(reached.reached_date, date(2026, 6, 15))
        self.assertEqual(len(plan["notes"]), 1)
        self.assertIn("1", plan["notes"][0])
        # A member reads them, though the project is closed to him.
        rows = self.rows(self.plan(self.program, "officer"))
        self.assertEqual([row["name"] for row in rows], ["Signed", "Permit"])
        self.assertEqual([row["open"] for row in rows], [False, False])
        [row] = [
            r for r in self.rows(laid_out(self.env, plan)) if r["name"] == "Signed"
        ]
        self.assertEqual(
            [bar["kind"] for bar in row["bars"]], ["planned", "actual", "late"]
        )
        self.assertNotIn("width", row["bars"][0])

    def test_milestones_of_an_adopted_project_keep_their_rules(self):
        project = self.root["project.project"].create(
            {
                "name": "Closed circle",
                "privacy_visibility": "followers",
                "company_id": self.company.id,
            }
        )
        # Nobody adopts what he or she may not read.
        project.message_subscribe(self.users["admin"].partner_id.ids)
        program = self.as_role("admin", "social.program").create(
            {
                "name": "Adopting",
                "manager_id": self.users["manager"].id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "project_id": project.id,
            }
        )
        self.new_milestone("Secret", date(2026, 3, 1), program)
        self.assertFalse(self.rows(self.plan(program)))
        project.message_subscribe(self.users["manager"].partner_id.ids)
        [row] = self.rows(self.plan(program))
        self.assertTrue(row["open"])

    def test_programs_below_and_cancelled_activities(self):
        below = self.new_program(name="Wells", parent_id=self.program.id)
        self.new_activity(below, name="Drilling")
        dropped = self.new_activity(name="Dropped")
        dropped.write({"state": "cancelled", "state_reason": "Rain"})
        plan = self.plan(self.program)
        self.assertEqual(
            [(group["name"], group["depth"]) for group in plan["groups"]],
            [("Clean Water", 0), ("Wells", 1)],
        )
        self.assertEqual([row["name"] for row in self.rows(plan)], ["Drilling"])
        self.assertEqual(plan["notes"], ["Cancelled activities left out: 1."])
        self.assertEqual(len(self.plan(self.program, below=False)["groups"]), 1)
        both = self.plan(below + self.other_program)
        self.assertEqual(
            [group["name"] for group in both["groups"]], ["Wells", "School Meals"]
        )

    def test_who_sees_it(self):
        self.new_activity()
        for role in ("officer", "auditor", "deputy", "other_manager", "acc_readonly"):
            self.assertEqual(len(self.rows(self.plan(self.program, role))), 1, role)
        for role in ("other_officer", "fundraiser", "employee", "portal", "stranger"):
            with self.assertRaises(AccessError):
                self.plan(self.program, role)
        screen = self.as_role("other_officer", "social.work.plan").get_screen()
        self.assertEqual([g["name"] for g in screen["groups"]], ["School Meals"])

    def test_the_screen_folds_many_rows(self):
        for number in range(160):
            self.new_activity(name=f"Visit {number}")
        WorkPlan = self.as_role("manager", "social.work.plan")
        screen = WorkPlan.get_screen(self.program.ids)
        [group] = screen["groups"]
        self.assertIsNone(group["rows"])
        self.assertEqual(group["count"], 160)
        rows = WorkPlan.get_rows(self.program.id, "2026-01-01", "2026-12-31")
        self.assertEqual(len(rows), 160)
        self.assertEqual(rows[0]["bars"][0]["left"], 41.37)
        with self.assertRaises(AccessError):
            self.as_role("other_officer", "social.work.plan").get_rows(
                self.program.id, "2026-01-01", "2026-12-31"
            )

    def test_long_plans_are_printed_year_by_year(self):
        self.assertEqual(len(sections(self.env, self.plan(self.program))), 1)
        program = self.new_program(date_end=date(2027, 9, 30))
        self.new_activity(
            program, date_start=date(2026, 12, 20), date_end=date(2027, 1, 10)
        )
        parts = sections(self.env, self.plan(program))
        self.assertEqual(
            [[year["label"] for year in part["years"]] for part in parts],
            [["2026"], ["2027"]],
        )
        self.assertEqual([len(part["months"]) for part in parts], [12, 9])
        self.assertEqual([len(self.rows(part)) for part in parts], [1, 1])

    def test_constant_number_of_queries(self):
        def fill(count):
            programs = self.env["social.program"]
            for number in range(count):
                program = self.new_program(name=f"P{number}")
                programs += program
                self.new_milestone("Start", date(2026, 2, 1), program)
                for _number in range(count):
                    self.new_activity(program, place="Hall")
            return programs

        few, many = fill(2), fill(12)
        counts = []
        for programs in (few, many):
            programs = self.as_role("manager", programs)
            WorkPlan = programs.env["social.work.plan"]
            WorkPlan._build(programs)
            counts.append(self.count_queries(lambda: WorkPlan._build(programs)))  # noqa: B023
        self.assertEqual(counts[0], counts[1])

    def test_pdf_in_both_languages(self):
        self.env["res.lang"]._activate_lang("id_ID")
        activity = self.new_activity(place="Village hall")
        activity.action_approve()
        report = self.as_role("officer", "ir.actions.report")
        html, _type = report._render_qweb_html(
            "social_program.work_plan", self.program.ids
        )
        text = html.decode()
        for word in ("Work Plan", "Training", "Village hall", "swp-planned", "Jan"):
            self.assertIn(word, text)
        html, _type = report.with_context(lang="id_ID")._render_qweb_html(
            "social_program.work_plan", self.program.ids
        )
        self.assertIn("Mei", html.decode())
        with self.assertRaises(AccessError):
            self.as_role("other_officer", "ir.actions.report")._render_qweb_html(
                "social_program.work_plan", self.program.ids
            )

    @freeze_time("2026-06-05")
    def test_dragging_in_the_calendar(self):
        activity = self.new_activity(role="officer")
        self.as_role("manager", activity).action_approve()
        # What the calendar writes.
        activity.write({"date_start": "2026-06-08", "date_end": "2026-06-12"})
        self.assertEqual(activity.date_start, date(2026, 6, 8))
        self.assertEqual(activity.baseline_date_start, date(2026, 6, 1))
        self.assertEqual(activity.baseline_date_end, date(2026, 6, 5))
        self.as_role("manager", activity).action_done()
        with self.assert_sentence("is done: its planned dates stay"):
            activity.write({"date_start": "2026-06-09", "date_end": "2026-06-13"})
        # The form writes what it shows.
        activity.write({"date_start": "2026-06-08", "place": "Hall"})
        other = self.new_activity()
        other.write({"state": "cancelled", "state_reason": "Rain"})
        with self.assert_sentence("is cancelled: its planned dates stay"):
            other.date_end = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestWorkPlanDownload(SocialProgramMixin, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))

    def test_workbook(self):
        from openpyxl import load_workbook

        activity = self.new_activity(name="=Training")
        activity.action_approve()
        action = self.as_role("officer", self.program).action_work_plan_xlsx()
        self.authenticate("social_officer", "social_officer")
        answer = self.url_open(action["url"])
        self.assertEqual(answer.status_code, 200)
        sheet = load_workbook(io.BytesIO(answer.content)).active
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertEqual(cells[4][1], "Activity or milestone")
        [row] = [row for row in cells if "=Training" in row]
        self.assertEqual(row[5].date(), date(2026, 6, 1))
        self.assertIn("Training", sheet.cell(cells.index(row) + 1, 2).value)
        self.assertEqual(sheet.cell(cells.index(row) + 1, 2).data_type, "s")
        self.authenticate("social_other_officer", "social_other_officer")
        self.assertEqual(self.url_open(action["url"]).status_code, 403)

    def test_screen(self):
        today = fields.Date.today()
        activity = self.new_activity(
            date_start=today - timedelta(days=9), date_end=today - timedelta(days=4)
        )
        activity.action_submit()
        activity.action_approve()
        self.start_tour(
            f"/odoo/social-programs/{self.program.id}",
            "social_program_work_plan",
            login="social_manager",
        )
