"""One table of ways for every model with states; views read the next ones from it."""

import re

from lxml import etree

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SocialProgramCase

TOLD = {"state_reason": "So it is", "delay_cause": "other", "delay_reason": "Rain"}


@tagged("post_install", "-at_install")
class TestStates(SocialProgramCase):
    def models(self):
        names = self.registry.descendants(["social.state.mixin"], "_inherit")
        return [self.env[name] for name in names if not self.env[name]._abstract]

    def test_the_tables_are_whole(self):
        names = {model._name for model in self.models()}
        self.assertLessEqual(
            {
                "social.activity",
                "social.budget",
                "social.donor.report",
                "social.enrollment",
                "social.grant",
                "social.issue",
                "social.lesson",
                "social.meeting.decision",
                "social.program",
                "social.risk",
                "social.visit",
                "social.visit.finding",
            },
            names,
        )
        for model in self.models():
            states = {key for key, _label in model._fields["state"].selection}
            ways = model._state_transitions
            with self.subTest(model._name):
                self.assertEqual(set(ways), states)
                for next_states in ways.values():
                    self.assertLessEqual(set(next_states), states)
                    for way in next_states.values():
                        self.assertTrue(not way.who or hasattr(model, way.who))
                # Every state can be reached from the first.
                reached, new = set(), {model._state_initial()}
                while new:
                    reached |= new
                    new = {n for s in new for n in ways[s]} - reached
                self.assertEqual(reached, states)

    def test_views_ask_for_states_that_there_are(self):
        """A state that a button or a filter names exists."""
        buttons = filters = 0
        for model in self.models():
            states = {key for key, _label in model._fields["state"].selection}
            for view in self.env["ir.ui.view"].search([("model", "=", model._name)]):
                arch = etree.fromstring(view.arch_db)
                named = []
                for button in arch.iter("button"):
                    # A list within a form is about another model.
                    if any(parent.tag == "field" for parent in button.iterancestors()):
                        continue
                    asked = button.get("invisible") or ""
                    named += re.findall(r"'(\w+)' (?:not )?in next_states", asked)
                    buttons += "next_states" in asked
                for node in arch.iter("filter"):
                    domain = node.get("domain") or ""
                    for values in re.findall(
                        r"\('state', '[^']+', ([^\]]*?)\)", domain
                    ):
                        named += re.findall(r"'(\w+)'", values)
                        filters += 1
                with self.subTest(view=view.xml_id or view.name):
                    self.assertLessEqual(set(named), states)
        self.assertGreater(buttons, 30)
        self.assertGreater(filters, 10)

    def test_next_states_are_what_may_be_done(self):
        """What a form offers is what `write` does, for each role and each state."""
        activity = self.new_activity()
        for steps in (
            [],
            ["submitted"],
            ["submitted", "approved"],
            ["approved", "done"],
            ["cancelled"],
        ):
            savepoint = self.env.cr.savepoint()
            for state in steps:
                self.as_role("admin", activity).write({"state": state, **TOLD})
            for role in ("officer", "manager", "deputy", "admin", "auditor"):
                mine = self.as_role(role, activity)
                mine.invalidate_recordset()
                offered = set(mine.next_states or ())
                done = {
                    state
                    for state, _label in mine._fields["state"].selection
                    if state != mine.state and self._goes(mine, state)
                }
                with self.subTest(role=role, state=activity.state):
                    self.assertEqual(offered, done)
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _goes(self, record, state):
        savepoint = self.env.cr.savepoint()
        try:
            record.write({"state": state, **TOLD})
        except UserError:
            return False
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        return True

    def test_imports_by_sudo_begin_where_they_like(self):
        vals = {"name": "Old", "program_id": self.program.id, "state": "closed"}
        with self.assert_sentence("starts as “Open”"):
            self.as_role("admin", "social.risk").create(vals)
        risk = self.root["social.risk"].create(vals)
        self.assertEqual(risk.state, "closed")

    def test_a_list_of_many_asks_no_more(self):
        few = self.new_activity()
        many = few
        for number in range(30):
            program = self.new_program(name=f"Program {number}")
            many |= self.new_activity(program)
        mine = self.as_role("manager", "social.activity")

        def read(records):
            return self.count_queries(
                lambda: mine.browse(records.ids).read(["next_states"])
            )

        read(few)
        self.assertLessEqual(read(many), read(few))
