"""A company with branches that have people and a program of their own."""

from .common import ROLES
from .funding_common import FundingCase


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
