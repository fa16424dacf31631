from collections import defaultdict

from odoo import api, models

from .ids import linked_ids
from .ours import is_ours


class SocialLinksMixin(models.AbstractModel):
    """Nobody links what he or she may not read.

    Odoo shows the name of a record to whoever sees a link to it. So links are judged
    before they are saved, whatever brought them, and before a form shows them.
    """

    _name = "social.links.mixin"
    _description = "Judged Links"

    @api.model
    def _is_judged_link(self, field):
        """Tell whether a relation is judged; Odoo's models judge only what we add.

        Of our models all are: names of contacts and projects are not for everybody
        either.
        """
        return is_ours(self.env, self._name) or field.name.startswith("social_program_")

    @api.model
    def _prepare_create_values(self, vals_list):
        complete = super()._prepare_create_values(vals_list)
        if not self.env.su:
            self._check_links(complete)
        return complete

    def write(self, vals):
        if not self.env.su:
            self._check_links([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """Show nothing of records that the user may not read: a form names its links.

        See :meth:`BaseModel.onchange`.
        """
        if self.env.su:
            return super().onchange(values, field_names, fields_spec)
        context = dict(self.env.context)
        if not self and not field_names:
            for name in self._closed_links(self._links_of_context()):
                del context[f"default_{name}"]
        values = {**values, **dict.fromkeys(self._closed_links(values), False)}
        return super(
            SocialLinksMixin, self.with_env(self.env(context=context))
        ).onchange(values, field_names, fields_spec)

    @api.model
    def _links_of_context(self):
        """Return the defaults of the context for fields that lead to records."""
        return {
            name: self.env.context[f"default_{name}"]
            for name, field in self._fields.items()
            if field.relational and f"default_{name}" in self.env.context
        }

    def _check_links(self, vals_list):
        """Refuse links to records that the user may not read.

        Whoever links a record sees its name, and often brings it to where others read
        it. What is linked already may stay.

        :param vals_list: values about to be written on self, or of new records
        :raise AccessError: a record is closed to the user
        """
        by_model = defaultdict(set)
        for vals in vals_list:
            for name, ids in self._links(vals).items():
                by_model[self._fields[name].comodel_name] |= ids
        for model, ids in by_model.items():
            self.env[model].browse(ids).check_access("read")

    def _closed_links(self, vals):
        """Return the names of the fields that lead to what the user may not read."""
        closed = []
        for name, ids in self._links(vals).items():
            records = self.env[self._fields[name].comodel_name].browse(ids)
            if len(records.exists()._filtered_access("read")) < len(records):
                closed.append(name)
        return closed

    def _links(self, vals):
        """Return {field: ids of records} that values would link anew."""
        return {
            name: self._new_links(name, value)
            for name, value in vals.items()
            if value
            and (field := self._fields.get(name))
            and field.relational
            and field.store
            and self._is_judged_link(field)
        }

    def _new_links(self, name, value):
        """Return the ids to which a value leads and not all of self did before.

        :param value: id of a many2one, or commands of an x2many
        """
        field, records = self._fields[name], self._origin
        ids = linked_ids(field, value)
        if field.type == "many2one":
            records = records.sudo()
        else:
            # Odoo takes away what is left out of a list, of those in the cache. What
            # only sudo saw there is not the user's to take away.
            records.invalidate_recordset([name])
        before = [set(record[name].ids) for record in records]
        return ids - set.intersection(*before) if before else ids
