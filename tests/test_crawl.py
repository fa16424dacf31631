"""A crawler tries what any account can call, and looks for words and changes.

A part of it in every run; all of it by `./dev test --crawl`.
"""

import os
from collections import Counter
from random import Random
import time

from odoo.tests import TransactionCase, tagged

from .crawler import Judge
from .crawler_calls import Calls, crawled_models
from .crawler_plant import PlantMixin


@tagged("post_install", "-at_install")
class TestCrawl(PlantMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))
        cls._plant()

    def test_crawl(self):
        t=time.time()
        judge = Judge(type(self))
        random = Random(1)
        calls = Calls(type(self), random)
        models = crawled_models(self.registry)
        print(len(models), len(self.people), time.time()-t)
        for user in os.environ.get("CU","officer,employee,stranger").split(","):
            tot=Counter(); tm=Counter(); slow=[]
            for model in models:
                for kind in ("reading","counting","methods","writing"):
                    t=time.time()
                    todo = getattr(calls,kind)(user, model)
                    tm["gen "+kind]+=time.time()-t
                    tot[kind]+=len(todo)
                    t=time.time()
                    n=min(len(todo), int(os.environ.get("CN","10")))
                    for call in random.sample(todo,n):
                        t1=time.time()
                        r=judge.try_call(user, call)
                        if kind=="counting" and r and not isinstance(r,Exception): judge.note(user, call, f"counts {call.args}")
                        if time.time()-t1>1: slow.append((call.model,call.method,time.time()-t1))
                    tot["done "+kind]+=n
                    tm[kind]+=time.time()-t
            print(user,tot,tm, slow, flush=True)
        for k,c in judge.sightings.items():
            print(k, str(c)[:400])
