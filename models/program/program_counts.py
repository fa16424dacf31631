from collections import Counter

from odoo import models


class SocialProgram(models.Model):
    """Counts over a program and the programs under it, for all of a list at once."""

    _inherit = "social.program"

    def _count_below(self, field_name, model_name, domain):
        """Set a computed field of self to a number of records of another model.

        An umbrella program counts those of the programs under it as well. Two queries,
        however many programs there are; with the rights of the environment.

        :param str field_name: the integer field to set
        :param str model_name: a model with a `program_id`
        :param domain: domain of the records that count
        """
        counter = Counter()
        if self.ids:
            for program, count in self.env[model_name]._read_group(
                [("program_id", "child_of", self.ids), *domain],
                ["program_id"],
                ["__count"],
            ):
                for ancestor in program.sudo().parent_path.split("/")[:-1]:
                    counter[int(ancestor)] += count
        for program in self:
            program[field_name] = counter[program._origin.id]

    def _action_below(self, xmlid):
        """Return an action limited to the program and to those under it.

        :param str xmlid: external id of the action of a model with a `program_id`
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("program_id", "child_of", self.id)]
        action["context"] = {"default_program_id": self.id}
        return action
