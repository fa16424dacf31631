from odoo import api, fields, models
from odoo.tools import sql

from .account_move_line import READERS
from .half_pairs import Row, join


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    # A copy beside the amount lets one index answer budget against spending.
    social_program_budget_line_id = fields.Many2one(
        related="move_line_id.social_program_budget_line_id",
        string="Budget Line",
        store=True,
        readonly=True,
        groups=READERS,
    )

    def _auto_init(self):
        # No journal item names a budget line before this addon is installed: an empty
        # column spares a walk over all analytic lines.
        if not sql.column_exists(
            self.env.cr, self._table, "social_program_budget_line_id"
        ):
            sql.create_column(
                self.env.cr, self._table, "social_program_budget_line_id", "int4"
            )
        return super()._auto_init()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_social_program_open()
        self.env["social.spending"]._forget()
        return lines

    def write(self, vals):
        closing = {"amount", "date", "general_account_id", "move_line_id"}
        judged = bool((closing | set(self._get_plan_fnames())) & set(vals))
        if judged:
            self._check_social_program_open()
        result = super().write(vals)
        if judged:
            self._check_social_program_open()
        self.env["social.spending"]._forget()
        return result

    def unlink(self):
        self._check_social_program_open()
        result = super().unlink()
        self.env["social.spending"]._forget()
        return result

    def _check_social_program_open(self):
        """The shares of a posted item stay as they are where the books are closed.

        A share may have another date than its item: both have to be open.

        :raise UserError: a lock date covers an item or a share of a program or grant
        """
        plan = self.env["account.analytic.plan"]._social_program_grant_plan()
        columns = ["account_id"] + ([plan._column_name()] if plan else [])
        for line in self.sudo():
            if line.move_line_id.parent_state == "posted" and any(
                line[column] for column in columns
            ):
                line.move_line_id._social_program_check_open(line.date)

    @api.model
    def _social_program_accounts(self, distribution):
        """Return [(program accounts, grant accounts, percent)], an entry a key.

        :param dict distribution: as stored in ``analytic_distribution``
        """
        return self._social_program_account_lists([distribution])[0]

    @api.model
    def _social_program_account_lists(self, distributions):
        """Return :meth:`_social_program_accounts` of many, with the queries of one.

        :param list distributions: as stored in ``analytic_distribution``
        """
        plans = self.env["account.analytic.plan"]
        program_plan = plans._social_program_program_plan()
        grant_plan = plans._social_program_grant_plan()
        ids_of = {
            key: [int(part) for part in key.split(",") if part.isdigit()]
            for distribution in distributions
            for key in distribution or {}
        }
        accounts = self.env["account.analytic.account"].sudo()
        accounts = accounts.browse(set().union(*ids_of.values())).exists()
        programs = accounts.filtered(lambda a: a.root_plan_id == program_plan)
        grants = accounts.filtered(lambda a: a.root_plan_id == grant_plan)
        program_ids, grant_ids = set(programs.ids), set(grants.ids)
        return [
            [
                (
                    programs.browse(id_ for id_ in ids_of[key] if id_ in program_ids),
                    grants.browse(id_ for id_ in ids_of[key] if id_ in grant_ids),
                    percent,
                )
                for key, percent in (distribution or {}).items()
                # "__update__" is the web client's, and no key.
                if ids_of[key]
            ]
            for distribution in distributions
        ]

    @api.model
    def _social_program_rows(self, distributions):
        """Return a list of :class:`~.half_pairs.Row` for each distribution."""
        cleaned = [
            {key: percent for key, percent in (one or {}).items() if _key_ids(key)}
            for one in distributions
        ]
        lists = self._social_program_account_lists(cleaned)
        accounts = self.env["account.analytic.account"].sudo()
        accounts = accounts.browse(
            {id_ for one in cleaned for key in one for id_ in _key_ids(key)}
        ).exists()
        root_of = {account.id: account.root_plan_id.id for account in accounts}
        return [
            [
                Row(
                    ids := _key_ids(key),
                    tuple(programs.ids),
                    tuple(grants.ids),
                    frozenset(
                        root_of[id_]
                        for id_ in ids
                        if id_ in root_of and id_ not in (programs + grants).ids
                    ),
                    percent,
                )
                for key, (programs, grants, percent) in zip(one, entries, strict=True)
            ]
            for one, entries in zip(cleaned, lists, strict=True)
        ]

    @api.model
    def _social_program_joined(self, distributions):
        """Return distributions with their half pairs joined where that is sure.

        :param list distributions: as stored in ``analytic_distribution``
        :return: a list; what has nothing to join is in it as it was given
        """
        result = list(distributions)
        # Most have one row, and need no query to be told so.
        several = [
            number
            for number, one in enumerate(distributions)
            if len(one or ()) > 1 and "__update__" not in one
        ]
        if several:
            rows = self._social_program_rows([distributions[n] for n in several])
            for number, some in zip(several, rows, strict=True):
                joined = join(some)
                if joined is not None:
                    result[number] = _distribution(joined)
        return result


def _key_ids(key):
    """Return the ids in a key of a distribution; none in the client's own key."""
    return tuple(int(part) for part in key.split(",") if part.isdigit())


def _distribution(rows):
    """Return (ids, percent) rows as a distribution, one row for the same accounts."""
    totals = {}
    for ids, percent in rows:
        totals[frozenset(ids)] = totals.get(frozenset(ids), 0.0) + percent
    first = {}
    for ids, _percent in rows:
        first.setdefault(frozenset(ids), ",".join(map(str, ids)))
    return {key: totals[accounts] for accounts, key in first.items()}
