from odoo import api, fields, models
from odoo.fields import Domain

# Who reads every program of his or her companies; administrators are managers.
READERS_OF_ALL = "social_program.group_auditor,social_program.group_manager"


class SocialProgram(models.Model):
    """Whose a program is, and what that opens: what the rules of all rooms ask.

    Only our own roles count. What finance and fundraisers read stands in rules of
    their groups, on the models that are meant for them.
    """

    _inherit = "social.program"

    is_my_program = fields.Boolean(
        compute="_compute_is_my_program",
        search="_search_is_my_program",
        help="You are its manager or a member today.",
    )
    is_managed_by_me = fields.Boolean(
        compute="_compute_is_my_program",
        search="_search_is_managed_by_me",
        help="You are its manager or deputise for the manager today.",
    )
    is_readable_by_me = fields.Boolean(
        compute="_compute_is_readable_by_me",
        search="_search_is_readable_by_me",
        help="Your role in Social Programs lets you read it.",
    )
    is_umbrella_open_to_me = fields.Boolean(
        compute="_compute_is_umbrella_open_to_me", export_string_translation=False
    )
    is_workable_by_me = fields.Boolean(
        compute="_compute_is_workable_by_me",
        search="_search_is_workable_by_me",
        help="You may write in it what field officers write.",
    )
    is_manageable_by_me = fields.Boolean(
        compute="_compute_is_manageable_by_me",
        search="_search_is_manageable_by_me",
        help="You may write what program managers write.",
    )

    @api.depends("parent_id")
    @api.depends_context("uid")
    def _compute_is_umbrella_open_to_me(self):
        umbrellas = self.sudo().parent_id.with_env(self.env)
        open_to_me = umbrellas.sudo(False)._filtered_access("read")
        for program in self:
            program.is_umbrella_open_to_me = program.sudo().parent_id in open_to_me

    def _sentence_of_writers(self):
        return self.sudo()._sentence_of_manager() or super()._sentence_of_writers()

    def _sentence_of_manager(self):
        """Return whom to ask for changes, False if that is the user.

        Called by sudo: whoever reads a part of the program may know who manages it.
        """
        manager = self.manager_id
        if not manager or manager == self.env.user:
            return False
        return self.env._(
            "You may read this. To have it changed, ask %(manager)s, who manages "
            "“%(program)s”.",
            manager=manager.name,
            program=self.name,
        )

    # ------------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------------
    @api.depends(
        "manager_id",
        "member_ids.user_id",
        "member_ids.role",
        "member_ids.date_start",
        "member_ids.date_end",
    )
    @api.depends_context("uid")
    def _compute_is_my_program(self):
        memberships = (
            self.env["social.program.member"]
            .sudo()
            .search_fetch(
                Domain("program_id", "in", self.ids) & self._current_membership(),
                ["program_id", "role"],
            )
        )
        mine = memberships.program_id
        managed = memberships.filtered(lambda m: m.role == "deputy").program_id
        for program in self:
            is_manager = program.sudo().manager_id == self.env.user
            program.is_my_program = is_manager or program._origin in mine
            program.is_managed_by_me = is_manager or program._origin in managed

    @api.model
    def _current_membership(self):
        """Return the domain of the memberships that the user has today."""
        return Domain(
            [
                ("user_id", "=", self.env.uid),
                "|",
                ("date_start", "=", False),
                ("date_start", "<=", "today"),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", "today"),
            ]
        )

    @api.model
    def _search_is_my_program(self, operator, value):
        if operator != "in":
            return NotImplemented
        # any!: who may see the members is another question.
        return Domain("manager_id", "=", self.env.uid) | Domain(
            "member_ids", "any!", self._current_membership()
        )

    @api.model
    def _search_is_managed_by_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("manager_id", "=", self.env.uid) | Domain(
            "member_ids",
            "any!",
            self._current_membership() & Domain("role", "=", "deputy"),
        )

    # ------------------------------------------------------------------
    # What the role makes of it: computed by the very domain that is searched
    # ------------------------------------------------------------------
    @api.depends("is_my_program")
    @api.depends_context("uid")
    def _compute_is_readable_by_me(self):
        readable = self.filtered_domain(self._readable_by_me())
        for program in self:
            program.is_readable_by_me = program in readable

    @api.depends("is_my_program")
    @api.depends_context("uid")
    def _compute_is_workable_by_me(self):
        workable = self.filtered_domain(self._workable_by_me())
        for program in self:
            program.is_workable_by_me = program in workable

    @api.depends("is_managed_by_me")
    @api.depends_context("uid")
    def _compute_is_manageable_by_me(self):
        manageable = self.filtered_domain(self._manageable_by_me())
        for program in self:
            program.is_manageable_by_me = program in manageable

    @api.model
    def _search_is_readable_by_me(self, operator, value):
        return self._readable_by_me() if operator == "in" else NotImplemented

    @api.model
    def _search_is_workable_by_me(self, operator, value):
        return self._workable_by_me() if operator == "in" else NotImplemented

    @api.model
    def _search_is_manageable_by_me(self, operator, value):
        return self._manageable_by_me() if operator == "in" else NotImplemented

    @api.model
    def _readable_by_me(self):
        """Return the domain of the programs that the user reads by our own roles."""
        if self.env.user.has_groups(READERS_OF_ALL):
            return Domain.TRUE
        return self._mine_as("social_program.group_officer", "is_my_program")

    @api.model
    def _workable_by_me(self):
        """Return the domain of the programs in which the user does officers' work."""
        if self.env.user.has_group("social_program.group_admin"):
            return Domain.TRUE
        return self._mine_as("social_program.group_officer", "is_my_program")

    @api.model
    def _manageable_by_me(self):
        """Return the domain of the programs that the user runs."""
        if self.env.user.has_group("social_program.group_admin"):
            return Domain.TRUE
        return self._mine_as("social_program.group_manager", "is_managed_by_me")

    @api.model
    def _mine_as(self, group, field):
        """Return the domain of one's own programs, of none without the group."""
        if self.env.user.has_group(group):
            return Domain(field, "=", True)
        return Domain.FALSE
