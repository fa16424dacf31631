"""Ids as somebody typed them into an address."""

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
