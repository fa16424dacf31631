from odoo import fields, models
from odoo.exceptions import UserError


class SocialProgramReason(models.TransientModel):
    _name = "social.program.reason"
    _description = "Reason for a Change"
    _inherit = ["social.dialog.mixin"]

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    new_state = fields.Char(required=True)
    reason = fields.Text(
        required=True, help="Everybody who may read the record sees this reason."
    )

    def action_confirm(self):
        """Change the state of the record, with the reason."""
        self.ensure_one()
        if self.res_model not in self.env or not isinstance(
            self.env[self.res_model], self.env.registry["social.state.mixin"]
        ):
            raise UserError(self.env._("This kind of record has no guarded state."))
        record = self.env[self.res_model].browse(self.res_id)
        record._change_state(self.new_state, self.reason.strip())
        return {"type": "ir.actions.act_window_close"}
