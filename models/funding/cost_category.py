from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.tree import would_be_below_itself


class SocialCostCategory(models.Model):
    """A heading of a budget: a tree whose leaves catch general accounts."""

    _name = "social.cost.category"
    _description = "Cost Category"
    _inherit = ["social.guarded.mixin"]
    _parent_store = True
    _order = "tree_order, id"
    _check_company_auto = True
    # A branch books on what is its parent's.
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    parent_id = fields.Many2one(
        "social.cost.category",
        string="Parent Heading",
        index=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("social.cost.category", "parent_id")
    root_id = fields.Many2one(
        "social.cost.category",
        string="Root Heading",
        compute="_compute_root_id",
        store=True,
        index=True,
        recursive=True,
        help="A budget chooses its headings below one root heading.",
    )
    account_ids = fields.Many2many(
        "account.account",
        "social_cost_category_account_rel",
        "category_id",
        "account_id",
        string="General Accounts",
        check_company=True,
        help="Spending on these accounts belongs to this heading. An account may "
        "stand only once below a root heading.",
    )
    complete_name = fields.Char(
        compute="_compute_complete_name", recursive=True, string="Heading"
    )

    tree_order = fields.Char(
        compute="_compute_tree_order",
        store=True,
        recursive=True,
        index=True,
        help="Sorts a heading behind its parent and among its siblings.",
    )

    @api.depends("parent_id.root_id")
    def _compute_root_id(self):
        for category in self:
            category.root_id = category.parent_id.root_id or category

    @api.depends("sequence", "code", "parent_id.tree_order")
    def _compute_tree_order(self):
        for category in self:
            above = category.parent_id.tree_order or ""
            own = f"{category.sequence:06d}|{category.code or ''}|{category._origin.id}"
            category.tree_order = f"{above}/{own}"

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id.complete_name
            category.complete_name = (
                f"{parent} / {category.name}" if parent else category.name
            )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for category in self:
            category.display_name = " ".join(
                filter(None, [category.code, category.name])
            )

    @api.constrains("parent_id", "company_id")
    def _check_tree_company(self):
        """A tree is of one company: what it catches is the same for all who use it."""
        for category in self.sudo():
            parent = category.parent_id
            if parent and parent.company_id != category.company_id:
                raise ValidationError(
                    self.env._(
                        "The heading %(heading)s can stand only below a heading of its "
                        "own company. Choose another parent, or none.",
                        heading=category.display_name,
                    )
                )

    @api.constrains("parent_id")
    def _check_used(self):
        """Budgets keep their headings below their root heading."""
        lines = self.env["social.budget.line"].sudo()
        lines.search([("category_id", "child_of", self.ids)])._check_category()
        budgets = self.env["social.budget"].sudo()
        budgets.search([("root_category_id", "in", self.ids)])._check_root_category()

    @api.constrains("account_ids", "parent_id")
    def _check_account_once(self):
        """An account stands once in a tree, or one cost would have two headings."""
        roots = self.sudo().root_id
        tree = (
            self.sudo()
            .with_context(active_test=False)
            .search([("root_id", "in", roots.ids)])
        )
        seen = {}
        for category in tree:
            for account in category.account_ids:
                other = seen.setdefault((category.root_id, account), category)
                if other != category:
                    raise ValidationError(
                        self.env._(
                            "The account %(account)s stands under “%(one)s” and under "
                            "“%(other)s”. Keep it under one of the two.",
                            account=account.display_name,
                            one=other.display_name,
                            other=category.display_name,
                        )
                    )

    def _caught_accounts(self):
        """Return the general accounts of these headings and of those below them."""
        below = self.sudo().with_context(active_test=False)
        return below.search([("id", "child_of", self.ids)]).account_ids

    def write(self, vals):
        if would_be_below_itself(self, self.browse(vals.get("parent_id"))):
            raise ValidationError(
                self.env._(
                    "A heading cannot stand below itself. Choose another parent."
                )
            )
        if "company_id" in vals:
            self._check_company_stays(vals["company_id"])
        result = super().write(vals)
        self.env["social.spending"]._forget()
        return result

    def _check_company_stays(self, company_id):
        """Refuse another company for headings that budgets or other headings use."""
        tree = self.sudo().with_context(active_test=False)
        tree = tree.search([("root_id", "in", self.sudo().root_id.ids)])
        for category in self:
            if category.company_id.id == company_id:
                continue
            used = self.env["social.budget"].sudo()
            used = used.search_count(
                [("root_category_id", "in", category.sudo().root_id.ids)], limit=1
            )
            if used or (tree.filtered("parent_id")):
                raise ValidationError(
                    self.env._(
                        "The heading %(heading)s is part of a tree of headings of "
                        "%(company)s and stays there.",
                        heading=category.display_name,
                        company=category.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = (
            self.env["social.budget.line"]
            .sudo()
            .search([("category_id", "in", self.ids)], limit=1)
        )
        used_root = (
            self.env["social.budget"]
            .sudo()
            .search([("root_category_id", "in", self.ids)], limit=1)
        )
        if budget := used.budget_id or used_root:
            raise ValidationError(
                self.env._(
                    "The heading is used by the budget %(budget)s. Archive the heading "
                    "instead of deleting it.",
                    budget=budget.display_name,
                )
            )
