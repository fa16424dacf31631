from odoo import api, fields, models

from ..base.exact import ExactFloat, exact, exact_round


class SocialActivityCost(models.Model):
    """A line of an activity's cost estimate: a plan, never what was spent."""

    _name = "social.activity.cost"
    _description = "Cost Estimate of a Field Activity"
    _inherit = ["social.proposal.part.mixin", "social.part.mixin"]
    _proposal = "field_activity_id"
    _order = "field_activity_id, sequence, id"

    field_activity_id = fields.Many2one(
        comodel_name="social.activity", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Item", required=True)
    quantity = fields.Float(default=1.0, digits=(16, 2), required=True)
    unit = fields.Char(help="People, days, packages, trips.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_cost = ExactFloat(digits=(16, 6), min_display_digits=0)
    amount = fields.Monetary(compute="_compute_amount", store=True, precompute=True)

    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "A quantity cannot be negative."
    )
    _unit_cost_positive = models.Constraint(
        "CHECK (unit_cost >= 0)", "A cost cannot be negative."
    )

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "field_activity_id")

    @api.depends("quantity", "unit_cost", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount = exact(line.quantity) * exact(line.unit_cost)
            currency = line.currency_id
            line.amount = exact_round(amount, currency.rounding) if currency else amount

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.field_activity_id._check_terms_open()
        return lines

    def write(self, vals):
        if not self._free_fields().issuperset(vals):
            self.field_activity_id._check_terms_open()
        result = super().write(vals)
        if "field_activity_id" in vals:
            self.field_activity_id._check_terms_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.field_activity_id._check_terms_open()
