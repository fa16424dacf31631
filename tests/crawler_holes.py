"""Holes that were mended once: with its mend taken out, the crawler sights each."""

from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from odoo.addons.social_program.models.base import rating
from odoo.addons.social_program.models.base.guarded_mixin import SocialGuardedMixin
from odoo.addons.social_program.models.base.links_mixin import SocialLinksMixin
from odoo.addons.social_program.models.base.mail import MailFollowers, MailNotification
from odoo.addons.social_program.models.base.mail_gateway import MailThread
from odoo.addons.social_program.models.base.shadow_mixin import SocialShadowMixin
from odoo.addons.social_program.models.program.program import SocialProgram
from odoo.addons.social_program.models.program.program_accounting import (
    SocialProgram as SocialProgramAccounting,
)

from .crawler import Call


@contextmanager
def without(*mends):
    """Take out several mends: where one stands behind another, both."""
    with ExitStack() as stack:
        for mend in mends:
            stack.enter_context(mend)
        yield


# Links that lead to what is closed are refused whatever brought them.
LINKS = (SocialLinksMixin, "_check_links", lambda model, vals: None)


class HolesMixin:
    """Tests of the crawler itself; `self.judge` and `self.calls` crawl."""

    def assert_sighted(self, hole, calls, user, what):
        """Expect that some call shows a hole, and shows none of it with the mend.

        :param hole: context manager that takes the mend out
        :param calls: the crawler's, for a model
        :param str what: the beginning of what it tells
        """
        with hole:
            call = next((one for one in calls if self.sights(user, one, what)), None)
        self.assertTrue(call, f"{what}: not found in {len(calls)} calls")
        self.assertFalse(self.sights(user, call, what), call)

    def sights(self, user, call, what):
        self.judge.sightings = {}
        self.judge.try_call(user, call)
        return any(found.startswith(what) for *_, found in self.judge.sightings)

    def writing(self, user, model, method=None, context=None):
        """Return the calls that write a model, of a method or with a context only."""
        return [
            call
            for call in self.calls.writing(user, model)
            if method in (None, call.method)
            and (context is None or ("context" in call.kwargs) == context)
        ]

    @contextmanager
    def rule(self, xmlid, **vals):
        """Change a rule for a while."""
        rule = self.root.ref(f"social_program.{xmlid}")
        before = {name: rule[name] for name in vals}
        rule.write(vals)
        self.root.flush_all()
        try:
            yield
        finally:
            rule.write(before)
            self.root.flush_all()

    # ------------------------------------------------------------------
    # What is read
    # ------------------------------------------------------------------
    def test_finds_a_lost_company_rule(self):
        self.assert_sighted(
            self.rule("social_sponsor_rule_company", active=False),
            self.calls.reading("stranger", "social.sponsor"),
            "stranger",
            "shows social.sponsor.note of own",
        )

    def test_finds_a_lost_rule_of_confidential_records(self):
        self.assert_sighted(
            self.rule("social_issue_rule_confidential", active=False),
            self.calls.reading("admin", "social.issue"),
            "admin",
            "shows social.issue.name of secret",
        )

    def test_finds_costs_of_no_program(self):
        open_to_all = "[(1, '=', 1)]"
        for user in ("manager", "fundraiser"):
            for what in (
                "shows account.move.line.name of overhead",
                "lists social.budget.analysis of overhead",
            ):
                with self.subTest(user=user, what=what):
                    self.assert_sighted(
                        self.rule(
                            "social_budget_analysis_rule_read",
                            domain_force=open_to_all,
                        ),
                        self.calls.reading(user, "social.budget.analysis"),
                        user,
                        what,
                    )

    def test_finds_a_name_in_a_display_name(self):
        person = self.planted["social.beneficiary", "other"]
        domain = [("name", "ilike", person.name)]
        count = Call("social.beneficiary", "search_count", [domain], {})
        self.assertEqual(self.judge.try_call("officer", count), 0)

        def search(model, name="", domain=None, operator="ilike", limit=100):
            return [(p.id, p.name) for p in model.sudo().search([])]

        self.assert_sighted(
            patch.object(self.registry["social.beneficiary"], "name_search", search),
            self.calls.reading("officer", "social.beneficiary"),
            "officer",
            "shows social.beneficiary.name of other",
        )

    def test_finds_subjects_of_others_messages(self):
        for Beside, model, what in (
            (MailNotification, "mail.notification", "shows mail.message.subject of "),
            (MailNotification, "mail.notification", "lists mail.notification of "),
            (MailFollowers, "mail.followers", "lists mail.followers of "),
        ):
            with self.subTest(what):
                calls = self.calls.reading("employee", model)
                self.assert_sighted(
                    without(
                        patch.object(Beside, "_shadow_open", False),
                        patch.object(
                            SocialShadowMixin,
                            "_beside_closed",
                            lambda one: one.browse(),
                        ),
                    ),
                    [call for call in calls if call.method != "onchange"],
                    "employee",
                    what,
                )

    def test_finds_what_forms_name(self):
        self.assert_sighted(
            patch.object(SocialLinksMixin, "_closed_links", lambda model, vals: []),
            [
                call
                for call in self.calls.reading("officer", "social.risk")
                if call.method == "onchange"
            ],
            "officer",
            "shows social.program.name of ",
        )

    # ------------------------------------------------------------------
    # What is written
    # ------------------------------------------------------------------
    def test_finds_defaults_of_the_context(self):
        self.assert_sighted(
            patch.object(*LINKS),
            self.writing("officer", "social.enrollment", context=True),
            "officer",
            "opens social.beneficiary of ",
        )

    def test_finds_members_of_others_programs(self):
        Member = self.registry["social.program.member"]
        self.assert_sighted(
            patch.object(Member, "_check_new_values", lambda model, vals_list: None),
            self.writing("manager", "social.program.member", context=True),
            "manager",
            "creates a record of social.program.member in other",
        )

    def test_finds_adopted_accounts(self):
        self.assert_sighted(
            patch.object(
                SocialProgramAccounting, "_check_adoption", lambda program, vals: None
            ),
            self.writing("manager", "social.program", context=True),
            "manager",
            "links social.program.analytic_account_id to what is hidden",
        )

    def test_finds_mail_of_everybody(self):
        def believe(thread, message_dict, route):
            return route

        for user, model, what in (
            ("employee", "social.program", "creates a record of social.program in "),
            ("officer", "social.issue", "changes mail.message of social.issue in "),
        ):
            with self.subTest(what):
                self.assert_sighted(
                    patch.object(MailThread, "_route_to_us", believe),
                    self.writing(user, model, "message_process"),
                    user,
                    what,
                )

    def test_finds_ratings(self):
        with patch.object(rating.RatingRating, "_shadow_open", False):
            self.assert_sighted(
                patch.object(rating, "is_ours", lambda env, name: False),
                self.writing("employee", "rating.rating", "create"),
                "employee",
                "changes rating.rating of ",
            )

    def test_finds_derived_fields_that_are_written(self):
        for user, model, name in (
            ("manager", "social.budget.line", "amount"),
            ("manager", "social.donor.report", "currency_id"),
            ("officer", "social.visit.item", "company_id"),
            ("manager", "social.budget", "amount_total"),
        ):
            with self.subTest(f"{model}.{name}"):
                self.assert_sighted(
                    without(
                        patch.object(*LINKS),
                        patch.object(
                            SocialGuardedMixin, "_is_derived", lambda model, name: False
                        ),
                    ),
                    [
                        call
                        for call in self.writing(user, model, "write")
                        if list(call.args[1]) == [name]
                    ],
                    user,
                    f"forges {model}.{name}",
                )

    def test_finds_what_moves_to_others_programs(self):
        for model, name in (
            ("social.visit.item", "visit_id"),
            ("social.risk", "program_id"),
            ("social.activity.cost", "field_activity_id"),
        ):
            with self.subTest(model):
                self.assert_sighted(
                    patch.object(
                        self.registry[model], "_rule_fields", lambda model: frozenset()
                    ),
                    self.writing("manager", model, "write"),
                    "manager",
                    f"writes {name} of {model} in other",
                )

    def test_finds_umbrellas_that_never_agreed(self):
        self.assert_sighted(
            patch.object(SocialProgram, "_check_umbrella", lambda program, vals: None),
            [
                call
                for call in self.writing("manager", "social.program")
                if "parent_id" in str((call.args, call.kwargs))
            ],
            "manager",
            "puts a record under social.program of other",
        )
