from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date


class SocialDonorReportMixin(models.AbstractModel):
    """A program or a grant, a period, and all figures about them.

    The figures are computed once, by :meth:`_figures`, into dicts and lists; screen,
    PDF and XLSX only show them. `donor_report_sections.py` lists its sections.
    """

    _name = "social.donor.report.mixin"
    _description = "Figures of a Donor Report"
    _inherit = ["social.sound.mixin"]

    program_id = fields.Many2one(
        comodel_name="social.program",
        index="btree_not_null",
        ondelete="restrict",
        help="For a report on a program, in the company's currency. It includes the "
        "programs below it.",
    )
    grant_id = fields.Many2one(
        comodel_name="social.grant",
        index="btree_not_null",
        ondelete="restrict",
        help="For a report on a grant, in the currency of the grant.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
        store=True,
        precompute=True,
        help="All amounts are told in it.",
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        compute="_compute_lang",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )

    @api.depends("program_id", "grant_id")
    def _compute_company_id(self):
        for report in self:
            subject = report.grant_id or report.program_id
            report.company_id = subject.company_id or self.env.company

    @api.depends("company_id", "grant_id")
    def _compute_currency_id(self):
        for report in self:
            report.currency_id = (
                report.grant_id.currency_id or report.company_id.currency_id
            )

    @api.depends("grant_id")
    def _compute_lang(self):
        installed = dict(self.env["res.lang"].get_installed())
        for report in self:
            lang = report.grant_id.report_lang or report.lang or self.env.user.lang
            report.lang = lang if lang in installed else next(iter(installed))

    # The date is always written: without a subject the other two are not.
    @api.constrains("program_id", "grant_id", "date_from")
    def _check_subject(self):
        if any(bool(report.program_id) == bool(report.grant_id) for report in self):
            raise ValidationError(
                self.env._("A report is about a program or about a grant: choose one.")
            )

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        complete = self.filtered(lambda report: report.date_from and report.date_to)
        if any(report.date_to < report.date_from for report in complete):
            raise ValidationError(
                self.env._("The period of a report cannot end before it starts.")
            )

    # --- figures -------------------------------------------------------------------

    def _check_may_print(self):
        """Refuse whoever may not read what the report tells.

        The figures are read by sudo, so this is the only guard.

        :raise AccessError: the report, its program, its grant or budgets are closed
            to the user, or it is about a company above the user's: a branch reads its
            budgets, but neither its field activities nor its people
        """
        self.check_access("read")
        subject = self.program_id or self.grant_id
        subject.check_access("read")
        self.env["social.budget"].check_access("read")
        if not self.env.su and subject.company_id not in self.env.companies:
            raise AccessError(
                self.env._(
                    "%(subject)s belongs to the company above yours, which reports on "
                    "it.",
                    subject=subject.display_name,
                )
            )

    def _figures(self):
        """Compute everything that the report tells.

        :return: dict of plain values: `subject`, `sections` ({key: names of tables}),
            each table under its name (:func:`.report_table.table`), `summary` (what
            the first page is made of), `warnings`; amounts are floats rounded in the
            currency of the report, None is a figure that is missing
        :raise AccessError: see :meth:`_check_may_print`
        :raise UserError: an exchange rate is missing
        """
        self.ensure_one()
        self._check_may_print()
        if not self.program_id and not self.grant_id:
            raise UserError(self.env._("Choose a program or a grant."))
        report = self.sudo().with_context(lang=self.lang, active_test=False)
        return report._compute_figures()

    def _preparer(self):
        """Return the user who answers for the report."""
        return self.env.user

    # --- printing ------------------------------------------------------------------

    def _check_printable(self):
        """Tell what would stop the report, while a dialog can still show it.

        :raise UserError: an exchange rate is missing; see :meth:`_figures`
        """
        for report in self:
            report._figures()

    def _action_xlsx(self):
        """Return the action that downloads the workbook of one report."""
        self.ensure_one()
        self._check_printable()
        kind = "print" if self._transient else "report"
        return {
            "type": "ir.actions.act_url",
            "url": f"/social_program/donor_report/{kind}/{self.id}.xlsx",
            "target": "self",
        }

    # --- names ---------------------------------------------------------------------

    def _file_code(self):
        """Return the code that stands for this report in names of files."""
        return (self.grant_id or self.program_id).code or ""

    def _file_name(self):
        """Return a name for a file, without extension: code and period only."""
        self.ensure_one()
        parts = [self._file_code(), str(self.date_from), str(self.date_to)]
        return "_".join(filter(None, parts)).replace("/", "-")

    def _period_label(self):
        """Return the period in the user's language."""
        return self.env._(
            "%(start)s to %(end)s",
            start=format_date(self.env, self.date_from, date_format="medium"),
            end=format_date(self.env, self.date_to, date_format="medium"),
        )
