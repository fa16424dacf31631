from collections import Counter, defaultdict

from odoo import models
from odoo.fields import Domain


class SocialProgram(models.Model):
    """Counts over a program and the programs under it, for all of a list at once."""

    _inherit = "social.program"

    def _count_below(self, field_name, model_name, domain, links=("program_id",)):
        """Set a computed field of self to a number of records of another model.

        An umbrella program counts those of the programs under it as well, each record
        once. The number of queries does not depend on how many programs there are; the
        rights are those of the environment.

        :param str field_name: the integer field to set
        :param str model_name: a model whose records belong to programs
        :param domain: domain of the records that count
        :param links: the fields by which a record belongs to programs
        """
        if not self.ids:
            counts = Counter()
        elif links == ("program_id",):
            counts = self._counts_of_parts(model_name, domain)
        else:
            counts = self._counts_of_shared(model_name, domain, links)
        for program in self:
            program[field_name] = counts[program._origin.id]

    def _counts_of_parts(self, model_name, domain):
        """Return Counter by program id of records that belong to one program each."""
        counts = Counter()
        for program, count in self.env[model_name]._read_group(
            [("program_id", "child_of", self.ids), *domain],
            ["program_id"],
            ["__count"],
        ):
            for ancestor in program._ids_above():
                counts[ancestor] += count
        return counts

    def _counts_of_shared(self, model_name, domain, links):
        """Return Counter by program id of records that may belong to several."""
        ids = defaultdict(set)
        # An archived program still has what belongs to it.
        programs = self.sudo().with_context(active_test=False)
        below = programs.search([("id", "child_of", self.ids)])
        for link in links:
            for program, found in self.env[model_name]._read_group(
                Domain(domain) & Domain(link, "in", below.ids),
                [link],
                ["id:array_agg"],
            ):
                for ancestor in program._ids_above():
                    ids[ancestor].update(found)
        return Counter({program_id: len(found) for program_id, found in ids.items()})

    def _ids_above(self):
        """Return the ids of the program and of those above it."""
        return map(int, self.sudo().parent_path.split("/")[:-1])

    def _action_below(self, xmlid, link="program_id"):
        """Return an action limited to the program and to those under it.

        :param str xmlid: external id of the action of a model of programs
        :param str link: the field by which its records belong to programs
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [(link, "child_of", self.id)]
        default = self.id if link == "program_id" else self.ids
        action["context"] = {f"default_{link}": default}
        return action
