from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.monitoring.issue import UNDECIDED


class SocialIssueEscalate(models.TransientModel):
    _name = "social.issue.escalate"
    _inherit = ["social.dialog.mixin"]
    _description = "Escalate an Issue"
    _dialog_of = "issue_id"

    issue_id = fields.Many2one(
        comodel_name="social.issue", required=True, ondelete="cascade"
    )
    # Not related: that would tell of issues that the user may not read.
    confidential = fields.Boolean(compute="_compute_confidential")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Escalate to",
        required=True,
        domain="[('share', '=', False)]",
        help="Who decides when the program manager cannot.",
    )
    reason = fields.Text(required=True)

    @api.depends("issue_id")
    def _compute_confidential(self):
        for wizard in self:
            wizard.confidential = wizard.issue_id.confidential

    def action_confirm(self):
        """Hand the decision to somebody else, who gets a reminder."""
        self.ensure_one()
        issue = self.issue_id
        issue.check_access("write")
        if issue.state not in UNDECIDED:
            raise UserError(
                self.env._("“%(issue)s” is decided already.", issue=issue.display_name)
            )
        if self.user_id not in issue._readers():
            # Whoever it is escalated to reads it: not for all readers to decide.
            issue._check_keeper({"escalated_to_id": self.user_id.id})
        today = fields.Date.context_today(self)
        # By sudo: otherwise nobody writes these fields.
        issue.sudo().write(
            {
                "escalated_to_id": self.user_id.id,
                "escalated_on": today,
                "escalation_reason": self.reason,
            }
        )
        if not issue.with_user(self.user_id).has_access("read"):
            raise UserError(
                self.env._(
                    "%(user)s has no role that reads issues.", user=self.user_id.name
                )
            )
        env = issue.with_context(lang=self.user_id.lang).env
        issue.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=env._("Decide about this issue"),
            date_deadline=today,
            user_id=self.user_id.id,
        )
        return {"type": "ir.actions.act_window_close"}
