from odoo import api, fields, models


class SocialWritableMixin(models.AbstractModel):
    """A record whose form shows no button that its reader could not use."""

    _name = "social.writable.mixin"
    _description = "Says Whether It Can Be Written"

    can_write = fields.Boolean(compute="_compute_can_write")

    @api.depends(lambda self: ["program_id"] if "program_id" in self._fields else [])
    @api.depends_context("uid")
    def _compute_can_write(self):
        writable = self.sudo(False)._origin._filtered_access("write")
        for record in self:
            record.can_write = not record._origin or record._origin in writable
