from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

# Whoever writes these decides who reads the issue.
KEEPER_FIELDS = frozenset({"confidential", "confidant_ids", "program_id"})


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
    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        compute_sudo=True,
        help="It is not confidential, or you are one of those who may read it.",
    )

    @api.depends("kind")
    def _compute_confidential(self):
        for issue in self:
            issue.confidential = issue.confidential or issue.kind == "conflict"

    @api.depends("confidential", "confidant_ids", "program_id.manager_id")
    @api.depends_context("uid")
    def _compute_is_open_to_me(self):
        for issue in self:
            issue.is_open_to_me = (
                not issue.confidential
                or not issue._origin
                or self.env.user in issue._readers()
            )

    @api.model
    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        uid = self.env.uid
        # any!: who may see programs and users is another question.
        manages = Domain("manager_id", "=", uid) & Domain(
            "manager_self_appointed", "=", False
        )
        return (
            Domain("confidential", "=", False)
            | Domain("create_uid", "=", uid)
            | Domain("confidant_ids", "any!", [("id", "=", uid)])
            | Domain("program_id", "any!", manages)
        )

    def _keepers(self):
        """Return the users who decide who reads the issue."""
        issue = self.sudo()
        program = issue.program_id
        manager = program.manager_id
        if program.manager_self_appointed:
            manager = manager.browse()
        return issue.create_uid | manager

    def _readers(self):
        """Return the users who may read the issue although it is confidential."""
        return self._keepers() | self.sudo().confidant_ids

    # Codes say nothing: Odoo shows the name of a record to whoever sees a link to it.
    @api.depends("name", "code", "confidential")
    def _compute_display_name(self):
        for issue in self:
            if issue.confidential:
                issue.display_name = issue.code or self.env._("Confidential")
            else:
                issue.display_name = (
                    f"[{issue.code}] {issue.name}" if issue.code else issue.name
                )

    # ------------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        issues = super().create(vals_list)
        issues._name_those_in_charge()
        return issues

    def write(self, vals):
        self._check_keeper(vals)
        opened = self.filtered(lambda issue: not issue.confidential)
        result = super().write(vals)
        closed = opened.filtered("confidential")
        if not self.env.su:
            # Whoever makes an issue confidential has read it, and goes on reading it.
            for issue in closed.filtered(lambda i: self.env.user not in i._readers()):
                issue.sudo().confidant_ids = [Command.link(self.env.uid)]
        if closed or vals.keys() & (KEEPER_FIELDS | {"user_id", "escalated_to_id"}):
            self._name_those_in_charge()
            self._forget_outsiders()
        return result

    def _settle_access(self):
        result = super()._settle_access()
        self._name_those_in_charge()
        return result

    def _check_keeper(self, vals):
        """Refuse that a named person names others, or lifts the confidence."""
        if self.env.su or not vals.keys() & (KEEPER_FIELDS | {"user_id"}):
            return
        for issue in self.filtered("confidential"):
            if not vals.keys() & KEEPER_FIELDS and (
                not vals["user_id"] or vals["user_id"] in issue._readers().ids
            ):
                # Handed on among those who read it already.
                continue
            if self.env.user not in issue._keepers():
                raise UserError(
                    self.env._(
                        "“%(issue)s” is confidential: who reads it is decided by the "
                        "program manager and by whoever recorded it.",
                        issue=issue.display_name,
                    )
                )

    def _name_those_in_charge(self):
        """Add those who have to act on a confidential issue to the named people."""
        # Archived people as well: unseen ones would be added again and again.
        issues = self.sudo().with_context(active_test=False)
        for issue in issues.filtered("confidential"):
            users = issue.user_id | issue.escalated_to_id
            missing = users - issue.confidant_ids
            if missing:
                issue.confidant_ids = [Command.link(user.id) for user in missing]

    def _forget_outsiders(self):
        """Take back what Odoo gave to people who may no longer read the issues.

        Followers, activities and unread notifications go; mails that wait are not
        sent.
        """
        for issue in self.sudo().filtered("confidential"):
            readers = issue._readers()
            partners = readers.partner_id
            issue.message_follower_ids.filtered(
                lambda follower, partners=partners: follower.partner_id not in partners
            ).unlink()
            issue.with_context(active_test=False).activity_ids.filtered(
                lambda todo, readers=readers: todo.user_id not in readers
            ).unlink()
            of_issue = [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", issue.id),
            ]
            notifications = self.env["mail.notification"].sudo().search(of_issue)
            notifications.filtered(
                lambda note, partners=partners: note.res_partner_id not in partners
            ).unlink()
            waiting = [*of_issue, ("state", "in", ("outgoing", "exception"))]
            self.env["mail.mail"].sudo().search(waiting).unlink()
