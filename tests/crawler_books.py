"""Entries and tasks with canaries, of planted programs and of none.

Odoo's own rights say who reads them; who reads a program's costs reads their labels.
"""

from odoo import Command

from .crawler_people import OVERHEAD
from .funding_common import FundingMixin


class BooksMixin(FundingMixin):
    """Part of `PlantMixin`: plants what neighbours keep about programs."""

    @classmethod
    def _plant_books(cls):
        # {canary: (model, id, field) of a second record that shows it}
        cls.echoes = {}
        kept = []
        books = {}
        for place in cls.places.values():
            if place.secret:
                continue
            if place.company not in books:
                chart = cls.new_chart(place.company)
                books[place.company] = chart, cls.new_journals(place.company, chart)
            account = place.program.analytic_account_id
            kept += cls._plant_costs(place, account, *books[place.company])
            kept.append(cls._plant_task(place, place.program.project_id))
        home = cls.places["own"]
        plan = cls.root["account.analytic.plan"]._social_program_program_plan()
        payroll = cls.root["account.analytic.account"].create(
            {"name": "Office", "plan_id": plan.id, "company_id": cls.company.id}
        )
        private = cls.root["project.project"].create(
            {
                "name": "Office",
                "company_id": cls.company.id,
                "privacy_visibility": "followers",
            }
        )
        kept += cls._plant_costs(home, payroll, *books[cls.company], of=OVERHEAD)
        kept.append(cls._plant_task(home, private, of=OVERHEAD))
        cls.root.flush_all()
        # {(model, id): users who read it, by Odoo's own rights}
        cls.neighbours = {
            (record._name, record.id): frozenset(
                user
                for user in cls.people
                if cls.as_role(user, record).has_access("read")
            )
            for record in kept
        }

    @classmethod
    def _plant_costs(cls, place, account, chart, journals, of=None):
        """Post a cost on an analytic account, and note another by hand.

        :param of: the place that the costs are of, if not of the program
        :return: records that Odoo itself guards
        """
        of, label, note = of or place.name, cls._word(), cls._word()
        company = {"company_id": place.company.id}
        move = cls.root["account.move"].create(
            {
                **company,
                "move_type": "entry",
                "date": "2026-03-15",
                "journal_id": journals["general"].id,
                "line_ids": [
                    Command.create(
                        {
                            "name": label,
                            "account_id": chart["salary"].id,
                            "balance": 50,
                            "analytic_distribution": {str(account.id): 100},
                        }
                    ),
                    Command.create({"account_id": chart["bank"].id, "balance": -50}),
                ],
            }
        )
        move.action_post()
        item = move.line_ids.filtered("analytic_line_ids")
        noted = cls.root["account.analytic.line"].create(
            {
                **company,
                "name": note,
                "date": "2026-03-15",
                "amount": -5,
                account.plan_id._column_name(): account.id,
            }
        )
        cls.root.flush_all()
        Analysis = cls.root["social.budget.analysis"].with_context(
            allowed_company_ids=place.company.ids
        )
        row = Analysis.search([("move_line_id", "=", item.id)]).ensure_one()
        row = row.with_env(cls.root)
        cls.place_of[row._name, row.id] = (row._name, of)
        cls.planted[row._name, of] = row
        kept = [move, item, item.analytic_line_ids, noted]
        for record in kept:
            cls.place_of[record._name, record.id] = ("social.program", of)
        cls._remember(item, {"name": label})
        cls._remember(noted, {"name": note})
        cls.echoes[label.lower()] = (row._name, row.id, "name")
        return kept

    @classmethod
    def _plant_task(cls, place, project, of=None):
        of = of or place.name
        words = {"name": cls._word(), "description": cls._word()}
        task = cls.root["project.task"].create(
            {
                **words,
                "project_id": project.id,
                "user_ids": [Command.set(place.user.ids)],
                "social_program_meeting_id": cls.planted[
                    "social.meeting", place.name
                ].id,
            }
        )
        cls.place_of[task._name, task.id] = ("social.program", of)
        cls._remember(task, words)
        return task
