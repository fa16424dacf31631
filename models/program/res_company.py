from odoo import fields, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    _inherit = "res.company"

    social_program_second_person = fields.Boolean(
        string="Second Person Approves",
        help="Whoever created a program, a budget or a field activity, or submitted "
        "it, cannot approve it.",
    )

    def _check_second_person(self, records):
        """Refuse where the current user would approve what he or she proposed.

        :param records: records with a `company_id`; those of other companies are not
            looked at
        :raises UserError: with the setting on and the creator, or whoever submitted
            it, approving
        """
        for record in records:
            if not (
                record.company_id in self
                and record.company_id.sudo().social_program_second_person
            ):
                continue
            if (
                "submitted_by_id" in record._fields
                and record.submitted_by_id == self.env.user
            ):
                raise UserError(
                    self.env._(
                        "You submitted “%(record)s”, so a second person must approve "
                        "it.",
                        record=record.display_name,
                    )
                )
            if record.create_uid == self.env.user:
                raise UserError(
                    self.env._(
                        "You created “%(record)s”, so a second person must approve it.",
                        record=record.display_name,
                    )
                )
