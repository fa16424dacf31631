"""Whoever wrote what is not approved yet is no second person for it."""

# What is approved: its table, its states without an approval, and the rows that count
# (itself, its lines) with the column that leads to it.
PROPOSALS = (
    ("social_program", ("draft", "cancelled"), (("social_program", "id"),)),
    (
        "social_activity",
        ("draft", "submitted", "cancelled"),
        (("social_activity", "id"), ("social_activity_cost", "field_activity_id")),
    ),
    (
        "social_budget",
        ("draft",),
        (("social_budget", "id"), ("social_budget_line", "budget_id")),
    ),
)


def migrate(cr, version):
    """Take who created and who last wrote each record and its lines."""
    for table, states, rows in PROPOSALS:
        for row_table, link in rows:
            cr.execute(
                f"""
                INSERT INTO res_users_{table}_rel ({table}_id, res_users_id)
                SELECT DISTINCT record.id, writer.id
                  FROM {table} record
                  JOIN {row_table} line ON line.{link} = record.id
                  JOIN res_users writer
                    ON writer.id IN (line.create_uid, line.write_uid)
                 WHERE record.state IN %s
                ON CONFLICT DO NOTHING
                """,
                (states,),
            )
