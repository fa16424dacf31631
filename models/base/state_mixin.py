from odoo import api, fields, models
from odoo.exceptions import UserError


class SocialStateMixin(models.AbstractModel):
    """States that change only along known ways, whoever writes them.

    `_state_transitions` of a model is the one table of its ways; records begin in its
    first state. A button and a call from outside both end in `write({"state": …})`, so
    the guards live there: a model refuses in `_check_transition` and acts in
    `_after_transition`. Views ask `next_states`.
    """

    _name = "social.state.mixin"
    _description = "Guarded State"
    _inherit = ["social.guarded.mixin"]

    # {state: {next state: Way}}
    _state_transitions = {}

    state = fields.Selection(
        selection=lambda self: [],
        string="Status",
        required=True,
        default=lambda self: self._state_initial(),
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
    next_states = fields.Json(
        compute="_compute_next_states",
        export_string_translation=False,
        help="The states to which the user may change the record.",
    )

    @api.model
    def _state_initial(self):
        """Return the state in which records begin."""
        return next(iter(self._state_transitions), False)

    @api.model
    def _states_to_begin_in(self):
        """Return the states in which somebody may create a record.

        Imports and migrations by sudo begin where they like.
        """
        return {self._state_initial()}

    @api.depends("state", "can_write")
    @api.depends_context("uid")
    def _compute_next_states(self):
        for state, records in self.grouped("state").items():
            ways = self._state_transitions.get(state, {})
            allowed = {
                way.who: getattr(records, way.who)() for way in ways.values() if way.who
            }
            second = any(way.second for way in ways.values()) and (
                records._filtered_second()
            )
            for record in records:
                record.next_states = [
                    new_state
                    for new_state, way in ways.items()
                    if record._origin
                    and record.can_write
                    and (not way.who or record in allowed[way.who])
                    and (not way.second or record in second)
                ]

    @api.model
    def _group_expand_state(self, states, domain):
        """Order the columns of a kanban as the states follow; leave empty ones out."""
        return [key for key, _label in self._fields["state"].selection if key in states]

    # ------------------------------------------------------------------
    # Create and write
    # ------------------------------------------------------------------
    @api.model
    def _add_missing_default_values(self, values):
        complete = super()._add_missing_default_values(values)
        if not self.env.su:
            # Neither the context nor a default of the user's chooses the state.
            if "state" not in values:
                complete["state"] = self._state_initial()
            if "state_reason" not in values:
                complete.pop("state_reason", None)
        return complete

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_beginning(vals)
        return super().create(vals_list)

    def write(self, vals):
        if "state" not in vals:
            if "state_reason" in vals and not self.env.su:
                self._refuse_fields(["state_reason"])
            return super().write(vals)
        self.check_access("write")
        moving = self.filtered(lambda record: record.state != vals["state"])
        if not moving:
            # The reason belongs to a change, and nothing changes.
            vals = {key: vals[key] for key in vals if key != "state_reason"}
        moving._check_transition(vals["state"], vals)
        result = super().write(vals)
        moving._after_transition(vals["state"])
        return result

    @api.model
    def _check_beginning(self, vals):
        """Refuse a new record in a state to which it would have to come first."""
        if vals.get("state_reason"):
            self._refuse_fields(["state_reason"])
        state = vals.get("state", self._state_initial())
        if state not in self._states_to_begin_in():
            raise UserError(
                self.env._(
                    "A new record starts as “%(state)s”; change its state afterwards.",
                    state=self._state_labels()[self._state_initial()],
                )
            )

    # ------------------------------------------------------------------
    # Ways
    # ------------------------------------------------------------------
    @api.model
    def _state_labels(self):
        """Return {state: its name in the user's language}."""
        return dict(self._fields["state"]._description_selection(self.env))

    def _check_transition(self, new_state, vals):
        """Raise a UserError where a record of self may not move to `new_state`.

        :param str new_state: value of the field `state`
        :param dict vals: what is written with it; `state_reason` explains the change
        """
        labels = self._state_labels()
        for state, records in self.grouped("state").items():
            way = self._state_transitions.get(state, {}).get(new_state)
            if way is None:
                raise UserError(
                    self.env._(
                        "“%(record)s” is in the state “%(old)s” and cannot change to "
                        "“%(new)s”.",
                        record=records[0].display_name,
                        old=labels[state],
                        new=labels.get(new_state, new_state),
                    )
                )
            if way.reason and not (vals.get("state_reason") or "").strip():
                raise UserError(
                    self.env._(
                        "Changing “%(record)s” to “%(new)s” needs a reason.",
                        record=records[0].display_name,
                        new=labels[new_state],
                    )
                )
            refused = way.who and records - getattr(records, way.who)()
            if refused:
                raise UserError(refused[0]._sentence_of_refusal(new_state))
            if way.second:
                records._check_second_person()

    def _settle_access(self):
        """Let nobody move a record to where he or she could not have brought it."""
        result = super()._settle_access()
        for state, records in self.grouped("state").items():
            for who in self._guards_of(state):
                refused = records - getattr(records, who)()
                if refused:
                    raise UserError(refused[0]._sentence_of_refusal(state))
        return result

    @api.model
    def _guards_of(self, state):
        """Return the methods that say who brings a record to a state.

        None where a record comes to it without being let in.
        """
        free, found = set(), {self._state_initial()}
        while found:
            free |= found
            found = {
                new_state
                for old_state in found
                for new_state, way in self._state_transitions.get(old_state, {}).items()
                if not way.who
            } - free
        if state in free:
            return set()
        return {
            way.who
            for ways in self._state_transitions.values()
            for new_state, way in ways.items()
            if way.who and new_state not in free
        }

    def _sentence_of_refusal(self, new_state):
        """Return the sentence that tells the user who may go this way instead."""
        self.ensure_one()
        return self.env._(
            "Changing “%(record)s” to “%(new)s” is for others to do.",
            record=self.display_name,
            new=self._state_labels()[new_state],
        )

    def _filtered_second(self):
        """Return the records of self that the user may approve as a second person."""
        return self

    def _check_second_person(self):
        """Refuse that the user approves what needs a second person."""

    def _change_state(self, new_state, reason):
        """Change the state, once the user has told why."""
        self.write({"state": new_state, "state_reason": reason})

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
