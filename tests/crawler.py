"""Calls from outside, and what is looked at after each: words shown, rows changed."""

import logging
import traceback
from collections import namedtuple

import psycopg2

from odoo.exceptions import RedirectWarning, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tools import SQL

from odoo.addons.social_program.models.base.ours import is_ours

from .crawler_allowed import DONE_BY_DESIGN, NAMED_IN_FORMS
from .crawler_plant import words_in

# What Odoo keeps beside records, and where it says of which record.
BESIDE = {
    "mail.message": ("model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
    "rating.rating": ("res_model", "res_id"),
}

# Guessed ones may be nonsense, and end with an error that is no sentence.
Call = namedtuple("Call", "model method args kwargs guessed", defaults=[False])


class Judge:
    """What a user may come across and change; it keeps what went wrong.

    :param case: test class with everything planted (`PlantMixin`)
    """

    def __init__(self, case):
        self.case = case
        self.cr = case.root.cr
        self.sightings = {}
        # {(model, method, error): (user, call)}
        self.errors = {}
        self.calls = 0
        names = [*case.addon_models(), *BESIDE]
        self.tables = {case.root[name]._table: name for name in names}
        # {table: field} of the many2many fields of ours.
        self.links = {
            field.relation: field
            for name in case.addon_models()
            for field in case.root[name]._fields.values()
            if field.type == "many2many" and field.store
        }
        case.root.flush_all()
        self.cr.execute(
            "SELECT relname, oid FROM pg_class WHERE relkind = 'r'"
            " AND relname = ANY(%s) AND relnamespace = current_schema::regnamespace",
            [[*self.tables, *self.links]],
        )
        self.oids = dict(self.cr.fetchall())
        self.before = {table: self._rows(table) for table in self.tables}
        self.linked = {table: self._pairs(table) for table in self.links}
        self.counted = self._count()

    # ------------------------------------------------------------------
    # One call
    # ------------------------------------------------------------------
    def try_call(self, user, call):
        """Call a method as a user calls it from outside, judge it, and undo it.

        :return: what the method gave back, or the exception that it raised
        """
        self.calls += 1
        case = self.case
        case.env.invalidate_all()
        model = case.as_role(user, call.model)
        savepoint = self.cr.savepoint()
        case.registry.cache_invalidated.clear()
        logging.disable(logging.CRITICAL)
        try:
            try:
                result = call_kw(model, call.method, call.args, call.kwargs)
                model.env.flush_all()
            except Exception as error:
                # Whatever it did is undone, as it is when it comes from outside.
                result = error
                self._note_error(user, call, error)
            self._look(user, call, result)
            if not isinstance(result, Exception):
                if call.method == "search":
                    self._look_at_ids(user, call, result)
                self._compare(user, call)
        finally:
            logging.disable(logging.NOTSET)
            savepoint.close(rollback=True)
            # What was remembered of records that are gone again, as after an error.
            for name in set(case.registry.cache_invalidated):
                case.registry.clear_cache(name)
        return result

    def _look(self, user, call, result, how="shows"):
        """Note the words that the user may not see."""
        if isinstance(result, Exception):
            result = f"{result} {result.args}"
        for word in words_in(result) - self.case.seeable[user] - words_in(call):
            if word in self.case.canaries:
                model, _res_id, field = self.case.canaries[word]
                form = call.method == "onchange" and not is_ours(
                    self.case.root, call.model
                )
                if form and model in NAMED_IN_FORMS:
                    continue
                place = self.case.place_of[self.case.canaries[word][:2]][1]
                self.note(user, call, f"{how} {model}.{field} of {place}")

    def _look_at_ids(self, user, call, ids):
        """Note the records that a search gives and the user may not read."""
        for res_id in ids if isinstance(ids, list) else ():
            if not self.case.may_read(user, call.model, res_id):
                place = self.case.place_of[call.model, res_id][1]
                self.note(user, call, f"lists {call.model} of {place}")

    def look_at_page(self, user, address, response):
        """Note the words on a page that the user may not see, and broken pages."""
        self.calls += 1
        call = Call("page", address, [], {})
        self._look(user, call, response.content)
        if response.status_code >= 500:
            self.note(user, call, f"breaks with {response.status_code}")

    def note(self, user, call, what):
        """Keep what a call did that it may not do, once for each kind."""
        done = f"{call.model}.{call.method} {what}".partition(" in ")[0]
        if done in DONE_BY_DESIGN:
            return
        key = (user, call.model, call.method, what)
        self.sightings.setdefault(key, call)

    def _note_error(self, user, call, error):
        """Keep an error of ours that is no sentence for people.

        The database's own words hold the whole row: whatever asked for it, ours are
        refused before.
        """
        if isinstance(error, (UserError, RedirectWarning)):
            return
        if isinstance(error, psycopg2.Error):
            if not (error.diag.table_name or "").startswith("social_"):
                return
        elif call.guessed or not is_ours(self.case.root, call.model):
            return
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno}"
        what = f"{type(error).__name__}: {error}"[:200].replace("\n", " ")
        key = (call.model, call.method, f"{what} ({where})")
        self.errors.setdefault(key, (user, call))

    def told(self):
        """Return a line for each method that went wrong, with a call that did it."""
        found = {}
        for (user, model, method, what), call in self.sightings.items():
            whats, users, _call = found.setdefault((model, method), ([], set(), call))
            whats.append(what)
            users.add(user)
        lines = []
        for (model, method), (whats, users, call) in sorted(found.items()):
            whats = list(dict.fromkeys(whats))
            more = f" and {len(whats) - 6} more" if len(whats) > 6 else ""
            lines.append(
                f"{model}.{method} {'; '.join(whats[:6])}{more}:"
                f" {', '.join(sorted(users))}"
            )
            lines.append(f"    {call.args} {call.kwargs}"[:400])
        return lines

    def told_errors(self):
        """Return a line for each error, with a call that ended so."""
        lines = []
        for (model, method, error), (user, call) in sorted(self.errors.items()):
            lines.append(f"{model}.{method} {error}: {user}")
            lines.append(f"    {call.args} {call.kwargs}"[:400])
        return lines

    # ------------------------------------------------------------------
    # What it changed
    # ------------------------------------------------------------------
    def _count(self):
        """Return how many rows of each table this transaction touched so far."""
        self.cr.execute(
            "SELECT relname, pg_stat_get_xact_tuples_inserted(oid)"
            " + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid)"
            " FROM pg_class WHERE oid = ANY(%s)",
            [list(self.oids.values())],
        )
        return dict(self.cr.fetchall())

    def _rows(self, table):
        self.cr.execute(SQL("SELECT * FROM %s", SQL.identifier(table)))
        return {row["id"]: row for row in self.cr.dictfetchall()}

    def _pairs(self, table):
        field = self.links[table]
        self.cr.execute(
            SQL(
                "SELECT %s, %s FROM %s",
                SQL.identifier(field.column1),
                SQL.identifier(field.column2),
                SQL.identifier(table),
            )
        )
        return set(self.cr.fetchall())

    def _compare(self, user, call):
        """Note the rows that the user may not have changed."""
        count, counted = self._count(), self.counted
        self.counted = count
        touched = {table for table in count if count[table] != counted[table]}
        changed = {}
        for table in self.tables.keys() & touched:
            before, after = self.before[table], self._rows(table)
            for res_id in before.keys() | after.keys():
                if before.get(res_id) != after.get(res_id):
                    name = self.tables[table]
                    old, new = before.get(res_id), after.get(res_id)
                    if new:
                        changed.setdefault(name, []).append(res_id)
                    if name in BESIDE:
                        self._judge_beside(user, call, name, old, new)
                    else:
                        self._judge_row(user, call, name, old or {}, new or {})
        for table in self.links.keys() & touched:
            for res_id, other_id in self.linked[table] ^ self._pairs(table):
                self._judge_link(user, call, self.links[table], res_id, other_id)
        if touched:
            self.case.env.invalidate_all()
            self._probe(user, call)
            self._read_again(user, call, changed)

    def _judge_row(self, user, call, name, old, new):
        """Judge a row by the place where it was and the place where it is."""
        case, fields = self.case, self.case.root[name]._fields
        changed = [
            column
            for column in {**old, **new}
            if old.get(column) != new.get(column) and column not in MAGIC_COLUMNS
        ]
        for column in changed:
            field = fields.get(column)
            if field and field.type == "many2one" and new.get(column):
                if not case.may_link(user, field.comodel_name, new[column]):
                    self.note(user, call, f"links {name}.{column} to what is hidden")
                if field.comodel_name == name and column == "parent_id":
                    self._judge_umbrella(user, call, name, new[column])
        if case.root[name]._transient:
            return
        given = call.args[-1] if call.method == "write" else {}
        for column in changed if old and new else ():
            if column in given and self.follows(fields[column]):
                self.note(user, call, f"forges {name}.{column}")
        told = [c for c in changed if c in fields and not self.follows(fields[c])]
        if old and new and not told:
            return
        letter = "W" if old and new else "C" if new else "D"
        for row in filter(None, (old, new)):
            place = self._place(user, name, row)
            if letter not in case.letters(user, name, place):
                what = ", ".join(sorted(told)) if letter == "W" else "a record"
                verb = {"W": "writes", "C": "creates", "D": "deletes"}[letter]
                self.note(user, call, f"{verb} {what} of {name} in {place}")

    def _judge_umbrella(self, user, call, name, res_id):
        """Judge what is put under another of its kind, whose figures it changes."""
        known = self.case.place_of.get((name, res_id))
        if known and "W" not in self.case.letters(user, *known):
            self.note(user, call, f"puts a record under {name} of {known[1]}")

    def _judge_link(self, user, call, field, res_id, other_id):
        """Judge a pair that a many2many gained or lost."""
        case, name = self.case, field.model_name
        if not case.may_read(user, field.comodel_name, other_id):
            self.note(user, call, f"links {name}.{field.name} to what is hidden")
        known = case.place_of.get((name, res_id))
        if known and "W" not in case.letters(user, *known):
            self.note(user, call, f"writes {field.name} of {name} in {known[1]}")

    def _judge_beside(self, user, call, name, old, new):
        model_name, id_name = BESIDE[name]
        row = new or old
        subject = row[model_name], row[id_name]
        if not self.case.may_read(user, *subject):
            place = self.case.place_of[subject][1]
            self.note(user, call, f"changes {name} of {subject[0]} in {place}")

    @staticmethod
    def follows(field):
        """Tell whether a column follows from others, and nobody writes it."""
        return (field.compute and field.readonly) or getattr(
            field, "server_only", False
        )

    def _place(self, user, name, row):
        """Return the name of the place of a row, None if it is in a new program."""
        case, fields = self.case, self.case.root[name]._fields
        if case.place_of.get((name, row["id"]), ("", ""))[1] == "secret":
            return "secret"
        if "program_id" not in row and name != "social.program":
            for field in fields.values():
                if field.type == "many2one" and field.required:
                    owner = case.place_of.get((field.comodel_name, row.get(field.name)))
                    if owner:
                        return owner[1]
        program_id = row["id"] if name == "social.program" else row.get("program_id")
        places = [p.name for p in case.places.values() if p.program.id == program_id]
        if not program_id:
            # All of a company: one's own place in it, if there is one.
            home = case.people[user][1]
            company_id = row.get("company_id")
            found = [p for p in case.places.values() if p.company.id == company_id]
            places = sorted((p.name for p in found), key=lambda place: place != home)
        return places[0] if places else None

    def _probe(self, user, call):
        """Note which hidden records the user reads after the call."""
        case = self.case
        for (name, place), record in case.planted.items():
            if "R" in case.letters(user, name, place):
                continue
            records = case.as_role(user, record)
            try:
                found = records.search([("id", "=", record.id)])
                if found:
                    self.note(user, call, f"opens {name} of {place}")
            except UserError:
                continue

    def _read_again(self, user, call, changed):
        """Look at what the user reads of the rows that the call made or changed."""
        for name, ids in changed.items():
            try:
                result = self.case.as_role(user, name).browse(ids).read()
            except UserError as error:
                result = error
            self._look(user, call, result, "then shows")
