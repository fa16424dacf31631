from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from .account_move_line import READERS
from .half_pairs import halves

# What Odoo works the distribution of an item out from.
_SOURCES = {"analytic_distribution", "account_id", "partner_id", "product_id"}


class AccountMoveLine(models.Model):
    """How the distribution of an item reaches programs and grants.

    Half pairs are joined while the entry is a draft. What a posted item is charged to
    changes with a word in the entry's chatter, and in open books only.
    """

    _inherit = "account.move.line"

    social_program_half_pair = fields.Selection(
        [
            ("joinable", "Can be joined"),
            ("locked", "Books are closed"),
            ("uneven", "Rows do not agree"),
        ],
        string="Half Pair",
        compute="_compute_social_program_half_pair",
        search="_search_social_program_half_pair",
        groups=READERS,
        help="Program and grant stand in two rows of the distribution, so that neither "
        "of their budgets sees the other.",
    )

    @api.depends("analytic_distribution", "date", "parent_state")
    def _compute_social_program_half_pair(self):
        shares = self.env["account.analytic.line"]
        distributions = self.mapped("analytic_distribution")
        rows = shares._social_program_rows(distributions)
        joined = shares._social_program_joined(distributions)
        for line, some, before, after in zip(
            self, rows, distributions, joined, strict=True
        ):
            if not all(halves(some)):
                line.social_program_half_pair = False
            elif before is after:
                line.social_program_half_pair = "uneven"
            elif line._social_program_is_locked():
                line.social_program_half_pair = "locked"
            else:
                line.social_program_half_pair = "joinable"

    def _search_social_program_half_pair(self, operator, value):
        """Find the posted items that have one, whatever may be done about it."""
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        plan = self.env["account.analytic.plan"]._social_program_grant_plan()
        if not plan:
            return Domain.TRUE
        self.env["account.analytic.line"].flush_model()
        grant = SQL.identifier(plan._column_name())
        return Domain(
            "id",
            "not in",
            SQL(
                """(SELECT half.move_line_id FROM account_analytic_line half
                     WHERE half.account_id IS NULL AND half.%(grant)s IS NOT NULL
                       AND EXISTS (
                           SELECT FROM account_analytic_line other
                            WHERE other.move_line_id = half.move_line_id
                              AND other.account_id IS NOT NULL
                              AND other.%(grant)s IS NULL))""",
                grant=grant,
            ),
        )

    # --- joining -------------------------------------------------------------------

    def _compute_analytic_distribution(self):
        result = super()._compute_analytic_distribution()
        # What an order says may meet what a distribution model says.
        self._social_program_join_drafts()
        return result

    def _inverse_analytic_distribution(self):
        result = super()._inverse_analytic_distribution()
        if not self.env.context.get("skip_analytic_sync"):
            self._social_program_join_drafts()
        return result

    def _social_program_join_drafts(self):
        drafts = self.filtered(lambda line: line.parent_state != "posted")
        before = [line.analytic_distribution for line in drafts]
        after = self.env["account.analytic.line"]._social_program_joined(before)
        for line, old, new in zip(drafts, before, after, strict=True):
            if old is not new:
                line.analytic_distribution = new

    def action_social_program_join(self):
        """Join the half pairs of posted items, as far as their books are open.

        :return: a notification that tells how many were joined, and what stays
        """
        joinable = self.filtered(
            lambda line: line.social_program_half_pair == "joinable"
        )
        joined = self.env["account.analytic.line"]._social_program_joined(
            joinable.mapped("analytic_distribution")
        )
        for line, distribution in zip(joinable, joined, strict=True):
            line.analytic_distribution = distribution
        message = self.env._("Joined: %(count)s.", count=len(joinable))
        if rest := len(self) - len(joinable):
            message += " " + self.env._(
                "Unchanged, for their books are closed or their rows do not agree: "
                "%(count)s.",
                count=rest,
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if joinable else "warning",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # --- a word in the chatter -------------------------------------------------------

    def write(self, vals):
        if not _SOURCES & set(vals):
            return super().write(vals)
        posted = self.filtered(lambda line: line.parent_state == "posted")
        before = {line: line._social_program_charged_to() for line in posted}
        result = super().write(vals)
        changed = {}
        for line, old in before.items():
            # Reset to draft and posted again is no change of a posted item.
            if line.parent_state == "posted":
                new = line._social_program_charged_to()
                if new != old:
                    changed[line] = old, new
        if changed:
            self._social_program_distribution_changed(changed)
        return result

    def _social_program_charged_to(self):
        """Return {ids of accounts: percent} to compare, rounded as Odoo stores it."""
        digits = self.env["decimal.precision"].precision_get("Percentage Analytic")
        charged = {}
        for key, percent in (self.analytic_distribution or {}).items():
            if key != "__update__":
                ids = frozenset(int(part) for part in key.split(",") if part.isdigit())
                charged[ids] = round(charged.get(ids, 0.0) + percent, digits)
        return charged

    def _social_program_distribution_changed(self, changed):
        """Tell the entries' chatter what their items were and are charged to.

        :param dict changed: {item: (before, after)}, both {ids of accounts: percent}
        :raise UserError: an item that carries a program or a grant is in closed books
        """
        accounts = self.env["account.analytic.account"].sudo()
        accounts = accounts.browse(
            {
                id_
                for pair in changed.values()
                for one in pair
                for ids in one
                for id_ in ids
            }
        ).exists()
        plans = self.env["account.analytic.plan"]
        ours = plans._social_program_program_plan() + plans._social_program_grant_plan()
        own_ids = set(accounts.filtered(lambda a: a.root_plan_id in ours).ids)
        names = {account.id: account.display_name for account in accounts}
        words = {}
        for line, (old, new) in changed.items():
            if not any(own_ids & ids for ids in (*old, *new)):
                continue
            line._social_program_check_open(line.date)
            words.setdefault(line.move_id, []).append(
                self.env._(
                    "“%(line)s”: analytic distribution changed from %(old)s to "
                    "%(new)s.",
                    line=line.name or line.account_id.display_name,
                    old=self._social_program_told(old, names),
                    new=self._social_program_told(new, names),
                )
            )
        for move, sentences in words.items():
            move.sudo()._message_log(body=Markup("<br/>").join(sentences))

    def _social_program_told(self, charged, names):
        """Return a distribution in words."""
        if not charged:
            return self.env._("nothing")
        return format_list(
            self.env,
            [
                "{} {:g} %".format(
                    " + ".join(names.get(id_, "?") for id_ in sorted(ids)), percent
                )
                for ids, percent in charged.items()
            ],
        )

    # --- closed books ----------------------------------------------------------------

    def _social_program_is_locked(self, *dates):
        """Whether a lock date covers a posted item, or one of other days."""
        self.ensure_one()
        return self.parent_state == "posted" and any(
            self.move_id._get_violated_lock_dates(day, bool(self.tax_ids))
            for day in {self.date, *dates}
        )

    def _social_program_check_open(self, *dates):
        """What a posted item is charged to changes only while its books are open.

        :param dates: other days that have to be open
        :raise UserError: a lock date covers the item or one of the days
        """
        for item in self:
            if item._social_program_is_locked(*dates):
                raise UserError(
                    self.env._(
                        "The books are closed at the date of %(entry)s. What it is "
                        "charged to can no longer be changed.",
                        entry=item.move_id.name,
                    )
                )
