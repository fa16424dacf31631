from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

# Known to this process only: a context that comes over RPC can never hold it.
_TRANSITION = object()
# What may change in a budget that was approved: nothing that the approval was about.
_ALWAYS_WRITABLE = {
    "message_follower_ids",
    "message_ids",
    "activity_ids",
    "message_main_attachment_id",
}


class SocialBudget(models.Model):
    """How a budget is approved and revised, and how it is kept from other changes."""

    _inherit = "social.budget"

    def write(self, vals):
        if not self._in_transition():
            self._check_draft(vals)
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._in_transition():
            for vals in vals_list:
                # Set, not left out: the context may hold defaults for them.
                vals.update(state="draft", version=1, previous_id=False)
                vals.update(currency_rate=0.0, approved_by_id=False, approved_on=False)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for budget in self:
            if budget.state != "draft":
                raise UserError(
                    self.env._(
                        "The budget %(budget)s was approved and stays on record. "
                        "Revise it instead.",
                        budget=budget.display_name,
                    )
                )

    def _in_transition(self):
        """Whether one of our own state changes is under way."""
        return self.env.context.get("social_budget_transition") is _TRANSITION

    def _check_draft(self, vals=None):
        """Refuse a change of what was approved, whoever asks and by whatever way.

        :param vals: the fields about to be written; none: the lines change
        :raise UserError: one of the budgets is no draft
        """
        if vals is not None and set(vals) <= _ALWAYS_WRITABLE:
            return
        forbidden = {"state", "version", "previous_id", "currency_rate"}
        forbidden |= {"approved_by_id", "approved_on"}
        if vals is not None and forbidden & set(vals):
            raise UserError(
                self.env._("Use the buttons Approve and Revise to change a budget.")
            )
        if vals is None and self.ids:
            # Whoever approves changes these rows: of two at once, one tries again.
            self.env.cr.execute(
                SQL("SELECT FROM social_budget WHERE id = ANY(%s) FOR SHARE", self.ids)
            )
        for budget in self:
            if budget.state != "draft":
                raise UserError(
                    self.env._(
                        "The budget %(budget)s was approved and can no longer be "
                        "changed. Revise it: the revision starts with its lines.",
                        budget=budget.display_name,
                    )
                )

    def _transition(self, vals):
        """Write a change of state; the only way around :meth:`_check_draft`."""
        self.with_context(social_budget_transition=_TRANSITION).write(vals)
        self.env["social.spending"]._forget()

    def _filtered_approvable(self):
        """Return the budgets of self if the user approves budgets, and no others."""
        approves = self.env.su or self.env.user.has_groups(
            "social_program.group_admin,account.group_account_manager"
        )
        return self if approves else self.browse()

    def _filtered_in_transition(self):
        """Return the budgets of self while the approval of a revision replaces them."""
        return self if self._in_transition() else self.browse()

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        if new_state == "approved":
            for budget in self:
                budget._check_complete()
        return result

    def _check_complete(self):
        """Refuse to approve a budget that says nothing, or that nothing is spent of.

        Lines may cancel out: a grant that ended early takes back what it gave. And a
        revision may take back everything.
        """
        if not self.line_ids or not (
            self.previous_id or any(self.line_ids.mapped("amount"))
        ):
            raise UserError(
                self.env._(
                    "%(budget)s is empty. Enter its lines before approving it.",
                    budget=self.display_name,
                )
            )
        if self.program_id.is_template:
            raise UserError(
                self.env._("The budget of a template stays a draft: nothing is spent.")
            )

    def _check_can_approve(self):
        if not self._filtered_approvable():
            raise AccessError(
                self.env._(
                    "Budgets are approved by an administrator of Social Programs or "
                    "by an accounting manager. Ask one of them."
                )
            )

    def action_approve(self):
        """Make the budgets count, and supersede those that they revise.

        :raise UserError: nothing to approve, a shared day with another approved
            budget of the same program and grant, a missing exchange rate, or the
            same person prepared it where two are asked for
        """
        self._check_can_approve()
        self.check_access("write")
        for budget in self.sorted("id"):
            budget._approve()

    def _approve(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("%(budget)s is no draft.", budget=self.display_name)
            )
        self._check_transition("approved", {})
        self._lock_program()
        if self.previous_id:
            if self.previous_id.state != "approved":
                raise UserError(
                    self.env._(
                        "%(budget)s revises a budget that is no longer in force.",
                        budget=self.display_name,
                    )
                )
            self.previous_id._transition({"state": "superseded"})
        self._check_no_shared_day()
        self._transition(
            {
                "state": "approved",
                "approved_by_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
                "currency_rate": self._rate_on_approval(),
            }
        )

    def _rate_on_approval(self):
        """Return what a unit of the budget's currency is worth in all its versions.

        The first takes the day on which it counts or is approved, whichever comes
        first; a revision that changes no amount changes none in company currency.

        :raise UserError: the rate of that day is missing
        """
        if self.previous_id:
            return self.previous_id.currency_rate
        return self.env["social.spending"]._strict_rate(
            self.currency_id,
            self.company_id,
            min(self.date_start, fields.Date.context_today(self)),
        )

    def _lock_program(self):
        """Let approvals of one program's budgets happen one after the other.

        Under REPEATABLE READ a row lock alone lets two through, because the second
        does not see what the first committed. Changing the row makes the second fail,
        and Odoo tries it again.
        """
        self.program_id.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE social_program"
                " SET budget_approvals = COALESCE(budget_approvals, 0) + 1"
                " WHERE id = %s",
                self.program_id.id,
            )
        )
        self.program_id.invalidate_recordset(["budget_approvals"])

    def _check_no_shared_day(self):
        other = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("state", "=", "approved"),
                ("program_id", "=", self.program_id.id),
                ("grant_id", "=", self.grant_id.id),
                ("date_start", "<=", self.date_end),
                ("date_end", ">=", self.date_start),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(budget)s shares days with %(other)s, which is already approved "
                    "for the same program and grant. Revise that one, or correct the "
                    "dates.",
                    budget=self.display_name,
                    other=other.display_name,
                )
            )

    def action_revise(self):
        """Start a revision of an approved budget, or open the one under way."""
        self.ensure_one()
        if self.state != "approved":
            raise UserError(
                self.env._("Only an approved budget can be revised; edit this one.")
            )
        revision = self.revision_ids[:1]
        if not revision:
            revision = self.with_context(social_budget_transition=_TRANSITION).copy(
                {"previous_id": self.id, "version": self.version + 1}
            )
        return self._action_form(revision)

    def _action_form(self, budget):
        return {
            "type": "ir.actions.act_window",
            "res_model": "social.budget",
            "res_id": budget.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
