from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .issue import OPEN_STATES
from .risk_matrix import draw

READERS = "social_program.group_auditor,social_program.group_officer"
RISK_USERS = "social_program.group_use_risks"


class SocialProgram(models.Model):
    """Risks and issues of a program, and what they say about its health."""

    _inherit = "social.program"

    risk_ids = fields.One2many(
        "social.risk", "program_id", string="Risks", groups=READERS
    )
    risk_open_ids = fields.One2many(
        "social.risk",
        "program_id",
        string="Risks Being Watched",
        domain=[("state", "=", "draft")],
        groups=READERS,
    )
    risk_count = fields.Integer(
        string="Open Risks", compute="_compute_risk_count", groups=READERS
    )
    risk_overdue_count = fields.Integer(
        compute="_compute_risk_overdue_count", compute_sudo=True
    )
    risk_matrix = fields.Html(
        compute="_compute_risk_matrix", sanitize=False, groups=READERS
    )
    # Never a relation: what is in the cache for one user must not show to another.
    issue_count = fields.Integer(
        string="Open Issues", compute="_compute_issue_count", groups=READERS
    )
    issue_overdue_count = fields.Integer(
        compute="_compute_issue_health", compute_sudo=True
    )
    issue_confidential_count = fields.Integer(
        compute="_compute_issue_health", compute_sudo=True
    )
    manager_self_appointed = fields.Boolean(
        readonly=True,
        copy=False,
        help="The manager took the program over without being given it, and does not "
        "read its confidential issues unless named there.",
    )

    # ------------------------------------------------------------------
    # Counts
    # ------------------------------------------------------------------
    def _compute_risk_count(self):
        counts = dict(
            self.env["social.risk"]._read_group(
                [("program_id", "in", self.ids), ("state", "=", "draft")],
                ["program_id"],
                ["__count"],
            )
        )
        for program in self:
            program.risk_count = counts.get(program._origin, 0)

    def _compute_risk_overdue_count(self):
        counts = dict(
            self.env["social.risk"]._read_group(
                [
                    ("program_id", "in", self.ids),
                    ("state", "=", "draft"),
                    ("level", "in", ("high", "critical")),
                    ("review_date", "<", "today"),
                ],
                ["program_id"],
                ["__count"],
            )
        )
        for program in self:
            program.risk_overdue_count = counts.get(program._origin, 0)

    def _compute_risk_matrix(self):
        if not self.env.user.has_group(RISK_USERS):
            self.risk_matrix = False
            return
        risks = self.env["social.risk"].search(
            [("program_id", "in", self.ids), ("state", "=", "draft")]
        )
        by_program = risks.grouped("program_id")
        for program in self:
            found = by_program.get(program._origin)
            program.risk_matrix = draw(found) if found else False

    @api.depends_context("uid")
    def _compute_issue_count(self):
        counts = self._count_issues(Domain.TRUE)
        for program in self:
            program.issue_count = counts[program._origin.id]

    @api.depends_context("uid")
    def _compute_issue_health(self):
        overdue = self._count_issues(
            Domain("confidential", "=", False) & Domain("effective_date", "<", "today")
        )
        # By sudo the rules do not speak, so the domain says who reads it.
        confidential = self._count_issues(
            Domain("confidential", "=", True) & Domain("is_open_to_me", "=", True)
        )
        for program in self:
            program.issue_overdue_count = overdue[program._origin.id]
            program.issue_confidential_count = confidential[program._origin.id]

    def _count_issues(self, domain):
        """Count the open issues of the programs of self, and those that affect them.

        :returns: Counter by program id
        """
        counts = Counter()
        opened = domain & Domain("state", "in", OPEN_STATES)
        for name in ("program_id", "program_ids"):
            for program, count in self.env["social.issue"]._read_group(
                opened & Domain(name, "in", self.ids), [name], ["__count"]
            ):
                counts[program.id] += count
        return counts

    # ------------------------------------------------------------------
    # Health, closing, news
    # ------------------------------------------------------------------
    @api.depends("issue_overdue_count", "issue_confidential_count")
    @api.depends_context("uid")
    def _compute_health(self):
        return super()._compute_health()

    def _health_reasons(self):
        """Add risks and issues; confidential ones as a number, to their readers."""
        reasons = super()._health_reasons()
        if self.risk_overdue_count:
            reasons.append(
                (
                    "at_risk",
                    self.env._(
                        "High risks whose review is due: %(count)s.",
                        count=self.risk_overdue_count,
                    ),
                )
            )
        if self.issue_overdue_count:
            reasons.append(
                (
                    "at_risk",
                    self.env._(
                        "Open issues whose date has passed: %(count)s.",
                        count=self.issue_overdue_count,
                    ),
                )
            )
        if self.issue_confidential_count:
            reasons.append(
                (
                    "at_risk",
                    self.env._(
                        "Confidential matters: %(count)s.",
                        count=self.issue_confidential_count,
                    ),
                )
            )
        return reasons

    def _closing_blockers(self):
        """Add the open issues that the user may read."""
        blockers = super()._closing_blockers()
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
        blockers += [
            self.env._("The issue %(issue)s is not resolved.", issue=issue.display_name)
            for issue in issues
        ]
        return blockers

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

    @api.model
    def _check_server_fields(self, vals):
        if "manager_self_appointed" in vals and not self.env.su:
            raise UserError(self.env._("This field cannot be written directly."))
        return super()._check_server_fields(vals)

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

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_issues(self):
        """Open the issues of the program and those that affect it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_issue_action"
        )
        action["domain"] = [
            "|",
            ("program_id", "=", self.id),
            ("program_ids", "in", self.ids),
        ]
        action["context"] = {"default_program_id": self.id}
        return action

    def action_view_risks(self):
        """Open the risks of the program."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_risk_action"
        )
        action["domain"] = [("program_id", "=", self.id)]
        action["context"] = {
            "default_program_id": self.id,
            "search_default_open": 1,
        }
        return action
