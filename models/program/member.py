from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.dates import ends_early


class SocialProgramMember(models.Model):
    _name = "social.program.member"
    _description = "Program Member"
    _inherit = ["social.record.mixin"]
    _check_company_auto = True
    _order = "program_id, role, id"

    program_id = fields.Many2one(ondelete="cascade")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        index="btree_not_null",
        ondelete="cascade",
        domain="[('share', '=', False)]",
        check_company=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Partner Organization",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    role = fields.Selection(
        selection=[
            ("deputy", "Deputy Manager"),
            ("officer", "Field Officer"),
            ("finance", "Finance"),
            ("monitoring", "Monitoring and Evaluation"),
            ("partner", "Partner Organization"),
        ],
        required=True,
        default="officer",
        help="A deputy manager may change the program as its manager does.",
    )
    responsibility = fields.Char(help="What he, she or the organization takes on.")
    allocation = fields.Float(
        string="Working Time (%)",
        digits=(5, 1),
        help="Part of the person's working time that the program may count on.",
    )
    date_start = fields.Date(string="From")
    date_end = fields.Date(
        string="Until", help="After this day the person no longer sees the program."
    )
    agreement_reference = fields.Char(
        string="Agreement", help="Number of the agreement with the partner."
    )
    contribution = fields.Char(help="What the partner brings: people, goods, a hall.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    contribution_amount = fields.Monetary(
        string="Worth",
        help="What the contribution is worth, as the partner states it; nothing is "
        "posted.",
    )
    leaving_reason = fields.Char(
        copy=False, help="Why the partner or the person left before the end."
    )

    _allocation_range = models.Constraint(
        "CHECK (allocation >= 0 AND allocation <= 100)",
        "Working time lies between 0 and 100 %.",
    )

    @api.depends("user_id", "partner_id", "role")
    def _compute_display_name(self):
        roles = dict(self._fields["role"]._description_selection(self.env))
        for member in self:
            who = member.user_id.display_name or member.partner_id.display_name or ""
            member.display_name = f"{who} ({roles.get(member.role, '')})"

    @api.constrains("program_id", "user_id", "partner_id")
    def _check_person(self):
        if any(bool(member.user_id) == bool(member.partner_id) for member in self):
            raise ValidationError(
                self.env._(
                    "A member is either a person or a partner organization: "
                    "fill in one of the two."
                )
            )

    @api.constrains("user_id", "role")
    def _check_deputy(self):
        if any(member.role == "deputy" and not member.user_id for member in self):
            raise ValidationError(
                self.env._("A deputy manager is a person who can log in.")
            )

    @api.constrains("date_start", "date_end")
    def _check_dates(self):
        for member in self:
            if ends_early(member):
                raise ValidationError(
                    self.env._("A membership cannot end before it starts.")
                )

    @api.constrains("leaving_reason", "date_end")
    def _check_leaving(self):
        if any(member.leaving_reason and not member.date_end for member in self):
            raise ValidationError(
                self.env._(
                    "Fill in until when the partner or the person was there, beside "
                    "the reason for leaving."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_partner(self):
        """A partner that leaves stays on record: funders ask who was there."""
        kept = self.filtered(
            lambda member: member.partner_id and member.program_id.state != "draft"
        )
        if kept:
            raise UserError(
                self.env._(
                    "“%(partner)s” stays on record. Fill in until when it took part "
                    "and why it left.",
                    partner=kept[0].partner_id.name,
                )
            )

    @api.model
    def _check_new_values(self, vals_list):
        self._check_program_writable({vals.get("program_id") for vals in vals_list})
        return super()._check_new_values(vals_list)

    def write(self, vals):
        if "program_id" in vals:
            self._check_program_writable({vals["program_id"]})
        return super().write(vals)

    @api.model
    def _check_program_writable(self, program_ids):
        """Refuse members of programs that the user may not change.

        The rules alone look at the result, in which somebody who had made himself or
        herself a deputy would already be one.
        """
        self.env["social.program"].browse(program_ids - {None, False}).check_access(
            "write"
        )
