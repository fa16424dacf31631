from odoo import api, fields, models
from odoo.fields import Domain


class SocialProgramMember(models.Model):
    _inherit = "social.program.member"

    weekly_news = fields.Boolean(
        string="Weekly Mail",
        copy=False,
        help="Mail this person every week what changed in the program.",
    )


class SocialProgram(models.Model):
    """Who is mailed the weekly news."""

    _inherit = "social.program"

    is_news_mailed = fields.Boolean(compute="_compute_is_news_mailed")
    can_be_mailed_news = fields.Boolean(compute="_compute_is_news_mailed")

    @api.depends("manager_id", "member_ids.user_id", "member_ids.weekly_news")
    @api.depends_context("uid")
    def _compute_is_news_mailed(self):
        own = (
            self.env["social.program.member"]
            .sudo()
            .search(
                Domain("program_id", "in", self.ids)
                & self.env["social.program"]._current_membership()
            )
        )
        wanted = own.filtered("weekly_news").program_id
        for program in self:
            manages = program.sudo().manager_id == self.env.user
            program.can_be_mailed_news = manages or program._origin in own.program_id
            program.is_news_mailed = program._origin in wanted or (
                manages and self.env.user.sudo().social_program_weekly_news
            )

    def action_mail_news(self):
        """Mail the news of this program to the user from now on, every week."""
        self._set_news_mailed(True)

    def action_stop_news(self):
        """Mail the news of this program to the user no longer."""
        self._set_news_mailed(False)

    def _set_news_mailed(self, wanted):
        """Let users decide about their own mail, also those who change nothing else.

        :param bool wanted: whether the mail is sent
        """
        self.ensure_one()
        self.check_access("read")
        own = (
            self.env["social.program.member"]
            .sudo()
            .search(Domain("program_id", "=", self.id) & self._current_membership())
        )
        own.weekly_news = wanted
        if self.manager_id == self.env.user:
            self.env.user.sudo().social_program_weekly_news = wanted

    @api.model
    def _news_wanted(self):
        """Return ``{user: programs}``: whose news is mailed to whom."""
        today = fields.Date.context_today(self)
        members = (
            self.env["social.program.member"]
            .sudo()
            .search(
                [
                    ("weekly_news", "=", True),
                    ("user_id.active", "=", True),
                    ("program_id.active", "=", True),
                    "|",
                    ("date_start", "=", False),
                    ("date_start", "<=", today),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", today),
                ]
            )
        )
        managed = self.sudo().search(
            [
                ("manager_id.social_program_weekly_news", "=", True),
                ("manager_id.active", "=", True),
            ]
        )
        wanted = {
            user: rows.program_id for user, rows in members.grouped("user_id").items()
        }
        for user, programs in managed.grouped("manager_id").items():
            wanted[user] = wanted.get(user, self.sudo().browse()) | programs
        for user in self.env["res.users"].sudo()._want_all_news():
            programs = self.sudo().search(
                [
                    ("company_id", "in", user.company_ids.ids),
                    ("is_template", "=", False),
                ]
            )
            wanted[user] = wanted.get(user, self.sudo().browse()) | programs
        return wanted
