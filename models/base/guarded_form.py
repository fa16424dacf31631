from lxml import etree

from odoo import api, fields, models


class SocialSoundMixin(models.AbstractModel):
    """What lists offer to those who may write no record of a model."""

    _inherit = "social.sound.mixin"

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Describe the fields; who may write no record is not offered to archive any.

        See :meth:`BaseModel.fields_get`.
        """
        described = super().fields_get(allfields, attributes)
        active = described.get("active")
        if active and not self.has_access("write"):
            active["readonly"] = True
        return described


class SocialGuardedMixin(models.AbstractModel):
    """What a form shows to whom may not write its record.

    Its fields are read-only from the start, and a line says who may write them. That is
    added to every form of a guarded model here, so that no view has to say it.
    """

    _inherit = "social.guarded.mixin"

    can_delete = fields.Boolean(
        compute="_compute_can_delete", export_string_translation=False
    )
    read_only_reason = fields.Char(
        compute="_compute_read_only_reason", export_string_translation=False
    )

    @api.depends(lambda self: sorted(self._rule_fields()))
    @api.depends_context("uid")
    def _compute_can_delete(self):
        """Tell the form whether deleting would only be refused."""
        deletable = self.sudo(False)._origin._filtered_access("unlink")
        for record in self:
            record.can_delete = record._origin in deletable

    @api.depends("can_write")
    @api.depends_context("uid", "lang")
    def _compute_read_only_reason(self):
        for record in self:
            record.read_only_reason = (
                not record.can_write and record._sentence_of_writers()
            )

    def _sentence_of_writers(self):
        """Return the sentence that tells the reader who may change the record."""
        self.ensure_one()
        access = self.env["ir.model.access"]
        roles = access.group_names_with_access(self._name, "write")
        if not roles:
            return self.env._("You may read this. Nobody changes it by hand.")
        return self.env._(
            "You may read this. Who may change it: %(roles)s.",
            roles=", ".join(sorted({role.split("/")[-1] for role in roles})),
        )

    # ------------------------------------------------------------------
    # Views
    # ------------------------------------------------------------------
    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and not self._transient:
            self._close_to_readers(arch)
        return arch, view

    @api.model
    def _close_to_readers(self, arch):
        """Make the fields of a form read-only where the record is not to be written."""
        for node in arch.xpath(".//field[not(ancestor::field)]"):
            field = self._fields.get(node.get("name"))
            told = node.get("readonly")
            if field is None or (field.readonly and not told) or told in ("1", "True"):
                continue
            rule = f"({told}) or not can_write" if told else "not can_write"
            node.set("readonly", rule)
        told = etree.fromstring(
            """
            <div class="alert alert-secondary mb-0 py-2" role="status"
                invisible="not read_only_reason">
                <i class="fa fa-lock me-2" aria-hidden="true"/>
                <field name="read_only_reason" nolabel="1" readonly="1"/>
                <field name="can_write" invisible="1"/>
                <field name="can_delete" invisible="1"/>
            </div>
            """
        )
        header = arch.find("header")
        arch.insert(0 if header is None else arch.index(header) + 1, told)
