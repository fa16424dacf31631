from odoo import api, fields, models


class SocialHandover(models.Model):
    """Goods that are handed over, and the minutes that both parties sign."""

    _name = "social.handover"
    _description = "Handover"
    _inherit = ["social.code.mixin", "social.part.mixin", "mail.thread"]
    _check_company_auto = True
    _rec_name = "code"
    _order = "date desc, id desc"

    field_activity_id = fields.Many2one(
        comodel_name="social.activity", required=True, index=True, ondelete="restrict"
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    place = fields.Char(
        compute="_compute_place",
        store=True,
        readonly=False,
        help="Where the goods change hands.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="First Party",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        help="Who hands the goods over for the organization.",
    )
    giver_position = fields.Char(string="Position of the First Party")
    receiver_name = fields.Char(
        string="Second Party", required=True, help="Who receives the goods."
    )
    receiver_position = fields.Char(string="Position")
    receiver_organization = fields.Char(
        string="Organization", help="The village, school or group that gets the goods."
    )
    receiver_address = fields.Char(string="Address")
    witnesses = fields.Text(help="One per line: name, position.")
    line_ids = fields.One2many(
        comodel_name="social.handover.line",
        inverse_name="handover_id",
        string="Goods",
        copy=True,
    )

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a handover is already taken."
    )

    @api.model
    def _part_parents(self):
        return (*super()._part_parents(), "field_activity_id")

    @api.depends("field_activity_id")
    def _compute_place(self):
        for handover in self:
            handover.place = handover.place or handover.field_activity_id.place

    @api.model
    def _code_company_id(self, vals):
        activity = self.env["social.activity"].browse(vals.get("field_activity_id"))
        return activity.sudo().company_id.id or super()._code_company_id(vals)

    def action_print(self):
        """Print the minutes of the handover."""
        return self.env.ref("social_program.handover_minutes_pdf").report_action(self)
