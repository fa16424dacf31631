from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SocialProposalMixin(models.AbstractModel):
    """What somebody proposes and, where the company asks for it, another approves.

    Whoever changed what is approved is kept, from one approval to the next: nobody of
    them is a second person. A model names those fields in `_proposed_fields`; rows
    below it inherit `social.proposal.part.mixin`. What our own code writes by sudo is
    no change of anybody's.
    """

    _name = "social.proposal.mixin"
    _description = "Proposed and Approved"
    _inherit = ["social.state.mixin"]

    submitted_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, server_only=True, ondelete="set null"
    )
    submitted_on = fields.Date(readonly=True, server_only=True)
    changed_by_ids = fields.Many2many(
        comodel_name="res.users",
        string="Changed by",
        readonly=True,
        server_only=True,
        copy=False,
        help="Who changed what is approved since it was approved last.",
    )

    @api.model
    def _proposed_fields(self):
        """Return the names of the fields that an approval is about."""
        return frozenset()

    @api.depends("submitted_by_id", "changed_by_ids")
    def _compute_next_states(self):
        return super()._compute_next_states()

    # ------------------------------------------------------------------
    # Who changed it
    # ------------------------------------------------------------------
    @api.model
    def _prepare_create_values(self, vals_list):
        complete = super()._prepare_create_values(vals_list)
        if not self.env.su and self._proposed_fields():
            for vals in complete:
                vals["changed_by_ids"] = [Command.set([self.env.uid])]
        return complete

    def write(self, vals):
        if not self._proposed_fields().isdisjoint(vals):
            # Before the state: whoever does both at once is no second person.
            self._note_change()
        before = {record.id: record.state for record in self} if "state" in vals else {}
        result = super().write(vals)
        if before:
            self._forget_changes(before)
        return result

    def _note_change(self):
        """Remember that the user changes what is approved of the records of self."""
        if self.env.su:
            return
        new = self.sudo().filtered(
            lambda record: self.env.user not in record.changed_by_ids
        )
        if new:
            new.write({"changed_by_ids": [Command.link(self.env.uid)]})

    def _forget_changes(self, before):
        """Begin anew once a second person may have approved the records of self.

        :param dict before: {id: state before the write}
        """
        approved = self.sudo().filtered(
            lambda record: (
                (ways := record._state_transitions[before[record.id]])
                and record.state in ways
                and ways[record.state].second
            )
        )
        if approved.changed_by_ids:
            approved.write({"changed_by_ids": [Command.clear()]})

    # ------------------------------------------------------------------
    # The second person
    # ------------------------------------------------------------------
    def _proposers(self):
        """Return the users who are no second person for the record."""
        self.ensure_one()
        return self.sudo().submitted_by_id | self.sudo().changed_by_ids

    def _filtered_second(self):
        """Return the records of self that the user may approve, as a second person.

        All of those whose company asks for none.
        """
        return self.filtered(
            lambda record: (
                not record.company_id.sudo().social_program_second_person
                or self.env.user not in record._proposers()
            )
        )

    def _check_second_person(self):
        """Refuse that the user approves what he or she proposed.

        :raises UserError: naming the first of the records
        """
        for record in self - self._filtered_second():
            if record.sudo().submitted_by_id == self.env.user:
                sentence = self.env._(
                    "You submitted “%(record)s”, so a second person must approve it.",
                    record=record.display_name,
                )
            else:
                sentence = self.env._(
                    "You created or changed “%(record)s”, so a second person must "
                    "approve it.",
                    record=record.display_name,
                )
            raise UserError(sentence)
