from odoo import fields, models


class SocialSponsor(models.Model):
    """Who gives: a government, a foundation, a company, a person."""

    _name = "social.sponsor"
    _description = "Sponsor"
    _inherit = ["social.contact.mixin", "mail.thread"]
    _order = "id desc"
    _contact_protected = True

    kind = fields.Selection(
        [
            ("government", "Government"),
            ("un", "United Nations"),
            ("foundation", "Foundation"),
            ("company", "Company"),
            ("ngo", "NGO"),
            ("individual", "Individual"),
        ],
        default="foundation",
        required=True,
        tracking=True,
    )
    anonymous = fields.Boolean(
        help="The name is left out of everything that leaves the organization."
    )
    note = fields.Text()
    grant_ids = fields.One2many("social.grant", "sponsor_id")
    grant_count = fields.Integer(compute="_compute_grant_count")

    def _compute_grant_count(self):
        counts = dict(
            self.env["social.grant"]._read_group(
                [("sponsor_id", "in", self.ids)], ["sponsor_id"], ["__count"]
            )
        )
        for sponsor in self:
            sponsor.grant_count = counts.get(sponsor._origin, 0)

    def action_open_grants(self):
        """Open the grants of this sponsor."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_grant_action"
        )
        return action | {
            "domain": [("sponsor_id", "=", self.id)],
            "context": {"default_sponsor_id": self.id},
        }
