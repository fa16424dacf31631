from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SocialCodeMixin(models.AbstractModel):
    """A code from the sequence whose code is the model's name.

    The sequences are shared; a company that wants numbers of its own adds a sequence
    with the same code, and Odoo then prefers that one.
    """

    _name = "social.code.mixin"
    _description = "Code from a Sequence"

    code = fields.Char(
        readonly=True,
        copy=False,
        help="Given by the sequence when the record is created; "
        "an import may bring codes of its own.",
    )

    @api.depends(lambda self: [name for name in ("code", self._rec_name) if name])
    def _compute_display_name(self):
        """Name a record by its code and its name: `[WTR-1] Clean Water`."""
        for record in self:
            title = self._rec_name not in (None, "code") and record[self._rec_name]
            code = record.code and (f"[{record.code}]" if title else record.code)
            record.display_name = " ".join(filter(None, [code, title]))

    @api.model_create_multi
    def create(self, vals_list):
        # First: who may not create must not use numbers up either.
        self.browse().check_access("create")
        vals_list = [dict(vals) for vals in vals_list]
        missing = defaultdict(list)
        for vals in vals_list:
            if not vals.get("code"):
                missing[self._code_company_id(vals)].append(vals)
        for company_id, group in missing.items():
            codes = self._next_codes(company_id, len(group))
            for vals, code in zip(group, codes, strict=True):
                vals["code"] = code
        return super().create(vals_list)

    def write(self, vals):
        if "code" in vals and not vals["code"]:
            raise ValidationError(self.env._("A code cannot be emptied."))
        return super().write(vals)

    @api.model
    def _code_company_id(self, vals):
        """Return the id of the company whose numbers a new record takes.

        What belongs to a program belongs to its company.
        """
        program = self.env["social.program"].browse(vals.get("program_id")).sudo()
        return program.company_id.id or vals.get("company_id") or self.env.company.id

    @api.model
    def _next_codes(self, company_id, count):
        """Return `count` codes that no record of the company has yet.

        :param int company_id: company that the records will belong to
        :param int count: how many codes are needed
        """
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search(
                [
                    ("code", "=", self._name),
                    ("company_id", "in", [company_id, False]),
                ],
                order="company_id",
                limit=1,
            )
        )
        if not sequence:
            raise ValidationError(
                self.env._(
                    "The sequence %(code)s is missing: an administrator can create "
                    "it again in Settings > Technical > Sequences.",
                    code=self._name,
                )
            )
        everything = self.sudo().with_context(active_test=False)
        codes = []
        while len(codes) < count:
            batch = [sequence._next() for _number in range(count - len(codes))]
            # Imported records may already have taken some of the numbers.
            taken = set(
                everything.search(
                    [("company_id", "=", company_id), ("code", "in", batch)]
                ).mapped("code")
            )
            codes += [code for code in batch if code not in taken]
        return codes
