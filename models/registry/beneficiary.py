from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class SocialBeneficiary(models.Model):
    """A person who is served; never a contact, since every employee reads contacts."""

    _name = "social.beneficiary"
    _description = "Beneficiary"
    _inherit = ["social.code.mixin", "social.guarded.mixin"]
    _check_company_auto = True
    _rec_name = "code"
    _rec_names_search = ["code"]
    _order = "code desc, id desc"

    code = fields.Char(index="trigram")
    name = fields.Char(required=True, index="trigram")
    sex = fields.Selection(
        selection=[("female", "Female"), ("male", "Male"), ("other", "Other")],
        help="Leave empty when unknown.",
    )
    birth_date = fields.Date(string="Date of Birth", first_year=1900)
    program_id = fields.Many2one(
        comodel_name="social.program",
        string="Registered by",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="Program that registered the person; its members see the person.",
    )
    area_id = fields.Many2one(
        comodel_name="social.area", index="btree_not_null", ondelete="restrict"
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payment Contact",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only for people who are paid one by one. Every employee can read "
        "contacts: name this one after the code, not after the person.",
    )
    phone = fields.Char()
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)
    enrollment_ids = fields.One2many(
        comodel_name="social.enrollment",
        inverse_name="beneficiary_id",
        string="Enrollments",
    )

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a beneficiary is already taken."
    )

    @api.depends("code", "name")
    @api.depends_context("uid", "show_person_name")
    def _compute_display_name(self):
        named = self.browse()
        if self.env.context.get("show_person_name"):
            # Without sudo: a name is for those who may read the person.
            named = self.sudo(False)._filtered_access("read").with_env(self.env)
        for person in self:
            person.display_name = person.code
            if person in named:
                person.display_name = (
                    f"{person.name} ({person.code})" if person.code else person.name
                )

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if domain is NotImplemented or not self.env.context.get("show_person_name"):
            return domain
        by_name = Domain("name", operator, value)
        if operator in Domain.NEGATIVE_OPERATORS:
            return Domain(domain) & by_name
        return Domain(domain) | by_name

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = fields.Date.context_today(self)
        if any(person.birth_date and person.birth_date > today for person in self):
            raise ValidationError(
                self.env._("A date of birth cannot lie in the future.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(self._with_company_of_program(vals_list))

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"program_id"}

    def write(self, vals):
        # Somebody enrolled there stays readable: the new program itself has to be.
        self.env["social.program"].browse(vals.get("program_id")).check_access("read")
        return super().write(vals)

    @api.model
    def _with_company_of_program(self, vals_list):
        """Return the values with the program's company where none is given."""
        Program = self.env["social.program"].sudo()
        programs = Program.browse(
            {vals["program_id"] for vals in vals_list if vals.get("program_id")}
        )
        company_ids = {program.id: program.company_id.id for program in programs}
        return [
            {"company_id": company_ids[vals["program_id"]], **vals}
            if vals.get("program_id")
            else vals
            for vals in vals_list
        ]
