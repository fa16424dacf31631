from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Whether the program created what it points at.
OWNED = {"analytic_account_id": "owns_analytic_account", "project_id": "owns_project"}


class SocialProgram(models.Model):
    """Where a program meets Odoo's own applications: its account and its project."""

    _inherit = "social.program"

    analytic_account_id = fields.Many2one(
        comodel_name="account.analytic.account",
        copy=False,
        ondelete="restrict",
        check_company=True,
        domain=lambda self: [("root_plan_id", "=", self._base_plan().id)],
        help="Costs carry this account. Leave empty to create one, or adopt an "
        "existing one.",
    )
    owns_analytic_account = fields.Boolean(readonly=True, server_only=True)
    project_id = fields.Many2one(
        comodel_name="project.project",
        copy=False,
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="Tasks of the program. Leave empty to create a project, or adopt an "
        "existing one.",
    )
    owns_project = fields.Boolean(readonly=True, server_only=True)
    is_project_open_to_me = fields.Boolean(
        compute="_compute_is_project_open_to_me",
        export_string_translation=False,
        help="You may open its tasks: you follow the project, or it is open to all.",
    )

    _analytic_account_uniq = models.UniqueIndex(
        "(analytic_account_id)", "This analytic account belongs to another program."
    )

    @api.depends("project_id")
    @api.depends_context("uid")
    def _compute_is_project_open_to_me(self):
        projects = self.sudo().project_id.sudo(False)
        open_to_me = projects.with_env(self.env)._filtered_access("read")
        for program in self:
            program.is_project_open_to_me = program.sudo().project_id in open_to_me

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

    @api.model
    def _check_new_values(self, vals_list):
        for vals in vals_list:
            self._check_adoption(vals)
        return super()._check_new_values(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        programs = super().create(vals_list)
        programs._set_up_accounting()
        return programs

    def write(self, vals):
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
            # They stand in the work plan.
            "allow_milestones": True,
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
