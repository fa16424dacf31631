from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.report_format import ReportFormat


class SocialDonorReportExplanation(models.Model):
    """Why one budget line differs from its budget by more than the grant allows."""

    _name = "social.donor.report.explanation"
    _description = "Explanation of a Variance"
    _inherit = ["social.guarded.mixin"]
    _order = "report_id, sequence, id"
    _check_company_auto = True

    report_id = fields.Many2one(
        comodel_name="social.donor.report",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    origin_id = fields.Many2one(
        comodel_name="social.budget.line",
        string="Budget Line",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        server_only=True,
        help="In its first version, so that a revision keeps the explanation. Empty: "
        "what was spent outside of all lines.",
    )
    program_id = fields.Many2one(
        comodel_name="social.program",
        ondelete="restrict",
        check_company=True,
        server_only=True,
        help="Whose spending outside of all budget lines is explained.",
    )
    name = fields.Char(string="Line", server_only=True)
    situation = fields.Text(
        server_only=True, help="Budget and spending when the variances were listed."
    )
    text = fields.Text(string="Explanation")

    @api.model
    def _rule_fields(self):
        return super()._rule_fields() | {"report_id"}

    @api.constrains("report_id", "origin_id", "program_id")
    def _check_once(self):
        for report in self.report_id:
            keys = [one._row_key() for one in report.explanation_ids]
            if len(keys) != len(set(keys)):
                raise ValidationError(
                    self.env._("A budget line is explained once in a report.")
                )

    def _row_key(self):
        """Return the key of the row of the table of budgets that this explains."""
        self.ensure_one()
        if self.origin_id:
            return f"line-{self.origin_id.origin_id.id or self.origin_id.id}"
        return f"unbudgeted-{self.program_id.id or 0}"

    def _refresh(self, report, rows):
        """Make the explanations of a report those of the rows, keeping all texts.

        :param report: one ``social.donor.report``
        :param rows: rows of the table of budgets
        """
        existing = {explanation._row_key(): explanation for explanation in self}
        fmt = ReportFormat(self.env, report.lang, report.currency_id, [])
        new = []
        for number, row in enumerate(rows):
            vals = {
                "sequence": number,
                "name": " ".join(filter(None, [row.get("code"), row["name"]])),
                "situation": self.env._(
                    "Budget %(budget)s, spent %(spent)s, difference %(variance)s",
                    budget=fmt.money(row["revised"]),
                    spent=fmt.money(row["cumulative"]),
                    variance=fmt.money(row["variance"]),
                ),
            }
            if row["key"] in existing:
                existing.pop(row["key"]).write(vals)
                continue
            kind, record_id = row["key"].split("-")
            field = "origin_id" if kind == "line" else "program_id"
            new.append({**vals, "report_id": report.id, field: int(record_id) or False})
        self.create(new)
        for explanation in existing.values():
            if not (explanation.text or "").strip():
                explanation.unlink()
