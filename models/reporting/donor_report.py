from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list, html2plaintext

from ..base.state_way import Way


class SocialDonorReport(models.Model):
    """A report that is kept: its words, who answers for it, what it explains."""

    _name = "social.donor.report"
    _description = "Donor Report"
    _inherit = [
        "social.donor.report.mixin",
        "social.code.mixin",
        "social.next.mixin",
    ]
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["code", "name"]
    _state_transitions = {
        "draft": {"in_review": Way()},
        "in_review": {"draft": Way(reason=True)},
    }

    _awaited_steps = {"in_review": "draft"}

    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    program_id = fields.Many2one(check_company=True, tracking=True)
    grant_id = fields.Many2one(check_company=True, tracking=True)
    date_from = fields.Date(tracking=True)
    date_to = fields.Date(tracking=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("in_review", "In Review"),
        ],
        group_expand=True,
        tracking=True,
    )
    state_reason = fields.Char(tracking=True)
    preparer_id = fields.Many2one(
        comodel_name="res.users",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        check_company=True,
        help="Who answers for the report.",
    )
    executive_summary = fields.Html()
    activities_narrative = fields.Html(string="About the Activities")
    beneficiaries_narrative = fields.Html(string="About the People Reached")
    finance_narrative = fields.Html(string="Notes on the Finances")
    explanation_ids = fields.One2many(
        comodel_name="social.donor.report.explanation",
        inverse_name="report_id",
        string="Explanations",
        help="Why budget lines differ from their budget by more than the grant allows.",
    )
    place = fields.Char(string="Place of Signing")
    date_signed = fields.Date(string="Date of Signing")
    prepared_by = fields.Char(string="Prepared by")
    prepared_title = fields.Char(string="Position of Who Prepared")
    checked_by = fields.Char(string="Checked by")
    checked_title = fields.Char(string="Position of Who Checked")
    approved_by = fields.Char(string="Approved by")
    approved_title = fields.Char(string="Position of Who Approved")
    preview = fields.Html(
        compute="_compute_preview", sanitize=False, export_string_translation=False
    )

    _code_uniq = models.UniqueIndex(
        "(code, company_id)", "This code of a report is already taken."
    )

    @api.depends("program_id", "grant_id", "date_from", "date_to")
    def _compute_name(self):
        for report in self:
            subject = report.grant_id or report.program_id
            if not report.name and subject and report.date_from and report.date_to:
                report.name = f"{subject.name}, {report._period_label()}"
            else:
                report.name = report.name or ""

    def _compute_preview(self):
        for report in self:
            if not report._origin or not report.date_to:
                report.preview = False
                continue
            try:
                report.preview = report._origin._render_body()
            except UserError as error:
                report.preview = self.env["ir.qweb"]._render(
                    "social_program.donor_report_alert", {"sentences": error.args}
                )

    @api.constrains("explanation_ids")
    def _check_explanations(self):
        self.explanation_ids._check_once()

    @api.model
    def _code_company_id(self, vals):
        grant = self.env["social.grant"].browse(vals.get("grant_id"))
        return grant.sudo().company_id.id or super()._code_company_id(vals)

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"program_id", "grant_id"}

    def _check_transition(self, new_state, vals):
        result = super()._check_transition(new_state, vals)
        if new_state == "in_review":
            for report in self:
                report._check_explained()
        return result

    def _who_acts_next(self):
        named = self.company_id.social_program_report_reviewer_id
        finance = self._members_of(
            "account.group_account_user", "account.group_account_manager"
        )
        return [named, finance, self._administrators()]

    def _next_sentence(self):
        return self.env._(
            "%(user)s submitted it for review: check its figures, or send it back with "
            "a reason.",
            user=self.submitted_by_id.name,
        )

    def _check_explained(self):
        """Refuse a report whose variances are not explained.

        :raise UserError: naming the budget lines
        """
        missing = [row for row in self._flagged_rows() if not row["explanation"]]
        if missing:
            raise UserError(
                self.env._(
                    "Explain these budget lines of “%(report)s” first, under "
                    "Explanations: %(lines)s.",
                    report=self.display_name,
                    lines=format_list(
                        self.env, [row.get("code") or row["name"] for row in missing]
                    ),
                )
            )

    def _flagged_rows(self):
        """Return the rows of budgets whose variance has to be explained."""
        return [row for row in self._figures()["budget"]["rows"] if row.get("flag")]

    def _explanations(self):
        return {
            explanation._row_key(): explanation.text.strip()
            for explanation in self.explanation_ids
            if (explanation.text or "").strip()
        }

    def _preparer(self):
        return self.preparer_id or super()._preparer()

    def _file_code(self):
        return self.code or super()._file_code()

    def _narrative(self, field):
        text = (field and self[field]) or ""
        return text if html2plaintext(text) else ""

    def _signatures(self):
        return {
            "place": self.place or "",
            "date": self.date_signed or None,
            "people": [
                (self.prepared_by, self.prepared_title),
                (self.checked_by, self.checked_title),
                (self.approved_by, self.approved_title),
            ],
        }

    def action_submit_for_review(self):
        """Hand the report to whoever checks it."""
        self.write({"state": "in_review"})

    def action_draft(self):
        """Ask why the report goes back to its author."""
        return self._action_ask_reason("draft")

    def action_list_variances(self):
        """List the budget lines that have to be explained, keeping what is written."""
        self.ensure_one()
        self.check_access("write")
        self.explanation_ids.sudo()._refresh(self, self._flagged_rows())

    def action_print_pdf(self):
        """Print the reports; whatever would stop one is told before."""
        self._check_printable()
        return self.env.ref("social_program.donor_report_pdf").report_action(self)

    def action_print_xlsx(self):
        """Download the workbook of one report."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one report: each is a workbook."))
        return self._action_xlsx()
