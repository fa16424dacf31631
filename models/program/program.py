from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.dates import DATES, ends_early
from ..base.remark import Remark
from ..base.state_way import Way
from ..base.tree import would_be_below_itself


class SocialProgram(models.Model):
    _name = "social.program"
    _description = "Social Program"
    _inherit = [
        "social.code.mixin",
        "social.next.mixin",
    ]
    _check_company_auto = True
    _parent_store = True
    _rec_names_search = ["name", "code"]
    _order = "date_start desc, id desc"

    _state_transitions = {
        "draft": {
            "approved": Way(who="_filtered_runnable", second=True),
            "cancelled": Way(who="_filtered_runnable", reason=True),
        },
        "approved": {
            "running": Way(),
            "cancelled": Way(reason=True),
            "draft": Way(reason=True),
        },
        "running": {
            "suspended": Way(reason=True),
            "closing": Way(),
            "cancelled": Way(reason=True),
        },
        "suspended": {
            "running": Way(),
            "closing": Way(),
            "cancelled": Way(reason=True),
        },
        "closing": {"closed": Way(), "running": Way(reason=True)},
        "closed": {"closing": Way(reason=True)},
        "cancelled": {"draft": Way(reason=True)},
    }
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
    problem_analysis = fields.Html(help="What is wrong, for whom, and what causes it.")
    needs_assessment = fields.Html(
        help="What the people themselves say that they need, how it was asked, and "
        "what was left out."
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
    manager_allocation = fields.Float(
        string="Manager's Working Time (%)",
        digits=(5, 1),
        help="Part of the manager's working time that the program may count on.",
    )
    member_ids = fields.One2many(
        comodel_name="social.program.member",
        inverse_name="program_id",
        string="Members",
        copy=True,
    )

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
        readonly=True, server_only=True, help="Start that was approved."
    )
    baseline_date_end = fields.Date(
        readonly=True, server_only=True, help="End that was approved."
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
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("running", "Running"),
            ("suspended", "Suspended"),
            ("closing", "Closing"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        tracking=True,
    )
    state_reason = fields.Char(tracking=True)

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a program is already taken."
    )

    _manager_allocation_range = models.Constraint(
        "CHECK (manager_allocation >= 0 AND manager_allocation <= 100)",
        "Working time lies between 0 and 100 %.",
    )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("manager_id", "member_ids")
    def _compute_can_write(self):
        return super()._compute_can_write()

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains(*DATES)
    def _check_dates(self):
        for program in self:
            if ends_early(program):
                raise ValidationError(
                    self.env._(
                        "The program “%(program)s” cannot end before it starts.",
                        program=program.name,
                    )
                )
            if ends_early(program, "actual_date_start", "actual_date_end"):
                raise ValidationError(
                    self.env._(
                        "The actual end of “%(program)s” lies before its actual start.",
                        program=program.name,
                    )
                )

    # ------------------------------------------------------------------
    # Create, write, unlink
    # ------------------------------------------------------------------
    @api.model
    def _check_new_values(self, vals_list):
        for vals in vals_list:
            self._check_umbrella(vals)
        return super()._check_new_values(vals_list)

    def write(self, vals):
        self._check_umbrella(vals)
        if "company_id" in vals and self.filtered(
            lambda program: program.company_id.id != vals["company_id"]
        ):
            # Its account, its people and its costs would stay behind.
            raise UserError(
                self.env._("A program stays in the company where it was created.")
            )
        return super().write(vals)

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

    def _check_umbrella(self, vals):
        """Refuse an umbrella program that is not the user's to change, and circles.

        Its figures and its health include the programs below it.
        """
        parent = self.browse(vals.get("parent_id"))
        if would_be_below_itself(self, parent):
            raise ValidationError(
                self.env._("A program cannot be its own umbrella program.")
            )
        if parent and self.parent_id != parent and not parent.has_access("write"):
            parent.check_access("read")
            raise UserError(
                self.env._(
                    "“%(umbrella)s” takes programs under it through its manager, a "
                    "deputy or an administrator: ask one of them.",
                    umbrella=parent.display_name,
                )
            )

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    @api.model
    def _closing_fields(self):
        """Return the names of the fields that the blockers are told from."""
        return {"state", "child_ids.state"}

    def _closing_blockers(self):
        """Tell what keeps the program from being closed; lower rooms add to it.

        :returns: list of :class:`Remark`, of the level `blocking`
        """
        self.ensure_one()
        return [
            Remark(
                "blocking",
                self.env._(
                    "The program “%(program)s” under it is still open.",
                    program=child.name,
                ),
                "action_view_children",
            )
            for child in self.sudo().child_ids
            if child.state not in ("closed", "cancelled")
        ]

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        if new_state == "closed":
            for program in self:
                blockers = program._closing_blockers()
                if blockers:
                    raise UserError(
                        self.env._(
                            "“%(program)s” cannot be closed yet:\n%(reasons)s",
                            program=program.name,
                            reasons="\n".join(f"- {b.sentence}" for b in blockers),
                        )
                    )
        return result

    def _after_transition(self, new_state):
        result = super()._after_transition(new_state)
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
        return result

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

    def action_view_children(self):
        """Open the programs under this umbrella program."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_program_action"
        )
        action["domain"] = [("id", "child_of", self.id), ("id", "!=", self.id)]
        action["context"] = {"default_parent_id": self.id}
        return action
