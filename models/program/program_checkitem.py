from odoo import api, fields, models


class SocialProgramCheckitem(models.Model):
    """Something to be settled before a program ends, ticked off by hand.

    What the database knows by itself (open activities, draft bills) is found by
    `_closing_blockers`; these are the keys to hand back and the archive to pack.
    """

    _name = "social.program.checkitem"
    _description = "Checklist of a Program"
    _inherit = ["social.record.mixin"]
    _check_company_auto = True
    _order = "kind desc, sequence, id"

    program_id = fields.Many2one(ondelete="cascade")
    kind = fields.Selection(
        selection=[("exit", "Exit"), ("closing", "Closing")],
        required=True,
        default="exit",
        help="Exit: what lets the change last. Closing: what keeps the program from "
        "being closed.",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="To Do", required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        check_company=True,
    )
    deadline = fields.Date()
    done = fields.Boolean(copy=False)
    done_on = fields.Date(
        compute="_compute_done_on", store=True, precompute=True, copy=False
    )
    note = fields.Char()

    @api.depends("done")
    def _compute_done_on(self):
        today = fields.Date.context_today(self)
        for item in self:
            item.done_on = (item.done_on or today) if item.done else False
