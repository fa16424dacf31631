"""200 programs with 50 activities each, on every screen that lists them."""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from .common import SocialProgramCase

PROGRAMS, ACTIVITIES = 200, 50
ROLES = ("manager", "auditor", "officer")


@tagged("post_install", "-at_install")
class TestManyPrograms(SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-06-15"))
        officer = cls.users["officer"]
        cls.programs = cls.as_role("manager", "social.program").create(
            [
                {
                    "name": f"Program {number}",
                    "date_start": date(2026, 1, 1),
                    "date_end": date(2026, 12, 31),
                    "member_ids": [
                        (0, 0, {"role": "officer", "user_id": officer.id}),
                    ],
                }
                for number in range(PROGRAMS)
            ]
        )
        cls.programs.action_approve()
        cls.programs.action_start()
        cls._fill_activities()
        cls._fill_around()
        cls.few = cls.programs[:2]

    @classmethod
    def _fill_activities(cls):
        """Copy one approved activity in the database: late ones, and series as well."""
        pattern = cls.new_activity(
            cls.programs[0],
            place="Hall",
            area_id=cls.root["social.area"].create({"name": "Kupang"}).id,
        )
        pattern.action_approve()
        series = cls.root["social.activity.recurrence"].create(
            [
                {"name": "Training", "mon": True, "program_id": program.id}
                for program in cls.programs
            ]
        )
        pattern.sudo().recurrence_id = series[0]
        cls.root.flush_all()
        changed = {
            "id": SQL("nextval('social_activity_id_seq')"),
            "code": SQL("'M-' || program.id || '-' || number"),
            "program_id": SQL("program.id"),
            "recurrence_id": SQL("series.id"),
            "date_start": SQL("pattern.date_start + 3 * number - 75"),
            "date_end": SQL("pattern.date_end + 3 * number - 75"),
        }
        columns = [
            name
            for name, field in cls.root["social.activity"]._fields.items()
            if field.store and field.column_type
        ]
        cls.root.cr.execute(
            SQL(
                "INSERT INTO social_activity (%s) SELECT %s"
                " FROM social_activity pattern"
                " CROSS JOIN generate_series(1, %s) number"
                " CROSS JOIN social_program program"
                " JOIN social_activity_recurrence series"
                " ON series.program_id = program.id"
                " WHERE pattern.id = %s AND program.id IN %s",
                SQL(", ").join(SQL.identifier(name) for name in columns),
                SQL(", ").join(
                    changed.get(name, SQL.identifier("pattern", name))
                    for name in columns
                ),
                ACTIVITIES,
                pattern.id,
                tuple(cls.programs.ids),
            )
        )
        cls.root.invalidate_all()

    @classmethod
    def _fill_around(cls):
        """Give each program what else its health is told from."""
        root = cls.root
        root["social.risk"].create(
            [
                {
                    "name": "Landslides",
                    "program_id": program.id,
                    "likelihood": "4",
                    "impact": "5",
                    "review_date": date(2026, 6, 1),
                }
                for program in cls.programs
            ]
        )
        root["social.issue"].create(
            [
                {
                    "name": "New decree",
                    "kind": kind,
                    "program_id": program.id,
                    "effective_date": date(2026, 6, 1),
                }
                for program in cls.programs
                for kind in ("policy", "conflict")
            ]
        )

    def client(self, role, model):
        """Return a model with the context that the web client always sends."""
        return self.as_role(role, model).with_context(tz="Asia/Jakarta", lang="en_US")

    def domain(self, programs):
        return [("program_id", "in", programs.ids)]

    def spec(self, Model, view, kind):
        """Return what the web client reads for a view."""
        arch = Model.get_view(self.env.ref(f"social_program.{view}").id, kind)
        readable = Model.fields_get()
        return {
            name: {"fields": {"display_name": {}}}
            if Model._fields[name].relational
            else {}
            for name in arch["models"][Model._name]
            if name in readable
        }

    def assert_constant(self, work, label):
        """Compare what `work` needs for two programs and for all of them."""
        # Once before: what is cached for every request is not the screen's.
        for programs in (self.few, self.programs):
            work(programs)
        few, many = (
            self.count_queries(lambda p=programs: work(p))
            for programs in (self.few, self.programs)
        )
        self.assertEqual(many, few, label)
        self.assertLess(many, 60, label)

    def test_there_are_as_many(self):
        Activity = self.as_role("officer", "social.activity")
        self.assertEqual(
            Activity.search_count(self.domain(self.programs)),
            PROGRAMS * ACTIVITIES + 1,
        )
        program = self.as_role("manager", self.programs[1])
        self.assertEqual(program.field_activity_count, ACTIVITIES)
        self.assertEqual(program.health, "off_track")
        self.assertGreater(len(program.health_reason.splitlines()), 2)

    def test_lists_and_kanbans(self):
        for role in ROLES:
            for model, kinds in (
                ("social.program", ("list", "kanban")),
                ("social.activity", ("list", "kanban")),
            ):
                Model = self.client(role, model)
                # A whole page, so that both count how many more there are.
                field, limit = (
                    ("id", PROGRAMS + 1)
                    if model == "social.program"
                    else ("program_id", 80)
                )
                for kind in kinds:
                    spec = self.spec(
                        Model, f"{model.replace('.', '_')}_view_{kind}", kind
                    )

                    def read(
                        programs, Model=Model, spec=spec, field=field, limit=limit
                    ):
                        Model.web_search_read(
                            [(field, "in", programs.ids)],
                            spec,
                            limit=limit,
                        )

                    self.assert_constant(read, (role, model, kind))

    def test_groups(self):
        Program = self.client("manager", "social.program")
        spec = self.spec(Program, "social_program_view_kanban", "kanban")
        self.assert_constant(
            lambda programs: Program.web_read_group(
                [("id", "in", programs.ids)],
                ["state"],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=spec,
                unfold_read_default_limit=PROGRAMS,
            ),
            "programs by state",
        )
        Activity = self.client("manager", "social.activity")
        for field in ("program_id", "recurrence_id", "state", "user_id"):
            self.assert_constant(
                lambda programs, field=field: Activity.web_read_group(
                    self.domain(programs), [field], ["__count", "progress:avg"]
                ),
                field,
            )

    def test_search_by_health(self):
        Program = self.client("manager", "social.program")
        self.assert_constant(
            lambda programs: Program.search(
                [("id", "in", programs.ids), ("health", "=", "off_track")]
            ),
            "health",
        )

    def test_sort_by_health(self):
        Program = self.client("manager", "social.program")
        self.assert_constant(
            lambda programs: Program.search(
                [("id", "in", programs.ids)], order="health ASC"
            ),
            "health",
        )

    def test_calendar(self):
        for role in ROLES:
            Activity = self.client(role, "social.activity")
            names = list(
                self.spec(Activity, "social_activity_view_calendar", "calendar")
            )
            self.assert_constant(
                lambda programs, Activity=Activity, names=names: Activity.search_read(
                    self.domain(programs)
                    + [
                        ("date_start", "<=", "2026-06-30"),
                        ("date_end", ">=", "2026-06-01"),
                    ],
                    names,
                ),
                role,
            )

    def test_work_plan(self):
        for role in ROLES:
            WorkPlan = self.client(role, "social.work.plan")
            self.assert_constant(
                lambda programs, WorkPlan=WorkPlan: WorkPlan.get_screen(programs.ids),
                role,
            )
        program = self.programs[0]
        rows = WorkPlan.get_rows(program.id, "2026-01-01", "2026-12-31")
        self.assertEqual(len(rows), ACTIVITIES + 1)
