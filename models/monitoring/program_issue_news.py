from odoo import models
from odoo.fields import Domain


class SocialProgram(models.Model):
    """Issues in what changed in a program."""

    _inherit = "social.program"

    def _news_sections(self, date_from, date_to):
        """Add new, decided and resolved issues.

        Confidential ones are left out for everybody: the news is mailed, and mails lie
        where others read them.
        """
        sections = super()._news_sections(date_from, date_to)
        if not self.env["social.issue"].has_access("read"):
            return sections
        start, end = self._news_bounds(date_from, date_to)
        within = [(">=", start), ("<", end)]
        days = [(">=", date_from), ("<=", date_to)]
        sentences = [
            self.env._("New: %(issue)s.", issue=issue.display_name)
            for issue in self._news_issues("create_date", within)
        ]
        sentences += [
            self.env._("Decided: %(issue)s.", issue=issue.display_name)
            for issue in self._news_issues("decided_on", days)
            if issue.state in ("decided", "resolved")
        ]
        sentences += [
            self.env._("Resolved: %(issue)s.", issue=issue.display_name)
            for issue in self._news_issues("resolved_on", days)
        ]
        return sections + self._news_section(
            self.env._("Issues"), sentences, "action_view_issues"
        )

    def _news_issues(self, name, bounds):
        """Return the issues with a date within bounds, as far as the user may read."""
        domain = Domain("confidential", "=", False) & (
            Domain("program_id", "=", self.id) | Domain("program_ids", "in", self.ids)
        )
        for operator, value in bounds:
            domain &= Domain(name, operator, value)
        return self.env["social.issue"].search(domain, order="id")
