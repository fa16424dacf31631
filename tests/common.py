"""What the tests share: one user per role, two companies, a small program."""

from contextlib import contextmanager
from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from .printing import print_at_home

ROLES = {
    "auditor": "social_program.group_auditor",
    "officer": "social_program.group_officer",
    "manager": "social_program.group_manager",
    "admin": "social_program.group_admin",
    "fundraiser": "social_program.group_fundraising",
    "acc_invoice": "account.group_account_invoice",
    "acc_user": "account.group_account_user",
    "acc_manager": "account.group_account_manager",
    "acc_readonly": "account.group_account_readonly",
    "employee": "base.group_user",
    "portal": "base.group_portal",
}
# Users beside the roles: who runs another program, and who stands in for a manager.
MORE_USERS = {
    "other_officer": "officer",
    "other_manager": "manager",
    "deputy": "manager",
}

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)


class SocialProgramMixin:
    """Users, companies, a program and helpers; `_set_up_social` makes them.

    `cls.users` holds a user for each key of ROLES and MORE_USERS, all of `cls.company`,
    and `stranger`: an administrator of everything in `cls.other_company`.
    `cls.program` is managed by `manager`, deputised by `deputy`, with `officer` as a
    member; `cls.other_program` belongs to `other_manager` and `other_officer`.
    """

    @classmethod
    def _set_up_social(cls, company):
        cls.company = company
        cls.root = cls.env(su=True)
        print_at_home(cls.root)
        cls.other_company = cls.root["res.company"].create(
            {"name": "Elsewhere Foundation"}
        )
        cls.users = {
            key: cls._new_user(key, ROLES[role], company)
            for key, role in {**{role: role for role in ROLES}, **MORE_USERS}.items()
        }
        everything = ",".join(
            ROLES[role]
            for role in ROLES
            if role not in ("portal", "employee", "acc_readonly")
        )
        cls.users["stranger"] = cls._new_user("stranger", everything, cls.other_company)

        cls.program = cls.as_role("manager", "social.program").create(
            {
                "name": "Clean Water",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "member_ids": [
                    Command.create(
                        {"role": "officer", "user_id": cls.users["officer"].id}
                    ),
                    Command.create(
                        {"role": "deputy", "user_id": cls.users["deputy"].id}
                    ),
                ],
            }
        )
        cls.other_program = cls.as_role("other_manager", "social.program").create(
            {
                "name": "School Meals",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "member_ids": [
                    Command.create(
                        {"role": "officer", "user_id": cls.users["other_officer"].id}
                    )
                ],
            }
        )

    @classmethod
    def _new_user(cls, key, groups, company):
        return new_test_user(
            cls.root,
            login=f"social_{key}",
            name=f"Test {key}",
            groups=groups,
            context={"no_reset_password": True, "mail_create_nolog": True},
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    # ------------------------------------------------------------------
    # Acting as somebody
    # ------------------------------------------------------------------
    @classmethod
    def as_role(cls, role, model_or_records):
        """Return a model (by name) or records in the environment of a user.

        The user comes without the test's context, and in his or her own company.

        :param str role: a key of `cls.users`
        """
        user = cls.users[role]
        env = cls.root(
            user=user.id, su=False, context={"allowed_company_ids": user.company_id.ids}
        )
        if isinstance(model_or_records, str):
            return env[model_or_records]
        return model_or_records.with_env(env)

    # ------------------------------------------------------------------
    # Small records
    # ------------------------------------------------------------------
    @classmethod
    def new_program(cls, role="manager", **vals):
        """Create a program for 2026 as its manager."""
        return cls.as_role(role, "social.program").create(
            {
                "name": "Program",
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                **vals,
            }
        )

    @classmethod
    def new_activity(cls, program=None, role="manager", **vals):
        """Create a field activity in June 2026."""
        return cls.as_role(role, "social.activity").create(
            {
                "name": "Training",
                "program_id": (program or cls.program).id,
                "date_start": date(2026, 6, 1),
                "date_end": date(2026, 6, 5),
                **vals,
            }
        )

    @classmethod
    def new_person(cls, program=None, role="manager", **vals):
        """Create a beneficiary."""
        return cls.as_role(role, "social.beneficiary").create(
            {"name": "Siti", "program_id": (program or cls.program).id, **vals}
        )

    @classmethod
    def new_enrollment(cls, person, program=None, role="manager", **vals):
        """Create an enrollment, enrolled on 1 February 2026 unless `vals` differ."""
        return cls.as_role(role, "social.enrollment").create(
            {
                "beneficiary_id": person.id,
                "program_id": (program or cls.program).id,
                "state": "enrolled",
                "date_applied": date(2026, 1, 15),
                "date_enrolled": date(2026, 2, 1),
                **vals,
            }
        )

    # ------------------------------------------------------------------
    # Assertions
    # ------------------------------------------------------------------
    @contextmanager
    def assert_sentence(self, pattern, error=UserError):
        """Expect a message that people understand; nothing of the block is kept.

        :param str pattern: regular expression that the message matches
        :param error: class of the exception; ValidationError and AccessError are
            UserErrors
        """
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            yield
            # What is only checked when written must be written here.
            self.env.flush_all()

    @staticmethod
    def sentences(remarks):
        """Return the sentences of remarks about a program."""
        return [remark.sentence for remark in remarks]

    def news_of(self, program, date_from, date_to):
        """Return {heading: sentences} of what changed in a program."""
        return {
            heading: self.sentences(remarks)
            for heading, remarks in program._news_sections(date_from, date_to)
        }

    def count_queries(self, work):
        """Return how many queries `work` needs with nothing in the caches."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


class SocialProgramCase(SocialProgramMixin, TransactionCase):
    """Tests that post nothing in accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env["res.company"].create({"name": "Test Foundation"}))


class SocialProgramAccountCase(SocialProgramMixin, AccountTestInvoicingCommon):
    """Tests with a chart of accounts, taxes, journals and vendors.

    `cls.company` is the company that Odoo's own base class sets up. The users of
    Odoo's roles see that company only.
    """

    @classmethod
    @AccountTestInvoicingCommon.setup_chart_template("generic_coa")
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_social(cls.env.company)
