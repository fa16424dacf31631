"""Who crawls, and what each may read and change.

It is read from the table of `test_access_table`, not from the rules, so that a hole in
a rule is seen as well.
"""

from .common import ROLES, SocialProgramMixin
from .test_access_table import TABLE, parse

# Roles that are more in their own programs than in others.
ELSEWHERE = {
    "officer": "other_officer",
    "manager": "other_manager",
    "deputy": "other_manager",
}
# The place of what belongs to a company and to no program of it, such as its payroll.
OVERHEAD = "overhead"
# Users of two roles, members of no program.
PAIRS = {
    "officer_and_bookkeeper": ("officer", "acc_user"),
    "officer_and_auditor": ("officer", "auditor"),
    "manager_and_fundraiser": ("manager", "fundraiser"),
    "officer_and_reader": ("officer", "acc_readonly"),
}


class PeopleMixin(SocialProgramMixin):
    """Users, and who of them may what with what `PlantMixin` plants."""

    @classmethod
    def _new_people(cls):
        cls.table = parse(TABLE)
        # {user: (roles, own place)}
        cls.people = {role: ((role,), "own") for role in ROLES}
        cls.people |= {
            "deputy": (("deputy",), "own"),
            "other_officer": (("officer",), "other"),
            "other_manager": (("manager",), "other"),
            "stranger": (tuple(r for r in ROLES if r != "portal"), "abroad"),
            "public": ((), None),
        }
        cls.users["public"] = cls.root.ref("base.public_user")
        cls.users["public"].sudo().company_ids += cls.company
        for key, roles in PAIRS.items():
            groups = ",".join(ROLES[role] for role in roles)
            cls.users[key] = cls._new_user(key, groups, cls.company)
            cls.people[key] = (roles, None)

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------
    @classmethod
    def letters(cls, user, model, place):
        """Return what a user may do, as letters of the access table.

        :param str user: a key of `people`
        :param place: name of the place, None for a new program or a record of none
        """
        roles, home = cls.people[user]
        if place == "secret":
            # Its manager and whoever recorded it; nobody recorded these.
            return "RWCD" if user == "manager" else ""
        if place == OVERHEAD:
            finance = any(role.startswith("acc_") for role in roles)
            return "R" if finance and user != "stranger" else ""
        shared = not {"company_id", "program_id"} & cls.root[model]._fields.keys()
        if place and not shared and (place == "abroad") != (user == "stranger"):
            return ""
        row = cls.table[model]
        return "".join(
            row[role if place in (home, None) else ELSEWHERE.get(role, role)]
            for role in roles
        )

    @classmethod
    def may_read(cls, user, model, res_id):
        """Tell whether a user may read a planted record or what lies beside it."""
        owner = cls.place_of.get((model, res_id))
        if owner is None:
            return True
        if (model, res_id) in cls.neighbours:
            return user in cls.neighbours[model, res_id]
        if user in cls.received.get((model, res_id), ()) and owner[1] != "secret":
            return True
        model, place = owner
        return "R" in cls.letters(user, model, place)

    @classmethod
    def may_link(cls, user, model, res_id):
        """Tell whether a user may let records of ours point at a record."""
        who = cls.adoptable.get((model, res_id))
        return cls.may_read(user, model, res_id) if who is None else user == who

    @classmethod
    def may_see(cls, user, canary):
        """Tell whether a user may come across a canary."""
        model, res_id, name = cls.canaries[canary]
        field = cls.root[model]._fields[name]
        if cls.may_read(user, model, res_id):
            return not field.groups or cls.users[user].has_groups(field.groups)
        if canary in cls.echoes and cls.may_read(user, *cls.echoes[canary][:2]):
            return True
        return any(
            cls.as_role(user, record).has_access("read")
            for record in cls.holders.get(canary, ())
        )
