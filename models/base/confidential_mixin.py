from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class SocialConfidentialMixin(models.AbstractModel):
    """A record that may be for a few people only, whatever roles others have.

    A model declares who may know by `_keepers`, `_readers`, `_open_to_me_domain` and
    `_reader_fields`, which have to agree, and has a global rule that asks for
    `is_open_to_me`. The rest follows: what the record sends (`confidential_mail`),
    what Odoo keeps beside it (`social.shadow.mixin`), what outsiders had of it.
    """

    _name = "social.confidential.mixin"
    _description = "Confidential Record"
    _inherit = [
        "social.code.mixin",
        "social.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    confidential = fields.Boolean(help="Only those who are named for it read it.")
    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        compute_sudo=True,
        help="It is not confidential, or you are one of those who may read it.",
    )

    @api.depends(lambda self: self._reader_fields())
    @api.depends_context("uid")
    def _compute_is_open_to_me(self):
        for record in self:
            record.is_open_to_me = (
                not record.confidential
                or not record._origin
                or self.env.user in record._readers()
            )

    @api.model
    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("confidential", "=", False) | self._open_to_me_domain()

    # Codes say nothing: Odoo shows the name of a record to whoever sees a link to it.
    @api.depends("code", "confidential")
    def _compute_display_name(self):
        confidential = self.filtered("confidential")
        for record in confidential:
            record.display_name = record.code or self.env._("Confidential")
        others = self - confidential
        return super(SocialConfidentialMixin, others)._compute_display_name()

    # ------------------------------------------------------------------
    # Who may know: for a model to extend
    # ------------------------------------------------------------------
    def _keepers(self):
        """Return the users who decide who reads the confidential record.

        Whoever recorded it; a model adds others.
        """
        self.ensure_one()
        return self.sudo().create_uid

    def _readers(self):
        """Return the users who may read the record although it is confidential."""
        return self._keepers()

    @api.model
    def _open_to_me_domain(self):
        """Return which confidential records the user may read: `_readers`, searched."""
        return Domain("create_uid", "=", self.env.uid)

    @api.model
    def _reader_fields(self):
        """Return the fields by which readers are found, as paths from the record.

        Only keepers change those of a confidential record.
        """
        return {"confidential"}

    def _keepers_sentence(self):
        """Return what is told to somebody who is no keeper, and wants to be one."""
        return self.env._(
            "“%(record)s” is confidential: who reads it is decided by whoever "
            "recorded it.",
            record=self.display_name,
        )

    def _name_those_in_charge(self):
        """Let those in who have to act on confidential records of self."""

    def _keep_reading(self):
        """Let the user in, who has just made the records of self confidential."""

    # ------------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._name_those_in_charge()
        return records

    def write(self, vals):
        self._check_keeper(vals)
        opened = self.filtered(lambda record: not record.confidential)
        result = super().write(vals)
        closed = opened.filtered("confidential")
        if not self.env.su:
            # Whoever makes a record confidential has read it, and goes on reading it.
            closed._keep_reading()
        if closed or self._changes_readers(vals):
            self._name_those_in_charge()
            self._forget_outsiders()
        return result

    def _settle_access(self):
        result = super()._settle_access()
        self._name_those_in_charge()
        return result

    @api.model
    def _changes_readers(self, vals):
        names = {path.partition(".")[0] for path in self._reader_fields()}
        return not names.isdisjoint(vals)

    def _check_keeper(self, vals):
        """Refuse that somebody who merely reads records lets others read them."""
        if self.env.su or not self._changes_readers(vals):
            return
        for record in self.filtered("confidential"):
            if self.env.user not in record._keepers():
                raise UserError(record._keepers_sentence())

    def _forget_outsiders(self):
        """Take back what Odoo gave to people who may no longer read the records.

        Followers, activities and unread notifications go; mails that wait are not
        sent.
        """
        for record in self.sudo().filtered("confidential"):
            readers = record._readers()
            partners = readers.partner_id
            record.message_follower_ids.filtered(
                lambda follower, partners=partners: follower.partner_id not in partners
            ).unlink()
            record.with_context(active_test=False).activity_ids.filtered(
                lambda todo, readers=readers: todo.user_id not in readers
            ).unlink()
            of_record = [
                ("mail_message_id.model", "=", self._name),
                ("mail_message_id.res_id", "=", record.id),
            ]
            notifications = self.env["mail.notification"].sudo().search(of_record)
            notifications.filtered(
                lambda note, partners=partners: note.res_partner_id not in partners
            ).unlink()
            waiting = [*of_record, ("state", "in", ("outgoing", "exception"))]
            self.env["mail.mail"].sudo().search(waiting).unlink()
