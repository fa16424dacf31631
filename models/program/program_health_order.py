from odoo import api, models
from odoo.tools import SQL

from .program_health import LIVE_STATES

WORST_FIRST = ("off_track", "at_risk", "on_track", False)


class SocialProgram(models.Model):
    """Programs in the order of their health, which depends on today: no column."""

    _inherit = "social.program"

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        """Group by health too, the worst first.

        As the only grouping, that is: for the columns of a kanban and of a list.
        """
        if list(groupby) != ["health"]:
            return super()._read_group(
                domain, groupby, aggregates, having, offset, limit, order
            )
        totals = super()._read_group
        by_health = self.search(domain).grouped("health")
        backwards = (order or "").lower().startswith("health desc")
        return [
            (
                value,
                *totals([("id", "in", by_health[value].ids)], [], aggregates)[0],
            )
            for value in (WORST_FIRST[::-1] if backwards else WORST_FIRST)
            if value in by_health
        ][offset : offset + limit if limit else None]

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        # Odoo asks whether a field can be sorted by trying: no need to tell any health.
        describing = self.with_context(social_program_describing=True)
        return super(SocialProgram, describing).fields_get(allfields, attributes)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name != "health":
            return super()._order_field_to_sql(
                alias, field_name, direction, nulls, query
            )
        if self.env.context.get("social_program_describing"):
            return SQL()
        live = self.search([("state", "in", LIVE_STATES)], order="id")
        by_health = live.grouped("health")
        if not by_health:
            return SQL()
        ranks = SQL(" ").join(
            SQL(
                "WHEN %s = ANY(%s) THEN %s",
                SQL.identifier(alias, "id"),
                list(by_health[value].ids),
                rank,
            )
            for rank, value in enumerate(WORST_FIRST)
            if value in by_health
        )
        return SQL("(CASE %s ELSE %s END) %s", ranks, len(WORST_FIRST), direction)
