"""Issues: from what happened to what was decided, and what it moves."""

from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestIssue(SocialProgramCase):
    @classmethod
    def new_issue(cls, role="manager", **vals):
        return cls.as_role(role, "social.issue").create(
            {"name": "New rule", "program_id": cls.program.id, **vals}
        )

    def test_the_whole_way(self):
        issue = self.new_issue(
            "officer", kind="policy", effective_date=date(2026, 3, 1)
        )
        self.assertRegex(issue.code, r"^ISS-\d{4,}$")
        self.assertEqual(issue.display_name, f"[{issue.code}] New rule")
        self.assertFalse(issue.confidential)
        issue.option_ids = [
            Command.create({"name": "Wait", "drawbacks": "A month"}),
            Command.create({"name": "Ask the regent", "chosen": True}),
        ]
        issue.action_analyse()
        manager = self.as_role("manager", issue)
        with self.assert_sentence("Write down what was decided"):
            manager.action_decide()
        manager.decision = "<p>We ask the regent.</p>"
        with self.assert_sentence("decided by the manager"):
            issue.action_decide()
        with freeze_time("2026-02-10"):
            manager.action_decide()
        self.assertEqual(issue.decided_by_id, self.users["manager"])
        self.assertEqual(issue.decided_on, date(2026, 2, 10))
        with freeze_time("2026-02-20"):
            issue.action_resolve()
        self.assertEqual(issue.resolved_on, date(2026, 2, 20))
        issue.write({"state": "open", "state_reason": "It came back"})
        self.assertFalse(issue.resolved_on)

    def test_a_decision_stays(self):
        issue = self.new_issue("officer", decision="<p>Wait</p>")
        issue.decision = "<p>Wait a week</p>"
        manager = self.as_role("manager", issue)
        manager.action_decide()
        for state in ("decided", "resolved"):
            for vals in (
                {"decision": "<p>Go</p>"},
                {"decided_by_id": self.users["officer"].id},
                {"decided_on": "2026-01-01"},
                {"state": "analysed", "state_reason": "No", "decision": "<p>Go</p>"},
            ):
                with (
                    self.subTest(vals, state=state),
                    self.assert_sentence("is decided by the manager"),
                ):
                    issue.write(vals)
            manager.decided_on = "2026-01-02"
            issue.effect_days = 2
            if state == "decided":
                issue.action_resolve()
        issue.write({"state": "open", "state_reason": "It came back"})
        issue.decision = "<p>Go</p>"

    def test_without_decision_it_needs_a_reason(self):
        issue = self.new_issue()
        self.assertEqual(issue.action_resolve()["res_model"], "social.program.reason")
        with self.assert_sentence("needs a reason"):
            issue.write({"state": "resolved"})
        issue.write({"state": "resolved", "state_reason": "The road is open"})
        self.assertEqual(issue.state, "resolved")

    def test_affected_programs(self):
        issue = self.new_issue(program_ids=[Command.set(self.other_program.ids)])
        other = self.as_role("other_officer", issue)
        self.assertEqual(other.name, "New rule")
        with self.assertRaises(AccessError):
            other.effect_days = 3
        self.assertEqual(
            self.as_role("other_manager", self.other_program).issue_count, 1
        )
        with self.assert_sentence("is the program of the issue", ValidationError):
            issue.program_ids = self.program
        stray = self.new_activity(self.other_program, role="other_manager")
        issue.field_activity_ids = stray
        with self.assert_sentence("does not name", ValidationError):
            issue.program_ids = False

    def test_escalation(self):
        issue = self.new_issue("officer")
        with self.assert_sentence("cannot be written directly"):
            issue.escalated_to_id = self.users["admin"]
        wizard = self.as_role("officer", "social.issue.escalate").create(
            {
                "issue_id": issue.id,
                "user_id": self.users["other_manager"].id,
                "reason": "The donor must agree",
            }
        )
        wizard.action_confirm()
        self.assertEqual(issue.escalated_to_id, self.users["other_manager"])
        chief = self.as_role("other_manager", issue)
        chief.decision = "<p>The donor agreed.</p>"
        chief.action_decide()
        self.assertEqual(issue.decided_by_id, self.users["other_manager"])
        todo = chief.activity_ids
        self.assertEqual(todo.user_id, self.users["other_manager"])
        issue = self.new_issue("officer")
        wizard = self.as_role("officer", "social.issue.escalate").create(
            {
                "issue_id": issue.id,
                "user_id": self.users["employee"].id,
                "reason": "Why not",
            }
        )
        with self.assert_sentence("no role"):
            wizard.action_confirm()

    def test_escalating_a_confidential_issue_names_the_person(self):
        issue = self.new_issue("officer", kind="conflict")
        wizard = self.as_role("officer", "social.issue.escalate").create(
            {
                "issue_id": issue.id,
                "user_id": self.users["admin"].id,
                "reason": "Both asked for it",
            }
        )
        self.assertTrue(wizard.confidential)
        wizard.action_confirm()
        self.assertEqual(self.as_role("admin", issue).name, "New rule")
        self.assertIn(self.users["admin"], issue.confidant_ids)

    # ------------------------------------------------------------------
    # Shifting activities
    # ------------------------------------------------------------------
    def test_shift_later_activities(self):
        early = self.new_activity(
            date_start=date(2026, 2, 1), date_end=date(2026, 2, 2)
        )
        later = self.new_activity() | self.new_activity(
            date_start=date(2026, 12, 20), date_end=date(2026, 12, 28)
        )
        cancelled = self.new_activity()
        cancelled.write({"state": "cancelled", "state_reason": "Rain"})
        (early | later).action_submit()
        (early | later).action_approve()
        foreign = self.new_activity(self.other_program, role="other_manager")
        issue = self.new_issue(
            kind="policy",
            effective_date=date(2026, 3, 1),
            effect_days=14,
            program_ids=[Command.set(self.other_program.ids)],
        )
        Wizard = self.as_role("manager", "social.issue.shift").with_context(
            default_issue_id=issue.id
        )
        form = Form(Wizard)
        self.assertEqual(form.days, 14)
        self.assertEqual(form.delay_cause, "policy")
        self.assertEqual(form.delay_reason, issue.display_name)
        wizard = form.save()
        # Those of the other program are moved by its own manager.
        self.assertEqual(wizard.line_ids.field_activity_id, later)
        self.assertEqual(
            wizard.line_ids.mapped("new_date_start"),
            [date(2026, 6, 15), date(2027, 1, 3)],
        )
        self.assertEqual(wizard.line_ids.mapped("ends_after_program"), [False, True])
        # Nothing has moved while looking.
        self.assertEqual(later[0].date_start, date(2026, 6, 1))
        wizard.line_ids[1].chosen = False
        wizard.action_shift()
        moved, kept = later
        self.assertEqual(moved.date_start, date(2026, 6, 15))
        self.assertEqual(moved.date_end, date(2026, 6, 19))
        self.assertEqual(moved.baseline_date_start, date(2026, 6, 1))
        self.assertEqual(moved.delay_cause, "policy")
        self.assertEqual(kept.date_start, date(2026, 12, 20))
        self.assertEqual(early.date_start, date(2026, 2, 1))
        self.assertEqual(foreign.date_start, date(2026, 6, 1))
        self.assertEqual(issue.field_activity_ids, moved)

    def test_a_risk_of_another_program(self):
        """Odoo would show its name to whoever sees the link."""
        risk = self.as_role("other_manager", "social.risk").create(
            {"name": "Heat", "program_id": self.other_program.id}
        )
        vals = {"name": "Dry", "program_id": self.program.id, "risk_id": risk.id}
        # Who reads the risk is told, who does not is refused.
        with self.assert_sentence("does not name"):
            self.as_role("manager", "social.issue").create(vals)
        with self.assertRaises(AccessError):
            self.as_role("officer", "social.issue").create(vals)

    def test_shift_without_days(self):
        self.new_activity()
        issue = self.new_issue(effective_date=date(2026, 3, 1))
        wizard = self.as_role("manager", "social.issue.shift").create(
            {
                "issue_id": issue.id,
                "days": 0,
                "date_from": date(2026, 1, 1),
                "delay_cause": "other",
                "delay_reason": "Rule",
            }
        )
        with self.assert_sentence("1 or more"):
            wizard.action_shift()
        wizard.days = 2
        wizard.line_ids.chosen = False
        with self.assert_sentence("No activity is chosen"):
            wizard.action_shift()

    def test_shift_for_a_confidential_issue_proposes_no_words(self):
        issue = self.new_issue(kind="conflict", effect_days=3)
        vals = (
            self.as_role("manager", "social.issue.shift")
            .with_context(default_issue_id=issue.id)
            .default_get(["issue_id", "days", "delay_reason", "delay_cause"])
        )
        self.assertFalse(vals["delay_reason"])
        self.assertEqual(vals["delay_cause"], "other")

    # ------------------------------------------------------------------
    # What the program tells
    # ------------------------------------------------------------------
    def test_health_and_closing(self):
        self.as_role("manager", self.program).action_approve()
        self.as_role("manager", self.program).action_start()
        issue = self.new_issue(effective_date=date(2026, 3, 1))
        auditor = self.as_role("auditor", self.program)
        with freeze_time("2026-03-01"):
            auditor.invalidate_recordset()
            self.assertNotIn("Open issues", auditor.health_reason or "")
        with freeze_time("2026-03-02"):
            auditor.invalidate_recordset()
            self.assertIn("Open issues whose date has passed: 1", auditor.health_reason)
        blockers = str(auditor._closing_blockers())
        self.assertIn(issue.code, blockers)
        issue.write({"state": "resolved", "state_reason": "Done"})
        self.assertNotIn(issue.code, str(auditor._closing_blockers()))

    def test_news(self):
        with freeze_time("2026-03-05 12:00:00"):
            issue = self.new_issue(decision="<p>Wait</p>")
            issue.action_decide()
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE social_issue SET create_date = '2026-03-05 12:00' "
                "WHERE id = %s",
                [issue.id],
            )
            self.env.invalidate_all()
        program = self.as_role("officer", self.program)
        sections = self.news_of(program, date(2026, 3, 1), date(2026, 3, 7))
        self.assertEqual(
            sections["Issues"],
            [f"New: {issue.display_name}.", f"Decided: {issue.display_name}."],
        )
        sections = program._news_sections(date(2026, 3, 8), date(2026, 3, 14))
        self.assertNotIn("Issues", dict(sections))
        # Who may not read issues is not stopped by them.
        program = self.as_role("fundraiser", self.program)
        program._news_sections(date(2026, 3, 1), date(2026, 3, 7))

    def test_programs_with_issues_stay(self):
        program = self.new_program()
        issue = self.new_issue(program_id=program.id, kind="conflict")
        with self.assert_sentence("cancel it instead of deleting"):
            program.unlink()
        issue.unlink()
        program.unlink()

    def test_number_of_queries(self):
        programs = self.program | self.new_program() | self.new_program()
        self.as_role("manager", programs).action_approve()
        self.as_role("manager", programs).action_start()

        def look():
            seen = self.as_role("manager", programs)
            seen.mapped("health_reason")
            seen.mapped("issue_count")
            seen.mapped("risk_count")
            issues = seen.env["social.issue"].search([])
            issues.mapped("display_name")
            issues.mapped("is_overdue")

        self.new_issue(kind="conflict")
        self.new_issue(program_id=programs[1].id)
        look()
        few = self.count_queries(look)
        self.as_role("manager", "social.issue").create(
            [
                {
                    "name": f"Issue {number}",
                    "program_id": programs[number % 3].id,
                    "kind": "conflict" if number % 2 else "delay",
                }
                for number in range(48)
            ]
        )
        self.assertEqual(self.count_queries(look), few)

    def test_headers_and_prefilled_decision(self):
        issue = self.new_issue(program_ids=[Command.set(self.other_program.ids)])
        self.assertTrue(issue.can_write and issue.can_decide)
        officer = self.as_role("officer", issue)
        self.assertTrue(officer.can_write)
        self.assertFalse(officer.can_decide)
        for role in ("other_officer", "auditor"):
            reader = self.as_role(role, issue)
            self.assertFalse(reader.can_write or reader.can_decide, role)
        with Form(issue) as form:
            with form.option_ids.new() as option:
                option.name = "Wait & see"
            self.assertFalse(form.decision)
            with form.option_ids.edit(0) as option:
                option.chosen = True
            self.assertEqual(form.decision, "<p>Wait &amp; see</p>")
            form.decision = "<p>We ask.</p>"
            with form.option_ids.new() as option:
                option.name = "Ask"
                option.chosen = True
            self.assertEqual(form.decision, "<p>We ask.</p>")
        issue.write({"state": "decided"})
        self.assertEqual(issue.decided_by_id, self.users["manager"])
        self.assertTrue(issue.decided_on)
