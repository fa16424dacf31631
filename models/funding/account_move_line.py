from odoo import api, fields, models
from odoo.exceptions import UserError

# Purchasers and others who see journal items have no business with budgets.
READERS = "account.group_account_invoice,account.group_account_readonly"


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "social.links.mixin"]

    social_program_budget_line_id = fields.Many2one(
        "social.budget.line",
        string="Budget Line",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        copy=False,
        groups=READERS,
        domain="[('state', '=', 'approved')]",
        help="The budget line that pays for this item. Choosing it fills the analytic "
        "distribution. Empty: the general account decides.",
    )

    # Commitments: the few draft items among all of them.
    _social_program_draft = models.Index(
        "(company_id)"
        " WHERE parent_state = 'draft' AND analytic_distribution IS NOT NULL"
    )

    @api.onchange("social_program_budget_line_id")
    def _onchange_social_program_budget_line_id(self):
        """One gesture: the budget line brings its program and its grant."""
        for line in self:
            named = line.social_program_budget_line_id
            if named and not line._social_program_has_pair(named):
                line.analytic_distribution = line._social_program_distribution(named)
            line._propose_social_program_account(
                line._origin.social_program_budget_line_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("social_program_budget_line_id") and not vals.get(
                "analytic_distribution"
            ):
                named = self.env["social.budget.line"].browse(
                    vals["social_program_budget_line_id"]
                )
                vals["analytic_distribution"] = self._social_program_distribution(named)
        lines = super().create(vals_list)
        for line, vals in zip(lines, vals_list, strict=True):
            if vals.get("social_program_budget_line_id") and "account_id" not in vals:
                line._propose_social_program_account(is_new=True)
        lines._check_social_program_budget_line()
        self.env["social.spending"]._forget()
        return lines

    def write(self, vals):
        choosing = "social_program_budget_line_id" in vals
        if choosing:
            changing = self.filtered(
                lambda line: (
                    line.social_program_budget_line_id.id
                    != vals["social_program_budget_line_id"]
                )
            )
            named_before = {line: line.social_program_budget_line_id for line in self}
            changing._check_social_program_period_open()
            self._fill_social_program_distribution(vals)
        result = super().write(vals)
        if choosing:
            if "account_id" not in vals:
                changing._propose_social_program_accounts(named_before)
            changing._check_social_program_budget_line()
        if "analytic_distribution" in vals:
            posted = self.filtered(lambda line: line.parent_state == "posted")
            posted.move_id._check_social_program_company()
        self.env["social.spending"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["social.spending"]._forget()
        return result

    def copy_data(self, default=None):
        """A copy, a refund too, keeps the name where it holds and the user may name."""
        vals_list = super().copy_data(default)
        if not self.env.su and not self.env.user.has_groups(READERS):
            return vals_list
        for line, vals in zip(self.sudo(), vals_list, strict=True):
            named = line.social_program_budget_line_id
            if named and line._social_program_has_pair(named):
                vals.setdefault("social_program_budget_line_id", named.id)
        return vals_list

    def _fill_social_program_distribution(self, vals):
        """Fill the distribution of draft lines that get a budget line by a call."""
        named = self.env["social.budget.line"].browse(
            vals["social_program_budget_line_id"]
        )
        if not named or "analytic_distribution" in vals:
            return
        for line in self:
            if line.parent_state == "draft" and not line.analytic_distribution:
                line.analytic_distribution = line._social_program_distribution(named)

    def _social_program_has_pair(self, named):
        """Whether one share of this item is of the budget line's pair."""
        program, grant = named._pair_accounts()
        return any(
            programs == program and grants == grant
            for programs, grants, _percent in self.env[
                "account.analytic.line"
            ]._social_program_accounts(self.analytic_distribution)
        )

    def _social_program_distribution(self, named):
        """Return the distribution that gives an item to the pair of a budget line.

        Accounts of other plans stay where they are.
        """
        pair = list(
            map(
                str,
                sum(named._pair_accounts(), named.env["account.analytic.account"]).ids,
            )
        )
        ours = self.env["account.analytic.plan"]
        ours = ours._social_program_program_plan() + ours._social_program_grant_plan()
        kept = {}
        for key, percent in (self.analytic_distribution or {}).items():
            accounts = (
                self.env["account.analytic.account"]
                .sudo()
                .browse([int(part) for part in key.split(",") if part.isdigit()])
                .exists()
            )
            others = accounts.filtered(lambda a: a.root_plan_id not in ours)
            if others:
                new_key = ",".join(pair + [str(id_) for id_ in others.ids])
                kept[new_key] = kept.get(new_key, 0.0) + percent
        if kept and sum(kept.values()) == 100:
            return kept
        return {",".join(pair): 100.0}

    def _check_social_program_budget_line(self):
        """A budget line can be named only by an item of its program and grant.

        Checked when the line is chosen. A distribution that is changed later takes the
        share away from the named line, and the rule of accounts decides again.

        :raise UserError: the item has no share of the budget line's pair, or the line
            is not in force
        """
        for item in self.sudo().filtered("social_program_budget_line_id"):
            named = item.social_program_budget_line_id
            if named.state == "draft":
                raise UserError(
                    self.env._(
                        "The budget line %(line)s is not approved yet. Choose a line "
                        "of an approved budget.",
                        line=named.display_name,
                    )
                )
            if not item._social_program_has_pair(named):
                raise UserError(
                    self.env._(
                        "The budget line %(line)s pays for %(pair)s, but the analytic "
                        "distribution of “%(item)s” names another program or grant. "
                        "Correct the distribution, or choose another budget line.",
                        line=named.display_name,
                        pair=named.budget_id.name,
                        item=item.name or item.account_id.display_name,
                    )
                )

    def _check_social_program_period_open(self):
        """What an item is charged to changes only while its books are open.

        :raise UserError: a lock date covers the item
        """
        for item in self:
            if item._social_program_is_locked():
                raise UserError(
                    self.env._(
                        "The books are closed at the date of %(entry)s. Its budget "
                        "line can no longer be changed.",
                        entry=item.move_id.name,
                    )
                )
