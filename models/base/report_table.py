"""The plain shape of a table: what screen, PDF and XLSX render alike."""

from .exact import total

MISSING = "–"
# How a cell is read: money in the currency of the report, the rest as it says.
KINDS = (
    "text",
    "date",
    "integer",
    "quantity",
    "money",
    "money_of",
    "unit_cost",
    "percent",
    "rate",
    "yes_no",
    "flag",
)


def column(key, label, kind="text", width=10, group=None, total=None):
    """Return the description of a column.

    :param str key: of the cell in a row
    :param str label: in the language of the report
    :param str kind: one of `KINDS`; `money_of` is an amount in the currency that the
        row names under `currency`
    :param width: share of the table's width, and characters in the XLSX
    :param str group: heading above this column and its neighbors of the same group
    :param total: whether totals add it up; default: when it is money
    """
    if kind not in KINDS:
        raise ValueError(f"Unknown kind of column: {kind}")
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "width": width,
        "group": group,
        "total": kind == "money" if total is None else total,
    }


def table(
    name, title, columns, rows, *, totals, sheet, notes=(), empty=None, layout=""
):
    """Return a table.

    A row is a dict of cells with a `level`: `line`, `title` (spans the table),
    `subtotal`, `section` (total of a section) or `total`. None in a cell means that
    the figure is missing. The rows that a total adds up are listed by position under
    `of`.

    :param str name: stable name, unique in a report
    :param dict totals: what the table comes to, for whoever needs a figure of it
    :param str sheet: name of its sheet in a workbook
    :param str empty: sentence that stands for a table without rows
    :param str layout: on paper `keep` (on one page) or `new-page`
    """
    return {
        "name": name,
        "title": title,
        "columns": columns,
        "rows": rows,
        "totals": totals,
        "sheet": sheet,
        "notes": list(notes),
        "empty": empty,
        "layout": layout,
    }


def add_up(rows, keys, round_):
    """Return the totals of some rows; None where every row lacks the figure.

    :param rows: dicts
    :param keys: what to add up
    :param round_: function that rounds an amount
    """
    totals = {}
    for key in keys:
        known = [row[key] for row in rows if row.get(key) is not None]
        totals[key] = round_(total(known)) if known or not rows else None
    return totals
