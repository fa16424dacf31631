from odoo import api, fields, models
from odoo.fields import Command, Domain


class SocialIssue(models.Model):
    """Who may read a confidential issue: a rule of everybody's asks `is_open_to_me`."""

    _inherit = "social.issue"

    confidential = fields.Boolean(
        compute="_compute_confidential",
        store=True,
        readonly=False,
        precompute=True,
        help="Only who recorded it, the program manager and the people named here "
        "read it: no deputy, no administrator, no auditor.",
    )
    confidant_ids = fields.Many2many(
        comodel_name="res.users",
        relation="social_issue_confidant_rel",
        column1="issue_id",
        column2="user_id",
        string="Named People",
        domain="[('share', '=', False)]",
        check_company=True,
        help="Who may read a confidential issue beside the program manager and who "
        "recorded it. Whoever is responsible for it is among them.",
    )

    @api.depends("kind")
    def _compute_confidential(self):
        for issue in self:
            issue.confidential = issue.confidential or issue.kind == "conflict"

    # ------------------------------------------------------------------
    # Who may know
    # ------------------------------------------------------------------
    def _keepers(self):
        program = self.sudo().program_id
        manager = program.manager_id
        if program.manager_self_appointed:
            manager = manager.browse()
        return super()._keepers() | manager

    def _readers(self):
        return super()._readers() | self.sudo().confidant_ids

    @api.model
    def _open_to_me_domain(self):
        uid = self.env.uid
        # any!: who may see programs and users is another question.
        manages = Domain("manager_id", "=", uid) & Domain(
            "manager_self_appointed", "=", False
        )
        return (
            super()._open_to_me_domain()
            | Domain("confidant_ids", "any!", [("id", "=", uid)])
            | Domain("program_id", "any!", manages)
        )

    @api.model
    def _reader_fields(self):
        return super()._reader_fields() | {
            "confidant_ids",
            "program_id.manager_id",
            "program_id.manager_self_appointed",
            # Those in charge are named.
            "user_id",
            "escalated_to_id",
        }

    def _keepers_sentence(self):
        return self.env._(
            "“%(issue)s” is confidential: who reads it is decided by the "
            "program manager and by whoever recorded it.",
            issue=self.display_name,
        )

    def _name_those_in_charge(self):
        """Add those who have to act on a confidential issue to the named people."""
        # Archived people as well: unseen ones would be added again and again.
        issues = self.sudo().with_context(active_test=False)
        for issue in issues.filtered("confidential"):
            missing = (issue.user_id | issue.escalated_to_id) - issue.confidant_ids
            if missing:
                issue.confidant_ids = [Command.link(user.id) for user in missing]
        return super()._name_those_in_charge()

    def _keep_reading(self):
        for issue in self:
            if self.env.user not in issue._readers():
                issue.sudo().confidant_ids = [Command.link(self.env.uid)]
        return super()._keep_reading()

    def _check_keeper(self, vals):
        # Handed on among those who read it already, it lets nobody in.
        user_id = vals.get("user_id")
        handed_on = self.filtered(
            lambda issue: not user_id or user_id in issue._readers().ids
        )
        super(SocialIssue, self - handed_on)._check_keeper(vals)
        others = {name: vals[name] for name in vals if name != "user_id"}
        return super(SocialIssue, handed_on)._check_keeper(others)
