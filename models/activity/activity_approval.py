from odoo import api, fields, models

from .activity_terms import TERMS


class SocialActivity(models.Model):
    """How an activity is submitted, approved, done, and taken back."""

    _inherit = "social.activity"

    _awaited_steps = {"submitted": "approved"}

    approved_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, server_only=True, ondelete="set null"
    )
    approved_on = fields.Date(readonly=True, server_only=True)

    @api.model
    def _proposed_fields(self):
        return super()._proposed_fields() | (
            # The lines of the estimate tell for themselves who changed them.
            TERMS - {"cost_ids"} | {"name", "date_start", "date_end"}
        )

    def _who_acts_next(self):
        program = self.program_id
        return [program.manager_id | program._deputies(), self._administrators()]

    def _next_deadline(self):
        """No later than it begins, as far as that is still to come."""
        today = fields.Date.context_today(self)
        return max(today, min(super()._next_deadline(), self.date_start))

    def _filtered_managed(self):
        """Return the activities of self that the user may approve."""
        managed = self.program_id._filtered_access("write")
        return self.filtered(lambda activity: activity.program_id in managed)

    def _sentence_of_refusal(self, new_state):
        if new_state == "approved":
            return self.env._(
                "“%(activity)s” is approved by the manager of its program, a deputy "
                "or an administrator.",
                activity=self.name,
            )
        return super()._sentence_of_refusal(new_state)

    def _after_transition(self, new_state):
        result = super()._after_transition(new_state)
        today = fields.Date.context_today(self)
        for activity in self:
            server = activity.sudo()
            if new_state == "approved" and not activity.baseline_date_end:
                server.write(
                    {
                        "baseline_date_start": activity.date_start,
                        "baseline_date_end": activity.date_end,
                        "approved_by_id": self.env.uid,
                        "approved_on": today,
                    }
                )
            elif new_state == "draft":
                server.write(
                    {
                        "baseline_date_start": False,
                        "baseline_date_end": False,
                        "approved_by_id": False,
                        "approved_on": False,
                    }
                )
            elif new_state == "done":
                activity.write({"progress": 100, **activity._actual_dates(today)})
        return result

    def _actual_dates(self, today):
        """Return the actual dates of an activity that is done by `today`."""
        self.ensure_one()
        end = self.actual_date_end or today
        start = self.actual_date_start or min(self.date_start, end)
        return {"actual_date_start": start, "actual_date_end": end}

    def action_submit(self):
        """Ask the program's manager to approve terms of reference and cost estimate."""
        self.write({"state": "submitted"})

    def action_approve(self):
        """Approve the terms of reference and freeze the dates as baseline."""
        self.write({"state": "approved"})

    def action_done(self):
        """Record that the activity took place, until today if no end is set."""
        self.write({"state": "done"})

    def action_cancel(self):
        """Ask why the activity is cancelled."""
        return self._action_ask_reason("cancelled")

    def action_reopen(self):
        """Ask why the activity goes back: to approved if done, else to draft."""
        self.ensure_one()
        return self._action_ask_reason("approved" if self.state == "done" else "draft")
