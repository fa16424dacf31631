from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialStateMixin(models.AbstractModel):
    """States that change only along known ways, whoever writes them.

    A button and a call from outside both end in `write({"state": …})`, so the guards
    live there. A model adds its states to `draft` and its ways to
    `_state_transitions`, refuses in `_check_transition` and acts in
    `_after_transition`.
    """

    _name = "social.state.mixin"
    _description = "Guarded State"

    # {state: {next state: whether a reason is required}}
    _state_transitions = {}
    # Fields that only the server sets: frozen baselines, marks of ownership.
    _server_fields = frozenset()

    state = fields.Selection(
        selection=[("draft", "Draft")],
        string="Status",
        required=True,
        default="draft",
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    state_reason = fields.Char(
        string="Reason",
        readonly=True,
        copy=False,
        help="Why the state was last changed, where a reason is required.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Defaults in the context are values as well.
            guarded = {f"default_{name}" for name in self._server_fields}
            guarded |= {"default_state", "default_state_reason"}
            context = {
                name: value
                for name, value in self.env.context.items()
                if name not in guarded
            }
            self = self.with_env(self.env(context=context))
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise UserError(
                    self.env._(
                        "A new record starts as a draft; change its state afterwards."
                    )
                )
            self._check_server_fields({key: vals[key] for key in vals if vals[key]})
        return super().create(vals_list)

    def write(self, vals):
        self._check_server_fields(vals)
        if "state" not in vals:
            return super().write(vals)
        self.check_access("write")
        moving = self.filtered(lambda record: record.state != vals["state"])
        if not moving:
            # The reason belongs to a change, and nothing changes.
            vals = {key: vals[key] for key in vals if key != "state_reason"}
        moving._check_transition(vals["state"], vals.get("state_reason"))
        result = super().write(vals)
        moving._after_transition(vals["state"])
        return result

    @api.model
    def _check_server_fields(self, vals):
        if self.env.su:
            return
        fixed = set(self._server_fields)
        if "state" not in vals:
            fixed.add("state_reason")
        for name in fixed:
            if name in vals:
                raise UserError(
                    self.env._(
                        "%(field)s cannot be written directly.",
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    @api.model
    def _group_expand_state(self, states, domain):
        """Order the columns of a kanban as the states follow; leave empty ones out."""
        return [key for key, _label in self._fields["state"].selection if key in states]

    def _check_transition(self, new_state, reason):
        """Raise a UserError where a record of self may not move to `new_state`.

        :param str new_state: value of the field `state`
        :param reason: text that explains the change, or None
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            allowed = self._state_transitions.get(record.state, {})
            if new_state not in allowed:
                raise UserError(
                    self.env._(
                        "“%(record)s” is in the state “%(old)s” and cannot change to "
                        "“%(new)s”.",
                        record=record.display_name,
                        old=labels[record.state],
                        new=labels.get(new_state, new_state),
                    )
                )
            if allowed[new_state] and not (reason or "").strip():
                raise UserError(
                    self.env._(
                        "Changing “%(record)s” to “%(new)s” needs a reason.",
                        record=record.display_name,
                        new=labels[new_state],
                    )
                )

    def _after_transition(self, new_state):
        """Do what follows once the records of self have moved to `new_state`."""

    def _action_ask_reason(self, new_state):
        """Return the dialog that asks for a reason and then changes the state."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": "social.program.reason",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
                "default_new_state": new_state,
            },
        }
