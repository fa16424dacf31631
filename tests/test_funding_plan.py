"""The life of the grant plan, and existing analytic accounts that are adopted."""

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.social_program.hooks import post_init_hook

from .common import SocialProgramCase
from .funding_common import PlanMixin

PARAMETER = "social_program.grant_plan_id"


@tagged("post_install", "-at_install")
class TestFundingPlan(PlanMixin, SocialProgramCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans = cls.root["account.analytic.plan"]
        cls.plan = cls.plans._social_program_grant_plan()
        cls.sponsor = cls.as_role("admin", "social.sponsor").create({"name": "Donor"})

    def new_grant(self, **vals):
        return self.as_role("admin", "social.grant").create(
            {
                "name": "Grant",
                "sponsor_id": self.sponsor.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                **vals,
            }
        )

    def choose(self, plan):
        """Choose the plan of the grants in the settings."""
        settings = self.root["res.config.settings"].create(
            {"social_program_grant_plan_id": plan.id}
        )
        settings.execute()

    # --- created by the hook -------------------------------------------------------

    def test_installing_made_the_plan(self):
        self.assertTrue(self.plan)
        self.assertFalse(self.plan.parent_id)
        self.assertNotEqual(self.plan, self.program._base_plan())
        self.assertEqual(
            self.root["ir.config_parameter"].get_param(PARAMETER), str(self.plan.id)
        )

    def test_nothing_that_uninstalling_would_remove_names_the_plan(self):
        """Whatever has an XML id of this addon goes when the addon goes."""
        self.assertFalse(self.plan.get_external_id()[self.plan.id])
        parameter = self.root["ir.config_parameter"].search([("key", "=", PARAMETER)])
        self.assertFalse(parameter.get_external_id()[parameter.id])
        columns = self.root["ir.model.fields"].search(
            [
                ("name", "=", self.plan._column_name()),
                ("model", "=", "account.analytic.line"),
            ]
        )
        self.assertTrue(columns)
        self.assertNotIn("social_program", columns.modules or "")

    def test_installing_again_adopts_the_same_plan(self):
        grant = self.new_grant()
        count = self.plans.search_count([])
        for _time in range(2):
            post_init_hook(self.root)
            self.assertEqual(self.plans._social_program_grant_plan(), self.plan)
            self.assertEqual(self.plans.search_count([]), count)
        self.assertEqual(grant.analytic_account_id.root_plan_id, self.plan)

    def test_installing_again_after_the_plan_was_deleted(self):
        self.root["ir.config_parameter"].set_param(PARAMETER, "999999999")
        self.assertFalse(self.plans._social_program_grant_plan())
        post_init_hook(self.root)
        plan = self.plans._social_program_grant_plan()
        self.assertTrue(plan)
        self.assertEqual(self.new_grant().analytic_account_id.plan_id, plan)

    def test_plans_older_than_the_addon_have_their_columns(self):
        old = self.plans.create({"name": "Donor"})
        post_init_hook(self.root)
        self.assertIn(old._column_name(), self.env["account.analytic.line"]._fields)

    # --- chosen --------------------------------------------------------------------

    def test_plan_is_chosen_in_the_settings(self):
        donor = self.plans.create({"name": "Donor"})
        self.choose(donor)
        self.assertEqual(self.plans._social_program_grant_plan(), donor)
        self.assertEqual(
            self.root["res.config.settings"].get_values()[
                "social_program_grant_plan_id"
            ],
            donor.id,
        )
        self.assertEqual(self.new_grant().analytic_account_id.plan_id, donor)
        # The plan that was made for nothing may go.
        self.plan.unlink()
        self.assertEqual(self.plans._social_program_grant_plan(), donor)

    def test_plan_that_cannot_hold_grants(self):
        donor = self.plans.create({"name": "Donor"})
        below = self.plans.create({"name": "Below", "parent_id": donor.id})
        for plan in (below, self.program._base_plan()):
            with (
                self.subTest(plan.name),
                self.assert_sentence("cannot hold the grants"),
            ):
                self.choose(plan)
        self.assertEqual(self.plans._social_program_grant_plan(), self.plan)

    # --- used ----------------------------------------------------------------------

    def test_used_plan_stays(self):
        self.new_grant()
        donor = self.plans.create({"name": "Donor"})
        with self.assert_sentence("1 grants have"):
            self.plan.unlink()
        with self.assert_sentence("1 grants have"):
            self.plan.parent_id = donor
        with self.assert_sentence("1 grants have"):
            self.choose(donor)
        self.assertEqual(self.plans._social_program_grant_plan(), self.plan)
        # Choosing what is chosen, or another name, changes nothing.
        self.choose(self.plan)
        self.plan.name = "Donors"

    def test_archived_grant_uses_the_plan_too(self):
        self.new_grant().active = False
        with self.assert_sentence("grants have"):
            self.plan.unlink()

    def test_unused_plan_can_be_deleted(self):
        self.plan.unlink()
        self.assertFalse(self.plans._social_program_grant_plan())
        grant = self.new_grant()
        plan = self.plans._social_program_grant_plan()
        self.assertTrue(plan)
        self.assertEqual(grant.analytic_account_id.plan_id, plan)

    def test_unused_plan_that_was_moved(self):
        """It stands below another one now, so that grants need a new one."""
        donor = self.plans.create({"name": "Donor"})
        self.plan.parent_id = donor
        grant = self.new_grant()
        plan = self.plans._social_program_grant_plan()
        self.assertFalse(plan.parent_id)
        self.assertEqual(grant.analytic_account_id.root_plan_id, plan)

    def test_figures_without_a_grant_plan(self):
        self.plan.unlink()
        heading = self.as_role("admin", "social.cost.category").create({"name": "All"})
        budget = self.as_role("manager", "social.budget").create(
            {
                "program_id": self.program.id,
                "root_category_id": heading.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "line_ids": [
                    Command.create(
                        {"name": "All", "category_id": heading.id, "unit_cost": 5}
                    )
                ],
            }
        )
        self.as_role("acc_manager", budget).action_approve()
        self.assertEqual(budget.amount_spent, 0)
        self.assertEqual(self.as_role("manager", self.program).amount_spent, 0)
        self.assertTrue(self.as_role("manager", "social.budget.analysis").search([]))

    # --- adopted -------------------------------------------------------------------

    def _account(self, plan, **vals):
        return self.root["account.analytic.account"].create(
            {"name": "Old", "plan_id": plan.id, "company_id": False, **vals}
        )

    def test_grant_adopts_an_account(self):
        account = self._account(self.plan)
        grant = self.new_grant(analytic_account_id=account.id)
        self.assertEqual(grant.analytic_account_id, account)
        self.assertFalse(grant.owns_analytic_account)
        grant.name = "Renamed"
        self.assertEqual(account.name, "Old", "an adopted account keeps its name")
        grant.unlink()
        self.assertTrue(account.exists(), "and outlives the grant")

    def test_grant_adopts_only_accounts_of_its_plan(self):
        other = self.plans.create({"name": "Office"})
        for plan in (other, self.program._base_plan()):
            with self.subTest(plan.name), self.assert_sentence("has to stay|belongs"):
                self.new_grant(analytic_account_id=self._account(plan).id)

    def test_account_belongs_to_one_grant(self):
        account = self._account(self.plan)
        self.new_grant(analytic_account_id=account.id)
        with self.assert_sentence("already belongs to a grant", ValidationError):
            self.new_grant(analytic_account_id=account.id)

    def test_account_in_use_stays_in_its_plan(self):
        other = self.plans.create({"name": "Office"})
        grant = self.new_grant()
        for account in (
            grant.sudo().analytic_account_id,
            self.program.sudo().analytic_account_id,
        ):
            with self.assert_sentence("has to stay", UserError):
                account.plan_id = other
        # Below its plan it may move.
        below = self.plans.create({"name": "Below", "parent_id": self.plan.id})
        grant.sudo().analytic_account_id.plan_id = below

    def test_program_adopts_only_accounts_of_the_base_plan(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.new_program("admin", analytic_account_id=self._account(self.plan).id)
        adopted = self._account(self.program._base_plan())
        program = self.new_program("admin", analytic_account_id=adopted.id)
        self.assertEqual(program.sudo().analytic_account_id, adopted)

    def test_names_of_accounts_are_neutral(self):
        """Every employee can read them: code and title, never the sponsor."""
        grant = self.new_grant(name="Wells")
        account = self.as_role("employee", grant.sudo().analytic_account_id)
        self.assertEqual((account.name, account.code), ("Wells", grant.code))
        self.assertNotIn("Donor", account.display_name)
        grant.name = "Deep wells"
        self.assertEqual(grant.sudo().analytic_account_id.name, "Deep wells")
