from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_list

# Whoever is asked is not asked alone, and not with everybody.
MOST = 3
TYPE = "social_program.mail_activity_type_next"


class SocialNextMixin(models.AbstractModel):
    """Whoever must act next knows it, by an activity of Odoo's.

    A model names the states in which a record waits for somebody, and who usually takes
    the step. Those who may take it get the activity; it is done when somebody acted,
    and gone when the record went back. Then whoever submitted it gets one, with the
    reason. Nobody follows a record because of it.
    """

    _name = "social.next.mixin"
    _description = "Waiting for Somebody"
    _inherit = ["social.proposal.mixin", "mail.thread", "mail.activity.mixin"]

    # {state in which a submitted record waits: state to which somebody takes it}
    _awaited_steps = {}

    can_ask_approval = fields.Boolean(
        compute="_compute_can_ask_approval", export_string_translation=False
    )
    awaited_answer = fields.Char(
        compute="_compute_awaited_answer", export_string_translation=False
    )

    # ------------------------------------------------------------------
    # For a model to say
    # ------------------------------------------------------------------
    def _who_acts_next(self):
        """Return who usually takes the next step: ``res.users``, in one or more tiers.

        The first tier with somebody who may take it is asked, in its order. Called by
        sudo.
        """
        self.ensure_one()
        return [self._administrators()]

    def _next_sentence(self):
        """Return what the next person has to do, in the language of the context."""
        self.ensure_one()
        return self.env._(
            "%(user)s asks for approval: approve it, or send it back with a reason.",
            user=self.submitted_by_id.name,
        )

    def _next_deadline(self):
        """Return the day until which the next step is due."""
        self.ensure_one()
        return fields.Date.context_today(self) + timedelta(days=7)

    def _filtered_askable(self):
        """Return the records of self whose approval may be asked for."""
        return self

    def _administrators(self):
        return self._members_of("social_program.group_admin")

    def _members_of(self, *groups):
        """Return the users of the record's company who have one of some roles.

        :param str groups: xml ids
        """
        return self.env["res.users"].search(
            [
                ("all_group_ids", "in", [self.env.ref(group).id for group in groups]),
                ("company_ids", "in", self.company_id.ids),
            ],
            order="id",
        )

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state", "can_write", "submitted_by_id", "next_states")
    @api.depends_context("uid")
    def _compute_can_ask_approval(self):
        """Whoever writes a draft and may not approve it asks somebody who may."""
        initial = self._state_initial()
        step = self._awaited_steps.get(initial)
        askable = self._filtered_askable() if step else self.browse()
        for record in self:
            record.can_ask_approval = bool(
                record in askable
                and record._origin
                and record.state == initial
                and record.can_write
                and not record.submitted_by_id
                and step not in (record.next_states or [])
            )

    @api.depends("state", "submitted_by_id", "activity_ids.user_id")
    @api.depends_context("uid", "lang")
    def _compute_awaited_answer(self):
        waiting = self.filtered(lambda record: record.sudo()._is_waiting())
        asked = waiting._next_activities().grouped("res_id")
        for record in self:
            if record not in waiting:
                record.awaited_answer = False
                continue
            words = {
                "user": record._submitter().name,
                "day": format_date(self.env, record.submitted_on, date_format="medium"),
            }
            people = asked.get(record._origin.id, self.env["mail.activity"]).user_id
            if people:
                record.awaited_answer = self.env._(
                    "%(user)s submitted it on %(day)s. The answer of %(people)s is "
                    "awaited.",
                    people=format_list(self.env, people.mapped("name"), style="or"),
                    **words,
                )
            else:
                record.awaited_answer = self.env._(
                    "%(user)s submitted it on %(day)s; nobody in particular was asked.",
                    **words,
                )

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------
    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        before = {
            record.id: (record.state, record.sudo()._is_waiting(), record._submitter())
            for record in self
        }
        result = super().write(vals)
        moved = self.filtered(lambda record: record.state != before[record.id][0])
        todos = moved._next_activities().grouped("res_id") if moved else {}
        none = self.env["mail.activity"]
        for record in moved:
            record._follow_transition(todos.get(record.id, none), *before[record.id])
        return result

    def _submitter(self):
        return self.sudo().submitted_by_id

    def _is_waiting(self):
        """Whether somebody submitted the record and waits for the next step."""
        self.ensure_one()
        return bool(self.submitted_by_id and self.state in self._awaited_steps)

    def _follow_transition(self, todos, state, waited, submitter):
        """Tell those concerned what a change of state means to them.

        :param todos: the open activities of ours on the record
        :param str state: state before
        :param bool waited: whether the next step was awaited
        :param submitter: who had submitted the record
        """
        initial = self._state_initial()
        steps = self._awaited_steps
        forward = self.state != initial and (
            self.state == steps.get(state) or self.state in steps
        )
        self._end_activities(todos, done=forward)
        if self.state == initial:
            if submitter:
                self._set_submitter(None)
            if waited:
                self._tell_submitter(submitter, self.state_reason)
        elif self.state in steps:
            self._set_submitter(self.env.user)
            self._sync_next_activities()

    def _set_submitter(self, user):
        today = fields.Date.context_today(self)
        self.sudo().write(
            {
                "submitted_by_id": user and user.id,
                "submitted_on": user and today,
            }
        )

    def _note_change(self):
        result = super()._note_change()
        if self.env.su:
            return result
        # Whoever changes what waits may be no second person any more.
        self.filtered(lambda record: record.sudo()._is_waiting()).filtered(
            lambda record: (
                self.env.user in record._next_activities().user_id
                and not record._may_take_next_step()
            )
        )._sync_next_activities()
        return result

    # ------------------------------------------------------------------
    # Asking in draft
    # ------------------------------------------------------------------
    def action_ask_approval(self):
        """Ask those who may to approve the records of self, which stay drafts."""
        for record in self:
            if not record.can_ask_approval:
                raise UserError(
                    self.env._(
                        "The approval of “%(record)s” is not yours to ask for, or it "
                        "was asked for already.",
                        record=record.display_name,
                    )
                )
            record._set_submitter(self.env.user)
            record._end_activities(record._next_activities(), done=True)
            record._sync_next_activities()
            if not record._next_activities():
                raise UserError(
                    self.env._(
                        "Nobody else may approve “%(record)s”. Ask an administrator of "
                        "Odoo to give somebody the role.",
                        record=record.display_name,
                    )
                )

    def action_send_back(self):
        """Ask why a draft is not approved; whoever asked for approval is told."""
        return self._action_ask_reason(self._state_initial())

    def action_take_back(self):
        """Ask for approval no longer."""
        for record in self:
            record.check_access("write")
            if record._submitter() == self.env.user and record._is_waiting_draft():
                record._set_submitter(None)
                record._end_activities(record._next_activities(), done=False)

    def _is_waiting_draft(self):
        return self.state == self._state_initial() and self.sudo()._is_waiting()

    def _change_state(self, new_state, reason):
        if new_state != self.state or not self._is_waiting_draft():
            return super()._change_state(new_state, reason)
        self.check_access("write")
        submitter = self._submitter()
        self._set_submitter(None)
        self._end_activities(self._next_activities(), done=False)
        self._message_log(
            body=self.env._("Sent back for a change: %(reason)s", reason=reason)
        )
        self._tell_submitter(submitter, reason)

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------
    @api.model
    def _next_type(self):
        """Return our type of activities; Odoo's own where somebody deleted it."""
        return self.env.ref(TYPE, raise_if_not_found=False) or self.env.ref(
            "mail.mail_activity_data_todo"
        )

    def _next_activities(self):
        """Return the open activities of ours that ask for the next step."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self._origin.ids),
                    ("activity_type_id", "=", self._next_type().id),
                    # What somebody planned by hand stays as it is.
                    ("automated", "=", True),
                ]
            )
        )

    def _end_activities(self, todos, done):
        """Take activities of the record off everybody's list.

        :param bool done: whether somebody acted; the chatter then says so, once
        """
        if done and todos:
            mine = todos.filtered(lambda todo: todo.user_id == self.env.user)
            acted = (mine or todos)[0]
            acted.action_feedback()
            todos -= acted
        todos.unlink()

    def _sync_next_activities(self):
        """Give those who may act next their activities, and take them from others."""
        for record in self:
            actors = record._next_actors()
            asked = record._next_activities()
            asked.filtered(
                lambda todo, actors=actors: todo.user_id not in actors
            ).unlink()
            record._give_activities(
                actors - asked.exists().user_id,
                lambda record: record.sudo()._next_sentence(),
                record._next_deadline(),
            )

    def _tell_submitter(self, submitter, reason):
        """Let whoever submitted the record know why it came back."""
        name = self.env.user.name
        if submitter == self.env.user or not submitter.active:
            return
        if self._as(submitter).has_access("read"):
            self._give_activities(
                submitter,
                lambda record: record.env._(
                    "Sent back by %(user)s: %(reason)s",
                    user=name,
                    reason=" ".join((reason or "").split()),
                ),
                self._next_deadline(),
            )

    def _give_activities(self, users, sentence, day):
        """Give users an activity each; Odoo tells them in their own way, once.

        :param users: ``res.users``, who may read the record
        :param sentence: method of the record that tells what is to be done
        :param date day: until when
        """
        self.env["mail.activity"].sudo().with_context(
            social_program_no_followers=True
        ).create(
            [
                {
                    "activity_type_id": self._next_type().id,
                    "automated": True,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "user_id": user.id,
                    "summary": sentence(self.with_context(lang=user.lang)),
                    "date_deadline": day,
                }
                for user in users
            ]
        )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Leave out those who only got an activity of ours: they need not follow.

        See :meth:`MailThread.message_subscribe`.
        """
        if self.env.context.get("social_program_no_followers"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _next_actors(self):
        """Return the users who are asked for the next step: at most three."""
        self.ensure_one()
        record = self.sudo()
        actors = self.env["res.users"].sudo()
        if record._is_waiting():
            for tier in record._who_acts_next():
                # Nobody is asked for what he or she submitted.
                others = tier - record.submitted_by_id
                for user in others.filtered(
                    lambda user: user.active and not user.share
                ):
                    if self._as(user)._may_take_next_step():
                        actors |= user
                    if len(actors) == MOST:
                        break
                if actors:
                    break
        return actors

    def _may_take_next_step(self):
        """Whether the user may take the step that is awaited."""
        self.ensure_one()
        if not self.has_access("read") or not self.has_access("write"):
            return False
        way = self._state_transitions[self.state][self._awaited_steps[self.state]]
        return bool(
            (not way.who or getattr(self, way.who)())
            and (not way.second or self._filtered_second())
        )

    def _as(self, user):
        """Return the record as another user sees it, in all of his or her companies."""
        return (
            self.sudo(False)
            .with_user(user)
            .with_context(allowed_company_ids=user.sudo().company_ids.ids)
        )
