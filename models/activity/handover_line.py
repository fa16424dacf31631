from odoo import api, fields, models


class SocialHandoverLine(models.Model):
    _name = "social.handover.line"
    _description = "Goods of a Handover"
    _inherit = ["social.part.mixin"]
    _order = "handover_id, sequence, id"

    handover_id = fields.Many2one(
        comodel_name="social.handover", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Goods", required=True)
    quantity = fields.Float(default=1.0, digits=(16, 2), required=True)
    unit = fields.Char(help="Pieces, boxes, meters.")
    condition = fields.Selection(
        selection=[
            ("good", "Good"),
            ("used", "Used, in Working Order"),
            ("damaged", "Damaged"),
        ],
        required=True,
        default="good",
    )
    note = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "The quantity of goods must be above zero."
    )

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "handover_id")
