from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..base.dates import shifted

_COPIED = ("exit_item_ids", "closing_item_ids")


class SocialProgram(models.Model):
    """Programs that are planned from others: templates and earlier ones."""

    _inherit = "social.program"

    is_template = fields.Boolean(
        string="Template",
        copy=False,
        help="Never run: programs are made from it. It has no account and no project.",
    )

    def _filtered_runnable(self):
        """Return the programs of self that can be run: no templates."""
        return self.filtered(lambda program: not program.is_template)

    def _sentence_of_refusal(self, new_state):
        if self.is_template:
            return self.env._(
                "A template is not run. Make a program from it: “New Program from "
                "This”."
            )
        return super()._sentence_of_refusal(new_state)

    @api.constrains("is_template", "state")
    def _check_template(self):
        if any(program.is_template and program.state != "draft" for program in self):
            raise ValidationError(
                self.env._(
                    "A template is not run. Make a program from it: “New Program from "
                    "This”."
                )
            )

    def write(self, vals):
        if "is_template" in vals and self.filtered(
            lambda program: program.is_template != vals["is_template"]
        ):
            raise UserError(
                self.env._(
                    "A program does not become a template, nor a template a program: "
                    "make a new one from it."
                )
            )
        return super().write(vals)

    def _set_up_accounting(self):
        """Leave templates without account and project: they cost nothing."""
        return super(
            SocialProgram, self.filtered(lambda program: not program.is_template)
        )._set_up_accounting()

    def _copy_for(self, vals, parts):
        """Plan a program from this one: its texts and parts, its dates moved along.

        :param dict vals: at least `name` and `date_start` of the new program
        :param set parts: names of what comes along; this room knows `members`, lower
            rooms add theirs
        :returns: the new program, a draft that the user manages
        """
        self.ensure_one()
        self.check_access("read")
        days = (vals["date_start"] - self.date_start).days
        program = self.copy(
            {
                "manager_id": self.env.uid,
                "date_end": shifted(self, self.date_end, days),
                "member_ids": [],
                **vals,
            }
        )
        program._copy_parts(self, days, parts)
        return program

    def _copy_parts(self, source, days, parts):
        """Take over the parts of an earlier program; lower rooms add theirs.

        :param source: program that self was copied from
        :param int days: by how many days the new program lies later
        :param set parts: names of what comes along
        :returns: {record of the source: its copy}, for those who point at one
        """
        for name in _COPIED:
            self[name] = [
                Command.create(
                    {
                        "kind": item.kind,
                        "sequence": item.sequence,
                        "name": item.name,
                        "note": item.note,
                        "deadline": shifted(source, item.deadline, days),
                    }
                )
                for item in source[name]
            ]
        if "members" in parts:
            self._copy_members(source)
        return {}

    def _copy_members(self, source):
        """Take over who is in the team today; who left stays in the old one."""
        today = fields.Date.context_today(self)
        for member in source.member_ids:
            gone = member.date_end and member.date_end < today
            if not gone and member.user_id != self.manager_id:
                member.copy(
                    {"program_id": self.id, "date_start": False, "date_end": False}
                )

    def action_copy_dialog(self):
        """Open the dialog that plans a program from this one, or from a chosen one."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Program"),
            "res_model": "social.program.copy",
            "view_mode": "form",
            "target": "new",
            "context": {"default_source_id": self[:1].id},
        }
