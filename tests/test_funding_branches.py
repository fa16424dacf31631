"""A branch books on the programs, grants, headings and budgets of its parent."""

from datetime import date, datetime
from unittest import SkipTest

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ROLES
from .funding_common import FundingCase
from .reporting_common import ReportingMixin


class BranchCase(FundingCase):
    """`cls.branch` and `cls.sister` are branches of `cls.company`.

    The branch has users of its own (`branch_…`), who see nothing but the branch, and a
    program of its own, `cls.branch_program`. It uses journals and accounts of its
    parent.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch, cls.sister = cls.root["res.company"].create(
            [
                {"name": name, "parent_id": cls.company.id}
                for name in ("Kupang Branch", "Ende Branch")
            ]
        )
        for role in ("acc_invoice", "acc_user", "acc_manager", "manager", "admin"):
            cls.users[f"branch_{role}"] = cls._new_user(
                f"branch_{role}", ROLES[role], cls.branch
            )
        cls.users["branch_officer"] = cls._new_user(
            "branch_officer", ROLES["officer"], cls.branch
        )
        cls.users["sister_acc_invoice"] = cls._new_user(
            "sister_acc_invoice", ROLES["acc_invoice"], cls.sister
        )
        for company in cls.branch + cls.sister:
            cls.vendor.with_company(company).write(
                {
                    "property_account_payable_id": cls.accounts["payable"].id,
                    "property_account_receivable_id": cls.accounts["receivable"].id,
                }
            )
        cls.budget = cls.new_budget(
            [("T", "travel", 1000), ("G", "goods", 500)], grant=cls.grant
        )
        cls.own = cls.new_budget([("T", "travel", 300)])
        cls.pair = {cls.key(cls.program, cls.grant): 100}
        cls.branch_program = cls.new_program("branch_manager", name="Branch Wells")
        cls.branch_pair = {cls.key(cls.branch_program, cls.grant): 100}

    def branch_bill(self, *args, **vals):
        """Post a bill of the branch, by its own biller."""
        bill = self.bill(*args, role="branch_acc_invoice", **vals)
        self.assertEqual(bill.company_id, self.branch)
        return bill

    def both(self, role, other=None):
        """Return the environment of somebody who works in two companies."""
        user = self._new_user("both", ROLES[role], self.company)
        user.company_ids += other or self.branch
        return self.root(
            user=user.id,
            su=False,
            context={"allowed_company_ids": user.company_ids.ids},
        )

    def branch_draft(self, *args, **vals):
        return self.draft_bill(*args, role="branch_acc_invoice", **vals)


@tagged("post_install", "-at_install")
class TestFundingBranches(BranchCase):
    # --- figures -----------------------------------------------------------------

    def test_a_bill_of_the_branch_counts_everywhere(self):
        self.bill([("travel", 10, self.pair)])
        self.branch_bill([("travel", 40, self.pair), ("office", 5, self.pair)])
        self.branch_bill([("travel", 7, {self.key(self.program): 100})])
        self.branch_draft([("supplies", 3, self.pair)])
        for role in ("manager", "branch_manager", "acc_invoice", "branch_acc_invoice"):
            with self.subTest(role):
                self.env.invalidate_all()
                self.assert_budget(
                    self.budget, role=role, T=50, unbudgeted=5, committed=3
                )
                self.assert_budget(self.own, role=role, T=7)
                grant = self.as_role(role, self.grant)
                self.assertEqual(grant.amount_spent, 55)
                self.assertEqual(grant.amount_committed, 3)
                program = self.as_role(role, self.program)
                self.assertEqual(program.amount_spent, 62)
                self.assertEqual(program.amount_committed, 3)
                for field, total in (("amount_spent", 62), ("amount_committed", 3)):
                    self.assertEqual(
                        self.analysis(field, role, program_id=self.program.id), total
                    )
                self.assertEqual(
                    self.analysis("amount_spent", role, grant_id=self.grant.id), 55
                )

    def test_costs_are_in_the_news_of_the_program(self):
        self.branch_bill([("travel", 40, self.pair)])
        news = self.news_of(
            self.as_role("manager", self.program), date(2026, 3, 1), date(2026, 3, 31)
        )
        self.assertIn("40.00", " ".join(news["Money"]))

    def test_rows_belong_to_the_company_of_the_program(self):
        bill = self.branch_bill(
            [("travel", 40, self.pair), ("travel", 2, self.branch_pair)]
        )
        item = bill.sudo().invoice_line_ids[0]
        for role, link in (("acc_invoice", False), ("branch_acc_invoice", item.id)):
            with self.subTest(role):
                self.env.invalidate_all()
                [row] = self.as_role(role, "social.budget.analysis").search_read(
                    [("program_id", "=", self.program.id), ("kind", "=", "spent")],
                    ["company_id", "amount_spent", "move_line_id", "move_id"],
                    load=False,
                )
                self.assertEqual(row["company_id"], self.company.id)
                self.assertEqual(row["amount_spent"], 40)
                # Nobody is led to an entry that is closed to him or her.
                self.assertEqual(row["move_line_id"], link)
                self.assertEqual(row["move_id"], link and bill.id)
        [row] = self.as_role("branch_manager", "social.budget.analysis").search_read(
            [("program_id", "=", self.branch_program.id), ("kind", "=", "spent")],
            ["company_id"],
            load=False,
        )
        self.assertEqual(row["company_id"], self.branch.id)

    def test_a_grant_pays_for_a_program_of_the_branch(self):
        budget = self.draft_budget(
            [("T", "travel", 100)],
            program=self.branch_program,
            grant=self.grant,
            role="branch_manager",
        )
        self.approve(budget, "branch_acc_manager")
        self.branch_bill([("travel", 40, self.branch_pair)])
        self.bill([("travel", 10, self.pair)])
        self.assert_budget(budget, role="branch_manager", T=40)
        self.assertEqual(
            self.as_role("branch_manager", self.branch_program).amount_spent, 40
        )
        self.assert_budget(self.budget, T=10)
        # Whoever reads the grant sees all of it, and where it went.
        self.assertEqual(self.as_role("manager", self.grant).amount_spent, 50)
        self.assertEqual(self.analysis("amount_spent", grant_id=self.grant.id), 50)
        self.assertEqual(self.analysis("amount_budget", grant_id=self.grant.id), 1600)
        # A grant with approved budgets stays, even where one does not see them.
        self.as_role("manager", self.revise(self.budget))
        other = self.new_grant(name="For the branch")
        self.as_role("admin", other).action_activate()
        hidden = self.draft_budget(
            [("T", "travel", 1)],
            program=self.branch_program,
            grant=other,
            role="branch_manager",
        )
        self.approve(hidden, "branch_acc_manager")
        with self.assert_sentence("approved budgets"):
            self.as_role("admin", other).action_cancel()
        with self.assert_sentence("within its grant"):
            self.as_role("admin", other).date_end = date(2026, 6, 30)

    def test_in_the_currency_of_the_grant(self):
        budget = self.new_budget([("T", "travel", 100)], grant=self.grant_eur)
        self.assertEqual(self.branch.currency_id, self.usd)
        pair = {self.key(self.program, self.grant_eur): 100}
        self.branch_bill([("travel", 10, pair)])
        self.branch_bill([("travel", 3, pair)], currency_id=self.eur.id)
        # The rates are those of the parent: 10 dollars are 8 euros in March.
        self.assert_budget(budget, T=11)
        self.assertEqual(
            self.as_role("branch_manager", self.grant_eur).amount_spent, 11
        )
        [rows] = self.as_role("manager", "social.budget.analysis")._read_group(
            [("grant_id", "=", self.grant_eur.id), ("kind", "=", "spent")],
            [],
            ["amount_spent:sum", "currency_id:array_agg_distinct"],
        )
        self.assertEqual(rows, (13.75, [self.usd.id]))

    def test_whether_equipment_is_bought_is_said_by_the_company_of_the_program(self):
        self.branch.social_program_asset_charging = "depreciation"
        half = {self.key(self.program): 100}
        self.branch_bill([("equipment", 90, half)])
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 90)
        self.company.social_program_asset_charging = "depreciation"
        self.env.invalidate_all()
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 0)

    def test_an_archived_branch_keeps_counting(self):
        self.branch_bill([("travel", 40, self.pair)])
        self.root["res.users"].search([("company_id", "=", self.branch.id)]).write(
            {
                "company_ids": [Command.set(self.company.ids)],
                "company_id": self.company.id,
            }
        )
        self.branch.active = False
        self.assert_budget(self.budget, T=40)

    def test_branches_of_a_branch(self):
        below = self.root["res.company"].create(
            {"name": "Soe Office", "parent_id": self.branch.id}
        )
        self.users["below"] = self._new_user("below", ROLES["acc_invoice"], below)
        self.vendor.with_company(below).property_account_payable_id = self.accounts[
            "payable"
        ]
        self.bill(
            [("travel", 40, self.pair), ("travel", 5, self.branch_pair)], role="below"
        )
        self.assert_budget(self.budget, T=40)
        self.assertEqual(
            self.as_role("branch_manager", self.branch_program).amount_spent, 5
        )

    def test_spending_by_account(self):
        self.bill([("travel", 100, False)])
        parts = {
            self.key(self.program, self.grant): 50,
            self.key(self.branch_program): 25,
        }
        self.branch_bill([("travel", 60, parts), ("travel", 9, False)])
        measures = ["balance:sum", "with_program:sum", "without_program:sum"]

        def sums(role, *domain):
            self.env.invalidate_all()
            model = self.as_role(role, "social.spending.coverage")
            [row] = model._read_group(list(domain), [], measures)
            return row

        self.assertEqual(sums("acc_invoice"), (130, 30, 100))
        self.assertEqual(self.analysis("amount_spent", "acc_invoice"), 30)
        # The branch sees its books whole, and no others.
        self.assertEqual(sums("branch_acc_invoice"), (69, 45, 24))
        self.assertEqual(
            sums("branch_acc_invoice", ("company_id", "=", self.branch.id)),
            (39, 15, 24),
        )
        # Each amount once for somebody who sees both.
        rows = self.both("acc_invoice")["social.spending.coverage"].search_read(
            [], ["balance", "with_program", "without_program"]
        )
        for name, total in (
            ("balance", 169),
            ("with_program", 45),
            ("without_program", 124),
        ):
            self.assertEqual(sum(row[name] for row in rows), total)
        self.assertEqual(len({row["id"] for row in rows}), len(rows))

    def test_currencies_are_never_added_up(self):
        self.other_company.write({"currency_id": self.eur.id})
        program = self.as_role("stranger", "social.program").create(
            {
                "name": "Elsewhere",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
            }
        )
        heading = self.as_role("stranger", "social.cost.category").create(
            {"name": "All"}
        )
        budget = self.as_role("stranger", "social.budget").create(
            {
                "program_id": program.id,
                "root_category_id": heading.id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "line_ids": [
                    Command.create(
                        {"name": "L", "category_id": heading.id, "unit_cost": 11}
                    )
                ],
            }
        )
        budget.action_approve()
        env = self.both("admin", self.other_company)
        analysis = env["social.budget.analysis"]
        measures = ["amount_budget:sum", "amount_budget:sum_currency"]
        [total] = analysis.formatted_read_group([], [], measures)
        for measure in measures:
            self.assertFalse(total[measure], "Dollars and euros are no sum.")
        groups = analysis.formatted_read_group([], ["company_id"], measures)
        self.assertEqual(
            {group["company_id"][0]: group["amount_budget:sum"] for group in groups},
            {self.company.id: 1800, self.other_company.id: 11},
        )

    # --- what is open, and what stays closed -------------------------------------

    def test_a_biller_of_the_branch_names_a_line(self):
        line = self.line_of(self.budget, "G")
        found = self.as_role("branch_acc_invoice", "social.budget.line").name_search(
            "Line G"
        )
        self.assertIn(line.id, [id_ for id_, _name in found])
        bill = self.branch_draft(
            [("travel", 40, False, {"social_program_budget_line_id": line.id})]
        )
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


@tagged("post_install", "-at_install")
class TestReportingBranches(ReportingMixin, BranchCase):
    def test_the_report_of_the_parent_includes_the_branch(self):
        self.bill([("travel", 10, self.pair)])
        self.branch_bill([("travel", 40, self.pair)])
        self.branch_draft([("supplies", 3, self.pair)])
        self.branch_bill([("travel", 5, self.branch_pair)])
        self.entry(
            [("income", -70, {self.key(self.grant): 100})], role="branch_acc_user"
        )
        for subject, spent in ((self.grant, 55), (self.program, 50)):
            with self.subTest(subject._name):
                figures = self.new_report(subject)._figures()
                self.assertEqual(
                    self.cells(self.total(figures, "budget"), "period", "committed"),
                    {"period": spent, "committed": 3},
                )
                self.assertEqual(self.total(figures, "transactions")["amount"], spent)
                self.assertEqual(self.total(figures, "funding")["period"], spent)
        figures = self.new_report(self.grant)._figures()
        self.assertEqual(self.total(figures, "funding")["received"], 70)

    def test_the_report_of_the_branch_knows_what_else_the_grant_pays(self):
        """A grant that also pays for the parent is not all the branch's."""
        self.entry([("income", -70, {self.key(self.grant): 100})])
        self.bill([("travel", 10, self.pair)])
        self.branch_bill([("travel", 5, self.branch_pair)])
        figures = self.new_report(self.branch_program, "branch_admin")._figures()
        row = self.row(figures, "funding", grant=self.grant.display_name)
        self.assertEqual(
            self.cells(row, "committed", "received", "period"),
            {"committed": None, "received": None, "period": 5},
        )

    def test_the_branch_prints_no_report_of_the_parent(self):
        """It would tell of activities and people that are closed to the branch."""
        report = self.new_report(self.grant)
        self.assertFalse(self.as_role("branch_admin", report).has_access("read"))
        for subject in (self.grant, self.program):
            field = "grant_id" if subject == self.grant else "program_id"
            with self.subTest(field), self.assertRaises(AccessError):
                self.as_role("branch_admin", "social.donor.report.print").create(
                    {
                        field: subject.id,
                        "date_from": date(2026, 1, 1),
                        "date_to": date(2026, 12, 31),
                        "lang": "en_US",
                    }
                )._figures()


@tagged("post_install", "-at_install")
class TestPurchaseBranches(BranchCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.env["ir.module.module"]._get("purchase").state != "installed":
            raise SkipTest("needs purchase")

    def test_orders_of_the_branch_are_committed(self):
        product = self.root["product.product"].create(
            {
                "name": "Pipe",
                "type": "consu",
                "purchase_method": "purchase",
                "supplier_taxes_id": [Command.clear()],
            }
        )
        for company in self.company + self.branch:
            product.with_company(company).property_account_expense_id = self.accounts[
                "supplies"
            ]
        order = (
            self.root["purchase.order"]
            .with_company(self.branch)
            .create(
                {
                    "partner_id": self.vendor.id,
                    "company_id": self.branch.id,
                    "currency_id": self.usd.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": 4,
                                "price_unit": 5,
                                "date_planned": datetime(2026, 5, 4, 5),
                                "analytic_distribution": self.pair,
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        self.assert_budget(self.budget, committed=20)
        self.assertEqual(self.as_role("manager", self.grant).amount_committed, 20)
        self.assertEqual(self.as_role("manager", self.program).amount_committed, 20)
        self.assertEqual(
            self.analysis("amount_committed", program_id=self.program.id), 20
        )
