from datetime import timedelta

from odoo import api, fields, models

from ..base.remark import Remark

# The days of a week, today included.
WEEK = timedelta(days=6)


class SocialProgram(models.Model):
    """What changed in a program, for its page and for the weekly mail."""

    _name = "social.program"
    _inherit = ["social.program", "social.news.mixin"]

    news = fields.Html(
        string="This Week",
        compute="_compute_news",
        help="What changed in the last seven days.",
    )

    @api.depends_context("uid", "lang", "tz")
    def _compute_news(self):
        today = fields.Date.context_today(self)
        for program in self:
            kept = program._origin
            program.news = kept._render_news(today - WEEK, today) if kept else False

    def _render_news(self, date_from, date_to):
        """Return what changed and what comes as HTML, as the user may read it."""
        self.ensure_one()
        return self.env["ir.qweb"]._render(
            "social_program.program_news",
            {
                "sections": self._news_sections(date_from, date_to),
                "coming_up": self._news_coming_up(date_to),
                "period": self._news_period(date_from, date_to),
            },
        )

    def _news_sections(self, date_from, date_to):
        """Tell what changed in the program; lower rooms add their own sections.

        Called with the rights and the language of whoever reads it, once a program:
        what the reader may not read is left out, not refused. No person who is served
        is named, and nothing confidential, not even to those who may read it: the mail
        waits in a queue that administrators read.

        :param date date_from: first day that counts
        :param date date_to: last day that counts
        :returns: list of (heading, list of :class:`Remark`), without empty sections
        """
        self.ensure_one()
        return self._news_section(
            self.env._("Program"), self._news_program(date_from, date_to)
        )

    @api.model
    def _news_section(self, heading, sentences, action=None):
        """Return a list with one section of news, or with none to tell.

        :param str heading: what the sentences are about
        :param sentences: texts in the reader's language
        :param str action: method of the program that opens what they are about
        """
        remarks = [Remark("info", sentence, action) for sentence in sentences]
        return [(heading, remarks)] if remarks else []

    def _news_coming_up(self, date_to):
        """Tell what begins soon: a plan, not a change; lower rooms add to it.

        :param date date_to: last day of the news
        :returns: list of :class:`Remark`
        """
        self.ensure_one()
        return []

    # --- what the sections tell ------------------------------------------------------

    def _news_program(self, date_from, date_to):
        changes = self._news_changes(("state", "date_end"), date_from, date_to)
        texts = {
            "state": lambda **change: self.env._(
                "It went from “%(old)s” to “%(new)s”.", **change
            ),
            "date_end": lambda **change: self.env._(
                "Its end moved from %(old)s to %(new)s.", **change
            ),
        }
        return [
            texts[field](old=old, new=new)
            for field, (old, new) in changes.get(self.id, {}).items()
        ]
