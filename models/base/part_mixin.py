from odoo import api, fields, models


class SocialPartMixin(models.AbstractModel):
    """A record that belongs to a program through another record."""

    _name = "social.part.mixin"
    _description = "Part of a Program"
    _inherit = ["social.record.mixin"]

    program_id = fields.Many2one(
        compute="_compute_program_id", store=True, precompute=True, ondelete="cascade"
    )

    @api.model
    def _part_parents(self):
        """Return the names of the many2one fields to what it is a part of.

        The first that is set counts; a lower room adds its own.
        """
        return ()

    @api.model
    def _rule_fields(self):
        return super()._rule_fields().union(self._part_parents())

    @api.depends(lambda self: [f"{name}.program_id" for name in self._part_parents()])
    def _compute_program_id(self):
        for part in self:
            parents = (part[name] for name in self._part_parents() if part[name])
            parent = next(parents, None)
            part.program_id = parent and parent.program_id
