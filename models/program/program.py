from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .activity import OPEN_STATES

LIVE_STATES = ("approved", "running", "suspended", "closing")
# Whether the program created what it points at.
OWNED = {"analytic_account_id": "owns_analytic_account", "project_id": "owns_project"}
# An activity this late counts for more than a delay.
VERY_LATE_DAYS = 30


class SocialProgram(models.Model):
    _name = "social.program"
    _description = "Social Program"
    _inherit = [
        "social.code.mixin",
        "social.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _order = "date_start desc, id desc"

    _state_transitions = {
        "draft": {"approved": False, "cancelled": True},
        "approved": {"running": False, "cancelled": True, "draft": True},
        "running": {"suspended": True, "closing": False, "cancelled": True},
        "suspended": {"running": False, "closing": False, "cancelled": True},
        "closing": {"closed": False, "running": True},
        "closed": {"closing": True},
        "cancelled": {"draft": True},
    }
    _server_fields = frozenset(
        {
            "baseline_date_start",
            "baseline_date_end",
            "owns_analytic_account",
            "owns_project",
        }
    )

    # ------------------------------------------------------------------
    # What it is
    # ------------------------------------------------------------------
    name = fields.Char(required=True, tracking=True, index="trigram")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    parent_id = fields.Many2one(
        comodel_name="social.program",
        string="Umbrella Program",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('id', '!=', id), ('company_id', '=', company_id)]",
        help="Figures of an umbrella program include those of the programs under it.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("social.program", "parent_id", string="Programs Within")
    area_ids = fields.Many2many(
        comodel_name="social.area",
        relation="social_program_area_rel",
        column1="program_id",
        column2="area_id",
        string="Areas",
    )
    tag_ids = fields.Many2many(
        comodel_name="social.tag",
        relation="social_program_tag_rel",
        column1="program_id",
        column2="tag_id",
        string="Tags",
    )
    description = fields.Text(
        string="Summary", help="What the program does, in two or three sentences."
    )
    problem_analysis = fields.Html(
        help="What is wrong, for whom, and what causes it; a needs assessment."
    )
    theory_of_change = fields.Html(
        help="Why what the program does leads to the change that it seeks."
    )
    sustainability_plan = fields.Html(
        string="Sustainability and Exit Plan",
        help="What stays when the program ends, and who carries it on.",
    )

    # ------------------------------------------------------------------
    # Who runs it
    # ------------------------------------------------------------------
    manager_id = fields.Many2one(
        comodel_name="res.users",
        string="Program Manager",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        tracking=True,
    )
    member_ids = fields.One2many(
        comodel_name="social.program.member",
        inverse_name="program_id",
        string="Members",
        copy=True,
    )
    is_my_program = fields.Boolean(
        compute="_compute_is_my_program",
        search="_search_is_my_program",
        help="You are its manager or a member today.",
    )
    is_managed_by_me = fields.Boolean(
        compute="_compute_is_my_program",
        search="_search_is_managed_by_me",
        help="You are its manager or deputise for the manager today.",
    )
    can_manage = fields.Boolean(compute="_compute_can_manage")

    # ------------------------------------------------------------------
    # When
    # ------------------------------------------------------------------
    date_start = fields.Date(
        string="Start", required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date(
        string="End",
        required=True,
        default=lambda self: (
            fields.Date.context_today(self) + relativedelta(years=1, days=-1)
        ),
        tracking=True,
    )
    baseline_date_start = fields.Date(
        readonly=True, copy=False, help="Start that was approved."
    )
    baseline_date_end = fields.Date(
        readonly=True, copy=False, help="End that was approved."
    )
    actual_date_start = fields.Date(copy=False)
    actual_date_end = fields.Date(copy=False)
    last_cost_date = fields.Date(
        copy=False,
        tracking=True,
        help="Last day on which costs may still be charged while the program closes; "
        "empty: until it is closed.",
    )

    # ------------------------------------------------------------------
    # How it stands
    # ------------------------------------------------------------------
    state = fields.Selection(
        selection_add=[
            ("approved", "Approved"),
            ("running", "Running"),
            ("suspended", "Suspended"),
            ("closing", "Closing"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        ondelete={
            "approved": "cascade",
            "running": "cascade",
            "suspended": "cascade",
            "closing": "cascade",
            "closed": "cascade",
            "cancelled": "cascade",
        },
        tracking=True,
    )
    state_reason = fields.Char(tracking=True)
    health = fields.Selection(
        selection=[
            ("on_track", "On Track"),
            ("at_risk", "At Risk"),
            ("off_track", "Off Track"),
        ],
        compute="_compute_health",
        search="_search_health",
        help="Told from dates, activities and money; only for programs under way.",
    )
    health_reason = fields.Text(
        string="Reasons",
        compute="_compute_health",
        help="Why the program is not on track.",
    )

    # ------------------------------------------------------------------
    # Where it meets Odoo's own applications
    # ------------------------------------------------------------------
    analytic_account_id = fields.Many2one(
        comodel_name="account.analytic.account",
        copy=False,
        ondelete="restrict",
        check_company=True,
        domain=lambda self: [("root_plan_id", "=", self._base_plan().id)],
        help="Costs carry this account. Leave empty to create one, or adopt an "
        "existing one.",
    )
    owns_analytic_account = fields.Boolean(readonly=True, copy=False)
    project_id = fields.Many2one(
        comodel_name="project.project",
        copy=False,
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="Tasks of the program. Leave empty to create a project, or adopt an "
        "existing one.",
    )
    owns_project = fields.Boolean(readonly=True, copy=False)
    field_activity_ids = fields.One2many(
        comodel_name="social.activity",
        inverse_name="program_id",
        string="Field Activities",
    )
    field_activity_count = fields.Integer(
        string="Activity Count",
        compute="_compute_field_activity_count",
        compute_sudo=True,
        help="Activities of the program and of those under it, without cancelled ones.",
    )
    field_activity_done_count = fields.Integer(
        string="Activities Done",
        compute="_compute_field_activity_count",
        compute_sudo=True,
    )
    field_activity_late_count = fields.Integer(
        string="Late Activities",
        compute="_compute_field_activity_count",
        compute_sudo=True,
        help="Open activities whose end has passed.",
    )
    field_activity_very_late_count = fields.Integer(
        compute="_compute_field_activity_count", compute_sudo=True
    )

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a program is already taken."
    )
    _analytic_account_uniq = models.UniqueIndex(
        "(analytic_account_id)", "This analytic account belongs to another program."
    )

    # ------------------------------------------------------------------
    # Computes and searches
    # ------------------------------------------------------------------
    @api.depends("name", "code")
    def _compute_display_name(self):
        for program in self:
            program.display_name = (
                f"[{program.code}] {program.name}" if program.code else program.name
            )

    @api.depends(
        "manager_id",
        "member_ids.user_id",
        "member_ids.role",
        "member_ids.date_start",
        "member_ids.date_end",
    )
    @api.depends_context("uid")
    def _compute_is_my_program(self):
        memberships = (
            self.env["social.program.member"]
            .sudo()
            .search_fetch(
                Domain("program_id", "in", self.ids) & self._current_membership(),
                ["program_id", "role"],
            )
        )
        mine = memberships.program_id
        managed = memberships.filtered(lambda m: m.role == "deputy").program_id
        for program in self:
            is_manager = program.sudo().manager_id == self.env.user
            program.is_my_program = is_manager or program._origin in mine
            program.is_managed_by_me = is_manager or program._origin in managed

    @api.model
    def _current_membership(self):
        """Return the domain of the memberships that the user has today."""
        return Domain(
            [
                ("user_id", "=", self.env.uid),
                "|",
                ("date_start", "=", False),
                ("date_start", "<=", "today"),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", "today"),
            ]
        )

    @api.model
    def _search_is_my_program(self, operator, value):
        if operator != "in":
            return NotImplemented
        # any!: who may see the members is another question.
        return Domain("manager_id", "=", self.env.uid) | Domain(
            "member_ids", "any!", self._current_membership()
        )

    @api.model
    def _search_is_managed_by_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("manager_id", "=", self.env.uid) | Domain(
            "member_ids",
            "any!",
            self._current_membership() & Domain("role", "=", "deputy"),
        )

    @api.depends("manager_id", "member_ids")
    @api.depends_context("uid")
    def _compute_can_manage(self):
        writable = self.sudo(False)._origin._filtered_access("write")
        for program in self:
            program.can_manage = not program._origin or program._origin in writable

    @api.depends(
        "field_activity_ids.state",
        "field_activity_ids.date_end",
        "child_ids.parent_path",
    )
    def _compute_field_activity_count(self):
        today = fields.Date.context_today(self)
        very_late = today - relativedelta(days=VERY_LATE_DAYS)
        below = Domain("program_id", "child_of", self.ids) & Domain(
            "state", "!=", "cancelled"
        )
        opened = Domain("state", "in", OPEN_STATES)
        Activity = self.env["social.activity"]
        totals = {}
        for key, domain in (
            ("count", below),
            ("done", below & Domain("state", "=", "done")),
            ("late", below & opened & Domain("date_end", "<", today)),
            ("very_late", below & opened & Domain("date_end", "<", very_late)),
        ):
            counter = totals[key] = Counter()
            if not self.ids:
                continue
            for program, count in Activity._read_group(
                domain, ["program_id"], ["__count"]
            ):
                for ancestor in program.parent_path.split("/")[:-1]:
                    counter[int(ancestor)] += count
        for program in self:
            program_id = program._origin.id
            program.field_activity_count = totals["count"][program_id]
            program.field_activity_done_count = totals["done"][program_id]
            program.field_activity_late_count = totals["late"][program_id]
            program.field_activity_very_late_count = totals["very_late"][program_id]

    @api.depends(
        "state",
        "state_reason",
        "date_start",
        "date_end",
        "baseline_date_end",
        "field_activity_late_count",
        "field_activity_very_late_count",
    )
    def _compute_health(self):
        for program in self:
            if program.state not in LIVE_STATES:
                program.health = False
                program.health_reason = False
                continue
            reasons = program._health_reasons()
            levels = {level for level, _sentence in reasons}
            if "off_track" in levels:
                program.health = "off_track"
            elif levels:
                program.health = "at_risk"
            else:
                program.health = "on_track"
            # The worst first.
            reasons.sort(key=lambda reason: reason[0] != "off_track")
            program.health_reason = "\n".join(sentence for _, sentence in reasons)

    @api.model
    def _search_health(self, operator, value):
        if operator != "in":
            return NotImplemented
        programs = self.search([("state", "in", LIVE_STATES)])
        found = Domain("id", "in", programs.filtered(lambda p: p.health in value).ids)
        if False in value:
            found |= Domain("state", "not in", LIVE_STATES)
        return found

    def _health_reasons(self):
        """Tell why the program is not on track; lower rooms add their own reasons.

        Called once per program of a list: read only fields that are computed for all
        of them at once.

        :returns: list of (level, sentence), level `at_risk` or `off_track`
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        reasons = []
        if self.state == "suspended":
            reasons.append(
                (
                    "at_risk",
                    self.env._("Suspended: %(reason)s", reason=self.state_reason or ""),
                )
            )
        if self.state == "approved" and self.date_start < today:
            reasons.append(
                (
                    "at_risk",
                    self.env._("The start has passed, but it does not run yet."),
                )
            )
        if self.state in ("running", "suspended") and self.date_end < today:
            reasons.append(
                (
                    "off_track",
                    self.env._("The end has passed, but it is not closing yet."),
                )
            )
        if self.baseline_date_end and self.date_end > self.baseline_date_end:
            reasons.append(
                (
                    "at_risk",
                    self.env._(
                        "It ends %(days)s days later than was approved.",
                        days=(self.date_end - self.baseline_date_end).days,
                    ),
                )
            )
        if self.field_activity_very_late_count:
            reasons.append(
                (
                    "off_track",
                    self.env._(
                        "Activities late by more than %(days)s days: %(count)s.",
                        days=VERY_LATE_DAYS,
                        count=self.field_activity_very_late_count,
                    ),
                )
            )
        late = self.field_activity_late_count - self.field_activity_very_late_count
        if late:
            reasons.append(
                ("at_risk", self.env._("Late activities: %(count)s.", count=late))
            )
        return reasons

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("date_start", "date_end", "actual_date_start", "actual_date_end")
    def _check_dates(self):
        for program in self:
            if program.date_end < program.date_start:
                raise ValidationError(
                    self.env._(
                        "The program “%(program)s” cannot end before it starts.",
                        program=program.name,
                    )
                )
            if (
                program.actual_date_start
                and program.actual_date_end
                and program.actual_date_end < program.actual_date_start
            ):
                raise ValidationError(
                    self.env._(
                        "The actual end of “%(program)s” lies before its actual start.",
                        program=program.name,
                    )
                )

    @api.constrains("analytic_account_id", "project_id", "company_id")
    def _check_accounting(self):
        for program in self.sudo():
            account = program.analytic_account_id
            project = program.project_id
            if account and account.root_plan_id != self._base_plan():
                raise ValidationError(
                    self.env._(
                        "“%(account)s” is not an account of the plan “%(plan)s”, which "
                        "programs use.",
                        account=account.display_name,
                        plan=self._base_plan().name,
                    )
                )
            if project.account_id and account and project.account_id != account:
                raise ValidationError(
                    self.env._(
                        "The project “%(project)s” has another analytic account than "
                        "the program “%(program)s”.",
                        project=project.name,
                        program=program.name,
                    )
                )

    # ------------------------------------------------------------------
    # Create, write, unlink
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_adoption(vals)
            self._check_umbrella(vals)
        programs = super().create(vals_list)
        programs._set_up_accounting()
        return programs

    def write(self, vals):
        self._check_umbrella(vals)
        if "company_id" in vals and self.filtered(
            lambda program: program.company_id.id != vals["company_id"]
        ):
            # Its account, its people and its costs would stay behind.
            raise UserError(
                self.env._("A program stays in the company where it was created.")
            )
        relinking = OWNED.keys() & vals.keys()
        if relinking:
            vals = self._with_account_of_project(vals)
            self._check_adoption(vals)
            if not self.env.su and any(program.state != "draft" for program in self):
                raise UserError(
                    self.env._(
                        "The analytic account and the project of a program are settled "
                        "once it is approved."
                    )
                )
            accounts, projects = self._owned()
        result = super().write(vals)
        if relinking:
            self._after_adoption(vals)
            kept_accounts, kept_projects = self._owned()
            self._remove_unused(accounts - kept_accounts, projects - kept_projects)
        if {"name", "code", "manager_id", "date_start", "date_end"} & vals.keys():
            self._update_owned()
        return result

    def unlink(self):
        accounts, projects = self._owned()
        result = super().unlink()
        self._remove_unused(accounts, projects)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        kept = self.filtered(lambda program: program.state != "draft")
        if kept:
            raise UserError(
                self.env._(
                    "“%(program)s” is not a draft: cancel or close it instead of "
                    "deleting it.",
                    program=kept[0].name,
                )
            )

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        if "name" not in (default or {}):
            for program, vals in zip(self, vals_list, strict=True):
                vals["name"] = self.env._("%(name)s (copy)", name=program.name)
        return vals_list

    # ------------------------------------------------------------------
    # Analytic account and project
    # ------------------------------------------------------------------
    @api.model
    def _base_plan(self):
        """Return the root plan whose accounts stand for programs."""
        plan, _others = self.env["account.analytic.plan"].sudo()._get_all_plans()
        return plan

    def _check_adoption(self, vals):
        """Leave the choice of existing accounts and projects to administrators.

        Whoever chose one would read the costs behind it. An account serves one
        program; said here, because the unique index would speak first otherwise.
        """
        account_id = vals.get("analytic_account_id")
        if not account_id and not vals.get("project_id"):
            return
        if not self.env.su and not self.env.user.has_group(
            "social_program.group_admin"
        ):
            raise AccessError(
                self.env._(
                    "Only an administrator of Social Programs gives a program an "
                    "existing analytic account or project. Leave both empty, and new "
                    "ones are created."
                )
            )
        others = self.sudo().with_context(active_test=False)
        if account_id and others.search_count(
            [("analytic_account_id", "=", account_id), ("id", "not in", self.ids)],
            limit=1,
        ):
            raise ValidationError(
                self.env._("This analytic account already belongs to another program.")
            )

    def _owned(self):
        """Return the accounts and the projects that the programs of self created."""
        programs = self.sudo()
        return (
            programs.filtered("owns_analytic_account").analytic_account_id,
            programs.filtered("owns_project").project_id,
        )

    def _with_account_of_project(self, vals):
        """Return the values with the account of an adopted project.

        The account that the program created for itself gives way to it.
        """
        if not vals.get("project_id") or "analytic_account_id" in vals:
            return vals
        project = self.env["project.project"].sudo().browse(vals["project_id"])
        account = project.account_id
        if account and all(
            program.owns_analytic_account and program.analytic_account_id != account
            for program in self.sudo()
        ):
            return {**vals, "analytic_account_id": account.id}
        return vals

    def _check_umbrella(self, vals):
        """Refuse an umbrella program that the user cannot read, and circles."""
        parent = self.browse(vals.get("parent_id"))
        parent.check_access("read")
        above = (parent.sudo().parent_path or "").split("/")[:-1]
        if set(map(int, above)) & set(self.ids):
            raise ValidationError(
                self.env._("A program cannot be its own umbrella program.")
            )

    def _set_up_accounting(self):
        """Give each program its account and its project: adopted ones, or new ones."""
        for program in self.sudo():
            adopted = program.project_id.account_id
            if not program.analytic_account_id and adopted:
                program.analytic_account_id = adopted
        bare = self.sudo().filtered(lambda program: not program.analytic_account_id)
        plan = self._base_plan()
        accounts = (
            self.env["account.analytic.account"]
            .sudo()
            .create(
                [
                    {
                        "name": program.name,
                        "code": program.code,
                        "plan_id": plan.id,
                        "company_id": program.company_id.id,
                    }
                    for program in bare
                ]
            )
        )
        for program, account in zip(bare, accounts, strict=True):
            program.write(
                {"analytic_account_id": account.id, "owns_analytic_account": True}
            )
        bare = self.sudo().filtered(lambda program: not program.project_id)
        projects = (
            self.env["project.project"]
            .sudo()
            .create([program._prepare_project() for program in bare])
        )
        for program, project in zip(bare, projects, strict=True):
            program.write({"project_id": project.id, "owns_project": True})
        for program in self.sudo():
            if not program.project_id.account_id:
                program.project_id.account_id = program.analytic_account_id

    def _prepare_project(self):
        self.ensure_one()
        return {
            "name": f"[{self.code}] {self.name}",
            "account_id": self.analytic_account_id.id,
            "company_id": self.company_id.id,
            "user_id": self.manager_id.id,
            "date_start": self.date_start,
            "date": self.date_end,
            # Tasks may name people: followers only.
            "privacy_visibility": "followers",
        }

    def _after_adoption(self, vals):
        """Let go of owned records that were replaced; fill what was emptied."""
        for program in self.sudo():
            for name, owns in OWNED.items():
                if name in vals and owns not in vals and program[owns]:
                    program[owns] = False
        self.filtered(
            lambda p: not (p.sudo().analytic_account_id and p.sudo().project_id)
        )._set_up_accounting()

    def _update_owned(self):
        """Keep name, manager and dates of the owned account and project in step."""
        for program in self.sudo():
            if program.owns_project:
                values = program._prepare_project()
                program.project_id.write(
                    {
                        key: values[key]
                        for key in ("name", "user_id", "date_start", "date")
                    }
                )
            if program.owns_analytic_account:
                # Last: a project's new name is copied to its account.
                program.analytic_account_id.write(
                    {"name": program.name, "code": program.code}
                )

    @api.model
    def _is_account_used(self, account):
        """Tell whether an analytic line or a distribution holds the account.

        Bills, orders, expenses, distribution models: every model that has a
        distribution counts.
        """
        column = self._base_plan()._column_name()
        lines = self.env["account.analytic.line"].sudo()
        if lines.search_count([(column, "=", account.id)], limit=1):
            return True
        for name, model_class in self.env.registry.items():
            field = model_class._fields.get("analytic_distribution")
            if not field or not field.store or not model_class._auto:
                continue
            Model = self.env[name].sudo().with_context(active_test=False)
            if Model.search_count(
                [("analytic_distribution", "in", account.ids)], limit=1
            ):
                return True
        return False

    @api.model
    def _remove_unused(self, accounts, projects):
        """Delete what deleted drafts had created, unless something uses it."""
        projects = projects.with_context(active_test=False)
        idle_projects = projects.filtered(lambda project: not project.task_ids)
        busy = (projects - idle_projects).account_id
        for account in accounts - busy:
            used = self._is_account_used(account)
            others = self.env["project.project"].sudo().with_context(active_test=False)
            if used or others.search_count(
                [("account_id", "=", account.id), ("id", "not in", idle_projects.ids)],
                limit=1,
            ):
                # The project would take the account along.
                idle_projects.filtered(
                    lambda p, a=account: p.account_id == a
                ).account_id = False
            else:
                busy -= account
                idle_projects.filtered(
                    lambda p, a=account: p.account_id == a
                ).account_id = False
                account.unlink()
        idle_projects.unlink()

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def _closing_blockers(self):
        """Tell what keeps the program from being closed; lower rooms add to it.

        :returns: list of sentences
        """
        self.ensure_one()
        blockers = [
            self.env._(
                "The activity “%(activity)s” is still open.", activity=activity.name
            )
            for activity in self.sudo().field_activity_ids
            if activity.state in OPEN_STATES
        ]
        blockers += [
            self.env._(
                "The program “%(program)s” under it is still open.", program=child.name
            )
            for child in self.sudo().child_ids
            if child.state not in ("closed", "cancelled")
        ]
        return blockers

    def _check_transition(self, new_state, reason):
        super()._check_transition(new_state, reason)
        if new_state == "approved":
            self.company_id._check_second_person(self)
        elif new_state == "closed":
            for program in self:
                blockers = program._closing_blockers()
                if blockers:
                    raise UserError(
                        self.env._(
                            "“%(program)s” cannot be closed yet:\n%(reasons)s",
                            program=program.name,
                            reasons="\n".join(f"- {text}" for text in blockers),
                        )
                    )

    def _after_transition(self, new_state):
        super()._after_transition(new_state)
        today = fields.Date.context_today(self)
        for program in self.sudo():
            if new_state == "draft":
                program.write(
                    {"baseline_date_start": False, "baseline_date_end": False}
                )
            elif new_state == "approved":
                program.write(
                    {
                        "baseline_date_start": program.date_start,
                        "baseline_date_end": program.date_end,
                    }
                )
            elif new_state == "running":
                program.write(
                    {
                        "actual_date_start": program.actual_date_start or today,
                        "actual_date_end": False,
                    }
                )
            elif new_state == "closed" and not program.actual_date_end:
                start = program.actual_date_start or today
                program.actual_date_end = max(start, min(program.date_end, today))

    def action_approve(self):
        """Approve the programs of self and freeze their dates as baseline."""
        self.write({"state": "approved"})

    def action_start(self):
        """Start the programs of self; today counts as their start if none is set."""
        self.write({"state": "running"})

    def action_resume(self):
        """Let suspended programs run again."""
        self.write({"state": "running"})

    def action_start_closing(self):
        """End the work; costs are still accepted until the last-cost date."""
        self.write({"state": "closing"})

    def action_close(self):
        """Close the programs of self, unless something is still open."""
        self.write({"state": "closed"})

    def action_suspend(self):
        """Ask why the program is suspended."""
        return self._action_ask_reason("suspended")

    def action_cancel(self):
        """Ask why the program is cancelled."""
        return self._action_ask_reason("cancelled")

    def action_reopen(self):
        """Ask why the program goes one step back."""
        self.ensure_one()
        back = {
            "approved": "draft",
            "cancelled": "draft",
            "closing": "running",
            "closed": "closing",
        }
        return self._action_ask_reason(back.get(self.state, "draft"))

    def action_view_field_activities(self):
        """Open the activities of the program and of those under it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_activity_action"
        )
        action["domain"] = [("program_id", "child_of", self.id)]
        action["context"] = {"default_program_id": self.id}
        return action

    def action_view_project(self):
        """Open the tasks of the program's project."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "project.act_project_project_2_project_task_all"
        )
        action["context"] = {
            "active_id": self.project_id.id,
            "default_project_id": self.project_id.id,
        }
        action["domain"] = [("project_id", "=", self.project_id.id)]
        action["display_name"] = self.project_id.display_name
        return action

    def action_view_children(self):
        """Open the programs under this umbrella program."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_program_action"
        )
        action["domain"] = [("id", "child_of", self.id), ("id", "!=", self.id)]
        action["context"] = {"default_parent_id": self.id}
        return action
