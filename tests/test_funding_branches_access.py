"""What a branch and its parent see of each other, and on what neither books."""

from datetime import date

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.misc import DotDict
from odoo.tools.safe_eval import safe_eval

from .branch_common import BranchCase
from .common import ROLES


@tagged("post_install", "-at_install")
class TestBranchesAccess(BranchCase):
    # --- what is open, and what stays closed -------------------------------------

    def test_a_biller_of_the_branch_names_a_line(self):
        line = self.line_of(self.budget, "G")
        found = self.as_role("branch_acc_invoice", "social.budget.line").name_search(
            "Line G"
        )
        self.assertIn(line.id, [id_ for id_, _name in found])
        view = self.as_role("branch_acc_invoice", "account.move").get_view(
            view_type="form"
        )["arch"]
        domains = [
            node.get("domain")
            for node in etree.fromstring(view).iterfind(
                ".//field[@name='social_program_budget_line_id'][@domain]"
            )
        ]
        self.assertTrue(domains)
        bill = self.branch_draft([("travel", 40, False)])
        for domain in domains:
            # As the web client makes it of what the form holds.
            values = {"company_id": bill.company_id.id, "date": str(bill.date)}
            offered = safe_eval(domain, {**values, "parent": DotDict(values)})
            found = self.as_role("branch_acc_invoice", "social.budget.line")
            self.assertIn(line.id, found.search(offered).ids)
        bill.invoice_line_ids.social_program_budget_line_id = line.id
        self.assertEqual(bill.invoice_line_ids.analytic_distribution, self.pair)
        bill.action_post()
        self.assert_budget(self.budget, G=40)

    def test_headings_and_their_default(self):
        budget = self.as_role("branch_acc_user", "social.budget").new({})
        self.assertEqual(budget.root_category_id._origin, self.headings["root"])
        own = self.as_role("branch_admin", "social.cost.category").create(
            {
                "name": "Branch costs",
                "account_ids": [Command.set(self.accounts["travel"].ids)],
            }
        )
        # Another choice, and none that would suit everybody.
        budget = self.as_role("branch_acc_user", "social.budget").new({})
        self.assertFalse(budget.root_category_id)
        with self.assert_refused():
            own.parent_id = self.headings["root"].id
        with self.assert_refused():
            self.draft_budget([("T", "travel", 1, {"category_id": own.id})])

    def test_the_branch_reads_and_does_not_write(self):
        for record, vals in (
            (self.program, {"name": "Mine"}),
            (self.grant, {"name": "Mine"}),
            (self.grant.award_ids, {"note": "Mine"}),
            (self.sponsor, {"note": "Mine"}),
            (self.headings["travel"], {"name": "Mine"}),
            (self.budget, {"name": "Mine"}),
            (self.draft_budget([("T", "travel", 1)]), {"name": "Mine"}),
            (self.budget.line_ids[0], {"name": "Mine"}),
        ):
            for role in ("branch_admin", "branch_acc_manager"):
                record = self.as_role(role, record)
                with self.subTest(record._name, role=role):
                    self.assertTrue(record.has_access("read"))
                    self.assertTrue(record.read(["display_name"]))
                    self.assertFalse(record.has_access("write"))
                    self.assertFalse(record.has_access("unlink"))
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        record.write(vals)
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        record.unlink()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.draft_budget([("T", "travel", 1)], role="branch_acc_user")
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.new_activity(role="branch_admin")

    def test_the_parent_does_not_read_the_branch(self):
        for record in (self.branch_program,):
            self.assertFalse(self.as_role("admin", record).has_access("read"))
        self.users["sister_admin"] = self._new_user(
            "sister_admin", ROLES["admin"], self.sister
        )
        self.branch_bill([("travel", 40, self.branch_pair)])
        self.assertFalse(
            self.as_role("sister_admin", self.branch_program).has_access("read")
        )
        self.assertEqual(
            self.analysis(
                "amount_spent", "sister_admin", program_id=self.branch_program.id
            ),
            0,
        )

    def test_people_stay_closed(self):
        person = self.new_person()
        self.new_enrollment(person)
        helper = self.as_role("manager", "social.volunteer").create(
            {"name": "Budi", "program_ids": [Command.set(self.program.ids)]}
        )
        theirs = self.new_person(self.branch_program, role="branch_manager")
        their_helper = self.as_role("branch_manager", "social.volunteer").create(
            {"name": "Ani", "program_ids": [Command.set(self.branch_program.ids)]}
        )
        enrolled = self.root["social.enrollment"].search(
            [("beneficiary_id", "=", person.id)]
        )
        # Even whoever is a member of the parent's program, while at work in the branch.
        self.users["branch_officer"].company_ids += self.company
        self.program.sudo().member_ids = [
            Command.create(
                {"role": "officer", "user_id": self.users["branch_officer"].id}
            )
        ]
        for roles, records in (
            (
                ("branch_manager", "branch_admin", "branch_officer"),
                (person, enrolled, helper),
            ),
            (("manager", "admin", "officer"), (theirs, their_helper)),
        ):
            for role in roles:
                for record in records:
                    with self.subTest(record._name, role=role):
                        model = self.as_role(role, record._name)
                        self.assertFalse(model.search([("id", "in", record.ids)]))
                        self.assertFalse(record.with_env(model.env).has_access("read"))
        program = self.as_role("branch_manager", self.program)
        self.env.invalidate_all()
        self.assertEqual(program.beneficiary_count, 0)
        self.assertEqual(program.volunteer_count, 0)
        self.assertFalse(program.enrollment_ids)
        self.assertFalse(program.volunteer_ids)
        for vals in ({}, {"company_id": self.branch.id}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.new_person(role="branch_admin", **vals)
                self.env.flush_all()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.as_role("branch_manager", "social.volunteer").create(
                {"name": "Ina", "program_ids": [Command.set(self.program.ids)]}
            )

    # --- other companies ---------------------------------------------------------

    def test_a_program_of_the_branch_is_its_own(self):
        """Its parent does not book on it, even by somebody who works in both."""
        env = self.both("acc_invoice")
        for company in self.company, self.sister:
            bill = self.draft_bill([("travel", 2, False)], role="acc_invoice")
            if company == self.sister:
                bill = self.draft_bill(
                    [("travel", 2, False)], role="sister_acc_invoice"
                )
                env.user.company_ids += self.sister
            bill = bill.with_env(env).with_context(
                allowed_company_ids=env.user.company_ids.ids
            )
            self.assertEqual(bill.company_id, company)
            bill.invoice_line_ids.analytic_distribution = self.branch_pair
            self.assertIn("another company", bill.social_program_warning)
            with self.assert_sentence("travel 2.*another company"):
                bill.action_post()

    def test_a_shared_account_lets_no_other_company_in(self):
        """Odoo itself would take an account without a company from everybody."""
        self.root.flush_all()
        account = self.root["account.analytic.account"].create(
            {
                "name": "Shared",
                "plan_id": self.program._base_plan().id,
                "company_id": False,
            }
        )
        program = self.new_program(
            "branch_admin",
            analytic_account_id=account.id,
            manager_id=self.users["branch_manager"].id,
        )
        pair = {self.key(program): 100}
        self.branch_bill([("travel", 1, pair)])
        draft = self.draft_bill([("travel", 2, pair)])
        self.assertIn("another company", draft.social_program_warning)
        with self.assert_sentence("travel 2.*another company"):
            draft.action_post()
        posted = self.bill([("travel", 3, self.pair)])
        with self.assert_sentence("another company"):
            posted.invoice_line_ids.analytic_distribution = pair
        with self.assert_sentence("another company"):
            self.entry([("travel", 4, pair)])
        self.assertEqual(self.as_role("branch_manager", program).amount_spent, 1)
        own = self.branch_draft([("travel", 2, pair)])
        self.assertFalse(own.social_program_warning)

    # --- closed periods ----------------------------------------------------------

    def test_each_company_closes_its_own_books(self):
        line = self.line_of(self.budget, "G")
        bills = (
            self.bill([("travel", 1, self.pair)]),
            self.branch_bill([("travel", 1, self.pair)]),
        )
        roles = "acc_user", "branch_acc_user"

        def may_name(number):
            item = self.as_role(roles[number], bills[number].invoice_line_ids)
            try:
                with self.env.cr.savepoint():
                    item.social_program_budget_line_id = line.id
            except UserError:
                return False
            item.social_program_budget_line_id = False
            return True

        self.assertEqual([may_name(0), may_name(1)], [True, True])
        self.branch.fiscalyear_lock_date = date(2026, 6, 30)
        self.env.invalidate_all()
        self.assertEqual([may_name(0), may_name(1)], [True, False])
        self.branch.fiscalyear_lock_date = False
        # Who closes the books of the organization closes those of its branches.
        self.company.fiscalyear_lock_date = date(2026, 6, 30)
        self.env.invalidate_all()
        self.assertEqual([may_name(0), may_name(1)], [False, False])
