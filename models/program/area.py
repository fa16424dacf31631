from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.tree import would_be_below_itself


class SocialArea(models.Model):
    _name = "social.area"
    _description = "Area"
    _inherit = ["social.sound.mixin"]
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]
    _order = "complete_name"

    name = fields.Char(required=True)
    complete_name = fields.Char(
        string="Full Name",
        compute="_compute_complete_name",
        store=True,
        recursive=True,
        index="trigram",
    )
    code = fields.Char(
        index="btree_not_null",
        help="Official code of the area, where the government gives one.",
    )
    kind = fields.Selection(
        selection=[
            ("province", "Province"),
            ("regency", "Regency or City"),
            ("district", "District"),
            ("village", "Village"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    parent_id = fields.Many2one(
        comodel_name="social.area",
        string="Part of",
        index="btree_not_null",
        ondelete="restrict",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("social.area", "parent_id", string="Areas Within")
    active = fields.Boolean(default=True)

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for area in self:
            parent = area.parent_id.complete_name
            area.complete_name = f"{parent} / {area.name}" if parent else area.name

    @api.depends("name", "parent_id.name")
    def _compute_display_name(self):
        """Name the smallest unit first, as an address does."""
        for area in self:
            names = filter(None, [area.name, area.parent_id.name])
            area.display_name = ", ".join(names)

    def write(self, vals):
        if would_be_below_itself(self, self.browse(vals.get("parent_id"))):
            raise ValidationError(self.env._("An area cannot be part of itself."))
        return super().write(vals)
