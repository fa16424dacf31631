from odoo import api, fields, models


class SocialRecordMixin(models.AbstractModel):
    """A record of a program: guarded, in the program's company.

    A new model of this kind needs the mixin, three or four rules over the program
    (`security/`), and its row in `tests/test_access_table.py`.
    """

    _name = "social.record.mixin"
    _description = "Record of a Program"
    _inherit = ["social.guarded.mixin"]

    program_id = fields.Many2one(
        comodel_name="social.program", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="program_id.company_id", store=True, index=True, precompute=True
    )

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"program_id"}

    def _sentence_of_writers(self):
        """Name the manager of the program, who may change what belongs to it."""
        program = self.program_id.sudo()
        return program._sentence_of_manager() or super()._sentence_of_writers()
