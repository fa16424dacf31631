from odoo import api, fields, models
from odoo.tools import is_html_empty

# A report that is missing for longer than this many days after the end is told.
REPORT_DAYS = 14


class SocialActivity(models.Model):
    """What is told after an activity: narrative, results, minutes, guests, photos."""

    _inherit = "social.activity"

    report_narrative = fields.Html(
        string="What Happened", copy=False, help="The course of the activity."
    )
    results = fields.Html(copy=False, help="What came of the activity.")
    minutes = fields.Html(
        copy=False, help="What was discussed and agreed, where the activity was a talk."
    )
    participants_male = fields.Integer(string="Men", copy=False)
    participants_female = fields.Integer(string="Women", copy=False)
    participants_unknown = fields.Integer(
        string="Sex Not Recorded", copy=False, help="Guests counted without sex."
    )
    participants_total = fields.Integer(
        string="Participants",
        compute="_compute_participants_total",
        store=True,
        help="Guests that were counted; people served are on the roster.",
    )
    photo_ids = fields.One2many(
        comodel_name="social.photo", inverse_name="field_activity_id", string="Photos"
    )
    handover_ids = fields.One2many(
        comodel_name="social.handover",
        inverse_name="field_activity_id",
        string="Handovers",
    )
    has_report = fields.Boolean(
        string="Reported",
        compute="_compute_has_report",
        store=True,
        help="Told what happened or what came of it.",
    )

    _participants_positive = models.Constraint(
        "CHECK (COALESCE(participants_male, 0) >= 0"
        " AND COALESCE(participants_female, 0) >= 0"
        " AND COALESCE(participants_unknown, 0) >= 0)",
        "The number of participants cannot be negative.",
    )

    @api.depends("participants_male", "participants_female", "participants_unknown")
    def _compute_participants_total(self):
        for activity in self:
            activity.participants_total = (
                activity.participants_male
                + activity.participants_female
                + activity.participants_unknown
            )

    @api.depends("report_narrative", "results")
    def _compute_has_report(self):
        for activity in self:
            activity.has_report = not (
                is_html_empty(activity.report_narrative)
                and is_html_empty(activity.results)
            )
