"""Contacts that were made for a sponsor or a volunteer stay theirs to change."""


def migrate(cr, version):
    """Tell owned contacts by the moment: one transaction made both."""
    for table in ("social_sponsor", "social_volunteer"):
        cr.execute(
            f"""
            UPDATE {table} owner SET owns_contact = TRUE
              FROM res_partner contact
             WHERE contact.id = owner.partner_id
               AND contact.create_date = owner.create_date
               AND contact.create_uid = owner.create_uid
            """
        )
