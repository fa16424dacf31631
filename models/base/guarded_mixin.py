from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .ids import linked_ids


class SocialGuardedMixin(models.AbstractModel):
    """Fields that only the server sets, and access that is judged by the result.

    A field with `server_only=True` (a baseline, an approver) is refused from outside,
    in values, in imports and in defaults of the context; our own code writes it by
    sudo, and copies start without it. So is a stored field that follows from others,
    such as the program of a part: Odoo lets anybody write those who calls from outside.
    """

    _name = "social.guarded.mixin"
    _description = "Guarded Record"
    _inherit = ["social.sound.mixin"]

    can_write = fields.Boolean(compute="_compute_can_write")

    @api.model
    def _valid_field_parameter(self, field, name):
        return name == "server_only" or super()._valid_field_parameter(field, name)

    @api.model
    def _rule_fields(self):
        """Return the names of the fields by which access rules judge a record.

        Odoo checks rules before a write; after one that touches these, access is
        checked again, so that nobody moves a record to where it is not theirs.
        """
        return frozenset()

    @api.depends(lambda self: sorted(self._rule_fields()))
    @api.depends_context("uid")
    def _compute_can_write(self):
        """Tell the form which buttons would only be refused."""
        writable = self.sudo(False)._origin._filtered_access("write")
        for record in self:
            record.can_write = not record._origin or record._origin in writable

    # ------------------------------------------------------------------
    # What comes from outside
    # ------------------------------------------------------------------
    @api.model
    def _is_derived(self, name):
        field = self._fields.get(name)
        return bool(field and field.compute and field.store and field.readonly)

    @api.model
    def _is_server_only(self, name):
        return getattr(self._fields.get(name), "server_only", False)

    @api.model
    def _add_missing_default_values(self, values):
        """Complete the values of a new record, without what only the server sets.

        Defaults come from the context or from what a user keeps as default. A derived
        field that is told is left out, as Odoo does with precomputed ones.
        """
        complete = super()._add_missing_default_values(values)
        if self.env.su:
            return complete
        for name in list(complete):
            if self._is_derived(name):
                del complete[name]
            elif self._is_server_only(name) and name not in values:
                default = self._fields[name].default
                complete[name] = default(self) if default else False
        return complete

    @api.model
    def _prepare_create_values(self, vals_list):
        """Complete the values of new records, and judge what will be saved.

        Whatever brought them: a form, an import, a copy, a line of another record,
        defaults of the context.
        """
        complete = super()._prepare_create_values(vals_list)
        if not self.env.su:
            self._check_links(complete)
            self._check_new_values(complete)
        return complete

    @api.model
    def _check_new_values(self, vals_list):
        """Refuse new records that are not the user's to make.

        Rules judge what is there once it is saved; this is for what they cannot see.

        :param vals_list: complete values, with all defaults
        """

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._refuse_fields(
                    name for name in vals if vals[name] and self._is_server_only(name)
                )
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._refuse_fields(
            name
            for name in vals
            if self._is_server_only(name) or self._is_derived(name)
        )
        self._check_links([vals])
        result = super().write(vals)
        if not self._rule_fields().isdisjoint(vals):
            self._settle_access()
            self.check_access("write")
        return result

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
            SocialGuardedMixin, self.with_env(self.env(context=context))
        ).onchange(values, field_names, fields_spec)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for vals in vals_list:
            for name in list(vals):
                if self._is_server_only(name) and name not in (default or {}):
                    del vals[name]
        return vals_list

    @api.model
    def _refuse_fields(self, names):
        for name in names:
            raise UserError(
                self.env._(
                    "%(field)s cannot be written directly.",
                    field=self._fields[name]._description_string(self.env),
                )
            )

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------
    @api.model
    def _links_of_context(self):
        """Return the defaults of the context for fields that lead to records."""
        return {
            name: self.env.context[f"default_{name}"]
            for name, field in self._fields.items()
            if field.relational and f"default_{name}" in self.env.context
        }

    def _check_links(self, vals_list):
        """Refuse links to records that the user may not read, ours or others'.

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
        links = {}
        for name, value in vals.items():
            field = self._fields.get(name)
            if value and field and field.relational and field.store:
                links[name] = self._new_links(name, value)
        return links

    def _new_links(self, name, value):
        """Return the ids to which a value leads and not all of self did before.

        :param value: id of a many2one, or commands of an x2many
        """
        ids = linked_ids(self._fields[name], value)
        before = [set(record[name].ids) for record in self.sudo()._origin]
        return ids - set.intersection(*before) if before else ids

    def _settle_access(self):
        """Do what decides who may write self, before access is checked again."""
