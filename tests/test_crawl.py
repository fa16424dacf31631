"""A crawler tries what any account can call, and looks for words and changes.

A part of it in every run; all of it by `./dev test --crawl`.
"""

import os
from random import Random

from odoo.tests import HttpCase, TransactionCase, tagged

from .crawler import Judge
from .crawler_addresses import addresses
from .crawler_calls import Calls, crawled_models
from .crawler_holes import HolesMixin
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
        self.assertTrue(judge.calls)
        found, errors = judge.told(), judge.told_errors()
        if found or errors:
            seed = f"seed {SEED or 1}, {judge.calls} calls"
            head = f"{len(judge.sightings)} sightings ({seed}):"
            self.fail(
                "\n".join([head, *found, f"{len(judge.errors)} errors:", *errors])
            )


@tagged("post_install", "-at_install")
class TestCrawl(HolesMixin, CrawlCase, TransactionCase):
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
                result = self.judge.try_call(user, call)
                if kind == "counting" and result and isinstance(result, int):
                    path = call.args[0][-1][0]
                    self.judge.note(user, call, f"counts by {path}")

    def test_crawl(self):
        models = crawled_models(self.registry)
        ours = [m for m in models if m.startswith(("social.", "report.social_program"))]
        beside = [model for model in models if model not in ours]
        for user in self.people:
            if not SEED:
                models = self.random.sample(ours, 2) + self.random.sample(beside, 1)
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


@tagged("post_install", "-at_install")
class TestCrawlAddresses(CrawlCase, HttpCase):
    def test_addresses(self):
        judge = Judge(type(self))
        for user in ("officer", "other_officer", "employee", "stranger", "portal"):
            login = self.users[user].login
            self.authenticate(login, login)
            found = addresses(type(self), user)
            if not SEED:
                found = self.random.sample(found, min(15, len(found)))
            for address in found:
                response = self.url_open(address)
                judge.look_at_page(user, address, response)
        self.assert_nothing_found(judge)
