from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.dates import DATES, ends_early
from ..base.state_way import Way

OPEN_STATES = ("draft", "submitted", "approved")


class SocialActivity(models.Model):
    _name = "social.activity"
    _description = "Field Activity"
    _inherit = [
        "social.code.mixin",
        "social.next.mixin",
        "social.record.mixin",
    ]
    _check_company_auto = True
    _rec_names_search = ["name", "code"]
    _order = "date_start, id"

    _state_transitions = {
        "draft": {
            "submitted": Way(),
            # Who manages the program may approve at once what nobody submitted.
            "approved": Way(who="_filtered_managed", second=True),
            "cancelled": Way(reason=True),
        },
        "submitted": {
            "approved": Way(who="_filtered_managed", second=True),
            "draft": Way(reason=True),
            "cancelled": Way(reason=True),
        },
        "approved": {
            "done": Way(),
            "cancelled": Way(reason=True),
            "draft": Way(reason=True),
        },
        # Approved before and only reopened: no second approval.
        "done": {"approved": Way(reason=True, who="_filtered_managed")},
        "cancelled": {"draft": Way(reason=True)},
    }
    name = fields.Char(required=True, tracking=True)
    program_id = fields.Many2one(tracking=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        tracking=True,
    )
    service_id = fields.Many2one(
        comodel_name="social.service",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="What people receive here, if the activity serves people.",
    )
    area_id = fields.Many2one(
        comodel_name="social.area", index="btree_not_null", ondelete="restrict"
    )
    place = fields.Char(help="Where exactly: the hall, the school, the house.")
    date_start = fields.Date(
        string="Start", required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date(
        string="End", required=True, default=fields.Date.context_today, tracking=True
    )
    baseline_date_start = fields.Date(
        readonly=True, server_only=True, help="Start that was approved."
    )
    baseline_date_end = fields.Date(
        readonly=True, server_only=True, help="End that was approved."
    )
    actual_date_start = fields.Date(copy=False)
    actual_date_end = fields.Date(copy=False)
    capacity = fields.Integer(help="How many people can take part; 0: no limit.")
    progress = fields.Float(
        string="Progress (%)", copy=False, aggregator="avg", tracking=True
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        tracking=True,
    )
    state_reason = fields.Char(tracking=True)
    delay_days = fields.Integer(
        string="Delay (Days)",
        compute="_compute_delay_days",
        help="Days between the approved end and the real one, or today while "
        "the activity is open.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of an activity is already taken."
    )
    _progress_range = models.Constraint(
        "CHECK (progress >= 0 AND progress <= 100)",
        "Progress lies between 0 and 100 %.",
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "Capacity cannot be negative."
    )

    @api.depends(
        "state",
        "date_end",
        "baseline_date_end",
        "actual_date_end",
        "program_id.is_template",
    )
    def _compute_delay_days(self):
        today = fields.Date.context_today(self)
        for activity in self:
            planned = activity.baseline_date_end or activity.date_end
            if activity.actual_date_end:
                expected = activity.actual_date_end
            elif activity.state in OPEN_STATES:
                expected = max(activity.date_end or date.min, today)
            else:
                expected = activity.date_end
            is_plan = not activity.program_id.sudo().is_template
            if activity.state == "cancelled" or not (is_plan and planned and expected):
                activity.delay_days = 0
            else:
                activity.delay_days = max(0, (expected - planned).days)

    @api.constrains(*DATES)
    def _check_dates(self):
        for activity in self:
            if ends_early(activity):
                raise ValidationError(
                    self.env._(
                        "The activity “%(activity)s” cannot end before it starts.",
                        activity=activity.name,
                    )
                )
            if ends_early(activity, "actual_date_start", "actual_date_end"):
                raise ValidationError(
                    self.env._(
                        "The actual end of “%(activity)s” lies before its actual "
                        "start.",
                        activity=activity.name,
                    )
                )

    @api.constrains("program_id")
    def _check_program_open(self):
        for activity in self:
            if activity.program_id.state in ("closed", "cancelled"):
                raise ValidationError(
                    self.env._(
                        "The program “%(program)s” is closed or cancelled: "
                        "it takes no more activities.",
                        program=activity.program_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        kept = self.filtered(lambda activity: activity.state in ("approved", "done"))
        if kept:
            raise UserError(
                self.env._(
                    "“%(activity)s” was approved: cancel it instead of deleting it.",
                    activity=kept[0].name,
                )
            )
