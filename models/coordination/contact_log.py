from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialContactLog(models.Model):
    _name = "social.contact.log"
    _description = "Contact with a Stakeholder"
    _inherit = ["social.guarded.mixin"]
    _rec_name = "summary"
    _order = "date desc, id desc"

    stakeholder_id = fields.Many2one(
        comodel_name="social.stakeholder", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="stakeholder_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    channel = fields.Selection(
        selection=[
            ("visit", "Visit"),
            ("meeting", "Meeting"),
            ("phone", "Phone"),
            ("message", "Message"),
            ("letter", "Letter"),
            ("event", "Event"),
        ],
        required=True,
        default="meeting",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    summary = fields.Char(required=True, help="What it was about.")
    outcome = fields.Char(help="What was agreed.")
    next_contact_date = fields.Date(
        string="Next Contact", help="When to speak to them again."
    )

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"stakeholder_id"}

    @api.constrains("date", "next_contact_date")
    def _check_dates(self):
        for contact in self:
            if contact.next_contact_date and contact.next_contact_date < contact.date:
                raise ValidationError(
                    self.env._("The next contact lies before this one.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        contacts = super().create(vals_list)
        for contact in contacts.sorted(lambda contact: (contact.date, contact.id)):
            contact.stakeholder_id._after_contact(contact)
        return contacts

    def write(self, vals):
        result = super().write(vals)
        if vals.get("next_contact_date"):
            for contact in self:
                contact.stakeholder_id._after_contact(contact)
        return result
