"""Who may do what, in one table, tried by doing it."""

from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PIXEL, ROLES, SocialProgramAccountCase

COLUMNS = [*ROLES, "deputy", "other_manager", "other_officer"]

# R reads, W writes, C creates, D deletes. The records belong to `program`: `manager`
# manages it, `deputy` deputises, `officer` is a member; the last two users are managers
# and officers of another program. A `*` after the name marks what a company shares.
TABLE = """
                         aud off mgr  adm  fun  inv usr  amg  ro emp por dep  omgr oof
social.program           R   R   RWCD RWCD R    R   R    R    R  -   -   RWC  RC   -
social.program.member    R   R   RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.program.checkitem R   R   RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.workload          R   -   R    R    -    -   -    -    -  -   -   R    R    -
social.activity          R   RWC RWCD RWCD -    R   R    R    R  -   -   RWCD R    -
social.stakeholder       R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.contact.log       R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.meeting           R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.meeting.decision  R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.activity.cost     R   RWCD RWCD RWCD -   R   R    R    R  -   -   RWCD R    -
social.photo             R   RWCD RWCD RWCD -   -   -    -    -  -   -   RWCD R    -
social.activity.recurrence R RWC RWCD RWCD -    R   R    R    R  -   -   RWCD R    -
social.handover          R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.handover.line     R   RWCD RWCD RWCD -   -   -    -    -  -   -   RWCD R    -
social.service           R   R   RWC  RWCD R    R   R    R    R  -   -   RWC  RWC  R
social.area              R   R   RWC  RWCD R    R   R    R    R  -   -   RWC  RWC  R
social.tag               R   R   RWC  RWCD R    R   R    R    R  -   -   RWC  RWC  R
social.risk              R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.issue             R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.issue.option      R   RWCD RWCD RWCD -   -   -    -    -  -   -   RWCD R    -
social.lesson            R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.beneficiary       R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.enrollment        R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.volunteer         R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD RWCD RWC
social.sponsor           R   -   R    RWCD RWCD R   RWCD RWCD R  -   -   R    R    -
social.grant             R   -   R    RWCD RWCD R   RWCD RWCD R  -   -   R    R    -
social.grant.award       R   -   R    RWCD RWCD R   RWCD RWCD R  -   -   R    R    -
social.cost.category     R   -   R    RWCD R    R   RWCD RWCD R  -   -   R    R    -
social.budget            R   -   RWCD RWCD R    R   RWCD RWCD R  -   -   RWCD R    -
social.budget.line       R   -   RWCD RWCD R    R   RWCD RWCD R  -   -   RWCD R    -
social.budget.analysis   R   -   R    R    R    R   R    R    R  -   -   R    R    -
social.spending.coverage R   -   -    R    -    R   R    R    R  -   -   -    -    -
social.visit             R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.visit.item        R   RWCD RWCD RWCD -   -   -    -    -  -   -   RWCD R    -
social.visit.finding     R   RWC RWCD RWCD -    -   -    -    -  -   -   RWCD R    -
social.visit.template    R   R   RWC  RWCD -    -   -    -    -  -   -   RWC  RWC  R
social.visit.template.item R R   RWCD RWCD -    -   -    -    -  -   -   RWCD RWCD R
social.donor.report      R   -   RWCD RWCD R    R   RWCD RWCD R  -   -   RWCD R    -
social.donor.report.explanation R - RWCD RWCD R R   RWCD RWCD R  -   -   RWCD R    -
"""


def parse(table):
    """Return {model: {user: letters}} of the table above."""
    rows = [line.split() for line in table.strip().splitlines()][1:]
    return {
        row[0]: dict(zip(COLUMNS, (cell.strip("-") for cell in row[1:]), strict=True))
        for row in rows
    }


