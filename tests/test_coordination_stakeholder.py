from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import SocialProgramCase


@tagged("post_install", "-at_install")
class TestStakeholder(SocialProgramCase):
    def new_stakeholder(self, role="officer", **vals):
        return self.as_role(role, "social.stakeholder").create(
            {
                "name": "Village head of Wae Lembah",
                "kind": "village_head",
                "program_ids": [Command.set(self.program.ids)],
                **vals,
            }
        )

    def reminders(self, record):
        return record.sudo().activity_ids

    def test_engagement_follows_interest_and_influence(self):
        stakeholder = self.new_stakeholder()
        for interest, influence, engagement in (
            ("5", "4", "manage"),
            ("3", "4", "satisfy"),
            ("4", "3", "inform"),
            ("1", "3", "monitor"),
        ):
            stakeholder.write({"interest": interest, "influence": influence})
            self.assertEqual(stakeholder.engagement, engagement)

    def test_contact_is_optional(self):
        partner = self.root["res.partner"].create(
            {"name": "Dinas PUPR", "phone": "0385 1", "email": "pu@example.org"}
        )
        with Form(self.as_role("officer", "social.stakeholder")) as form:
            form.partner_id = partner
            form.program_ids.add(self.program)
        stakeholder = form.record
        self.assertEqual(stakeholder.name, "Dinas PUPR")
        self.assertEqual(stakeholder.phone, "0385 1")
        stakeholder.phone = "0385 2"
        self.assertEqual(partner.phone, "0385 1")

    @freeze_time("2026-06-10")
    def test_reminder_follows_the_date(self):
        stakeholder = self.new_stakeholder(next_contact_date=date(2026, 6, 15))
        reminder = self.reminders(stakeholder)
        self.assertEqual(reminder.user_id, self.users["officer"])
        self.assertEqual(reminder.date_deadline, date(2026, 6, 15))
        self.assertIn("Village head", reminder.summary)
        by_hand = reminder.copy({"summary": "Flowers", "automated": False})
        stakeholder.next_contact_date = date(2026, 6, 20)
        stakeholder.user_id = self.users["manager"]
        self.assertEqual(self.reminders(stakeholder), reminder | by_hand)
        self.assertEqual(reminder.date_deadline, date(2026, 6, 20))
        self.assertEqual(reminder.user_id, self.users["manager"])
        stakeholder.active = False
        self.assertEqual(self.reminders(stakeholder), by_hand)
        stakeholder.active = True
        self.assertEqual(len(self.reminders(stakeholder)), 2)

    @freeze_time("2026-06-10")
    def test_contact_log_moves_on(self):
        stakeholder = self.new_stakeholder(next_contact_date=date(2026, 6, 9))
        Log = self.as_role("officer", "social.contact.log")
        log = {"stakeholder_id": stakeholder.id, "summary": "Land for the tank"}
        Log.create({**log, "date": date(2026, 6, 10)})
        self.assertFalse(stakeholder.next_contact_date)
        self.assertFalse(self.reminders(stakeholder))
        self.assertEqual(stakeholder.last_contact_date, date(2026, 6, 10))
        Log.create({**log, "next_contact_date": date(2026, 7, 1)})
        self.assertEqual(stakeholder.next_contact_date, date(2026, 7, 1))
        self.assertEqual(self.reminders(stakeholder).date_deadline, date(2026, 7, 1))
        # What was planned for later stands.
        Log.create({**log, "date": date(2026, 6, 1)})
        self.assertEqual(stakeholder.next_contact_date, date(2026, 7, 1))
        self.assertEqual(stakeholder.last_contact_date, date(2026, 6, 10))
        with self.assert_sentence("before this one", ValidationError):
            Log.create({**log, "next_contact_date": date(2026, 6, 1)})

    def test_reminders_go_to_people_who_see_the_program(self):
        stakeholder = self.new_stakeholder(user_id=self.users["other_officer"].id)
        with self.assert_sentence("does not see", ValidationError):
            stakeholder.next_contact_date = date(2026, 6, 9)
        self.assertFalse(self.reminders(stakeholder))

    def test_programs_of_others(self):
        with self.assertRaises(AccessError):
            self.new_stakeholder(program_ids=[Command.set(self.other_program.ids)])
        both = (self.program | self.other_program).ids
        with self.assertRaises(AccessError):
            self.new_stakeholder(program_ids=[Command.set(both)])
        stakeholder = self.new_stakeholder()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            stakeholder.program_ids = [Command.link(self.other_program.id)]
        with self.assert_sentence("has a stake", ValidationError):
            stakeholder.program_ids = [Command.clear()]
        # A manager reads the other program, and shares the stakeholder with it.
        self.as_role("manager", stakeholder).program_ids = [
            Command.link(self.other_program.id)
        ]
        shared = self.as_role("other_officer", stakeholder)
        self.assertEqual(shared.name, "Village head of Wae Lembah")
        program = self.as_role("officer", self.program)
        self.assertEqual(program.stakeholder_count, 1)
        self.assertEqual(
            self.env["social.stakeholder"].search(
                program.action_view_stakeholders()["domain"]
            ),
            stakeholder.sudo(),
        )

    def test_same_number_of_queries(self):
        vals = {
            "name": "Teacher",
            "program_ids": [Command.set(self.program.ids)],
            "next_contact_date": date(2026, 6, 15),
        }
        Stakeholder = self.as_role("officer", "social.stakeholder")
        stakeholders = Stakeholder.create([vals] * 50)
        spec = {
            "name": {},
            "engagement": {},
            "last_contact_date": {},
            "next_contact_date": {},
            "program_ids": {"fields": {"display_name": {}}},
            "activity_state": {},
        }

        def read(records):
            return lambda: Stakeholder.search(
                [("id", "in", records.ids)], order="id"
            ).web_read(spec)

        self.count_queries(read(stakeholders[:2]))
        self.assertEqual(
            self.count_queries(read(stakeholders)),
            self.count_queries(read(stakeholders[:2])),
        )

    def test_switch_shows_the_menu(self):
        menu = self.env.ref("social_program.social_stakeholder_menu").id
        switch = self.env.ref("social_program.group_use_stakeholders")
        everybody = self.env.ref("base.group_user")
        Menu = self.as_role("officer", "ir.ui.menu")
        for on in (False, True):
            command = Command.link if on else Command.unlink
            everybody.implied_ids = [command(switch.id)]
            self.assertEqual(menu in Menu._visible_menu_ids(), on)
        self.assertNotIn(menu, self.as_role("fundraiser", Menu)._visible_menu_ids())
