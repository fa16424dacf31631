"""Ids as they come from outside: in an address, in the values of a form."""

from odoo import Command

# What a column of ids holds.
LARGEST = 2**31 - 1


def ids_in(text):
    """Return the ids in a text, with commas between them; what is none is left out."""
    parts = (text or "").split(",")
    return [int(part) for part in parts if part.isascii() and part.isdigit()]


def existing(model, ids):
    """Return those records that exist.

    :param model: empty recordset
    :param ids: integers of any size
    """
    return model.browse(
        dict.fromkeys(number for number in ids or () if 0 < number <= LARGEST)
    ).exists()


def linked_ids(field, value):
    """Return the ids of the records that a value of a relation leads to.

    :param field: many2one, one2many or many2many
    :param value: as it is written, or as a form tells it
    :return: set of ids; new records and what is taken away are left out
    """
    if field.type == "many2one":
        told = [value.get("id") if isinstance(value, dict) else value]
    else:
        told = []
        for command in value:
            if not isinstance(command, (list, tuple)):
                told.append(command)
            elif command[0] in (Command.LINK, Command.UPDATE):
                told.append(command[1])
            elif command[0] == Command.SET:
                told += command[2]
    return {_as_saved(id_) for id_ in told} - {0, None}


def _as_saved(value):
    """Return the id that the database would save for a value, None if it is none.

    It takes texts and floats as well, and Odoo hands them over.
    """
    try:
        return int(value)
    except (OverflowError, TypeError, ValueError):
        return None
