from datetime import date, timedelta

from odoo import api, fields, models

from ..activity.activity import OPEN_STATES

# The days of a week, today included.
WEEK = timedelta(days=6)
NEXT_DAYS = timedelta(days=7)
ONE_DAY = timedelta(days=1)


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
            program.news = program._origin and program._origin._render_news(
                today - WEEK, today
            )

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
        :returns: list of (heading, list of sentences), without empty sections
        """
        self.ensure_one()
        sections = [(self.env._("Program"), self._news_program(date_from, date_to))]
        if self.env["social.activity"].has_access("read"):
            sections += [
                (
                    self.env._("Field activities"),
                    self._news_activities(date_from, date_to),
                ),
                (
                    self.env._("Milestones"),
                    self._news_milestones(date_from, date_to),
                ),
            ]
        return [(heading, sentences) for heading, sentences in sections if sentences]

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

    def _news_activities(self, date_from, date_to):
        activities = self.env["social.activity"].search([("program_id", "=", self.id)])
        changes = activities._news_changes(
            ("state", "date_start", "date_end"), date_from, date_to
        )
        start, end = self._news_bounds(date_from, date_to)
        sentences = []
        for activity in activities:
            name = activity.name
            if start <= activity.create_date < end:
                sentences.append(
                    self.env._(
                        "New: “%(activity)s”, from %(start)s.",
                        activity=name,
                        start=self._news_day(activity.date_start),
                    )
                )
            sentences += [
                self._news_activity_change(name, field, old, new)
                for field, (old, new) in changes.get(activity.id, {}).items()
            ]
            overdue_on = activity.date_end + ONE_DAY
            if activity.state in OPEN_STATES and date_from <= overdue_on <= date_to:
                sentences.append(
                    self.env._(
                        "“%(activity)s” should have ended on %(date)s and is not done.",
                        activity=name,
                        date=self._news_day(activity.date_end),
                    )
                )
        return sentences

    def _news_activity_change(self, name, field, old, new):
        if field == "state":
            return self.env._(
                "“%(activity)s” went from “%(old)s” to “%(new)s”.",
                activity=name,
                old=old,
                new=new,
            )
        if field == "date_start":
            return self.env._(
                "The start of “%(activity)s” moved from %(old)s to %(new)s.",
                activity=name,
                old=old,
                new=new,
            )
        return self.env._(
            "The end of “%(activity)s” moved from %(old)s to %(new)s.",
            activity=name,
            old=old,
            new=new,
        )

    def _news_milestones(self, date_from, date_to):
        milestones, _readable = self.env["social.work.plan"]._milestones(self)
        sentences = []
        for milestone in milestones:
            if milestone.is_reached:
                if date_from <= (milestone.reached_date or date.min) <= date_to:
                    sentences.append(
                        self.env._("Reached: “%(name)s”.", name=milestone.name)
                    )
            elif (
                milestone.deadline
                and date_from <= milestone.deadline + ONE_DAY <= date_to
            ):
                sentences.append(
                    self.env._(
                        "Missed: “%(name)s”, due on %(date)s.",
                        name=milestone.name,
                        date=self._news_day(milestone.deadline),
                    )
                )
        return sentences

    def _news_coming_up(self, date_to):
        """Return sentences about what begins soon: a plan, not a change."""
        if not self.env["social.activity"].has_access("read"):
            return []
        coming = self.env["social.activity"].search(
            [
                ("program_id", "=", self.id),
                ("state", "in", OPEN_STATES),
                ("date_start", ">", date_to),
                ("date_start", "<=", date_to + NEXT_DAYS),
            ]
        )
        return [
            self.env._(
                "“%(activity)s” begins on %(date)s.",
                activity=activity.name,
                date=self._news_day(activity.date_start),
            )
            for activity in coming
        ]
