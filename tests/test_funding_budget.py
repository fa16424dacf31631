"""Budgets: their life, who approves, what is refused."""

from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .funding_common import FundingCase

# What a caller who knows the code would try to slip through.
FORGED = {"social_budget_transition": True}


@tagged("post_install", "-at_install")
class TestFundingBudget(FundingCase):
    # --- plan ----------------------------------------------------------------------

    def test_amounts_of_lines_add_up(self):
        budget = self.draft_budget(
            [
                ("P1", "people", 150.5, {"quantity": 12}),
                ("T1", "travel", 0.333, {"quantity": 3}),
            ]
        )
        # A unit cost keeps its decimals; only the amount is rounded.
        self.assertEqual(budget.line_ids.mapped("amount"), [1806.0, 1.0])
        self.assertEqual(budget.amount_total, 1807.0)
        self.assertEqual((budget.state, budget.version), ("draft", 1))
        self.assertEqual(budget.currency_id, self.usd)
        self.assertEqual(self.draft_budget(grant=self.grant_eur).currency_id, self.eur)

    def test_first_lines_are_their_own_origin(self):
        budget = self.draft_budget([("P1", "people", 1), ("T1", "travel", 1)])
        for line in budget.line_ids:
            self.assertEqual(line.origin_id, line)

    def test_draft_budget_goes_with_its_lines(self):
        budget = self.draft_budget([("P1", "people", 1)])
        line = budget.line_ids
        budget.unlink()
        self.assertFalse(line.exists())

    # --- approval ------------------------------------------------------------------

    def test_who_may_approve(self):
        for role in ("admin", "acc_manager"):
            budget = self.draft_budget([("T1", "travel", 10)], grant=self.new_grant())
            with freeze_time("2026-05-06 10:00:00"):
                self.approve(budget, role)
            self.assertEqual(budget.state, "approved")
            self.assertEqual(budget.sudo().approved_by_id, self.users[role])
            self.assertEqual(str(budget.approved_on), "2026-05-06 10:00:00")
        budget = self.draft_budget([("T1", "travel", 10)])
        for role in (
            "manager",
            "other_manager",
            "deputy",
            "officer",
            "auditor",
            "fundraiser",
            "acc_invoice",
            "acc_user",
            "acc_readonly",
            "employee",
            "portal",
            "stranger",
        ):
            with (
                self.subTest(role),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.approve(budget, role)
        self.assertEqual(budget.state, "draft")

    def test_second_person(self):
        self.company.social_program_second_person = True
        own = self.draft_budget([("T1", "travel", 10)], role="admin")
        with self.assert_sentence("second person"):
            self.approve(own, "admin")
        self.approve(own, "acc_manager")
        self.assertEqual(own.state, "approved")
        # Revising is preparing as well.
        revision = self.revise(own, "acc_manager")
        with self.assert_sentence("second person"):
            self.approve(revision, "acc_manager")
        self.approve(revision, "admin")
        self.assertEqual(revision.state, "approved")

    def test_empty_budget_is_not_approved(self):
        empty = self.draft_budget()
        nothing = self.draft_budget([("T1", "travel", 0)], grant=self.grant)
        for budget in (empty, nothing):
            with self.assert_sentence("empty"):
                self.approve(budget)
            self.assertEqual(budget.state, "draft")

    def test_approving_twice(self):
        budget = self.new_budget([("T1", "travel", 10)])
        with self.assert_sentence("no draft"):
            self.approve(budget)

    def test_overlapping_budgets_of_a_pair(self):
        first = self.new_budget(
            [("T1", "travel", 10)],
            grant=self.grant,
            date_end=date(2026, 6, 30),
        )
        overlap = self.draft_budget(
            [("T1", "travel", 10)], grant=self.grant, date_start=date(2026, 6, 30)
        )
        with self.assert_sentence("shares days"):
            self.approve(overlap)
        self.assertEqual(overlap.state, "draft")
        # Other pairs have days of their own.
        self.new_budget([("T1", "travel", 10)])
        self.new_budget(
            [("T1", "travel", 10)],
            program=self.other_program,
            grant=self.grant,
            role="other_manager",
        )
        # Adjacent ones share none.
        overlap.date_start = date(2026, 7, 1)
        self.approve(overlap)
        self.assertEqual({first.state, overlap.state}, {"approved"})

    def test_overlapping_budgets_approved_in_one_go(self):
        both = self.draft_budget(
            [("T1", "travel", 10)], grant=self.grant
        ) + self.draft_budget([("T1", "travel", 10)], grant=self.grant)
        with self.assert_sentence("shares days"):
            self.approve(both)
        both.invalidate_recordset()
        self.assertEqual(set(both.mapped("state")), {"draft"})

    def test_budget_within_another(self):
        self.new_budget([("T1", "travel", 10)])
        inner = self.draft_budget(
            [("T1", "travel", 10)],
            date_start=date(2026, 5, 1),
            date_end=date(2026, 5, 31),
        )
        outer = self.draft_budget(
            [("T1", "travel", 10)],
            date_start=date(2025, 1, 1),
            date_end=date(2027, 12, 31),
        )
        for budget in (inner, outer):
            with self.assert_sentence("shares days"):
                self.approve(budget)

    def test_rate_is_stored_on_approval(self):
        with freeze_time("2026-06-30"):
            budget = self.new_budget([("T1", "travel", 100)], grant=self.grant_eur)
        self.assertAlmostEqual(budget.currency_rate, 1.25)
        own = self.new_budget([("T1", "travel", 100)])
        self.assertEqual(own.currency_rate, 1.0)
        # 100 euros at the rate of the approval, and 100 dollars.
        program = self.as_role("manager", self.program)
        self.assertAlmostEqual(program.amount_budget, 225.0)
        with freeze_time("2026-07-01"):
            revision = self.approve(self.revise(budget))
        # A revision that changes no euro changes no dollar.
        self.assertAlmostEqual(revision.currency_rate, 1.25)
        self.assertAlmostEqual(program.amount_budget, 225.0)

    def test_missing_rate_refuses_the_approval(self):
        budget = self.draft_budget([("T1", "travel", 100)], grant=self.grant_eur)
        with freeze_time("2025-12-31"), self.assert_sentence("EUR.*12/31/2025"):
            self.approve(budget)
        self.assertEqual(budget.state, "draft")

    # --- dates and headings --------------------------------------------------------

    def test_end_before_start(self):
        days = {"date_start": date(2026, 2, 1), "date_end": date(2026, 1, 31)}
        with self.assert_sentence("budget cannot end before", ValidationError):
            self.draft_budget(**days)
        with self.assert_sentence("grant cannot end before", ValidationError):
            self.new_grant(**days)
        with self.assert_sentence("ends before it starts", ValidationError):
            self.draft_budget(
                [
                    (
                        "T1",
                        "travel",
                        1,
                        {"date_start": date(2026, 3, 2), "date_end": date(2026, 3, 1)},
                    )
                ]
            )
        # One day is a period.
        self.draft_budget(date_start=date(2026, 2, 1), date_end=date(2026, 2, 1))

    def test_line_outside_the_period_of_its_budget(self):
        for dates in (
            {"date_start": date(2025, 12, 31)},
            {"date_end": date(2027, 1, 1)},
            {"date_start": date(2027, 2, 1), "date_end": date(2027, 3, 1)},
        ):
            with (
                self.subTest(dates),
                self.assert_sentence("outside the period", ValidationError),
            ):
                self.draft_budget([("T1", "travel", 1, dates)])
        budget = self.draft_budget(
            [("T1", "travel", 1, {"date_end": date(2026, 12, 31)})]
        )
        with self.assert_sentence("outside the period", ValidationError):
            budget.date_end = date(2026, 12, 30)
        with self.assert_sentence("ends before|outside the period", ValidationError):
            budget.line_ids.date_start = date(2027, 1, 1)

    def test_budget_outside_its_grant(self):
        for dates in (
            {"date_start": date(2025, 12, 31)},
            {"date_end": date(2027, 1, 1)},
        ):
            with self.assert_sentence("within its grant", ValidationError):
                self.draft_budget(grant=self.grant, **dates)
        self.draft_budget(grant=self.grant)
        with self.assert_sentence("within its grant", ValidationError):
            self.as_role("admin", self.grant).date_end = date(2026, 12, 30)

    def test_account_stands_once_in_a_tree(self):
        headings = self.headings
        travel = self.accounts["travel"]
        with self.assert_sentence("Travel", ValidationError):
            self.as_role("admin", headings["goods"]).account_ids = [
                Command.link(travel.id)
            ]
        with self.assert_sentence("Travel", ValidationError):
            self.as_role("admin", "social.cost.category").create(
                {
                    "name": "Trips",
                    "parent_id": headings["people"].id,
                    "account_ids": [Command.link(travel.id)],
                }
            )
        # Another tree may have it as well, but the two trees cannot be joined.
        other = self.as_role("admin", "social.cost.category").create(
            {"name": "Donor's headings", "account_ids": [Command.link(travel.id)]}
        )
        with self.assert_sentence("Travel", ValidationError):
            other.parent_id = headings["root"]

    def test_archived_heading_still_holds_its_account(self):
        self.headings["travel"].active = False
        with self.assert_sentence("Travel", ValidationError):
            self.as_role("admin", self.headings["goods"]).account_ids = [
                Command.link(self.accounts["travel"].id)
            ]

    def test_heading_of_another_tree(self):
        other = self.as_role("admin", "social.cost.category").create({"name": "Other"})
        with self.assert_sentence("root heading", ValidationError):
            self.draft_budget([("X1", "travel", 5, {"category_id": other.id})])
        budget = self.draft_budget([("T1", "travel", 5)])
        with self.assert_sentence("root heading", ValidationError):
            budget.line_ids.category_id = other.id
        with self.assert_sentence("root heading", ValidationError):
            budget.root_category_id = other.id

    def test_used_heading_does_not_move_to_another_tree(self):
        other = self.as_role("admin", "social.cost.category").create({"name": "Other"})
        self.new_budget([("T1", "travel", 5), ("G1", "medicine", 5)])
        for key in ("travel", "goods"):
            with self.subTest(key), self.assert_sentence("root", ValidationError):
                self.as_role("admin", self.headings[key]).parent_id = other
        # Within its tree it may.
        self.as_role("admin", self.headings["goods"]).parent_id = self.headings[
            "people"
        ]

    def test_root_of_a_budget_is_a_root(self):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.draft_budget(
                [("T1", "medicine", 5)], root_category_id=self.headings["goods"].id
            )

    def test_heading_below_itself(self):
        with self.assert_sentence("below itself", ValidationError):
            self.as_role("admin", self.headings["goods"]).parent_id = self.headings[
                "medicine"
            ]

    def test_negative_quantity(self):
        with self.assert_sentence("cannot be negative", ValidationError):
            self.draft_budget([("T1", "travel", 5, {"quantity": -1})])

    def test_activity_of_another_program(self):
        activity = self.new_activity(self.other_program, role="other_manager")
        with self.assert_sentence("another program", ValidationError):
            self.draft_budget([("T1", "travel", 5, {"field_activity_id": activity.id})])

    # --- an approved budget stays as it is -----------------------------------------

    def _attempts(self, budget):
        """Yield (name, call) that would each change an approved budget."""
        line = budget.line_ids[:1]
        lines = budget.env["social.budget.line"]
        spare = {
            "name": "Spare",
            "category_id": self.headings["travel"].id,
            "unit_cost": 1,
        }
        for vals in (
            {"state": "draft"},
            {"state": "superseded"},
            {"date_end": date(2026, 6, 30)},
            {"grant_id": self.grant_eur.id},
            {"program_id": self.other_program.id},
            {"root_category_id": self.headings["goods"].id},
            {"name": "Another name"},
            {"version": 7},
            {"currency_rate": 3.0},
            {"approved_by_id": self.users["manager"].id},
            {"revision_reason": "Because"},
            {"line_ids": [Command.create(spare)]},
            {"line_ids": [Command.update(line.id, {"unit_cost": 999})]},
            {"line_ids": [Command.delete(line.id)]},
            {"line_ids": [Command.unlink(line.id)]},
            {"line_ids": [Command.clear()]},
            {"line_ids": [Command.set([])]},
            {"line_ids": [Command.update(line.id, {"labour": True})]},
        ):
            yield f"write {vals}", lambda vals=vals: budget.write(vals)
        yield "unlink", budget.unlink
        yield "web_save", lambda: budget.web_save({"date_end": "2026-06-30"}, {})
        yield "load", lambda: budget.load(["id", "name"], [[str(budget.id), "X"]])
        for vals in (
            {"unit_cost": 999},
            {"quantity": 4},
            {"name": "Another"},
            {"category_id": self.headings["goods"].id},
            {"date_start": date(2026, 2, 1)},
            {"origin_id": budget.line_ids[-1].id},
            {"origin_id": False},
            {"labour": True},
            {"budget_id": self.other_draft.id},
            {"code": "Z"},
        ):
            yield f"line write {vals}", lambda vals=vals: line.write(vals)
        yield "line unlink", line.unlink
        yield "line create", lambda: lines.create({"budget_id": budget.id, **spare})
        yield (
            "line create by default",
            lambda: lines.with_context(default_budget_id=budget.id).create(dict(spare)),
        )
        yield "line copy", lambda: line.copy({"budget_id": budget.id})
        yield (
            "line moved in",
            lambda: self.other_draft.with_env(budget.env).line_ids.write(
                {"budget_id": budget.id}
            ),
        )
        yield (
            "line moved in by command",
            lambda: budget.write(
                {"line_ids": [Command.link(self.other_draft.line_ids.id)]}
            ),
        )

    def _snapshot(self, budget):
        budget.invalidate_recordset()
        names = ("state", "version", "date_start", "date_end", "name", "currency_rate")
        lines = budget.env["social.budget.line"].search([("budget_id", "=", budget.id)])
        return (
            budget.read(names + ("program_id", "grant_id", "root_category_id")),
            lines.read(
                [
                    "code",
                    "name",
                    "amount",
                    "category_id",
                    "origin_id",
                    "date_start",
                    "labour",
                ]
            ),
        )

    def _assert_no_effect(self, budget, attempt):
        before = self._snapshot(budget)
        with self.env.cr.savepoint() as savepoint:
            with self.assert_refused():
                result = attempt()
                if isinstance(result, dict) and result.get("messages"):
                    # An import reports instead of raising.
                    raise UserError(result["messages"][0]["message"])
            self.assertEqual(self._snapshot(budget), before)
            # What was not refused must not disturb the next attempt.
            savepoint.rollback()

    def test_approved_budget_is_immutable(self):
        budget = self.new_budget([("T1", "travel", 5), ("G1", "goods", 5)])
        self.other_draft = self.draft_budget([("X", "travel", 1)], grant=self.grant)
        for role, context in (
            ("manager", {}),
            ("admin", FORGED),
            ("acc_manager", {"default_state": "draft"}),
        ):
            mine = self.as_role(role, budget).with_context(**context)
            for name, attempt in self._attempts(mine):
                with self.subTest(name, role=role, context=context):
                    self._assert_no_effect(budget, attempt)

    def test_superseded_budget_is_immutable(self):
        budget = self.new_budget([("T1", "travel", 5), ("G1", "goods", 5)])
        self.approve(self.revise(budget))
        self.other_draft = self.draft_budget([("X", "travel", 1)], grant=self.grant)
        self.assertEqual(budget.state, "superseded")
        mine = self.as_role("admin", budget).with_context(**FORGED)
        for name, attempt in self._attempts(mine):
            if "superseded" in name:
                continue
            with self.subTest(name):
                self._assert_no_effect(budget, attempt)

    def test_nobody_creates_an_approved_budget(self):
        vals = {
            "program_id": self.program.id,
            "root_category_id": self.headings["root"].id,
            "date_start": date(2026, 1, 1),
            "date_end": date(2026, 12, 31),
            "state": "approved",
            "version": 4,
            "approved_by_id": self.users["admin"].id,
            "line_ids": self.budget_lines([("T1", "travel", 5)]),
        }
        for context in (
            {},
            FORGED,
            {"default_state": "approved", "default_version": 4},
            {"default_approved_by_id": self.users["admin"].id},
        ):
            budgets = self.as_role("manager", "social.budget").with_context(**context)
            for left_out in (
                (),
                ("state", "version", "approved_by_id"),
                ("state", "version", "approved_by_id", "line_ids"),
            ):
                with self.subTest(context, left_out=left_out):
                    try:
                        with self.env.cr.savepoint():
                            budget = budgets.create(
                                {k: v for k, v in vals.items() if k not in left_out}
                            )
                    except UserError:
                        continue
                    self.assertEqual((budget.state, budget.version), ("draft", 1))
                    self.assertFalse(budget.approved_by_id)

    def test_copy_of_an_approved_budget_is_a_new_draft(self):
        budget = self.new_budget([("T1", "travel", 5)])
        copy = self.as_role("manager", budget).with_context(**FORGED).copy()
        self.assertEqual((copy.state, copy.version), ("draft", 1))
        self.assertFalse(copy.previous_id or copy.approved_by_id)
        self.assertEqual(copy.line_ids.origin_id, copy.line_ids)

    def test_nobody_forges_the_identity_of_a_line(self):
        budget = self.new_budget([("T1", "travel", 5)])
        origin = budget.line_ids
        forged = self.draft_budget(
            [("X1", "travel", 5, {"origin_id": origin.id})], grant=self.grant
        ).line_ids
        self.assertEqual(forged.origin_id, forged)
        draft = self.draft_budget(grant=self.grant)
        forged = (
            self.as_role("manager", "social.budget.line")
            .with_context(default_origin_id=origin.id, **FORGED)
            .create(
                {
                    "budget_id": draft.id,
                    "name": "X2",
                    "category_id": self.headings["travel"].id,
                }
            )
        )
        self.assertEqual(forged.origin_id, forged)
        with self.assert_sentence("cannot be changed"):
            forged.origin_id = origin

    def test_manager_keeps_to_the_programs_managed(self):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.draft_budget([("T1", "travel", 5)], program=self.other_program)
        budget = self.draft_budget([("T1", "travel", 5)])
        other = self.as_role("other_manager", budget)
        self.assertEqual(other.amount_total, 5)
        for attempt in (
            lambda: other.write({"date_end": date(2026, 6, 30)}),
            lambda: other.line_ids.write({"unit_cost": 1}),
            other.unlink,
            other.line_ids.unlink,
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()

    def test_line_stays_in_its_budget(self):
        """Its period, headings, program and identity belong to that budget."""
        mine = self.draft_budget([("T1", "travel", 5)])
        other = self.draft_budget([("P1", "people", 5)], grant=self.grant)
        theirs = self.draft_budget(
            [("G1", "goods", 5)], program=self.other_program, role="other_manager"
        )
        for attempt in (
            lambda: mine.line_ids.write({"budget_id": theirs.id}),
            lambda: mine.line_ids.write({"budget_id": other.id}),
            lambda: mine.line_ids.write({"budget_id": False}),
            lambda: mine.write({"line_ids": [Command.link(theirs.line_ids.id)]}),
            lambda: mine.write({"line_ids": [Command.link(other.line_ids.id)]}),
            lambda: self.as_role("manager", theirs).write(
                {"line_ids": [Command.link(mine.line_ids.id)]}
            ),
            lambda: self.as_role("manager", "social.budget.line").create(
                {
                    "budget_id": theirs.id,
                    "name": "Mine",
                    "category_id": self.headings["goods"].id,
                }
            ),
        ):
            with self.assert_refused():
                attempt()
        mine.line_ids.write({"budget_id": mine.id, "name": "The same budget"})
        copy = mine.line_ids.copy({"budget_id": other.id})
        self.assertEqual((copy.budget_id, copy.origin_id), (other, copy))

    def test_only_who_writes_budgets_revises(self):
        budget = self.new_budget([("T1", "travel", 5)])
        for role in ("auditor", "acc_invoice", "other_manager", "fundraiser"):
            with (
                self.subTest(role),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.revise(budget, role)

    # --- revisions -----------------------------------------------------------------

    def test_revision_keeps_pair_dates_and_identity(self):
        budget = self.new_budget(
            [("P1", "people", 50), ("T1", "travel", 20)], grant=self.grant
        )
        with self.assert_sentence("Only an approved"):
            self.draft_budget().action_revise()
        revision = self.revise(budget)
        self.assertEqual(self.revise(budget), revision, "one revision at a time")
        self.assertEqual((revision.state, revision.version), ("draft", 2))
        self.assertEqual(revision.previous_id, budget)
        self.assertEqual(revision.line_ids.origin_id, budget.line_ids)
        for vals in (
            {"date_end": date(2026, 6, 30)},
            {"grant_id": False},
            {"grant_id": self.new_grant().id},
        ):
            with self.assert_sentence("keeps the program"):
                revision.write(vals)
        self.line_of(revision, "T1").unlink()
        added = self.as_role("manager", "social.budget.line").create(
            {
                "budget_id": revision.id,
                "code": "G1",
                "name": "Goods",
                "category_id": self.headings["goods"].id,
                "unit_cost": 7,
            }
        )
        self.assertEqual(added.origin_id, added)
        self.assertEqual(budget.state, "approved", "in force until the next one is")
        self.approve(revision)
        self.assertEqual((budget.state, revision.state), ("superseded", "approved"))
        third = self.approve(self.revise(revision))
        self.assertEqual(third.version, 3)
        self.assertEqual(
            self.line_of(third, "P1").origin_id, self.line_of(budget, "P1")
        )
        self.assertEqual(self.line_of(third, "G1").origin_id, added)

    def test_revision_of_a_revision_that_was_overtaken(self):
        budget = self.new_budget([("T1", "travel", 20)])
        revision = self.revise(budget)
        revision.line_ids.unlink()
        with self.assert_sentence("empty"):
            self.approve(revision)
        self.assertEqual(budget.state, "approved")

    def test_abandoned_revision_can_be_deleted(self):
        budget = self.new_budget([("T1", "travel", 20)])
        self.revise(budget).unlink()
        self.assertEqual(budget.state, "approved")
        self.approve(self.revise(budget))
        self.assertEqual(budget.state, "superseded")

    def test_original_and_revised(self):
        budget = self.new_budget([("T1", "travel", 20)])
        self.bill([("travel", 5, {self.key(self.program): 100})])
        revision = self.revise(budget)
        revision.line_ids.unit_cost = 30
        # A draft shows what the budget in force received, but counts for nothing.
        self.assert_budget(revision, T1=5)
        self.assertEqual(self.as_role("manager", self.program).amount_budget, 20)
        self.approve(revision)
        self.assertEqual(self.as_role("manager", self.program).amount_budget, 30)
        self.assertEqual(self.analysis("amount_budget", program_id=self.program.id), 30)
        self.assert_budget(budget, T1=5)
        self.assertEqual(self.line_of(budget, "T1").amount_remaining, 15)
        self.assertEqual(self.line_of(revision, "T1").amount_remaining, 25)

    # --- deleting what is used -----------------------------------------------------

    def test_used_heading_stays(self):
        self.draft_budget([("G1", "medicine", 5)])
        for key in ("medicine", "root"):
            with self.assert_sentence("used by the budget", ValidationError):
                self.as_role("admin", self.headings[key]).unlink()

    @mute_logger("odoo.sql_db")
    def test_used_headings_parents_and_grants_stay(self):
        self.draft_budget([("G1", "medicine", 5)], grant=self.grant)
        for record in (self.headings["goods"], self.grant, self.sponsor):
            with self.subTest(record._name), self.assert_refused():
                self.as_role("admin", record).unlink()

    def test_program_with_budget_stays(self):
        program = self.new_program()
        self.draft_budget([("T1", "travel", 5)], program=program)
        with self.assert_sentence("delete the budget first", UserError):
            program.unlink()

    @mute_logger("odoo.sql_db")
    def test_accounts_of_programs_and_grants_stay(self):
        for record in (self.program, self.grant):
            with self.assert_refused():
                record.sudo().analytic_account_id.unlink()

    def test_named_budget_line_stays(self):
        budget = self.new_budget([("T1", "travel", 5)])
        self.draft_bill(
            [
                (
                    "travel",
                    5,
                    False,
                    {"social_program_budget_line_id": budget.line_ids.id},
                )
            ]
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            budget.line_ids.unlink()

    def test_grant_with_budgets_keeps_currency(self):
        self.draft_budget([("T1", "travel", 5)], grant=self.grant_eur)
        with self.assert_sentence("stay as they are", ValidationError):
            self.as_role("admin", self.grant_eur).currency_id = self.usd

    # --- umbrella programs ---------------------------------------------------------

    def test_umbrella_adds_up_the_programs_below(self):
        umbrella = self.new_program(name="Umbrella")
        first = self.new_program(name="First", parent_id=umbrella.id)
        second = self.new_program(name="Second", parent_id=first.id)
        with freeze_time("2026-03-01"):
            self.new_budget([("T1", "travel", 100)], program=umbrella)
            self.new_budget([("T1", "travel", 1000)], program=first, grant=self.grant)
            self.new_budget(
                [("T1", "travel", 2000)], program=second, grant=self.grant_eur
            )
        self.bill([("travel", 1, {self.key(umbrella): 100})])
        self.bill([("travel", 20, {self.key(first, self.grant): 100})])
        self.bill([("travel", 300, {self.key(second, self.grant_eur): 100})])
        self.draft_bill([("travel", 4000, {self.key(second): 100})])
        umbrella, first, second = self.as_role("manager", umbrella + first + second)
        self.assertEqual(second.amount_spent, 300)
        self.assertEqual(first.amount_spent, 320)
        self.assertEqual(umbrella.amount_spent, 321)
        self.assertEqual(umbrella.amount_committed, 4000)
        # 2,000 euros at 1.25 dollars.
        self.assertEqual(second.amount_budget, 2500)
        self.assertEqual(umbrella.amount_budget, 3600)
        self.assertEqual(umbrella.amount_remaining, 3600 - 321 - 4000)
        # An archived program is still below.
        second.active = False
        self.env.invalidate_all()
        self.assertEqual(umbrella.amount_spent, 321)
