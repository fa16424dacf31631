from datetime import date, timedelta

from odoo import models

from ..base.remark import Remark
from .activity import OPEN_STATES

NEXT_DAYS = timedelta(days=7)
ONE_DAY = timedelta(days=1)


class SocialProgram(models.Model):
    """Activities and milestones in what changed in a program."""

    _inherit = "social.program"

    def _news_sections(self, date_from, date_to):
        """Add what changed in the activities and milestones."""
        sections = super()._news_sections(date_from, date_to)
        if not self.env["social.activity"].has_access("read"):
            return sections
        return [
            *sections,
            *self._news_section(
                self.env._("Field activities"),
                self._news_activities(date_from, date_to),
                "action_view_field_activities",
            ),
            *self._news_section(
                self.env._("Milestones"),
                self._news_milestones(date_from, date_to),
                "action_view_milestones",
            ),
        ]

    def _news_coming_up(self, date_to):
        """Add the activities that begin soon."""
        coming_up = super()._news_coming_up(date_to)
        if not self.env["social.activity"].has_access("read"):
            return coming_up
        coming = self.env["social.activity"].search(
            [
                ("program_id", "=", self.id),
                ("state", "in", OPEN_STATES),
                ("date_start", ">", date_to),
                ("date_start", "<=", date_to + NEXT_DAYS),
            ]
        )
        return coming_up + [
            Remark(
                "info",
                self.env._(
                    "“%(activity)s” begins on %(date)s.",
                    activity=activity.name,
                    date=self._news_day(activity.date_start),
                ),
                "action_view_field_activities",
            )
            for activity in coming
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
