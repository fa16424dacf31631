from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..base.remark import Remark
from ..base.roles import TEAM
from .enrollment import LIVE_STATES


class SocialProgram(models.Model):
    _inherit = "social.program"

    enrollment_ids = fields.One2many(
        comodel_name="social.enrollment",
        inverse_name="program_id",
        string="Enrollments",
        groups=TEAM,
    )
    beneficiary_count = fields.Integer(
        string="People",
        compute="_compute_beneficiary_count",
        groups=TEAM,
        help="People with an open enrollment in the program or those under it, "
        "each counted once.",
    )

    @api.depends("enrollment_ids.state", "child_ids")
    def _compute_beneficiary_count(self):
        Enrollment = self.env["social.enrollment"]
        counts = {}
        if self.ids and Enrollment.has_access("read"):
            Enrollment.flush_model(["program_id", "beneficiary_id", "state"])
            self.flush_model(["parent_path"])
            # The user's own rules apply to what is counted.
            live = Enrollment._search([("state", "in", LIVE_STATES)])
            counts = dict(
                self.env.execute_query(
                    SQL(
                        """
                        SELECT program.id, COUNT(DISTINCT enrollment.beneficiary_id)
                          FROM social_program program
                          JOIN social_program below
                            ON below.parent_path LIKE program.parent_path || '%%'
                          JOIN social_enrollment enrollment
                            ON enrollment.program_id = below.id
                         WHERE program.id IN %s AND enrollment.id IN %s
                         GROUP BY program.id
                        """,
                        tuple(self.ids),
                        live.subselect(),
                    )
                )
            )
        for program in self:
            program.beneficiary_count = counts.get(program._origin.id, 0)

    @api.model
    def _closing_fields(self):
        return super()._closing_fields() | {"enrollment_ids.state"}

    def _closing_blockers(self):
        blockers = super()._closing_blockers()
        open_count = (
            self.env["social.enrollment"]
            .sudo()
            .search_count([("program_id", "=", self.id), ("state", "in", LIVE_STATES)])
        )
        if open_count:
            blockers.append(
                Remark(
                    "blocking",
                    self.env._(
                        "People with an open enrollment: %(count)s.", count=open_count
                    ),
                    "action_view_enrollments",
                )
            )
        return blockers

    @api.ondelete(at_uninstall=False)
    def _unlink_except_serving(self):
        registered = self.env["social.beneficiary"].sudo()
        registered = registered.with_context(active_test=False)
        for program in self:
            if program.sudo().enrollment_ids or registered.search_count(
                [("program_id", "=", program.id)], limit=1
            ):
                raise UserError(
                    self.env._(
                        "“%(program)s” has registered people: cancel it instead of "
                        "deleting it.",
                        program=program.name,
                    )
                )

    def action_view_enrollments(self):
        """Open the enrollments of the program and of those under it."""
        self.ensure_one()
        action = self._action_below("social_program.social_enrollment_action")
        action["context"] |= {"show_person_name": True, "search_default_live": 1}
        return action
