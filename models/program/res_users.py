import logging
from datetime import timedelta

from odoo import api, fields, models

from .program_health_order import WORST_FIRST

_logger = logging.getLogger(__name__)

# Who was not mailed for longer is told about one week only.
LONGEST_GAP = timedelta(days=28)
# What users decide for themselves.
OWN_CHOICES = ["social_program_weekly_news", "social_program_weekly_all"]


class ResUsers(models.Model):
    _inherit = "res.users"

    social_program_weekly_news = fields.Boolean(
        string="Weekly Program News",
        # Everybody reads and changes what is his or hers (below).
        groups="base.group_erp_manager",
        help="Mail me every week what changed in the programs that I manage.",
    )
    social_program_weekly_all = fields.Boolean(
        string="Weekly News of All Programs",
        groups="base.group_erp_manager",
        help="Mail me every week how all programs of my companies stand and what "
        "changed in them, the worst first. For administrators of Social Programs.",
    )
    social_program_news_until = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_erp_manager",
        help="Last day that the weekly mail told about.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + OWN_CHOICES

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + OWN_CHOICES

    @api.model
    def _want_all_news(self):
        """Return the users who are mailed the news of all programs."""
        return self.search(
            [
                ("social_program_weekly_all", "=", True),
                (
                    "all_group_ids",
                    "in",
                    self.env.ref("social_program.group_admin").ids,
                ),
            ]
        )

    @api.model
    def _cron_social_program_news(self):
        """Mail everybody who wants it what changed in their programs."""
        wanted = self.env["social.program"]._news_wanted()
        self.env["ir.cron"]._commit_progress(remaining=len(wanted))
        for user, programs in wanted.items():
            if user.try_lock_for_update():
                try:
                    with self.env.cr.savepoint():
                        user._mail_social_program_news(programs)
                except Exception:
                    # One mail that fails holds nobody else's back. No name in the log.
                    _logger.exception("The weekly news of user %s failed.", user.id)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _mail_social_program_news(self, programs):
        """Mail the news of some programs, as this user may read them.

        :param programs: ``social.program`` records, told with the worst health first;
            those that are closed to the user, and those in which nothing changed, are
            left out (whoever wants all hears of those that are not on track)
        """
        self.ensure_one()
        as_user = programs.with_user(self).with_context(
            lang=self.lang,
            tz=self.tz,
            allowed_company_ids=self.company_ids.ids,
        )
        date_to = fields.Date.context_today(as_user) - timedelta(days=1)
        date_from = date_to - timedelta(days=6)
        until = self.sudo().social_program_news_until
        if until and until >= date_to - LONGEST_GAP:
            date_from = until + timedelta(days=1)
        if date_from > date_to:
            return
        self.sudo().social_program_news_until = date_to
        wants_all = self in self.sudo()._want_all_news()
        news = [
            (program, program._render_news(date_from, date_to))
            for program in as_user._filtered_access("read").sorted(
                lambda program: (WORST_FIRST.index(program.health), program.name)
            )
            if program._news_sections(date_from, date_to)
            or (wants_all and program.health in ("off_track", "at_risk"))
        ]
        if news and self.email:
            as_user.env.user._send_social_program_news(
                news, as_user._news_period(date_from, date_to)
            )

    def _send_social_program_news(self, news, period):
        company = self.company_id.sudo()
        body = self.env["ir.qweb"]._render(
            "social_program.program_news_mail",
            {
                "news": news,
                "period": period,
                "healths": dict(
                    self.env["social.program"]
                    ._fields["health"]
                    ._description_selection(self.env)
                ),
                "company": company,
                "base_url": self.get_base_url(),
            },
        )
        self.env["mail.mail"].sudo().create(
            {
                "subject": self.env._("Your programs, %(period)s", period=period),
                "body_html": body,
                "email_to": self.email_formatted,
                "email_from": company.email_formatted
                or self.env.ref("base.user_root").sudo().email_formatted,
                "auto_delete": True,
            }
        )
