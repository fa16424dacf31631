"""Two people approve at the same time: committed transactions, cleaned up after.

A test transaction that is rolled back can show none of this: the other one has to
commit.
"""

import threading
from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

COUNTED = (
    "social.program",
    "social.budget",
    "social.budget.line",
    "social.cost.category",
    "account.analytic.account",
    "project.project",
    "mail.message",
    "mail.followers",
)


@tagged("post_install", "-at_install")
class TestFundingConcurrency(BaseCase):
    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            before = self._counts(env)
            self.addCleanup(self._clean_up, before)
            self.ids = {}
            heading = env["social.cost.category"].create({"name": "Everything"})
            self.ids["heading"] = heading.id
            programs = env["social.program"].create(
                [
                    {
                        "name": name,
                        "date_start": date(2026, 1, 1),
                        "date_end": date(2026, 12, 31),
                    }
                    for name in ("Two approvers", "Another program")
                ]
            )
            self.ids["programs"] = programs.ids
            budgets = env["social.budget"].create(
                [
                    {
                        "program_id": program.id,
                        "root_category_id": heading.id,
                        "date_start": start,
                        "date_end": end,
                        "line_ids": [
                            Command.create(
                                {
                                    "name": "Everything",
                                    "category_id": heading.id,
                                    "unit_cost": 5,
                                }
                            )
                        ],
                    }
                    for program, start, end in (
                        (programs[0], date(2026, 1, 1), date(2026, 6, 30)),
                        (programs[0], date(2026, 6, 30), date(2026, 9, 30)),
                        (programs[0], date(2026, 10, 1), date(2026, 12, 31)),
                        (programs[1], date(2026, 1, 1), date(2026, 12, 31)),
                    )
                ]
            )
            self.first, self.overlapping, self.adjacent, self.elsewhere = budgets.ids

    @staticmethod
    def environment(cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _counts(self, env):
        return {
            name: env[name].with_context(active_test=False).search_count([])
            for name in COUNTED
        }

    def _clean_up(self, before):
        with self.registry.cursor() as cr:
            env = self.environment(cr)
            budgets = env["social.budget"].search(
                [("program_id", "in", self.ids["programs"])], order="id desc"
            )
            # Nobody deletes an approved budget, not even a test: make them drafts.
            cr.execute(
                SQL(
                    "UPDATE social_budget SET state = 'draft'"
                    " WHERE program_id = ANY(%s)",
                    self.ids["programs"],
                )
            )
            budgets.invalidate_recordset()
            budgets.unlink()
            env["social.program"].browse(self.ids["programs"]).unlink()
            env["social.cost.category"].browse(self.ids["heading"]).unlink()
        with self.registry.cursor() as cr:
            self.assertEqual(self._counts(self.environment(cr)), before)

    def _states(self):
        with self.registry.cursor() as cr:
            budgets = self.environment(cr)["social.budget"]
            return [
                budgets.browse(id_).state
                for id_ in (self.first, self.overlapping, self.adjacent, self.elsewhere)
            ]

    def _approve(self, cr, budget_id):
        env = self.environment(cr)
        env["social.budget"].browse(budget_id).action_approve()
        env.flush_all()

    # --- one after the other, in a known order -------------------------------------

    @mute_logger("odoo.sql_db")
    def test_the_second_loses(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            # Both have begun, and see no approved budget.
            for cr in (one, two):
                cr.execute("SELECT state FROM social_budget WHERE state = 'approved'")
            self._approve(one, self.first)
            one.commit()
            with self.assertRaises(SerializationFailure):
                self._approve(two, self.overlapping)
            two.rollback()
            # Odoo tries again, and now the first one is seen.
            with self.assertRaisesRegex(UserError, "shares days"):
                self._approve(two, self.overlapping)
            two.rollback()
        self.assertEqual(self._states(), ["approved", "draft", "draft", "draft"])

    @mute_logger("odoo.sql_db")
    def test_the_second_is_tried_again_and_wins_with_other_days(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            for cr in (one, two):
                cr.execute("SELECT state FROM social_budget WHERE state = 'approved'")
            self._approve(one, self.first)
            one.commit()
            with self.assertRaises(SerializationFailure):
                self._approve(two, self.adjacent)
            two.rollback()
            self._approve(two, self.adjacent)
            two.commit()
        self.assertEqual(self._states(), ["approved", "draft", "approved", "draft"])

    def test_programs_do_not_wait_for_each_other(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            for cr in (one, two):
                cr.execute("SELECT state FROM social_budget WHERE state = 'approved'")
            self._approve(one, self.first)
            # The first one still holds its program.
            two.execute("SET LOCAL lock_timeout = '5s'")
            self._approve(two, self.elsewhere)
            two.commit()
            one.commit()
        self.assertEqual(self._states(), ["approved", "draft", "draft", "approved"])

    @mute_logger("odoo.sql_db")
    def test_line_changed_while_the_budget_is_approved(self):
        """Whether or not the change touches the total."""

        def add(env):
            env["social.budget.line"].create(
                {
                    "budget_id": self.first,
                    "name": "Late",
                    "category_id": self.ids["heading"],
                    "unit_cost": 7,
                }
            )

        def rename(env):
            env["social.budget"].browse(self.first).line_ids.name = "Late"

        def remove(env):
            env["social.budget"].browse(self.first).line_ids.unlink()

        with (
            self.registry.cursor() as one,
            self.registry.cursor() as two,
            self.registry.cursor() as three,
            self.registry.cursor() as four,
        ):
            for cr in (one, two, three, four):
                cr.execute("SELECT state FROM social_budget WHERE state = 'approved'")
            self._approve(one, self.first)
            one.commit()
            for cr, change in ((two, add), (three, rename), (four, remove)):
                with self.assertRaises(SerializationFailure):
                    env = self.environment(cr)
                    change(env)
                    env.flush_all()
                cr.rollback()
                with self.assertRaisesRegex(UserError, "no longer be changed"):
                    change(self.environment(cr))
                cr.rollback()
        with self.registry.cursor() as cr:
            budget = self.environment(cr)["social.budget"].browse(self.first)
            self.assertEqual((budget.state, budget.amount_total), ("approved", 5))
            self.assertEqual(budget.line_ids.name, "Everything")

    # --- really at once ------------------------------------------------------------

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_at_once(self):
        """As two people on two workers: Odoo's own loop tries the loser again."""
        barrier = threading.Barrier(2, timeout=30)
        outcomes = {}

        def approve(budget_id):
            try:
                with self.registry.cursor() as cr:
                    env = self.environment(cr)
                    tries = []

                    def once():
                        budget = env["social.budget"].browse(budget_id)
                        budget.mapped("state")
                        if not tries:
                            tries.append(True)
                            # Both have looked before one of them writes.
                            barrier.wait()
                        budget.action_approve()

                    retrying(once, env)
                outcomes[budget_id] = "approved"
            except UserError as error:
                outcomes[budget_id] = str(error)

        threads = [
            threading.Thread(target=approve, args=(budget_id,))
            for budget_id in (self.first, self.overlapping)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(outcomes), 2, outcomes)
        won = [id_ for id_, outcome in outcomes.items() if outcome == "approved"]
        self.assertEqual(len(won), 1, outcomes)
        [lost] = set(outcomes) - set(won)
        self.assertIn("shares days", outcomes[lost])
        self.assertEqual(sorted(self._states()[:2]), ["approved", "draft"])
