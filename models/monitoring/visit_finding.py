from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialVisitFinding(models.Model):
    """What a visit found, what follows from it, who sees to it."""

    _name = "social.visit.finding"
    _description = "Finding of a Visit"
    _inherit = [
        "social.derived.mixin",
        "social.writable.mixin",
        "social.reminder.mixin",
    ]
    _check_company_auto = True
    _rec_name = "text"
    _order = "state desc, deadline, id"

    _reminder_fields = frozenset({"user_id", "deadline", "state", "text", "follow_up"})

    visit_id = fields.Many2one(
        comodel_name="social.visit", required=True, index=True, ondelete="cascade"
    )
    program_id = fields.Many2one(
        related="visit_id.program_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date(
        related="visit_id.date", string="Found on", store=True, precompute=True
    )
    text = fields.Char(string="Finding", required=True)
    severity = fields.Selection(
        selection=[("low", "Minor"), ("medium", "Moderate"), ("high", "Severe")],
        required=True,
        default="medium",
    )
    follow_up = fields.Char(string="Follow-up", help="What is to be done about it.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        check_company=True,
        tracking=True,
    )
    deadline = fields.Date(tracking=True)
    state = fields.Selection(
        selection=[("open", "Open"), ("done", "Done")],
        string="Status",
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )
    done_on = fields.Date(readonly=True, copy=False)

    def write(self, vals):
        if "done_on" in vals and not self.env.su:
            raise UserError(self.env._("The day is set when the finding is done."))
        if vals.get("state") == "done":
            self._check_followed_up(vals)
        result = super().write(vals)
        if "state" in vals:
            done = vals["state"] == "done"
            for finding in self:
                if bool(finding.done_on) != done:
                    finding.sudo().done_on = done and fields.Date.context_today(self)
        if "visit_id" in vals:
            # Rules are checked before a write; the new visit counts as well.
            self.check_access("write")
        return result

    def _check_followed_up(self, vals):
        """Refuse to end a finding without a word about what follows from it."""
        for finding in self:
            if not (vals.get("follow_up", finding.follow_up) or "").strip():
                raise UserError(
                    self.env._(
                        "Write the follow-up of “%(finding)s” first.",
                        finding=finding.text,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("state", "open") != "open" for vals in vals_list):
            raise UserError(self.env._("A new finding is open."))
        if not self.env.su and any(vals.get("done_on") for vals in vals_list):
            raise UserError(self.env._("The day is set when the finding is done."))
        return super().create(vals_list)

    def _reminder(self):
        self.ensure_one()
        if self.state != "open" or not (self.user_id and self.deadline):
            return None
        return self.user_id, self.deadline, self.follow_up or self.text

    def action_done(self):
        """Record that the follow-up is done."""
        self.write({"state": "done"})

    def action_reopen(self):
        """Take the findings of self up again."""
        self.write({"state": "open"})
