from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.domains import DomainAnd
from odoo.tools import SQL

from .ours import closed_beside, confidential_models, is_ours, own_models


class SocialShadowMixin(models.AbstractModel):
    """What Odoo keeps beside a record: messages, followers, mails, activities, ratings.

    Who may not read a record must not learn of it from these either, and Odoo guards
    some of them only by group, or opens them to whoever was once notified. A rule asks
    for `social_program_is_shown` on each model that inherits this: nothing beside a
    confidential record that is hidden from the user; beside our other records Odoo's
    own way, or, where Odoo has none, what is one's own or of a record that one reads.

    Searches ask by a correlated EXISTS: a million messages are not to be walked over.
    """

    _name = "social.shadow.mixin"
    _description = "Kept Beside a Record"

    # Where the model says which record it belongs to.
    _shadow_model = "res_model"
    _shadow_id = "res_id"
    # Many2one to the record that says so, if it is another one.
    _shadow_of = None
    # Whether Odoo shows it to people without asking whether they read the record.
    _shadow_open = False

    social_program_is_shown = fields.Boolean(
        string="Not of a Hidden Record",
        compute="_compute_social_program_is_shown",
        search="_search_social_program_is_shown",
        compute_sudo=True,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_social_program_is_shown(self):
        subjects = {record.id: record._shadow_subject() for record in self}
        ids = defaultdict(set)
        for model, res_id in subjects.values():
            ids[model].add(res_id)
        hidden, read = set(), set()
        for model in confidential_models(self.env, ids):
            found = self._hidden_records(model, [("id", "in", list(ids[model]))])
            hidden.update((model, res_id) for res_id in found)
        closed = set(own_models(self.env, ids) if self._shadow_open else ())
        for model in closed:
            found = self._read_records(model, [("id", "in", list(ids[model]))])
            read.update((model, res_id) for res_id in found)
        mine = self.filtered_domain(self._shadow_mine())
        for record in self:
            subject = subjects[record.id]
            record.social_program_is_shown = subject not in hidden and (
                subject[0] not in closed or record in mine or subject in read
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        """Name nothing beside a record of ours to who may not read it.

        Names are computed by sudo: whoever writes a link would read the name behind it.
        """
        closed = self._beside_closed()
        closed.display_name = False
        return super(SocialShadowMixin, self - closed)._compute_display_name()

    @api.model
    def _search_social_program_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        met = self.env.context.get("social_program_models")
        shown = Domain.AND(
            ~self._beside(model, self._hidden_records)
            for model in confidential_models(self.env, met)
        )
        closed = own_models(self.env, met) if self._shadow_open else ()
        if not closed:
            return shown
        return shown & Domain.OR(
            [
                ~self._beside_models(closed),
                self._shadow_mine(),
                *(
                    self._beside(model, self._read_records)
                    for model in closed
                    if isinstance(self.env[model], self.pool["mail.thread"])
                    and self.env[model].sudo(False).has_access("read")
                ),
            ]
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Search; who names a model, as threads do, waits for the rules of no other."""
        met = self.with_context(social_program_models=self._models_met(domain))
        return super(SocialShadowMixin, met)._search(domain, *args, **kwargs)

    # ------------------------------------------------------------------
    # Domains
    # ------------------------------------------------------------------
    @api.model
    def _models_met(self, domain):
        """Return the names of the models that a domain restricts to, None for all."""
        path = self._shadow_model
        if self._shadow_of:
            path = f"{self._shadow_of}.{path}"
        domain = Domain(domain)
        for part in domain.children if isinstance(domain, DomainAnd) else [domain]:
            if getattr(part, "field_expr", None) != path:
                continue
            if part.operator == "=" and isinstance(part.value, str):
                return {part.value}
            if part.operator == "in" and isinstance(part.value, (list, tuple, set)):
                return set(part.value)
        return None

    @api.model
    def _beside(self, model, find):
        """Return the domain of what lies beside the records that `find` finds."""

        def to_sql(shadow, alias, query):
            model_sql, id_sql = shadow._subject_sql(alias, query)
            records = find(model)
            records.add_where(
                SQL("%s = %s", SQL.identifier(records.table, "id"), id_sql)
            )
            return SQL(
                "(%s = %s AND EXISTS %s)", model_sql, model, records.subselect("1")
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _beside_models(self, names):
        """Return the domain of what lies beside records of some models."""

        def to_sql(shadow, alias, query):
            model_sql, _id_sql = shadow._subject_sql(alias, query)
            return SQL("%s IN %s", model_sql, tuple(names))

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _shadow_mine(self):
        """Return the domain of what one sees although one does not read the record."""
        return Domain.FALSE

    @api.model
    def _hidden_records(self, model, domain=()):
        """Return the records of a confidential model that the user may not read.

        :rtype: Query
        """
        # Archived ones as well.
        records = self.env[model].sudo().with_context(active_test=False)
        return records._search([*domain, ("is_open_to_me", "=", False)])

    @api.model
    def _read_records(self, model, domain=()):
        """Return the records of one of our models that the user may read.

        :rtype: Query
        """
        records = self.env[model].sudo(False).with_context(active_test=False)
        if not records.has_access("read"):
            return records.browse()._as_query()
        return records._search([*domain])

    # ------------------------------------------------------------------
    # The record beside which something lies
    # ------------------------------------------------------------------
    def _shadow_subject(self):
        """Return the model and the id of the record that this one lies beside."""
        self.ensure_one()
        owner = self[self._shadow_of] if self._shadow_of else self
        return owner[self._shadow_model], owner[self._shadow_id]

    def _beside_closed(self):
        """Return those of self beside records of ours that are closed to the user.

        What is only in a form is judged by its record: names are computed before
        anything is checked.
        """
        drafts = self.filtered(lambda shadow: not shadow.id)
        closed = closed_beside(self - drafts, lambda one: one._shadow_subject()[0])
        for draft in drafts:
            model, res_id = draft.sudo()._shadow_subject()
            if is_ours(self.env, model) and res_id:
                record = self.env[model].sudo(False).browse(res_id)
                if not record.exists()._filtered_access("read"):
                    closed |= draft
        return closed

    @api.model
    def _subject_sql(self, alias, query):
        """Return the columns of `_shadow_subject`, joining what it takes to a query."""
        owner = self.sudo()
        if self._shadow_of:
            owner = owner[self._shadow_of]
            alias = query.left_join(
                alias, self._shadow_of, owner._table, "id", self._shadow_of
            )
        return (
            owner._field_to_sql(alias, self._shadow_model, query),
            owner._field_to_sql(alias, self._shadow_id, query),
        )
