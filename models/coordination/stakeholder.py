from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

WEIGHTS = [
    ("1", "Very Low"),
    ("2", "Low"),
    ("3", "Medium"),
    ("4", "High"),
    ("5", "Very High"),
]
# From here on interest or influence counts as high.
HIGH = 4


class SocialStakeholder(models.Model):
    """Somebody whose word counts in a program, and when they were last spoken to."""

    _name = "social.stakeholder"
    _description = "Stakeholder"
    _inherit = ["social.guarded.mixin", "social.reminder.mixin"]
    _check_company_auto = True
    _rec_names_search = ["name", "organization"]
    _order = "name, id"

    name = fields.Char(
        compute="_compute_from_partner",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index="trigram",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    program_ids = fields.Many2many(
        comodel_name="social.program",
        relation="social_stakeholder_program_rel",
        column1="stakeholder_id",
        column2="program_id",
        string="Programs",
        check_company=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Only where they are in your contacts already; it is not needed.",
    )
    kind = fields.Selection(
        selection=[
            ("village_head", "Village Head"),
            ("agency", "Government Agency"),
            ("school", "School"),
            ("donor", "Donor"),
            ("community", "Community Group"),
            ("media", "Media"),
            ("other", "Other"),
        ],
        required=True,
        default="community",
    )
    organization = fields.Char(help="The office, school or group they speak for.")
    function = fields.Char(string="Position")
    phone = fields.Char(
        compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    email = fields.Char(
        compute="_compute_from_partner", store=True, readonly=False, precompute=True
    )
    area_id = fields.Many2one(
        comodel_name="social.area", index="btree_not_null", ondelete="restrict"
    )
    interest = fields.Selection(
        selection=WEIGHTS,
        required=True,
        default="3",
        help="How much the program matters to them.",
    )
    influence = fields.Selection(
        selection=WEIGHTS,
        required=True,
        default="3",
        help="How much they can help the program, or stop it.",
    )
    engagement = fields.Selection(
        selection=[
            ("manage", "Manage Closely"),
            ("satisfy", "Keep Satisfied"),
            ("inform", "Keep Informed"),
            ("monitor", "Monitor"),
        ],
        compute="_compute_engagement",
        store=True,
        precompute=True,
        group_expand=True,
        help="Told from interest and influence: high in both, manage closely; "
        "influence alone, keep satisfied; interest alone, keep informed.",
    )
    note = fields.Text(
        string="What They Want", help="Their concerns, and what the program can offer."
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        help="Who keeps the contact.",
    )
    next_contact_date = fields.Date(
        string="Next Contact", help="The responsible person is reminded on this day."
    )
    last_contact_date = fields.Date(
        string="Last Contact", compute="_compute_last_contact_date", store=True
    )
    contact_ids = fields.One2many(
        comodel_name="social.contact.log",
        inverse_name="stakeholder_id",
        string="Contact Log",
    )

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"program_ids"}

    @api.model
    def _reminder_fields(self):
        return super()._reminder_fields() | {
            "user_id",
            "next_contact_date",
            "name",
            "active",
        }

    @api.depends("partner_id")
    def _compute_from_partner(self):
        for stakeholder in self:
            partner = stakeholder.partner_id
            for name in ("name", "phone", "email"):
                stakeholder[name] = partner[name] or stakeholder[name]

    @api.depends("interest", "influence")
    def _compute_engagement(self):
        quadrants = {
            (True, True): "manage",
            (False, True): "satisfy",
            (True, False): "inform",
            (False, False): "monitor",
        }
        for stakeholder in self:
            stakeholder.engagement = quadrants[
                int(stakeholder.interest or 0) >= HIGH,
                int(stakeholder.influence or 0) >= HIGH,
            ]

    @api.depends("contact_ids.date")
    def _compute_last_contact_date(self):
        for stakeholder in self:
            stakeholder.last_contact_date = max(
                stakeholder.contact_ids.mapped("date"), default=False
            )

    @api.constrains("program_ids")
    def _check_programs(self):
        for stakeholder in self.sudo():
            if not stakeholder.program_ids:
                raise ValidationError(
                    self.env._(
                        "Choose the programs in which “%(name)s” has a stake.",
                        name=stakeholder.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        stakeholders = super().create(vals_list)
        # Nobody ties a stakeholder to a program that he or she does not see.
        stakeholders.sudo().program_ids.sudo(self.env.su).check_access("read")
        return stakeholders

    def write(self, vals):
        before = {one.id: one.program_ids for one in self.sudo()}
        result = super().write(vals)
        if "program_ids" in vals:
            for one in self.sudo():
                added = one.program_ids - before[one.id]
                added.sudo(self.env.su).check_access("read")
                self._check_taken_from(before[one.id] - one.program_ids)
        return result

    def _check_taken_from(self, programs):
        """Refuse to take a stakeholder from programs in which the user does not work.

        :param programs: those that lose it, by sudo
        """
        if not self.env.su and any(not one.is_workable_by_me for one in programs):
            raise UserError(
                self.env._(
                    "A stakeholder is taken out of a program by those who work in it."
                )
            )

    def _reminder(self):
        self.ensure_one()
        if not self.active or not self.next_contact_date:
            return None
        return (
            self.user_id,
            self.next_contact_date,
            self.env._("Contact %(name)s", name=self.name),
        )

    def _after_contact(self, contact):
        """Move on once somebody was spoken to.

        :param contact: record of the contact log of this stakeholder
        """
        self.ensure_one()
        due = self.next_contact_date
        if contact.next_contact_date:
            self.next_contact_date = contact.next_contact_date
        elif due and due <= max(contact.date, fields.Date.context_today(self)):
            self.next_contact_date = False
