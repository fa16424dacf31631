from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestContact(SocialProgramCase):
    """What sponsors and volunteers share, tried on volunteers."""

    def test_contact_comes_with_the_record(self):
        self.assertFalse(self.as_role("officer", "res.partner").has_access("create"))
        volunteer = self.as_role("officer", "social.volunteer").create(
            {
                "name": "Budi",
                "email": "budi@example.com",
                "phone": "0812",
                "city": "Waingapu",
                "note": "Has a motorbike",
            }
        )
        partner = volunteer.sudo().partner_id
        self.assertEqual(
            (partner.name, partner.email, partner.phone, partner.city),
            ("Budi", "budi@example.com", "0812", "Waingapu"),
        )
        self.assertEqual(partner.company_id, self.company)
        volunteer.write({"phone": "0813", "note": "Moved"})
        self.assertEqual(partner.phone, "0813")
        self.assertEqual(volunteer.display_name, "Budi")
        Volunteer = self.as_role("officer", "social.volunteer")
        self.assertEqual(Volunteer.search([("name", "ilike", "bud")]), volunteer)
        self.assertEqual(Volunteer.name_search("Bud")[0][0], volunteer.id)

    def test_form_as_officer(self):
        with Form(self.as_role("officer", "social.volunteer")) as form:
            form.name = "Ani"
            form.phone = "0814"
        self.assertEqual(form.record.sudo().partner_id.phone, "0814")
        with Form(form.record) as form:
            form.email = "ani@example.com"
        self.assertEqual(form.record.sudo().partner_id.email, "ani@example.com")

    def test_only_the_whitelist_passes(self):
        Volunteer = self.as_role("officer", "social.volunteer")
        partner = Volunteer._contact_create(
            {"name": "Budi", "comment": "x", "user_ids": [(5,)], "vat": "1"},
            self.company.id,
        )
        self.assertFalse(partner.sudo().comment or partner.sudo().vat)
        volunteer = Volunteer.create({"name": "Budi"})
        partner = volunteer.partner_id
        volunteer._contact_write({"vat": "1", "city": "Kupang"}, partner)
        self.assertEqual((partner.sudo().city, partner.sudo().vat), ("Kupang", False))

    def test_a_name_is_needed(self):
        Volunteer = self.as_role("officer", "social.volunteer")
        for values in ({}, {"name": " "}, {"phone": "1"}):
            with self.assert_sentence("Give a name"):
                Volunteer.create(values)
        volunteer = Volunteer.create({"name": "Budi"})
        with self.assert_sentence("needs a name"):
            volunteer.name = ""

    def test_sensitive_contacts_need_rights_on_contacts(self):
        """Else an officer could redirect an administrator's new password."""
        Volunteer = self.as_role("officer", "social.volunteer")
        vendor = self.root["res.partner"].create(
            {"name": "Vendor", "supplier_rank": 1, "email": "v@example.com"}
        )
        archived = self._new_user("archived", "base.group_user", self.company)
        archived.active = False
        for partner in (
            self.users["admin"].partner_id,
            archived.partner_id,
            vendor,
            self.company.partner_id,
        ):
            with self.assert_sentence("ask somebody who may edit contacts"):
                Volunteer.create(
                    {"partner_id": partner.id, "email": "thief@example.com"}
                )
            volunteer = Volunteer.create({"partner_id": partner.id})
            with self.assert_sentence("ask somebody who may edit contacts"):
                volunteer.email = "thief@example.com"
            self.assertNotEqual(partner.sudo().email, "thief@example.com")
        # The same values are no change.
        volunteer = Volunteer.create(
            {"partner_id": self.users["employee"].partner_id.id, "note": "x"}
        )
        volunteer.write({"email": volunteer.email, "note": "y"})
        keeper = self._new_user(
            "keeper",
            "social_program.group_officer,base.group_partner_manager",
            self.company,
        )
        record = Volunteer.search([("partner_id", "=", vendor.id)])
        record.with_user(keeper).email = "new@example.com"
        self.assertEqual(vendor.email, "new@example.com")

    def test_contacts_of_others_cannot_be_taken(self):
        foreign = self.root["res.partner"].create(
            {"name": "Foreign", "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            self.as_role("officer", "social.volunteer").create(
                {"partner_id": foreign.id}
            )
        with self.assertRaises(UserError):
            self.root["social.volunteer"].create(
                {"partner_id": foreign.id, "company_id": self.company.id}
            )

    def test_auditor_changes_no_contact(self):
        volunteer = self.as_role("officer", "social.volunteer").create({"name": "Budi"})
        with self.assertRaises(AccessError):
            self.as_role("auditor", volunteer).phone = "1"
        with self.assertRaises(AccessError):
            self.as_role("auditor", "social.volunteer").create({"name": "Eve"})
        self.assertFalse(self.root["res.partner"].search([("name", "=", "Eve")]))

    # ------------------------------------------------------------------
    # Merging contacts
    # ------------------------------------------------------------------
    def _merge(self, partners, into):
        Wizard = self.root["base.partner.merge.automatic.wizard"]
        wizard = Wizard.with_context(allowed_company_ids=self.company.ids).create({})
        wizard._merge(partners.ids, into)

    def test_merging_moves_the_record(self):
        volunteer = self.as_role("officer", "social.volunteer").create({"name": "Budi"})
        kept = self.root["res.partner"].create({"name": "Budi S."})
        old = volunteer.sudo().partner_id
        self._merge(old | kept, kept)
        self.assertFalse(old.exists())
        volunteer.invalidate_recordset()
        self.assertEqual(volunteer.sudo().partner_id, kept)
        self.assertEqual(volunteer.name, "Budi S.")

    def test_merging_two_volunteers_is_refused(self):
        one, two = self.as_role("officer", "social.volunteer").create(
            [{"name": "Budi"}, {"name": "Budi S."}]
        )
        two.sudo().active = False
        partners = (one | two).sudo().partner_id
        with self.assert_sentence("2 of these contacts .* “Volunteer”"):
            self._merge(partners, partners[0])
        self.assertEqual(len(partners.exists()), 2)
        two.sudo().unlink()
        self._merge(partners, partners[0])
        self.assertEqual(len(partners.exists()), 1)

    def test_merging_volunteers_of_two_companies_is_fine(self):
        shared = self.root["res.partner"].create([{"name": "A"}, {"name": "B"}])
        for partner, company in zip(
            shared, self.company | self.other_company, strict=True
        ):
            self.root["social.volunteer"].create(
                {"partner_id": partner.id, "company_id": company.id}
            )
        self._merge(shared, shared[0])
        self.assertEqual(
            self.root["social.volunteer"].search_count(
                [("partner_id", "=", shared[0].id)]
            ),
            2,
        )
