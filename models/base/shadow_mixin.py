from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain


class SocialShadowMixin(models.AbstractModel):
    """What Odoo keeps beside a record: messages, followers, mails, activities.

    Who may not read a confidential record must not learn of it from these either, and
    Odoo guards some of them only by group, or opens them to whoever was once notified.
    A rule asks for `social_program_is_shown` on each model that inherits this.
    """

    _name = "social.shadow.mixin"
    _description = "Kept Beside a Record"

    # Where the model says which record it belongs to.
    _shadow_model = "res_model"
    _shadow_id = "res_id"
    # Many2one to the record that says so, if it is another one.
    _shadow_of = None

    social_program_is_shown = fields.Boolean(
        string="Not of a Hidden Record",
        compute="_compute_social_program_is_shown",
        search="_search_social_program_is_shown",
        compute_sudo=True,
    )

    @api.depends_context("uid")
    def _compute_social_program_is_shown(self):
        confidential = set(self._confidential_models())
        subjects = {record.id: record._shadow_subject() for record in self}
        ids = defaultdict(set)
        for model, res_id in subjects.values():
            if model in confidential:
                ids[model].add(res_id)
        hidden = {
            (model, res_id)
            for model, res_ids in ids.items()
            for res_id in self._hidden_records(model, [("id", "in", list(res_ids))])
        }
        for record in self:
            record.social_program_is_shown = subjects[record.id] not in hidden

    @api.model
    def _search_social_program_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.AND(
            self._shown_domain(model) for model in self._confidential_models()
        )

    @api.model
    def _shown_domain(self, model):
        """Return the domain of what does not lie beside a hidden record of a model."""
        of_hidden = Domain(self._shadow_model, "=", model) & Domain(
            self._shadow_id, "in", self._hidden_records(model)
        )
        if not self._shadow_of:
            return ~of_hidden
        owners = self.env[self._fields[self._shadow_of].comodel_name].sudo()
        return Domain(self._shadow_of, "not in", owners._search(of_hidden))

    @api.model
    def _hidden_records(self, model, domain=()):
        """Return the records of a confidential model that the user may not read.

        :rtype: Query
        """
        # Archived ones as well.
        records = self.env[model].sudo().with_context(active_test=False)
        return records._search([*domain, ("is_open_to_me", "=", False)])

    @api.model
    def _confidential_models(self):
        """Return the names of all models whose records may be confidential."""
        registry = self.env.registry
        return [
            name
            for name in registry.descendants(["social.confidential.mixin"], "_inherit")
            if not registry[name]._abstract
        ]

    def _shadow_subject(self):
        """Return the model and the id of the record that this one lies beside."""
        self.ensure_one()
        owner = self[self._shadow_of] if self._shadow_of else self
        return owner[self._shadow_model], owner[self._shadow_id]
