from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.state_way import Way


class SocialVisit(models.Model):
    """Somebody goes and looks: a checklist, and what was found."""

    _name = "social.visit"
    _description = "Monitoring Visit"
    _inherit = [
        "social.code.mixin",
        "social.state.mixin",
        "social.record.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _check_company_auto = True
    _rec_name = "place"
    _rec_names_search = ["code", "place"]
    _order = "date desc, id desc"

    _state_transitions = {
        "planned": {"done": Way(), "cancelled": Way(reason=True)},
        "done": {"planned": Way(reason=True)},
        "cancelled": {"planned": Way(reason=True)},
    }

    field_activity_id = fields.Many2one(
        comodel_name="social.activity",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('program_id', '=', program_id)]",
        help="The activity that is looked at, if it is one.",
    )
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Visitor",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
    )
    area_id = fields.Many2one(
        comodel_name="social.area", index="btree_not_null", ondelete="restrict"
    )
    place = fields.Char(required=True, help="Where exactly: the hall, the school.")
    template_id = fields.Many2one(
        comodel_name="social.visit.template",
        string="Checklist",
        index="btree_not_null",
        ondelete="set null",
        help="Its questions are copied; answered ones stay when you choose another.",
    )
    item_ids = fields.One2many(
        comodel_name="social.visit.item",
        inverse_name="visit_id",
        string="Questions",
        compute="_compute_item_ids",
        store=True,
        readonly=False,
        copy=True,
    )
    finding_ids = fields.One2many(
        comodel_name="social.visit.finding",
        inverse_name="visit_id",
        string="Findings",
    )
    finding_count = fields.Integer(compute="_compute_finding_count")
    finding_open_count = fields.Integer(
        string="Open Findings", compute="_compute_finding_count"
    )
    photo_ids = fields.One2many(
        comodel_name="social.photo", inverse_name="visit_id", string="Photos"
    )
    summary = fields.Html(
        copy=False, help="What was seen, who was spoken to, the conclusion."
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        tracking=True,
    )
    state_reason = fields.Char(tracking=True)

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a visit is already taken."
    )

    @api.depends("template_id")
    def _compute_item_ids(self):
        for visit in self:
            if not visit.template_id:
                continue
            unanswered = visit.item_ids.filtered(lambda item: not item.answer)
            visit.item_ids = [
                *(Command.delete(item.id) for item in unanswered),
                *(
                    Command.create({"sequence": number, "question": item.question})
                    for number, item in enumerate(visit.template_id.item_ids, start=100)
                ),
            ]

    @api.depends("finding_ids.state")
    def _compute_finding_count(self):
        counts = {
            (visit.id, state): count
            for visit, state, count in self.env["social.visit.finding"]._read_group(
                [("visit_id", "in", self.ids)], ["visit_id", "state"], ["__count"]
            )
        }
        for visit in self:
            opened = counts.get((visit._origin.id, "open"), 0)
            visit.finding_open_count = opened
            visit.finding_count = opened + counts.get((visit._origin.id, "done"), 0)

    @api.constrains("program_id", "field_activity_id")
    def _check_field_activity(self):
        for visit in self:
            activity = visit.field_activity_id.sudo()
            if activity and activity.program_id != visit.program_id:
                raise ValidationError(
                    self.env._(
                        "The activity “%(activity)s” belongs to another program.",
                        activity=activity.name,
                    )
                )

    @api.onchange("program_id")
    def _onchange_program_id(self):
        if self.field_activity_id.program_id != self.program_id:
            self.field_activity_id = False

    @api.onchange("field_activity_id")
    def _onchange_field_activity_id(self):
        activity = self.field_activity_id
        if activity:
            self.program_id = activity.program_id
            self.area_id = activity.area_id or self.area_id
            self.place = activity.place or self.place

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        # Whoever searches the questions finds them at once.
        visits.mapped("item_ids")
        return visits

    def write(self, vals):
        result = super().write(vals)
        if "template_id" in vals:
            self.mapped("item_ids")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        kept = self.filtered(lambda visit: visit.state == "done")
        if kept:
            raise UserError(
                self.env._(
                    "“%(visit)s” took place: it cannot be deleted.",
                    visit=kept[0].display_name,
                )
            )

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        if new_state == "done":
            today = fields.Date.context_today(self)
            for visit in self:
                if visit.date > today:
                    raise UserError(
                        self.env._(
                            "“%(visit)s” lies in the future: set the day on which it "
                            "took place.",
                            visit=visit.display_name,
                        )
                    )
        return result

    def action_done(self):
        """Record that the visits of self took place."""
        self.write({"state": "done"})

    def action_cancel(self):
        """Ask why the visit is cancelled."""
        return self._action_ask_reason("cancelled")

    def action_reopen(self):
        """Ask why the visit is taken up again."""
        return self._action_ask_reason("planned")

    def _print_name(self):
        """Return the name of the printed report's file; no person is named in it."""
        return self.env._("Visit Report %(code)s", code=self.code)

    def action_view_findings(self):
        """Open the findings of the visit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "social_program.social_visit_finding_action"
        )
        action["domain"] = [("visit_id", "=", self.id)]
        action["context"] = {"default_visit_id": self.id}
        return action
