from odoo import api, fields, models


class SocialPartMixin(models.AbstractModel):
    """A record that belongs to a program through another record.

    The parents are named in `_part_parents`; a lower room adds its own to the tuple.
    """

    _name = "social.part.mixin"
    _description = "Part of a Program"
    _inherit = ["social.derived.mixin"]

    # Many2one fields to models with a `program_id`; the first that is set counts.
    _part_parents = ("field_activity_id",)

    program_id = fields.Many2one(
        comodel_name="social.program",
        compute="_compute_program_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )

    @api.depends(lambda self: [f"{name}.program_id" for name in self._part_parents])
    def _compute_program_id(self):
        for part in self:
            parent = next((part[name] for name in self._part_parents if part[name]), [])
            part.program_id = parent and parent.program_id

    def write(self, vals):
        result = super().write(vals)
        if any(name in vals for name in self._part_parents):
            # Rules are checked before a write; the new program counts as well.
            self.check_access("write")
        return result
