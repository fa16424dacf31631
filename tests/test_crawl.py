"""A crawler tries what any account can call, and looks for words and changes.

A part of it in every run; all of it by `./dev test --crawl`.
"""

import os
from random import Random
from unittest.mock import patch

from odoo.tests import HttpCase, TransactionCase, tagged

from .crawler import Call, Judge
from .crawler_addresses import addresses
from .crawler_calls import Calls, crawled_models
from .crawler_plant import PlantMixin

# Set by `./dev test --crawl`: the seed of a whole crawl.
SEED = os.environ.get("SOCIAL_PROGRAM_CRAWL")


class CrawlCase(PlantMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls._plant()

    def setUp(self):
        super().setUp()
        self.random = Random(SEED or 1)

    def assert_nothing_found(self, judge):
        found = judge.told()
        self.assertTrue(judge.calls)
        if found:
            seed = f"seed {SEED or 1}, {judge.calls} calls"
            self.fail(
                "\n".join([f"{len(judge.sightings)} sightings ({seed}):", *found])
            )


@tagged("post_install", "-at_install")
class TestCrawl(CrawlCase, TransactionCase):
    def setUp(self):
        super().setUp()
        self.judge = Judge(type(self))
        self.calls = Calls(type(self), self.random)

    def crawl(self, user, model, most):
        """Try what a user can do with a model.

        :param int most: how many calls of each kind
        """
        for kind in ("reading", "counting", "methods", "writing"):
            calls = getattr(self.calls, kind)(user, model)
            calls = self.random.sample(calls, min(most, len(calls)))
            for call in calls:
                self.kind = kind
                n = len(self.judge.errors)
                result = self.judge.try_call(user, call)
                if len(self.judge.errors) > n:
                    key, (user, call) = list(self.judge.errors.items())[-1]
                    open("/tmp/h/errors.txt", "a").write(
                        f"{kind} {key} {user} {str(call.args)[:300]} {str(call.kwargs)[:200]}\n"
                    )
                if kind == "counting" and result and isinstance(result, int):
                    path = call.args[0][-1][0]
                    self.judge.note(user, call, f"counts by {path}")

    def test_crawl(self):
        models = crawled_models(self.registry)
        ours = [m for m in models if m.startswith(("social.", "report.social_program"))]
        beside = [model for model in models if model not in ours]
        for user in self.people:
            if not SEED:
                models = self.random.sample(ours, 4) + self.random.sample(beside, 2)
            for model in models:
                most = 3 if SEED and model in beside else 12 if SEED else 4
                self.crawl(user, model, most)
        self.assert_nothing_found(self.judge)

    def test_everything_is_planted(self):
        for name in self.addon_models():
            if not self.root[name]._transient:
                for place in ("own", "other", "abroad"):
                    self.assertIn((name, place), self.planted)
        self.assertIn(("social.issue", "secret"), self.planted)
        self.assertLessEqual(set(self.table), set(crawled_models(self.registry)))

    # ------------------------------------------------------------------
    # It finds a hole that is made
    # ------------------------------------------------------------------
    def assert_found(self, user, call, what):
        self.judge.try_call(user, call)
        found = {sighting[3] for sighting in self.judge.sightings}
        self.assertIn(what, found)

    def without_rule(self, xmlid):
        self.root.ref(f"social_program.{xmlid}").active = False
        self.root.flush_all()

    def test_finds_a_lost_company_rule(self):
        call = Call("social.sponsor", "search_read", [[], ["note"]], {})
        self.judge.try_call("stranger", call)
        self.assertFalse(self.judge.sightings)
        self.without_rule("social_sponsor_rule_company")
        self.assert_found("stranger", call, "shows social.sponsor.note of own")

    def test_finds_a_lost_rule_of_confidential_records(self):
        call = Call("social.issue", "search_read", [[], ["name"]], {})
        self.judge.try_call("admin", call)
        self.assertFalse(self.judge.sightings)
        self.without_rule("social_issue_rule_confidential")
        self.assert_found("admin", call, "shows social.issue.name of secret")

    def test_finds_a_name_in_a_display_name(self):
        person = self.planted["social.beneficiary", "other"]
        call = Call("social.beneficiary", "name_search", ["qk"], {})
        count = Call(
            "social.beneficiary",
            "search_count",
            [[("name", "ilike", person.name)]],
            {},
        )
        self.assertEqual(self.judge.try_call("officer", count), 0)
        Model = self.registry["social.beneficiary"]

        def search(model, name="", domain=None, operator="ilike", limit=100):
            return [(p.id, p.name) for p in model.sudo().search([])]

        with patch.object(Model, "name_search", search):
            self.assert_found("officer", call, "shows social.beneficiary.name of other")

    def test_finds_a_derived_field_that_is_written(self):
        line = self.planted["social.budget.line", "own"]
        call = Call("social.budget.line", "write", [line.ids, {"amount": 7}], {})
        self.judge.try_call("manager", call)
        self.assertFalse(self.judge.sightings)
        Model = self.registry["social.budget.line"]
        with patch.object(Model, "_is_derived", lambda model, name: False):
            self.assert_found("manager", call, "forges social.budget.line.amount")


@tagged("post_install", "-at_install")
class TestCrawlAddresses(CrawlCase, HttpCase):
    def test_addresses(self):
        judge = Judge(type(self))
        for user in ("officer", "other_officer", "employee", "stranger", "portal"):
            login = self.users[user].login
            self.authenticate(login, login)
            found = addresses(type(self), user)
            if not SEED:
                found = self.random.sample(found, min(25, len(found)))
            for address in found:
                response = self.url_open(address)
                judge.look_at_page(user, address, response)
        self.assert_nothing_found(judge)
