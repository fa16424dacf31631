"""Walks through the screens of a user as the web client does, and notes the walls.

A wall is what is offered and then refused, or breaks: a menu, a view, a filter, a
button, a link, a page of a notebook, a choice of a field. So is a warning in the log.
"""

import logging
from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.service.model import call_kw

from odoo.addons.social_program.models.base.ours import is_ours
from odoo.addons.web.controllers.utils import clean_action

from .walls_client import Views, evaluated
from .walls_form import FormMixin
from .walls_lists import ListsMixin

# What the client calls for our own screens: {tag: (model, method)}.
SCREENS = {"social_program.work_plan": ("social.work.plan", "get_screen")}
MULTI = ("list", "kanban", "pivot", "graph", "calendar", "activity")


class Walker(FormMixin, ListsMixin):
    """One user on the way; `walls` is {what stands in the way: where first met}.

    :param env: environment of the user, in his or her company
    """

    def __init__(self, env):
        self.env = env
        self.walls = {}
        self.opened = 0
        self.seen = set()
        self.views = {}
        self.path = []

    def walk(self):
        """Open all that the menus lead to."""
        handler = _Warnings(self)
        logger = logging.getLogger("odoo")
        logger.addHandler(handler)
        try:
            for menu in self.menus():
                with self.on_the_way(menu["name"]):
                    self.open_action(f"{menu['actionModel']},{menu['actionID']}")
        finally:
            logger.removeHandler(handler)
        return self.walls

    def menus(self):
        """Return the menus that the user sees and that lead to screens of ours."""
        menus = self.env["ir.ui.menu"].load_web_menus(False).values()
        extended = self._extended_models()
        found = []
        for menu in menus:
            if menu["actionID"]:
                action = self.env[menu["actionModel"]].sudo().browse(menu["actionID"])
                model = action._fields.get("res_model") and action.res_model
                ours = (menu["xmlid"] or "").startswith("social_program.")
                if ours or model in extended:
                    found.append(menu)
        return found

    def _extended_models(self):
        """Return the names of Odoo's models whose views we add to."""
        views = self.env["ir.ui.view"].sudo().search([("inherit_id", "!=", False)])
        ids = views.get_external_id()
        return {
            view.model
            for view in views
            if ids[view.id].startswith("social_program.")
            and not is_ours(self.env, view.model)
        }

    def knows(self, *key):
        """Tell whether something was met before, and keep it in mind."""
        known = key in self.seen
        self.seen.add(key)
        return known

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------
    def call(self, model, method, args=(), **kwargs):
        """Call a method as the user does from outside."""
        self.opened += 1
        return call_kw(self.env[model], method, list(args), kwargs)

    @contextmanager
    def on_the_way(self, *steps):
        """Say where the walk is, and note what stands in the way there."""
        self.path.extend(steps)
        try:
            with self.env.cr.savepoint(flush=False):
                yield
        except Exception as error:  # whatever it is, a user would have met it
            self.note(error)
        finally:
            del self.path[-len(steps) :]

    @contextmanager
    def undone(self, *steps):
        """Say where the walk is, and undo what is done there."""
        with self.on_the_way(*steps):
            savepoint = self.env.cr.savepoint()
            try:
                yield
                self.env.flush_all()
            finally:
                savepoint.close(rollback=True)

    def note(self, error):
        """Keep a wall, under where it was met."""
        if isinstance(error, AccessError):
            kind = "refused"
        else:
            kind = "told" if isinstance(error, UserError) else "breaks"
        text = str(error).strip() or repr(error)
        self.walls.setdefault(
            (self.path[-1], kind, text.splitlines()[0][:200]), " > ".join(self.path)
        )

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def open_action(self, name, context=None):
        """Load an action and follow it.

        :param str name: its xmlid, or "model,id"
        :param dict context: what the client adds: the active records
        """
        model, _comma, record_id = name.partition(",")
        action = (
            self.env[model].browse(int(record_id))
            if record_id
            else self.env["ir.actions.actions"]._for_xml_id(model)
        )
        if record_id:
            found = action.sudo()
            if model == "ir.actions.act_window":
                action = found._get_action_dict()
            else:
                action = found.read()[0]
        self.follow(clean_action(dict(action), env=self.env), context or {})

    def follow(self, action, context=None):
        """Open what an action leads to.

        :param action: what a button gave back, or an action as it is loaded
        """
        if not isinstance(action, dict) or "type" not in action:
            return
        context = dict(context or {})
        kind = action["type"]
        if kind == "ir.actions.act_window":
            action = clean_action(dict(action), env=self.env)
            own = evaluated(action.get("context") or {}, self.env, {}, context)
            self.open_window(action, {**context, **(own or {})})
        elif kind == "ir.actions.server":
            with self.undone(f"server action {action['name']}"):
                run = self.env["ir.actions.server"].browse(action["id"])
                result = run.with_context(**context).run()
                self.follow(result, context)
        elif kind == "ir.actions.client" and action["tag"] in SCREENS:
            model, method = SCREENS[action["tag"]]
            ids = action.get("context", {}) or {}
            ids = evaluated(ids, self.env, {}, context).get("active_ids", [])
            self.call(model, method, [context.get("active_ids", ids)])
        elif kind == "ir.actions.report":
            ids = context.get("active_ids") or []
            if action.get("report_type") == "qweb-pdf" and ids:
                self.env["ir.actions.report"]._render_qweb_html(
                    action["report_name"], ids, data=action.get("data")
                )

    def open_window(self, action, context):
        """Open the views of an action, and what can be reached from them."""
        model = action["res_model"]
        views = [tuple(view) for view in action["views"]]
        domain = evaluated(action.get("domain") or [], self.env, {}, context) or []
        search = action.get("search_view_id") or [False]
        if self.knows(model, tuple(views), str(domain), action.get("res_id")):
            return
        context = {key: value for key, value in context.items() if key != "group_by"}
        wanted = [*views, (search[0] if search else False, "search")]
        if action.get("res_id"):
            wanted = views
        key = (model, *wanted)
        if key not in self.views:
            self.views[key] = Views(
                self.env, model, wanted, context, action.get("id") or False
            )
        found = self.views[key]
        if action.get("res_id"):
            self.open_form(found, action["res_id"], context)
            return
        kinds = [kind for _id, kind in views]
        for kind in kinds:
            if kind in MULTI:
                with self.on_the_way(f"{model} {kind}"):
                    self.open_multi(found, kind, Domain(domain), context)
        # The same screen limited to something else opens as this one does.
        if self.knows("screen", model, *views):
            return
        if any(kind in MULTI for kind in kinds):
            self.open_search(found, Domain(domain), context)
        if "form" in kinds:
            self.open_forms(found, Domain(domain), context)
        if is_ours(self.env, model):
            self.open_toolbar(found, kinds, Domain(domain), context)

    def open_record(self, model, record_id, context=None):
        """Open a record as a link to it does."""
        if self.knows(model, record_id):
            return
        with self.on_the_way(f"link to {model}"):
            self.follow(self.call(model, "get_formview_action", [[record_id]]), context)


class _Warnings(logging.Handler):
    """Notes what the log warns of while somebody walks."""

    def __init__(self, walker):
        super().__init__(logging.WARNING)
        self.walker = walker

    def emit(self, record):
        self.walker.note(Warning(f"log: {record.getMessage()}"))
