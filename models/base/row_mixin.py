import re
from collections import defaultdict
from contextlib import contextmanager
from functools import partial

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

CHECK = re.compile(r"\s*CHECK\s*(\(.*\))\s*", re.DOTALL | re.IGNORECASE)
UNIQUE = re.compile(
    r"\s*UNIQUE\s+(?:INDEX\s+)?\(([\w\s,]+)\)\s*(?:WHERE\s+(.+))?",
    re.DOTALL | re.IGNORECASE,
)
# False is a value of these.
NEVER_EMPTY = ("boolean", "integer", "float", "monetary")
WORD = re.compile(r"\w+")


class SocialRowMixin(models.AbstractModel):
    """Rows that the database would refuse are refused before, with a sentence.

    What the database refuses goes into logs with all that stands in the row, and in the
    rows here stand people. What only the database can see (two at the same moment) is
    not logged by Odoo.
    """

    _name = "social.row.mixin"
    _description = "Sound Rows"

    @api.model_create_multi
    def _create(self, data_list):
        tests = self._row_tests()
        needed = {name for _name, used, _query in tests for name in used}
        columns = {
            name: field
            for name, field in self._fields.items()
            if field.store
            and field.column_type
            and (name in needed or (field.required and name != "id"))
        }
        rows = [
            {
                name: field.convert_to_column_insert(
                    data["stored"].get(name), self, data["stored"]
                )
                for name, field in columns.items()
            }
            for data in data_list
        ]
        self._check_filled(rows)
        self.browse()._check_rows(rows, tests)
        with self._unlogged():
            return super()._create(data_list)

    def write(self, vals):
        # Before what follows from the values stumbles over the gap.
        self._check_filled(
            [
                {
                    name: None
                    for name, value in vals.items()
                    if (value is None or value is False)
                    and name in self._fields
                    and self._fields[name].type not in NEVER_EMPTY
                }
            ]
        )
        return super().write(vals)

    def _write_multi(self, vals_list):
        self._check_filled(vals_list)
        groups = defaultdict(dict)
        for record, vals in zip(self, vals_list, strict=True):
            groups[tuple(sorted(vals))][record.id] = vals
        tests = self._row_tests()
        for rows in groups.values():
            self.browse(rows)._check_rows(list(rows.values()), tests)
        with self._unlogged():
            return super()._write_multi(vals_list)

    @contextmanager
    def _unlogged(self):
        """Let statements that fail raise, but not write their values into the log."""
        cr = self.env.cr
        before = vars(cr).get("execute")
        cr.execute = partial(cr.execute, log_exceptions=False)
        try:
            yield
        finally:
            if before:
                cr.execute = before
            else:
                del cr.execute

    @api.model
    def _check_filled(self, rows):
        """Refuse rows in which a required column would be empty."""
        for row in rows:
            for name, value in row.items():
                if value is None and self._fields[name].required:
                    raise ValidationError(
                        self.env._(
                            "“%(field)s” cannot be left empty.",
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    def _check_rows(self, rows, tests):
        """Refuse rows that a check or a unique index of the table would refuse.

        :param self: the records that the rows change; none: the rows are new
        :param rows: columns and values, the same columns in all of them
        :param tests: see `_row_tests`
        """
        tests = [test for test in tests if not test[1].isdisjoint(rows[0])]
        if not tests:
            return
        used = sorted(set().union(*(used for _name, used, _query in tests)))
        asked = [
            SQL("(SELECT %s WHERE EXISTS (%s))", name, query)
            for name, _used, query in tests
        ]
        fresh = self._rows_to_be(rows, used)
        query = SQL("WITH fresh AS (%s) %s", fresh, SQL(" UNION ALL ").join(asked))
        for (name,) in self.env.execute_query(query):
            raise ValidationError(self._sentence_of_constraint(name))

    def _rows_to_be(self, rows, used):
        """Return the query of how some columns of rows will be, `id` for known ones.

        :param rows: see `_check_rows`
        :param used: names of the columns
        :rtype: SQL
        """
        told = [name for name in used if name in rows[0]]
        values = SQL(", ").join(
            SQL(
                "(%s)",
                SQL(", ").join(
                    [
                        SQL("%s::int4", record_id),
                        *(
                            SQL(
                                "%s::%s",
                                row[name],
                                SQL(self._fields[name].column_type[1]),
                            )
                            for name in told
                        ),
                    ]
                ),
            )
            for record_id, row in zip(self.ids or [None] * len(rows), rows, strict=True)
        )
        columns = SQL(", ").join(map(SQL.identifier, ["id", *told]))
        told_rows = SQL("(VALUES %s) AS told (%s)", values, columns)
        if not self:
            return SQL("SELECT * FROM %s", told_rows)
        return SQL(
            "SELECT told.id, %s FROM %s JOIN %s AS kept ON kept.id = told.id",
            SQL(", ").join(
                SQL.identifier("told" if name in told else "kept", name)
                for name in used
            ),
            told_rows,
            SQL.identifier(self._table),
        )

    def _row_tests(self):
        """Return how each constraint finds what it would refuse among `fresh` rows.

        :return: [(name of the constraint, its columns, SQL that selects them)]
        """
        tests = []
        for name, constraint in self._table_objects.items():
            definition = constraint.get_definition(self.pool) or ""
            if match := CHECK.fullmatch(definition):
                query = SQL("SELECT FROM fresh WHERE NOT %s", _sql(match[1]))
            elif match := UNIQUE.fullmatch(definition):
                query = self._query_of_doubles(match)
            else:
                continue
            used = {
                word
                for word in WORD.findall(definition)
                if word in self._fields and self._fields[word].column_type
            }
            tests.append((name, used, query))
        return tests

    def _query_of_doubles(self, match):
        """Return the query of `fresh` rows whose key another row has, or will have."""
        keys = match[1].split(",")
        columns = _sql(match[1])
        where = _sql(match[2] or "TRUE")
        aliases = [f"key_{number}" for number in range(len(keys))]
        return SQL(
            """
            SELECT FROM (SELECT %(named)s FROM fresh WHERE %(where)s) AS one
            WHERE EXISTS (
                SELECT FROM %(table)s
                WHERE (%(columns)s) = (%(aliases)s) AND %(where)s AND id != ALL(%(ids)s)
            )
            UNION ALL
            SELECT FROM fresh WHERE %(where)s AND (%(columns)s) IS NOT NULL
            GROUP BY %(columns)s HAVING COUNT(*) > 1
            """,
            named=SQL(", ").join(
                SQL("%s AS %s", _sql(key), SQL.identifier(alias))
                for key, alias in zip(keys, aliases, strict=True)
            ),
            where=where,
            table=SQL.identifier(self._table),
            columns=columns,
            aliases=SQL(", ").join(SQL.identifier("one", alias) for alias in aliases),
            ids=self.ids,
        )

    @api.model
    def _sentence_of_constraint(self, name):
        """Return the translated message of a constraint."""
        constraint = (
            self.env["ir.model.constraint"]
            .sudo()
            .search_fetch(
                [("name", "=", name), ("model.model", "=", self._name)],
                ["message"],
                limit=1,
            )
        )
        return constraint.message or self._table_objects[name].get_error_message(self)


def _sql(text):
    """Return what a model declares as SQL."""
    return SQL(text.replace("%", "%%"))
