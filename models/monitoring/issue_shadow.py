from odoo import api, fields, models
from odoo.fields import Domain


class SocialIssueShadow(models.AbstractModel):
    """What Odoo keeps beside a record: messages, followers, mails, activities.

    Who may not read a confidential issue must not learn of it from these either, and
    Odoo guards some of them only by group, or opens them to whoever was once notified.
    A rule asks for `social_program_is_shown` on each model that inherits this.
    """

    _name = "social.issue.shadow"
    _description = "Kept Beside an Issue"

    # Where the model says which record it belongs to.
    _shadow_model = "res_model"
    _shadow_id = "res_id"
    # Many2one to the record that says so, if it is another one.
    _shadow_of = None

    social_program_is_shown = fields.Boolean(
        string="Not of a Hidden Issue",
        compute="_compute_social_program_is_shown",
        search="_search_social_program_is_shown",
        compute_sudo=True,
    )

    @api.depends_context("uid")
    def _compute_social_program_is_shown(self):
        issue_ids = {
            record.id: owner[self._shadow_id]
            for record in self
            for owner in (record[self._shadow_of] if self._shadow_of else record,)
            if owner[self._shadow_model] == "social.issue"
        }
        hidden = set()
        if issue_ids:
            hidden = set(
                self.env["social.issue"]
                .sudo()
                .search(
                    [
                        ("id", "in", list(issue_ids.values())),
                        ("is_open_to_me", "=", False),
                    ]
                )
                .ids
            )
        for record in self:
            record.social_program_is_shown = issue_ids.get(record.id) not in hidden

    @api.model
    def _search_social_program_is_shown(self, operator, value):
        if operator != "in":
            return NotImplemented
        hidden = (
            self.env["social.issue"].sudo()._search([("is_open_to_me", "=", False)])
        )
        of_hidden = Domain(self._shadow_model, "=", "social.issue") & Domain(
            self._shadow_id, "in", hidden
        )
        if not self._shadow_of:
            return ~of_hidden
        owners = self.env[self._fields[self._shadow_of].comodel_name].sudo()
        return Domain(self._shadow_of, "not in", owners._search(of_hidden))
