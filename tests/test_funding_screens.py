"""What each role sees of budgets and spending, asked for as the web client asks."""

from datetime import date

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import ROLES
from .funding_common import FundingCase

ACTIONS = [
    "social_sponsor_action",
    "social_grant_action",
    "social_cost_category_action",
    "social_budget_action",
    "social_budget_line_action",
    "social_budget_analysis_action",
    "social_spending_coverage_action",
]
# Who has nothing to do with money, and who sees everything but the trial balance.
WITHOUT_MONEY = ("officer", "other_officer", "employee")
WITHOUT_COVERAGE = ("manager", "fundraiser")
MONEY_OF_PROGRAM = [
    "budget_ids",
    "budget_count",
    "amount_budget",
    "amount_spent",
    "amount_committed",
    "amount_remaining",
    "burn_rate",
]


@tagged("post_install", "-at_install")
class TestFundingScreens(FundingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pair = {cls.key(cls.program, cls.grant): 100}
        cls.budget = cls.new_budget(
            [("T", "travel", 100.0), ("G", "goods", 200.0)], grant=cls.grant
        )
        cls.posted = cls.bill([("travel", 30.0, cls.pair), ("office", 4.0, cls.pair)])
        cls.draft = cls.draft_bill([("supplies", 8.0, cls.pair)])

    def open(self, role, action):
        """Open an action as the client does: its views, and the records of the list."""
        action = self.root.ref(f"social_program.{action}")
        model = self.as_role(role, action.res_model)
        views = [(False, kind) for kind in action.view_mode.split(",")]
        descriptions = model.get_views([*views, (False, "search")])["views"]
        for kind in ("list", "form", "kanban"):
            if kind in descriptions:
                model.web_search_read([], self.columns(model, descriptions[kind]))
        return descriptions

    @staticmethod
    def columns(model, description):
        """Return the specification of the fields of a view, many2ones with names."""
        fields = {}
        for node in etree.fromstring(description["arch"]).iter("field"):
            if any(above.tag == "field" for above in node.iterancestors()):
                continue
            name = node.get("name")
            relational = model._fields[name].type == "many2one"
            fields[name] = {"fields": {"display_name": {}}} if relational else {}
        return fields

    def test_every_screen_opens_for_those_who_may(self):
        for role in ROLES:
            if role == "portal":
                continue
            for action in ACTIONS:
                closed = role in WITHOUT_MONEY or (
                    role in WITHOUT_COVERAGE
                    and action == "social_spending_coverage_action"
                )
                with self.subTest(role=role, action=action):
                    if closed:
                        with self.assertRaises(AccessError):
                            self.open(role, action)
                    else:
                        self.open(role, action)

    def test_program_shows_its_money_to_readers_of_budgets_only(self):
        for role in ROLES:
            if role in ("employee", "portal"):
                continue
            program = self.as_role(role, self.program)
            arch = program.get_view(view_type="form")["arch"]
            known = set(program.fields_get()) & set(MONEY_OF_PROGRAM)
            with self.subTest(role=role):
                if role == "officer":
                    self.assertFalse(known)
                    self.assertNotIn("amount_", arch)
                    self.assertNotIn("action_open_budget", arch)
                else:
                    self.assertEqual(known, set(MONEY_OF_PROGRAM))
                    self.assertIn("amount_remaining", arch)
                    self.assertEqual(program.amount_spent, 34.0)

    def test_officer_finds_no_way_to_a_figure(self):
        program = self.as_role("officer", self.program)
        for name in MONEY_OF_PROGRAM:
            for attempt in (
                lambda name=name: program.read([name]),
                lambda name=name: program.web_read({name: {}}),
                lambda name=name: program.search([(name, "!=", False)]),
                lambda name=name: program._read_group([], [], [f"{name}:sum"]),
                lambda name=name: program._export_rows([[name]]),
            ):
                # Refused, or there is nothing of the kind to search or to add up.
                with self.assertRaises(Exception) as refusal:
                    attempt()
                self.assertIsInstance(refusal.exception, AccessError | ValueError)
        for action in ("action_open_budgets", "action_open_budget_analysis"):
            result = getattr(program, action)()
            with self.assertRaises(AccessError):
                self.as_role("officer", result["res_model"]).search(result["domain"])
        for button in ("action_open_shares", "action_open_journal_items"):
            with self.assertRaises(AccessError):
                getattr(self.as_role("officer", self.budget.line_ids[0]), button)()

    def test_manager_reads_spending_by_account_and_takes_it_along(self):
        analysis = self.as_role("manager", "social.budget.analysis")
        groups = analysis.formatted_read_group(
            [("kind", "=", "spent")], ["general_account_id"], ["amount_spent:sum"]
        )
        self.assertEqual(
            {
                group["general_account_id"][0]: group["amount_spent:sum"]
                for group in groups
            },
            {self.accounts["travel"].id: 30.0, self.accounts["office"].id: 4.0},
        )
        rows = analysis.search(groups[0]["__extra_domain"])
        self.assertEqual(rows.move_name, self.posted.name)
        user = new_test_user(
            self.root,
            login="social_exporter",
            groups="social_program.group_manager,base.group_allow_export",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        known = analysis.fields_get()
        self.assertNotIn("move_id", known)
        # Rows of a report have no external id.
        names = [
            name
            for name in known
            if known[name].get("exportable", True) and name != "id"
        ]
        exported = analysis.with_user(user).search([]).export_data(names)["datas"]
        self.assertEqual(len(exported), 5)
        account = names.index("general_account_id")
        self.assertIn(self.accounts["travel"].name, {row[account] for row in exported})

    def test_accountant_goes_from_line_to_journal_items(self):
        line = self.line_of(self.budget, "T")
        for role in ("acc_invoice", "acc_readonly"):
            action = self.as_role(role, line).action_open_journal_items()
            items = self.as_role(role, action["res_model"]).search(action["domain"])
            self.assertEqual(items.move_id.ids, self.posted.ids)
            self.assertEqual(items.balance, 30.0)
        shares = self.as_role("acc_invoice", line).action_open_shares()
        row = self.as_role("acc_invoice", shares["res_model"]).search(shares["domain"])
        self.assertEqual(row.action_open_move()["res_id"], self.posted.id)

    def test_unbudgeted_costs_open_from_the_budget(self):
        budget = self.as_role("manager", self.budget)
        action = budget.action_open_unbudgeted()
        rows = self.as_role("manager", action["res_model"]).search(action["domain"])
        self.assertEqual(sum(rows.mapped("amount_spent")), budget.amount_unbudgeted)
        action = budget.action_open_analysis()
        rows = self.as_role("manager", action["res_model"]).search(action["domain"])
        self.assertEqual(sum(rows.mapped("amount_spent")), budget.amount_spent)
        self.assertEqual(sum(rows.mapped("amount_remaining")), budget.amount_remaining)

    def test_open_order_says_what_it_is(self):
        if self.env["ir.module.module"]._get("purchase").state != "installed":
            self.skipTest("needs purchase")
        products = self.root["product.product"].with_company(self.company)
        product = products.create(
            {
                "name": "Rope",
                "type": "service",
                "property_account_expense_id": self.accounts["supplies"].id,
                "supplier_taxes_id": [Command.clear()],
            }
        )
        order = self.root["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "name": "Rope, 100 m",
                            "product_qty": 2,
                            "price_unit": 5.0,
                            "date_planned": "2026-05-01 08:00:00",
                            "analytic_distribution": self.pair,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        row = self.as_role("manager", "social.budget.analysis").search(
            [("kind", "=", "committed"), ("move_name", "=", order.name)]
        )
        self.assertEqual(row.name, "Rope, 100 m")
        self.assertEqual(row.partner_id, self.as_role("manager", self.vendor))
        self.assertEqual(row.amount_committed, 10.0)

    def test_coverage_ties_with_the_trial_balance(self):
        self.bill([("office", 50.0, False)])
        coverage = self.as_role("acc_invoice", "social.spending.coverage")
        [group] = coverage.formatted_read_group(
            [("general_account_id", "=", self.accounts["office"].id)],
            ["general_account_id"],
            ["balance:sum", "with_program:sum", "without_program:sum"],
        )
        items = self.root["account.move.line"].search(
            [
                ("account_id", "=", self.accounts["office"].id),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertEqual(group["balance:sum"], sum(items.mapped("balance")))
        self.assertEqual(group["with_program:sum"], 4.0)
        self.assertEqual(group["without_program:sum"], 50.0)

    def test_coverage_misses_only_what_can_be_spending(self):
        """Equipment counts when bought, or as it depreciates, never both."""
        self.bill([("equipment", 900.0, False)])
        self.entry([("depreciation", 100.0, False), ("accumulated", -100.0, False)])

        def missing():
            self.env.invalidate_all()
            return {
                key: sum(
                    self.as_role("acc_user", "social.spending.coverage")
                    .search([("general_account_id", "=", self.accounts[key].id)])
                    .mapped("without_program")
                )
                for key in ("equipment", "depreciation", "accumulated")
            }

        self.assertEqual(
            missing(), {"equipment": 900.0, "depreciation": 0.0, "accumulated": 0.0}
        )
        self.company.social_program_asset_charging = "depreciation"
        self.assertEqual(
            missing(), {"equipment": 0.0, "depreciation": 100.0, "accumulated": 0.0}
        )

    def test_new_budget_proposes_days_and_heading(self):
        grant = self.new_grant(name="Half a year", date_end=date(2026, 6, 30))
        with Form(self.as_role("manager", "social.budget")) as form:
            self.assertFalse(form.name)
            form.program_id = self.as_role("manager", self.program)
            self.assertEqual(str(form.date_end), "2026-12-31")
            form.grant_id = self.as_role("manager", grant)
            self.assertEqual(str(form.date_start), "2026-01-01")
            self.assertEqual(str(form.date_end), "2026-06-30")
            self.assertEqual(form.root_category_id, self.headings["root"])
            with form.line_ids.new() as line:
                line.name = "Bus"
                line.category_id = self.headings["travel"]
                line.quantity = 3
                line.unit_cost = 7
                self.assertEqual(line.amount, 21)
            self.assertEqual(form.amount_total, 21)

    def test_award_of_a_grant_is_typed_once_and_amended_below(self):
        with Form(self.as_role("fundraiser", "social.grant")) as form:
            form.name = "Roofs"
            form.sponsor_id = self.as_role("fundraiser", self.sponsor)
            form.date_start = date(2026, 1, 1)
            form.date_end = date(2026, 12, 31)
            form.amount = 500
        grant = form.record
        self.assertEqual(grant.award_ids.mapped("amount"), [500])
        with Form(grant) as form, form.award_ids.new() as award:
            award.amount = 250
            award.note = "Amendment 1"
        self.assertEqual(grant.amount, 750)

    def test_bill_says_why_a_named_line_does_not_count(self):
        line = self.line_of(self.budget, "G")
        named = {"social_program_budget_line_id": line.id}
        bill = self.draft_bill([("supplies", 5.0, self.pair, named)])
        self.assertFalse(bill.social_program_warning)
        bill.write({"invoice_date": date(2027, 2, 1), "date": date(2027, 2, 1)})
        self.assertIn("outside the budget", bill.social_program_warning)
        bill = self.draft_bill([("travel", 5.0, self.pair, named)])
        bill.invoice_line_ids.analytic_distribution = {self.key(self.program): 100}
        self.assertIn("another program or grant", bill.social_program_warning)

    def test_headings_stand_below_their_parent(self):
        root, people = self.headings["root"], self.headings["people"]
        people.code, self.headings["travel"].code = "2", "1"
        self.headings["medicine"].code = "0"
        tree = self.root["social.cost.category"].search([("root_id", "=", root.id)])
        names = tree.mapped("name")
        self.assertEqual(names[0], root.name)
        self.assertLess(names.index("Travel"), names.index("People"))
        self.assertEqual(names.index("Medicine"), names.index("Goods") + 1)
        people.sequence = 1
        tree = self.root["social.cost.category"].search([("root_id", "=", root.id)])
        self.assertEqual(tree.mapped("name")[1], "People")
