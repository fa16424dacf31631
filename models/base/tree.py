"""Trees of records that keep a `parent_path`."""


def would_be_below_itself(records, parent):
    """Tell whether a new parent of some records lies among or below them.

    To be asked before writing: Odoo's own words for it are "Recursion Detected".

    :param records: records that get the parent
    :param parent: record of the same model, or an empty recordset
    """
    above = (parent.sudo().parent_path or "").split("/")[:-1]
    return bool(set(map(int, above)) & set(records.ids))
