from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.remark import Remark
from ..base.roles import TEAM
from .issue import OPEN_STATES


class SocialProgram(models.Model):
    """Issues of a program, and what they say about its health."""

    _inherit = "social.program"

    # Never a relation: what is in the cache for one user must not show to another.
    issue_count = fields.Integer(
        string="Open Issues", compute="_compute_issue_count", groups=TEAM
    )
    issue_overdue_count = fields.Integer(
        compute="_compute_issue_health", compute_sudo=True
    )
    issue_confidential_count = fields.Integer(
        compute="_compute_issue_health", compute_sudo=True
    )
    manager_self_appointed = fields.Boolean(
        readonly=True,
        server_only=True,
        help="The manager took the program over without being given it, and does not "
        "read its confidential issues unless named there.",
    )

    @api.depends_context("uid")
    def _compute_issue_count(self):
        self._count_issues("issue_count", Domain.TRUE)

    @api.depends_context("uid")
    def _compute_issue_health(self):
        self._count_issues(
            "issue_overdue_count",
            Domain("confidential", "=", False) & Domain("effective_date", "<", "today"),
        )
        # By sudo the rules do not speak, so the domain says who reads it.
        self._count_issues(
            "issue_confidential_count",
            Domain("confidential", "=", True) & Domain("is_open_to_me", "=", True),
        )

    def _count_issues(self, field_name, domain):
        """Count the open issues of the programs of self, and those that affect them."""
        self._count_below(
            field_name,
            "social.issue",
            domain & Domain("state", "in", OPEN_STATES),
            links=("program_id", "program_ids"),
        )

    # ------------------------------------------------------------------
    # Health, closing
    # ------------------------------------------------------------------
    @api.model
    def _health_fields(self):
        return super()._health_fields() | {
            "issue_overdue_count",
            "issue_confidential_count",
        }

    def _health_reasons(self):
        """Add issues; confidential ones as a number, to their readers."""
        reasons = super()._health_reasons()
        if self.issue_overdue_count:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "Open issues whose date has passed: %(count)s.",
                        count=self.issue_overdue_count,
                    ),
                    "action_view_issues",
                )
            )
        if self.issue_confidential_count:
            reasons.append(
                Remark(
                    "at_risk",
                    self.env._(
                        "Confidential matters: %(count)s.",
                        count=self.issue_confidential_count,
                    ),
                    "action_view_issues",
                )
            )
        return reasons

    def _closing_blockers(self):
        """Add the open issues that the user may read."""
        issues = (
            self.env["social.issue"]
            .sudo()
            .search(
                [
                    ("program_id", "=", self.id),
                    ("state", "in", OPEN_STATES),
                    ("is_open_to_me", "=", True),
                ]
            )
        )
        return super()._closing_blockers() + [
            Remark(
                "blocking",
                self.env._(
                    "The issue %(issue)s is not resolved.", issue=issue.display_name
                ),
                "action_view_issues",
            )
            for issue in issues
        ]

    # ------------------------------------------------------------------
    # Write and unlink
    # ------------------------------------------------------------------
    def write(self, vals):
        taken = self.browse()
        if "manager_id" in vals:
            taken = self.filtered(lambda p: p.manager_id.id != vals["manager_id"])
        result = super().write(vals)
        if taken:
            # An administrator could otherwise read whatever is confidential.
            taken.sudo().manager_self_appointed = (
                not self.env.su and vals["manager_id"] == self.env.uid
            )
            self.env["social.issue"].sudo().search(
                [("program_id", "in", taken.ids), ("confidential", "=", True)]
            )._forget_outsiders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_issues(self):
        issues = self.env["social.issue"].sudo()
        for program in self:
            if issues.search_count([("program_id", "=", program.id)], limit=1):
                # The same words whether or not the user may read the issue.
                raise UserError(
                    self.env._(
                        "“%(program)s” is in use: cancel it instead of deleting it.",
                        program=program.name,
                    )
                )

    def action_view_issues(self):
        """Open the issues of the program, of those under it, and what affects them."""
        action = self._action_below("social_program.social_issue_action")
        action["domain"] = [
            "|",
            ("program_id", "child_of", self.id),
            ("program_ids", "child_of", self.id),
        ]
        return action
