from odoo import api, fields, models
from odoo.exceptions import UserError

CONTACT_FIELDS = (
    "name",
    "email",
    "phone",
    "street",
    "city",
    "country_id",
    "is_company",
    "lang",
)


class SocialContactMixin(models.AbstractModel):
    """Something that is a contact, without inheriting it.

    The people who keep sponsors or volunteers need no rights on contacts: the fields
    below pass through `_contact_create` and `_contact_write`, and nothing else does.
    A model that uses the mixin declares `_partner_uniq` itself:
    `models.UniqueIndex("(partner_id, company_id)", …)`.
    """

    _name = "social.contact.mixin"
    _description = "Based on a Contact"
    _inherit = ["social.guarded.mixin"]
    _rec_name = "name"
    _order = "partner_id, id"
    _check_company_auto = True
    # Whether those who may not write a record leave its contact alone as well.
    _contact_protected = False

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        copy=False,
        help="Leave empty to create a contact with the name given here.",
    )
    owns_contact = fields.Boolean(
        readonly=True,
        server_only=True,
        help="The contact was made for this record, which therefore may change it.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    name = fields.Char(related="partner_id.name")
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    street = fields.Char(related="partner_id.street")
    city = fields.Char(related="partner_id.city")
    country_id = fields.Many2one(related="partner_id.country_id")
    is_company = fields.Boolean(related="partner_id.is_company")
    lang = fields.Selection(related="partner_id.lang")

    def _compute_display_name(self):
        """Name the contacts, to those who may read the records.

        Odoo asks many a record for its name without a look at access, and the name of a
        contact is told by sudo: only reading a field of the record's own asks.
        """
        self.mapped("owns_contact")
        return super()._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        prepared, made = [], []
        for vals in vals_list:
            contact = {key: vals[key] for key in CONTACT_FIELDS if key in vals}
            vals = {key: vals[key] for key in vals if key not in CONTACT_FIELDS}
            if vals.get("partner_id"):
                partner = self.env["res.partner"].browse(vals["partner_id"])
                partner.check_access("read")
                self._contact_write(contact, partner)
            else:
                company_id = vals.get("company_id") or self.env.company.id
                vals["partner_id"] = self._contact_create(contact, company_id).id
                made.append(vals["partner_id"])
            prepared.append(vals)
        records = super().create(prepared)
        owners = records.filtered(lambda record: record.partner_id.id in made)
        owners.sudo().owns_contact = True
        return records

    def write(self, vals):
        contact = {key: vals[key] for key in CONTACT_FIELDS if key in vals}
        vals = {key: vals[key] for key in vals if key not in CONTACT_FIELDS}
        if vals.get("partner_id"):
            self.env["res.partner"].browse(vals["partner_id"]).check_access("read")
            moved = self.filtered(lambda one: one.partner_id.id != vals["partner_id"])
            moved.sudo().owns_contact = False
        result = super().write(vals)
        if contact:
            self.check_access("write")
            for record in self:
                record._contact_write(contact, record.partner_id)
        return result

    @api.model
    def _contact_create(self, vals, company_id):
        """Create a contact with fields of the whitelist, whatever the user's rights.

        :param dict vals: values for `res.partner`; others than the whitelist's are
            dropped
        :param int company_id: company that the contact belongs to
        :returns: the contact, in the user's environment
        """
        vals = {key: vals[key] for key in CONTACT_FIELDS if key in vals}
        if not (vals.get("name") or "").strip():
            raise UserError(self.env._("Give a name, or choose an existing contact."))
        partner = (
            self.env["res.partner"].sudo().create({**vals, "company_id": company_id})
        )
        return partner.with_env(self.env)

    def _contact_write(self, vals, partner):
        """Change a contact's fields of the whitelist, whatever the user's rights.

        Only of a contact that was made for the record, self, and that nobody else has
        come to use: the address of somebody who logs in, of a customer, a vendor or a
        company of ours opens doors (passwords, payments). Any other is linked, and
        changing it needs the user's own rights on contacts.

        :param dict vals: values for `res.partner`; equal ones are left alone
        :param partner: the contact
        """
        sudo_partner = partner.sudo()
        changed = {
            key: vals[key]
            for key in CONTACT_FIELDS
            if key in vals
            and vals[key]
            != (
                sudo_partner[key].id
                if sudo_partner._fields[key].type == "many2one"
                else sudo_partner[key]
            )
            # An empty text and no text are the same.
            and (vals[key] or sudo_partner[key])
        }
        if not changed:
            return
        if "name" in changed and not (changed["name"] or "").strip():
            raise UserError(self.env._("A contact needs a name."))
        owned = bool(self) and self.sudo().owns_contact
        if not owned or self._contact_is_sensitive(sudo_partner):
            if not partner.has_access("write"):
                raise UserError(
                    self.env._(
                        "This contact is not only here; it may log in, be a customer, "
                        "a vendor, a sponsor or one of your own companies: ask "
                        "somebody who may edit contacts to change it."
                    )
                )
            partner.write(changed)
        else:
            sudo_partner.write(changed)

    @api.model
    def _contact_is_sensitive(self, partner):
        family = partner | partner.commercial_partner_id
        return bool(
            family.with_context(active_test=False).user_ids
            or any(one.supplier_rank or one.customer_rank for one in family)
            or self.env["res.company"]
            .sudo()
            .search_count([("partner_id", "in", family.ids)], limit=1)
            or self._contact_belongs_to_others(family)
        )

    @api.model
    def _contact_belongs_to_others(self, partners):
        """Whether it is the contact of somebody whom the user may not change."""
        return any(
            self.env[model]._contact_protected
            and not self.env[model].has_access("write")
            and self.env[model]
            .sudo()
            .with_context(active_test=False)
            .search_count([("partner_id", "in", partners.ids)], limit=1)
            for model in self.env.registry["social.contact.mixin"]._inherit_children
            if model != self._name
        )