@tagged("post_install", "-at_install")
class TestAccessTable(SocialProgramAccountCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.table = parse(TABLE)
        root = cls.root
        company = {"company_id": cls.company.id}
        year = {"date_start": date(2026, 1, 1), "date_end": date(2026, 12, 31)}
        sponsor = root["social.sponsor"].create({"name": "Foundation", **company})
        grant = root["social.grant"].create(
            {"name": "Wells", "sponsor_id": sponsor.id, **year, **company}
        )
        heading = root["social.cost.category"].create({"name": "Costs", **company})
        budget = root["social.budget"].create(
            {"program_id": cls.program.id, "root_category_id": heading.id, **year}
        )
        person = cls.new_person()
        activity = cls.new_activity()
        handover_vals = {
            "field_activity_id": activity.id,
            "receiver_name": "Village head",
            "user_id": cls.users["manager"].id,
        }
        handover = root["social.handover"].create(handover_vals)
        issue = root["social.issue"].create(
            {"name": "I", "program_id": cls.program.id, "user_id": False}
        )
        bill = root["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.partner_a.id,
                "invoice_date": date(2026, 3, 1),
                "company_id": cls.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Pump",
                            "price_unit": 50,
                            "tax_ids": [],
                            "account_id": cls.company_data[
                                "default_account_expense"
                            ].id,
                            "analytic_distribution": {
                                str(cls.program.sudo().analytic_account_id.id): 100
                            },
                        }
                    )
                ],
            }
        )
        bill.action_post()
        root.flush_all()

        stakeholder_vals = {
            "name": "Village head",
            "program_ids": [Command.set(cls.program.ids)],
            "user_id": cls.users["manager"].id,
            **company,
        }
        stakeholder = root["social.stakeholder"].create(stakeholder_vals)
        meeting_vals = {"name": "Coordination", "program_id": cls.program.id}
        meeting = root["social.meeting"].create(meeting_vals)
        visit_vals = {"place": "Spring", "program_id": cls.program.id}
        visit = root["social.visit"].create(visit_vals)
        checklist = root["social.visit.template"].create({"name": "C", **company})

        period = {"date_from": date(2026, 1, 1), "date_to": date(2026, 6, 30)}
        report = {"program_id": cls.program.id, **period}
        reports = root["social.donor.report"].create([report, report])

        # What is tried on each model: values of a new record, values to write.
        # A record for each is made of the same values, so that nothing hangs on it.
        cls.values = {
            "social.program": ({"name": "P", **year}, {"name": "Q"}),
            "social.program.member": (
                {
                    "program_id": cls.program.id,
                    "user_id": cls.users["employee"].id,
                    "role": "finance",
                },
                {"role": "monitoring"},
            ),
            "social.program.checkitem": (
                {"name": "Keys", "program_id": cls.program.id},
                {"note": "Safe"},
            ),
            "social.activity": (
                {"name": "A", "program_id": cls.program.id, **year},
                {"place": "Hall"},
            ),
            "social.stakeholder": (stakeholder_vals, {"phone": "1"}),
            "social.contact.log": (
                {"stakeholder_id": stakeholder.id, "summary": "Land"},
                {"outcome": "Agreed"},
            ),
            "social.meeting": (meeting_vals, {"place": "Hall"}),
            "social.meeting.decision": (
                {"meeting_id": meeting.id, "text": "Buy pipes"},
                {"deadline": date(2026, 7, 1)},
            ),
            "social.activity.cost": (
                {"name": "Room", "field_activity_id": activity.id},
                {"quantity": 2},
            ),
            "social.photo": (
                {"image": PIXEL, "field_activity_id": activity.id},
                {"caption": "Tap"},
            ),
            "social.activity.recurrence": (
                {"name": "A", "program_id": cls.program.id, "mon": True},
                {"interval": 2},
            ),
            "social.handover": (handover_vals, {"place": "Hall"}),
            "social.handover.line": (
                {"name": "Pipe", "handover_id": handover.id},
                {"quantity": 2},
            ),
            "social.service": ({"name": "S", **company}, {"code": "S1"}),
            "social.area": ({"name": "A"}, {"code": "1"}),
            "social.tag": ({"name": "T"}, {"color": 2}),
            "social.risk": (
                {"name": "R", "program_id": cls.program.id, "user_id": False},
                {"measure": "M"},
            ),
            "social.issue": (
                {"name": "I", "program_id": cls.program.id, "user_id": False},
                {"effect_days": 3},
            ),
            "social.issue.option": (
                {"name": "O", "issue_id": issue.id},
                {"chosen": True},
            ),
            "social.lesson": (
                {"name": "L", "program_id": cls.program.id},
                {"recommendation": "R"},
            ),
            "social.beneficiary": (
                {"name": "B", "program_id": cls.program.id},
                {"phone": "1"},
            ),
            "social.enrollment": (
                {
                    "program_id": cls.program.id,
                    "beneficiary_id": person.id,
                    "state": "rejected",
                },
                {"date_applied": date(2026, 1, 2)},
            ),
            "social.volunteer": ({"name": "V", **company}, {"note": "N"}),
            "social.sponsor": ({"name": "S", **company}, {"note": "N"}),
            "social.grant": (
                {"name": "G", "sponsor_id": sponsor.id, **year, **company},
                {"name": "H"},
            ),
            "social.grant.award": (
                {"grant_id": grant.id, "amount": 5, "date": date(2026, 1, 1)},
                {"note": "N"},
            ),
            "social.cost.category": ({"name": "C", **company}, {"code": "1"}),
            "social.budget": (
                {
                    "program_id": cls.program.id,
                    "root_category_id": heading.id,
                    **year,
                },
                {"name": "B"},
            ),
            "social.budget.line": (
                {"budget_id": budget.id, "name": "L", "category_id": heading.id},
                {"unit": "month"},
            ),
            "social.visit": (visit_vals, {"place": "Tank"}),
            "social.visit.item": (
                {"visit_id": visit.id, "question": "Does it run?"},
                {"answer": "yes"},
            ),
            "social.visit.finding": (
                {"visit_id": visit.id, "text": "A leak"},
                {"severity": "high"},
            ),
            "social.visit.template": ({"name": "W", **company}, {"name": "X"}),
            "social.visit.template.item": (
                {"template_id": checklist.id, "question": "Does it run?"},
                {"sequence": 2},
            ),
            "social.donor.report": (report, {"place": "Kupang"}),
            "social.donor.report.explanation": (
                {"report_id": reports[0].id},
                {"text": "Rain"},
            ),
        }
        cls.records = {
            name: root[name].create(
                # A report explains a line once: the first stays free for the trial.
                vals | {"report_id": reports[1].id} if "report_id" in vals else vals
            )
            for name, (vals, _change) in cls.values.items()
        }
        # The manager's own draft is what he or she may delete.
        cls.records["social.program"] = cls.new_program(
            member_ids=[
                Command.create({"role": role, "user_id": cls.users[user].id})
                for role, user in (("deputy", "deputy"), ("officer", "officer"))
            ]
        )
        for name in (
            "social.budget.analysis",
            "social.spending.coverage",
            "social.workload",
        ):
            cls.records[name] = (
                root[name]
                .with_context(allowed_company_ids=cls.company.ids)
                .search([("company_id", "=", cls.company.id)], limit=1)
            )

    def addon_models(self):
        """Return the names of the addon's models that hold data."""
        return {
            name
            for name, model in self.env.registry.items()
            if not model._abstract
            and not model._transient
            and model._original_module == "social_program"
        }

    def test_every_model_is_in_the_table(self):
        self.assertEqual(self.addon_models(), set(self.table))

    def test_table(self):
        for name, cells in self.table.items():
            record = self.records[name]
            self.assertTrue(record, name)
            for user, letters in cells.items():
                with self.subTest(model=name, user=user):
                    self.assertEqual(self._tried(user, name, record), letters)

    def _tried(self, user, name, record):
        """Return the letters of what a user could do to a record and its model."""
        record = self.as_role(user, record)
        Model = self.as_role(user, name)
        create_vals, write_vals = self.values.get(name, ({}, {}))
        operations = [("R", "read", lambda: self._read(Model, record))]
        if name in self.values:
            operations += [
                ("W", "write", lambda: record.write(write_vals)),
                ("C", "create", lambda: Model.create(create_vals)),
                ("D", "unlink", record.unlink),
            ]
        letters = ""
        for letter, operation, work in operations:
            done = self._attempt(work)
            letters += letter * done
            if letter == "C":
                self.assertLessEqual(done, Model.has_access("create"))
            else:
                self.assertEqual(done, record.has_access(operation), letter)
        if name not in self.values:
            for operation in ("write", "create", "unlink"):
                self.assertFalse(record.has_access(operation), operation)
        return letters

    def _read(self, Model, record):
        record.read(
            ["display_name", "create_uid"] if record._auto else ["display_name"]
        )
        found = Model.search([("id", "=", record.id)])
        return bool(found and Model.search_count([("id", "=", record.id)]))

    def _attempt(self, work):
        """Do something and undo it; tell whether it was allowed."""
        self.env.invalidate_all()
        savepoint = self.env.cr.savepoint()
        try:
            with mute_logger("odoo.sql_db", "odoo.models.unlink"):
                allowed = work() is not False
                self.env.flush_all()
        except AccessError:
            return False
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        return allowed

    # ------------------------------------------------------------------
    # Nobody else
    # ------------------------------------------------------------------
    def test_without_a_role_every_door_is_closed(self):
        public = self.root.ref("base.public_user")
        everything = self.addon_models() | {
            name
            for name, model in self.env.registry.items()
            if model._transient and model._original_module == "social_program"
        }
        for user in (self.users["employee"], self.users["portal"], public):
            for name in sorted(everything):
                Model = self.root[name].with_user(user)
                for work in (
                    lambda Model=Model: Model.search([]),
                    lambda Model=Model: Model.search_count([]),
                    lambda Model=Model: Model.search_read([], ["display_name"]),
                    lambda Model=Model: Model.web_search_read([], {"id": {}}),
                    lambda Model=Model: Model.formatted_read_group(
                        [], ["id"], ["__count"]
                    ),
                    lambda Model=Model: Model.name_search(""),
                    lambda Model=Model: Model.create({}),
                    lambda Model=Model: Model.browse(1).read(["id"]),
                ):
                    with (
                        self.subTest(user=user.login, model=name),
                        self.assertRaises(AccessError),
                    ):
                        work()

    def test_the_second_company_sees_nothing(self):
        stranger = self.users["stranger"]
        stranger.sudo().group_ids += self.env.ref("base.group_allow_export")
        for name in sorted(self.table):
            if name in ("social.area", "social.tag"):
                # Shared by companies: they name places and themes.
                continue
            record = self.as_role("stranger", self.records[name])
            Model = self.as_role("stranger", name)
            with self.subTest(model=name):
                self.assertFalse(Model.search([]))
                self.assertFalse(Model.search([("id", "=", record.id)]))
                self.assertEqual(Model.search_count([]), 0)
                self.assertEqual(Model.name_search(""), [])
                self.assertEqual(
                    sum(row[0] for row in Model._read_group([], [], ["__count"])), 0
                )
                groups = Model.formatted_read_group([], ["company_id"], ["__count"])
                self.assertEqual(groups, [])
                if record._auto:
                    with self.assertRaises(AccessError):
                        record.read(["display_name"])
                    with self.assertRaises(AccessError):
                        record.export_data(["display_name"])
                else:
                    # A report has no such row for this user.
                    self.assertFalse(record.read(["display_name"]))
                # Nor with the other company named in the context.
                with self.assertRaises(AccessError):
                    Model.with_context(
                        allowed_company_ids=self.company.ids
                    ).search_count([])

    def test_a_superset_of_roles_does_not_widen_writing(self):
        """Reading all as an auditor must not let an officer write all."""
        both = self._new_user(
            "both",
            "social_program.group_auditor,social_program.group_officer,"
            "social_program.group_fundraising,account.group_account_readonly",
            self.company,
        )
        person = self.new_person(self.other_program, role="other_officer")
        activity = self.new_activity(self.other_program, role="other_officer")
        for record in (person, activity):
            record = record.with_user(both)
            self.assertTrue(record.has_access("read"))
            self.assertFalse(record.has_access("write"))
            self.assertFalse(record.has_access("unlink"))

    def test_fundraisers_keep_the_reports_of_grants(self):
        Report = self.as_role("fundraiser", "social.donor.report")
        period = {"date_from": date(2026, 1, 1), "date_to": date(2026, 6, 30)}
        report = Report.create({"grant_id": self.records["social.grant"].id, **period})
        report.place = "Kupang"
        with self.assertRaises(AccessError):
            report.write({"grant_id": False, "program_id": self.program.id})
        report.unlink()

    def test_menus(self):
        """Each role sees the application with what it may use; others see nothing."""
        prefix = "social_program."
        menus = {
            "programs": prefix + "social_program_menu",
            "activities": prefix + "social_activity_menu",
            "people": prefix + "social_beneficiary_menu",
            "volunteers": prefix + "social_volunteer_menu",
            "services": prefix + "social_service_menu",
            "settings": prefix + "res_config_settings_menu",
        }
        expected = {
            "auditor": {"programs", "activities", "people", "volunteers"},
            "officer": {"programs", "activities", "people", "volunteers"},
            "manager": set(menus) - {"settings"},
            "admin": set(menus) - {"settings"},
            "fundraiser": {"programs"},
            "acc_invoice": {"programs", "activities"},
            "acc_user": {"programs", "activities"},
            "acc_manager": {"programs", "activities"},
            "acc_readonly": {"programs", "activities"},
            "employee": set(),
        }
        root = self.env.ref("social_program.menu_root").id
        for role, names in expected.items():
            visible = self.as_role(role, "ir.ui.menu")._visible_menu_ids()
            self.assertEqual(root in visible, bool(names), role)
            self.assertEqual(
                {
                    name
                    for name, xmlid in menus.items()
                    if self.env.ref(xmlid).id in visible
                },
                names,
                role,
            )

    def test_foreign_keys_keep_what_is_used(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.records["social.grant"].sponsor_id.unlink()
            self.env.flush_all()
