from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.state_way import Way

LIVE_STATES = ("applied", "eligible", "waitlisted", "enrolled")
ENDED_STATES = ("completed", "exited")
STATES = (*LIVE_STATES, *ENDED_STATES, "rejected")


class SocialEnrollment(models.Model):
    """A person in a program; many rows, so neither chatter nor stored computes."""

    _name = "social.enrollment"
    _description = "Enrollment"
    _inherit = ["social.state.mixin"]
    _check_company_auto = True
    _order = "id desc"

    # Any state may follow any other, as people come, wait, leave and come back.
    _state_transitions = {
        state: {new_state: Way() for new_state in STATES if new_state != state}
        for state in STATES
    }

    program_id = fields.Many2one(
        comodel_name="social.program",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    beneficiary_id = fields.Many2one(
        comodel_name="social.beneficiary",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("applied", "Applied"),
            ("eligible", "Eligible"),
            ("waitlisted", "On the Waitlist"),
            ("enrolled", "Enrolled"),
            ("completed", "Completed"),
            ("exited", "Exited"),
            ("rejected", "Rejected"),
        ],
        group_expand=True,
    )
    date_applied = fields.Date(string="Applied on", default=fields.Date.context_today)
    date_enrolled = fields.Date(
        string="Enrolled on", copy=False, help="Reports count the person from this day."
    )
    date_end = fields.Date(string="Ended on", copy=False)
    exit_reason = fields.Char(copy=False, help="Why the person left before the end.")

    _live_uniq = models.UniqueIndex(
        "(program_id, beneficiary_id) "
        "WHERE state IN ('applied', 'eligible', 'waitlisted', 'enrolled')",
        "This person already has an open enrollment in this program.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_end >= date_enrolled)",
        "An enrollment cannot end before the day of enrollment.",
    )
    _enrolled_dated = models.Constraint(
        "CHECK (state NOT IN ('enrolled', 'completed') OR date_enrolled IS NOT NULL)",
        "An enrolled person needs a day of enrollment.",
    )

    @api.model
    def _states_to_begin_in(self):
        """People are registered when they come, in whatever state they are by then."""
        return set(STATES)

    @api.depends("program_id.code", "beneficiary_id.display_name")
    @api.depends_context("uid", "show_person_name")
    def _compute_display_name(self):
        for enrollment in self:
            parts = (
                enrollment.program_id.code,
                enrollment.beneficiary_id.display_name,
            )
            enrollment.display_name = " / ".join(filter(None, parts))

    @api.constrains("date_enrolled", "date_end")
    def _check_dates(self):
        for enrollment in self:
            if (
                enrollment.date_enrolled
                and enrollment.date_end
                and enrollment.date_end < enrollment.date_enrolled
            ):
                raise ValidationError(
                    self.env._("An enrollment cannot end before the day of enrollment.")
                )

    @api.constrains("state", "date_enrolled", "exit_reason")
    def _check_state(self):
        for enrollment in self:
            if (
                enrollment.state in ("enrolled", "completed")
                and not enrollment.date_enrolled
            ):
                raise ValidationError(
                    self.env._("An enrolled person needs a day of enrollment.")
                )
            if enrollment.state == "exited" and not enrollment.exit_reason:
                raise ValidationError(
                    self.env._("Say why the person leaves the program.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self.env["social.beneficiary"]._with_company_of_program(vals_list)
        today = fields.Date.context_today(self)
        return super().create(
            [self._with_default_dates(vals, today) for vals in vals_list]
        )

    def write(self, vals):
        if {"program_id", "beneficiary_id"} & vals.keys():
            for enrollment in self:
                if (
                    vals.get("program_id", enrollment.program_id.id)
                    != enrollment.program_id.id
                    or vals.get("beneficiary_id", enrollment.beneficiary_id.id)
                    != enrollment.beneficiary_id.id
                ):
                    raise UserError(
                        self.env._(
                            "An enrollment keeps its person and its program: "
                            "end it and make a new one."
                        )
                    )
        if "state" not in vals:
            return super().write(vals)
        today = fields.Date.context_today(self)
        # Few groups: records differ only in which dates are still empty.
        groups = self.grouped(lambda e: (bool(e.date_enrolled), bool(e.date_end)))
        for (has_enrolled, has_end), enrollments in groups.items():
            values = self._with_default_dates(vals, today, has_enrolled, has_end)
            super(SocialEnrollment, enrollments).write(values)
        return True

    @api.model
    def _with_default_dates(self, vals, today, has_enrolled=False, has_end=False):
        """Return the values with today for dates that their state makes necessary."""
        vals = dict(vals)
        state = vals.get("state")
        if (
            state in ("enrolled", "completed")
            and not has_enrolled
            and not vals.get("date_enrolled")
        ):
            vals["date_enrolled"] = today
        if state in ENDED_STATES and not has_end and not vals.get("date_end"):
            vals["date_end"] = today
        if state in LIVE_STATES and has_end and "date_end" not in vals:
            vals["date_end"] = False
        return vals

    @api.model
    def _prepare_create_values(self, vals_list):
        complete = super()._prepare_create_values(vals_list)
        self._check_open(complete)
        return complete

    @api.model
    def _check_open(self, vals_list):
        """Refuse a second open enrollment, naming the code before the index does."""
        pairs = {
            (vals.get("program_id"), vals.get("beneficiary_id"))
            for vals in vals_list
            if vals.get("state", "applied") in LIVE_STATES
        }
        if not pairs:
            return
        for enrollment in self.sudo().search_fetch(
            [
                ("program_id", "in", [program for program, _person in pairs]),
                ("beneficiary_id", "in", [person for _program, person in pairs]),
                ("state", "in", LIVE_STATES),
            ],
            ["program_id", "beneficiary_id"],
        ):
            if (enrollment.program_id.id, enrollment.beneficiary_id.id) in pairs:
                raise UserError(
                    self.env._(
                        "%(person)s already has an open enrollment in %(program)s.",
                        person=enrollment.beneficiary_id.code,
                        program=enrollment.program_id.code,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_served(self):
        if any(enrollment.state in ENDED_STATES for enrollment in self):
            raise UserError(
                self.env._(
                    "An ended enrollment is part of the program's history and stays."
                )
            )

    def action_enroll(self):
        """Enroll the people of self, from today where no day is set."""
        self.write({"state": "enrolled"})

    def action_complete(self):
        """Record that the people of self completed the program."""
        self.write({"state": "completed"})
