"""The walk through views of many records: lists, kanbans, groups, figures, filters."""

from odoo.fields import Domain

from odoo.addons.social_program.models.base.ours import is_ours

from .walls_client import dated, evaluated, is_offered, nodes_of

# So many records of a list are read, and so many of a state are opened.
PAGE = 40
FIGURES = ("integer", "float", "monetary")
TEXTS = ("char", "text", "html")
RELATIONS = ("many2one", "many2many", "one2many")


class ListsMixin:
    """What `Walker` does with views of many records and their searches."""

    def open_multi(self, views, kind, domain, context):
        """Read what a view shows first."""
        arch, model = views.archs[kind], views.model
        method = f"_open_{kind}"
        getattr(self, method)(views, arch, model, domain, context)

    def _open_list(self, views, arch, model, domain, context):
        spec = views.specification("list")
        found = self._read(views, domain, spec, context)
        grouped = arch.get("default_group_by") or context.get("group_by")
        if grouped:
            self._group(views, "list", domain, grouped, context)
        if not is_ours(self.env, model):
            return
        for values in found[:3]:
            self.press_all(views, arch, values, context)
        self.press_headers(model, arch, found, context)
        if "active" in views.fields[model]:
            self._archive(views, found, context)

    def _open_kanban(self, views, arch, model, domain, context):
        spec = views.specification("kanban")
        grouped = arch.get("default_group_by") or context.get("group_by")
        if grouped:
            self._group(views, "kanban", domain, grouped, context)
        found = self._read(views, domain, spec, context)
        for values in found[:3]:
            self.press_all(views, arch, values, context)
        for bar in nodes_of(arch, "progressbar"):
            given = {"field": bar.get("field"), "colors": {}}
            self.call(
                model,
                "read_progress_bar",
                [list(domain), grouped, given],
                context=context,
            )

    def _open_activity(self, views, arch, model, domain, context):
        self._read(views, domain, views.specification("activity"), context)
        given = {"res_model": model, "domain": list(domain), "limit": PAGE}
        self.call("mail.activity", "get_activity_data", **given)

    def _open_calendar(self, views, arch, model, domain, context):
        names = [node.get("name") for node in nodes_of(arch)]
        names += [
            arch.get(key)
            for key in ("date_start", "date_stop", "color", "all_day")
            if arch.get(key) in views.fields[model]
        ]
        names = sorted(set(names))
        self.call(model, "search_read", [list(domain), names], context=context)

    def _open_graph(self, views, arch, model, domain, context):
        groupby, measures = self._figures(views, arch)
        self.call(
            model,
            "formatted_read_group",
            [list(domain), groupby, measures],
            context=context,
        )

    def _open_pivot(self, views, arch, model, domain, context):
        groupby, measures = self._figures(views, arch)
        sets = [groupby[:number] for number in range(len(groupby) + 1)]
        self.call(
            model,
            "formatted_read_grouping_sets",
            [list(domain), sets, measures],
            context=context,
        )

    def _figures(self, views, arch):
        """Return by what a pivot or graph groups at first, and all that it can sum."""
        known = views.fields[views.model]
        groupby = [
            f"{node.get('name')}:{node.get('interval')}"
            if node.get("interval")
            else dated(node.get("name"), known)
            for node in nodes_of(arch)
            if node.get("type") != "measure"
        ]
        return groupby, ["__count", *self._totals(known)]

    @staticmethod
    def _totals(known):
        """Return what the client can total, of the fields of a model."""
        return [
            f"{name}:{field['aggregator']}"
            for name, field in known.items()
            if field["type"] in FIGURES and field.get("aggregator") and name != "id"
        ]

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    def _read(self, views, domain, spec, context, limit=PAGE):
        found = self.call(
            views.model,
            "web_search_read",
            [list(domain), spec],
            limit=limit,
            count_limit=10001,
            context={**context, "bin_size": True},
        )
        return [views.read_as_client(views.model, one) for one in found["records"]]

    def _group(self, views, kind, domain, grouped, context):
        names = grouped if isinstance(grouped, list) else grouped.split(",")
        known = views.fields[views.model]
        names = [dated(name, known) for name in names]
        if any(known.get(name, {}).get("type") == "properties" for name in names):
            return
        shown = {node.get("name") for node in nodes_of(views.archs[kind])}
        sums = [total for total in self._totals(known) if total.split(":")[0] in shown]
        self.call(
            views.model,
            "web_read_group",
            [list(domain), names],
            aggregates=sums,
            limit=80,
            auto_unfold=True,
            unfold_read_specification=views.specification(kind),
            unfold_read_default_limit=10,
            context=context,
        )

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------
    def open_search(self, views, domain, context):
        """Try each filter, each grouping and each field of the search."""
        model, arch = views.model, views.archs["search"]
        kind = next((k for k in ("list", "kanban") if k in views.archs), None)
        for node in arch.iter("filter"):
            with self.on_the_way(f"{model} filter {node.get('name')}"):
                self._filter(views, kind, node, domain, context)
        for node in nodes_of(arch):
            if node.getparent().tag == "searchpanel":
                continue
            with self.on_the_way(f"{model} search {node.get('name')}"):
                self._search(views, node, domain, context)
        for node in arch.iter("searchpanel"):
            for field in node.iter("field"):
                multi = "_multi" * (field.get("select") == "multi")
                with self.on_the_way(f"{model} panel {field.get('name')}"):
                    self.call(
                        model, f"search_panel_select{multi}_range", [field.get("name")]
                    )

    def _filter(self, views, kind, node, domain, context):
        own = evaluated(node.get("context") or {}, self.env, {}, context) or {}
        if own.get("group_by") and kind:
            self._group(views, kind, domain, own["group_by"], context)
        elif node.get("date"):
            pass
        else:
            given = evaluated(node.get("domain") or "[]", self.env, {}, context)
            spec = views.specification(kind) if kind else {"display_name": {}}
            self._read(views, domain & Domain(given), spec, {**context, **own}, 2)

    def _search(self, views, node, domain, context):
        field = views.fields[views.model][node.get("name")]
        if field.get("relation"):
            self.call(field["relation"], "name_search", ["a"], limit=8)
        if field["type"] not in (*TEXTS, *RELATIONS, "selection"):
            return
        given = [(node.get("name"), node.get("operator") or "ilike", "a")]
        if node.get("filter_domain"):
            given = evaluated(
                node.get("filter_domain"),
                self.env,
                {"self": "a", "raw_value": "a"},
                context,
            )
        elif node.get("operator") == "child_of" or field["type"] == "selection":
            given = [(node.get("name"), "!=", False)]
        self.call(views.model, "search_count", [list(domain & Domain(given))])

    # ------------------------------------------------------------------
    # What lists offer for records that are chosen
    # ------------------------------------------------------------------
    def _archive(self, views, found, context):
        """Try what the client offers once records are chosen."""
        if not found or views.fields[views.model]["active"].get("readonly"):
            return
        model = self.env[views.model]
        if not model.has_access("write"):
            with self.undone(f"{views.model} archive"):
                self.call(views.model, "action_archive", [[found[0]["id"]]])

    def open_toolbar(self, views, kinds, domain, context):
        """Try what the menus of a list and of a form offer beside it."""
        records = self.env[views.model].search(domain, limit=1)
        if not records:
            return
        active = {
            "active_id": records.id,
            "active_ids": records.ids,
            "active_model": views.model,
        }
        tried = set()
        for kind in kinds:
            for action in sum(views.toolbars.get(kind, {}).values(), []):
                if action["id"] not in tried:
                    tried.add(action["id"])
                    with self.undone(f"{views.model} menu {action['name']}"):
                        self.open_action(self._typed(action["id"]), active)

    def press_headers(self, model, arch, found, context):
        """Press the buttons above a list: with all that is chosen, or with nothing.

        Whoever may press one somewhere is told where not.
        """
        records = self.env[model].browse([values["id"] for values in found])
        if self.env[model].has_access("write"):
            # Others' records may be chosen too, but there the client cannot know.
            records = records._filtered_access("write")
        ids = records[:2].ids
        for button in arch.findall("header/button"):
            chosen = [] if button.get("display") == "always" else ids
            if chosen or button.get("display") == "always":
                self.press(model, button, chosen, context, may_tell=bool(chosen))

    def is_offered(self, views, kind, what):
        """Tell whether a view offers to create, edit or delete."""
        return is_offered(views.archs[kind], what)
