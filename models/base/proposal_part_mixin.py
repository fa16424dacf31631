from odoo import api, models


class SocialProposalPartMixin(models.AbstractModel):
    """A row of what is approved: whoever changes it has changed the whole."""

    _name = "social.proposal.part.mixin"
    _description = "Part of a Proposal"

    # Name of the many2one to the record that is approved.
    _proposal = None

    @api.model
    def _free_fields(self):
        """Return the names of the fields that are no part of what is approved."""
        return frozenset({"sequence"})

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts[self._proposal]._note_change()
        return parts

    def write(self, vals):
        before = self[self._proposal]
        result = super().write(vals)
        if not self._free_fields().issuperset(vals):
            (before | self[self._proposal])._note_change()
        return result

    def unlink(self):
        proposals = self[self._proposal]
        result = super().unlink()
        proposals.exists()._note_change()
        return result
