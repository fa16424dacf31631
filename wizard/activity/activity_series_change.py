from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...models.activity.activity import OPEN_STATES
from ...models.activity.activity_delay import DELAY_CAUSES, moved

# What can be changed in several activities at once, beside their days.
SHARED_FIELDS = ("user_id", "area_id", "place")


class SocialActivitySeriesChange(models.TransientModel):
    """Changes this one, this and later ones, or all of a series.

    The dialog starts with what this activity says; only what is changed there is
    written to the others, so that what they have of their own stays. Done and
    cancelled ones are never touched.
    """

    _name = "social.activity.series.change"
    _inherit = ["social.dialog.mixin"]
    _dialog_of = "field_activity_id"
    _description = "Change a Series of Field Activities"

    field_activity_id = fields.Many2one(
        comodel_name="social.activity", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="field_activity_id.company_id", related_sudo=False
    )
    scope = fields.Selection(
        selection=[
            ("this", "This one"),
            ("later", "This and later ones"),
            ("all", "All of the series"),
        ],
        string="Change",
        required=True,
        default="later",
    )
    date_start = fields.Date(
        string="New Start",
        required=True,
        compute="_compute_values",
        store=True,
        readonly=False,
        compute_sudo=False,
        precompute=True,
        help="All chosen activities move by as many days as this one.",
    )
    shift_days = fields.Integer(string="Days to Move", compute="_compute_shift_days")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        compute="_compute_values",
        store=True,
        readonly=False,
        compute_sudo=False,
        precompute=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    area_id = fields.Many2one(
        comodel_name="social.area",
        compute="_compute_values",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    place = fields.Char(
        compute="_compute_values",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    delay_cause = fields.Selection(selection=DELAY_CAUSES, string="Cause of Delay")
    delay_reason = fields.Char(
        string="Explanation", help="What holds them up, without names of persons."
    )
    is_delay = fields.Boolean(compute="_compute_preview")
    changed_count = fields.Integer(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("field_activity_id")
    def _compute_values(self):
        for change in self:
            for name in ("date_start", *SHARED_FIELDS):
                change[name] = change.field_activity_id[name]

    @api.depends("date_start", "field_activity_id")
    def _compute_shift_days(self):
        for change in self:
            old, new = change.field_activity_id.date_start, change.date_start
            change.shift_days = (new - old).days if new and old else 0

    @api.depends("scope", "shift_days", "field_activity_id")
    @api.depends_context("lang")
    def _compute_preview(self):
        for change in self:
            chosen, kept = change._chosen_activities()
            change.changed_count = len(chosen)
            change.is_delay = bool(change._delayed(chosen))
            change.preview = change._render_preview(chosen, kept)

    def _chosen_activities(self):
        """Return the open activities that are chosen, and the others among them."""
        self.ensure_one()
        activity = self.field_activity_id
        chosen = activity
        if self.scope != "this":
            chosen |= activity.recurrence_id.field_activity_ids
        if self.scope == "later":
            place = (activity.date_start, activity.id)
            chosen = chosen.filtered(
                lambda other: other == activity or (other.date_start, other.id) > place
            )
        chosen = chosen.sorted(lambda other: (other.date_start, other.id))
        opened = chosen.filtered(lambda other: other.state in OPEN_STATES)
        return opened, chosen - opened

    def _delayed(self, activities):
        """Return those whose approved days would be left for later ones."""
        if self.shift_days <= 0:
            return activities.browse()
        return activities.filtered("baseline_date_end")

    def _render_preview(self, chosen, kept):
        """Return a table of the activities, with the days that they will have."""
        end = self.field_activity_id.program_id.date_end
        rows = []
        for activity in chosen + kept:
            moves = self.shift_days and activity in chosen
            ends = moved(activity.date_end, self.shift_days)
            note = ""
            if activity in kept:
                labels = activity._fields["state"]._description_selection(self.env)
                note = self.env._(
                    "%(state)s: stays", state=dict(labels)[activity.state]
                )
            elif moves and ends and ends > end:
                note = self.env._("After the end of the program")
            days = [activity.date_start]
            if moves and ends:
                days.append(moved(activity.date_start, self.shift_days))
            rows.append(
                Markup("<tr class='%s'><td>%s</td><td>%s</td><td>%s</td></tr>")
                % (
                    "text-muted" if activity in kept else "",
                    activity.display_name,
                    " → ".join(
                        format_date(self.env, day, date_format="EEE d MMM yyyy")
                        for day in days
                    ),
                    note,
                )
            )
        return Markup("<table class='table table-sm mb-0'>%s</table>") % Markup().join(
            rows
        )

    def action_confirm(self):
        """Change what was changed in the dialog, in the activities that were chosen."""
        self.ensure_one()
        chosen, _kept = self._chosen_activities()
        if not chosen:
            raise UserError(
                self.env._("None of them is open: what is done or cancelled stays.")
            )
        vals = {
            name: self._fields[name].convert_to_write(self[name], self)
            for name in SHARED_FIELDS
            if self[name] != self.field_activity_id[name]
        }
        # Taken now: the first activity that moves would change it.
        days, delayed = self.shift_days, self._delayed(chosen)
        if not vals and not days:
            raise UserError(self.env._("Nothing was changed."))
        if vals:
            chosen.write(vals)
        if delayed:
            delayed._shift_dates(days, self.delay_cause, self.delay_reason)
        # What nobody approved yet is only planned anew: that needs no cause.
        if days:
            (chosen - delayed)._move_dates(days)
        return {"type": "ir.actions.act_window_close"}
