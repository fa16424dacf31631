"""Risks: their level, their picture, and the reviews that remind."""

from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestRisk(SocialProgramCase):
    @classmethod
    def new_risk(cls, role="manager", **vals):
        return cls.as_role(role, "social.risk").create(
            {"name": "Flood", "program_id": cls.program.id, **vals}
        )

    def test_levels(self):
        risk = self.new_risk("officer")
        self.assertRegex(risk.code, r"^RSK-\d{4,}$")
        for likelihood, impact, score, level in (
            ("1", "4", 4, "low"),
            ("1", "5", 5, "medium"),
            ("3", "3", 9, "medium"),
            ("2", "5", 10, "high"),
            ("3", "5", 15, "critical"),
            ("5", "5", 25, "critical"),
        ):
            risk.write({"likelihood": likelihood, "impact": impact})
            self.assertEqual((risk.score, risk.level), (score, level))

    def test_matrix(self):
        # The switch of the settings: without it there is no picture.
        self.users["auditor"].sudo().group_ids += self.env.ref(
            "social_program.group_use_risks"
        )
        risk = self.new_risk(name="<b>Flood</b>", likelihood="5", impact="4")
        for _number in range(7):
            self.new_risk(likelihood="1", impact="1")
        gone = self.new_risk()
        gone.write({"state": "closed", "state_reason": "Over"})
        picture = self.as_role("auditor", self.program).risk_matrix
        self.assertIn(risk.code, picture)
        self.assertIn("&lt;b&gt;Flood", picture)
        self.assertNotIn("<b>", picture)
        self.assertNotIn(gone.code, picture)
        # Seven do not fit into one square: five and how many more.
        self.assertIn("+ 2<title>", picture)
        action = self.as_role("auditor", risk | gone).action_view_matrix()
        wizard = self.as_role("auditor", "social.risk.matrix").browse(action["res_id"])
        self.assertIn(gone.code, wizard.matrix)
        self.assertFalse(self.new_program().risk_matrix)
        with self.assertRaises(AccessError):
            self.as_role("manager", wizard).read(["matrix"])
        foreign = self.as_role("other_officer", "social.risk.matrix")
        with self.assertRaises(AccessError):
            foreign.create({"risk_ids": risk.ids}).matrix  # noqa: B018

    def test_it_happened(self):
        risk = self.new_risk("officer", category="context")
        action = risk.action_occurred()
        issue = risk.env["social.issue"].browse(action["res_id"])
        self.assertEqual(risk.state, "occurred")
        self.assertEqual(issue.risk_id, risk)
        self.assertEqual(issue.kind, "policy")
        self.assertEqual(issue.user_id, self.users["officer"])
        with self.assert_sentence("cannot change to"):
            risk.action_occurred()

    def test_reviews_remind(self):
        risk = self.new_risk("officer", review_date=date(2026, 5, 4))
        # Its owner has left the program: the manager is told instead.
        orphan = self.new_risk(
            review_date=date(2026, 5, 1), user_id=self.users["other_officer"].id
        )
        someday = self.new_risk()

        def reminders(risks):
            self.env.invalidate_all()
            return [
                (reminder.user_id, reminder.date_deadline)
                for reminder in risks.sudo().activity_ids
            ]

        officer, manager = self.users["officer"], self.users["manager"]
        self.assertEqual(reminders(risk), [(officer, date(2026, 5, 4))])
        self.assertEqual(reminders(orphan), [(manager, date(2026, 5, 1))])
        self.assertFalse(reminders(someday))
        # It follows the date and the owner, and ends with the risk.
        risk.review_date = date(2026, 8, 4)
        self.assertEqual(reminders(risk), [(officer, date(2026, 8, 4))])
        risk.user_id = manager
        self.assertEqual(reminders(risk), [(manager, date(2026, 8, 4))])
        orphan.write({"state": "closed", "state_reason": "Over"})
        self.assertFalse(reminders(orphan))

    def test_health(self):
        self.as_role("manager", self.program).action_approve()
        self.as_role("manager", self.program).action_start()
        self.new_risk(likelihood="4", impact="4", review_date=date(2026, 3, 1))
        self.new_risk(review_date=date(2026, 3, 1))
        program = self.as_role("fundraiser", self.program)
        with freeze_time("2026-03-02"):
            program.invalidate_recordset()
            self.assertIn("High risks whose review is due: 1", program.health_reason)

    def test_form(self):
        form = Form(self.as_role("officer", "social.risk"))
        form.name = "Flood"
        form.program_id = self.program
        form.likelihood = "5"
        form.impact = "5"
        self.assertEqual(form.level, "critical")
        form.save()


@tagged("post_install", "-at_install")
class TestLesson(SocialProgramCase):
    def test_lessons_come_back(self):
        Tag = self.root["social.tag"]
        water, children = Tag.create(
            [{"name": "Water"}, {"name": "Children", "kind": "target_group"}]
        )
        goal = Tag.create({"name": "SDG 6", "kind": "sdg"})
        self.as_role("manager", self.program).tag_ids = water | children | goal
        Lesson = self.as_role("officer", "social.lesson")
        first = Lesson.create({"name": "Train first", "program_id": self.program.id})
        self.assertEqual(first.tag_ids, water | children | goal)
        second = Lesson.create(
            {
                "name": "Ask children",
                "program_id": self.program.id,
                "tag_ids": children.ids,
            }
        )
        goals = Lesson.create(
            {"name": "Goals", "program_id": self.program.id, "tag_ids": goal.ids}
        )
        plan = self.new_program("other_manager", tag_ids=(water | children | goal).ids)
        self.assertFalse(plan.suggested_lesson_ids)
        (first | second | goals).action_share()
        plan.invalidate_recordset()
        # What has most in common comes first; a common goal alone says too little.
        self.assertEqual(plan.suggested_lesson_ids.ids, (first | second).ids)
        plan.suggested_lesson_ids[0].with_context(
            social_program_id=plan.id
        ).action_note()
        self.assertEqual(plan.noted_lesson_ids, first)
        self.assertEqual(plan.suggested_lesson_ids, second)
        stranger = self.as_role("other_officer", first)
        self.assertEqual(stranger.name, "Train first")
        with self.assertRaises(AccessError):
            stranger.name = "Mine"
        with self.assertRaises(AccessError):
            stranger.with_context(social_program_id=plan.id).action_note()
        plan.action_approve()
        self.assertFalse(plan.suggested_lesson_ids)
        second.action_withdraw()
        with self.assertRaises(AccessError):
            self.as_role("other_officer", second).read(["name"])
