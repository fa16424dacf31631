"""What users leave in a database and demo data lacks.

Run once in the database of the old commit, by the addon as it was then.
"""

from odoo import Command, fields

_OURS = "social_program.group_"
_BOOKS = "account.group_account_"
# One user of every role, and such as have two; see `_people`.
_PEOPLE = {
    "auditor": ["auditor"],
    "officer_member": ["officer"],
    "officer_before": ["officer"],
    "officer_nowhere": ["officer"],
    "manager": ["manager"],
    "manager_deputy": ["manager"],
    "manager_nowhere": ["manager"],
    "admin": ["admin"],
    "fundraiser": ["fundraising"],
    "invoice": ["invoice"],
    "accountant": ["user"],
    "finance_manager": ["manager_"],
    "books_reader": ["readonly"],
    "officer_invoice": ["officer", "invoice"],
    "manager_invoice": ["manager", "invoice"],
    "auditor_fundraiser": ["auditor", "fundraising"],
    "officer_accountant": ["officer", "user"],
}
_BOOKKEEPERS = {
    "invoice": "invoice",
    "user": "user",
    "manager_": "manager",
    "readonly": "readonly",
}
# user: (role in the water program, days from today until it ends)
_TEAM = {
    "officer_member": ("officer", None),
    "officer_before": ("officer", -1),
    "manager": ("officer", None),
    "manager_deputy": ("deputy", None),
    "officer_invoice": ("officer", None),
    "manager_invoice": ("monitoring", 30),
    "officer_accountant": ("finance", None),
}


def live(env):
    """Let people work in the demo data."""
    people = _people(env)
    _own_program(env, people)
    _confidential(env, people)
    for model in _with_states(env):
        _in_each_state(model)
    for model in _with_states(env):
        _searches(model)
    _settings(env)
    env.flush_all()


def _people(env):
    company = env.ref("social_program.demo_company")
    elsewhere = env["res.company"].create({"name": "Yayasan Lain"})
    portal = env.ref("base.group_portal")
    employee = env.ref("base.group_user")
    everything = employee
    people = {}
    for login, roles in _PEOPLE.items():
        groups = employee.concat(*(_group(env, role) for role in roles))
        everything |= groups
        people[login] = _person(env, login, groups, company)
    people["employee"] = _person(env, "employee_only", employee, company)
    people["visitor"] = _person(env, "visitor", portal, company)
    people["stranger"] = _person(env, "stranger", everything, elsewhere)
    both = _person(env, "officer_of_both", _group(env, "officer"), company)
    both.company_ids += elsewhere
    return people


def _group(env, role):
    if role in _BOOKKEEPERS:
        return env.ref(f"{_BOOKS}{_BOOKKEEPERS[role]}")
    return env.ref(f"{_OURS}{role}")


def _person(env, login, groups, company):
    return (
        env["res.users"]
        .with_context(no_reset_password=True)
        .create(
            {
                "name": login.replace("_", " ").title(),
                "login": f"lived_{login}",
                "email": f"{login}@example.org",
                "group_ids": [Command.set(groups.ids)],
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
            }
        )
    )


def _own_program(env, people):
    """Give the manager a program, and people their place in another's."""
    today = fields.Date.today()
    env["social.program"].with_user(people["manager"]).create(
        {
            "name": "Kebun Sekolah",
            "date_start": fields.Date.start_of(today, "year"),
            "date_end": fields.Date.end_of(today, "year"),
        }
    )
    water = env.ref("social_program.demo_program_water")
    for login, (role, days) in _TEAM.items():
        end = days and fields.Date.add(today, days=days)
        water.member_ids = [
            Command.create({"user_id": people[login].id, "role": role, "date_end": end})
        ]


def _confidential(env, people):
    """Leave a confidential issue, and what was said about it and others."""
    water = env.ref("social_program.demo_program_water")
    issue = (
        env["social.issue"]
        .with_user(people["officer_member"])
        .create(
            {
                "name": "A quarrel about the store room",
                "kind": "conflict",
                "program_id": water.id,
                "confidant_ids": [Command.link(people["auditor"].id)],
            }
        )
    )
    issue.message_post(body="Who has the second key?")
    env["ir.attachment"].with_user(people["officer_member"]).create(
        {
            "name": "keys.txt",
            "raw": b"two keys",
            "res_model": issue._name,
            "res_id": issue.id,
        }
    )
    risk = env.ref("social_program.demo_risk_road")
    risk.with_user(people["officer_member"]).message_post(body="It rains.")
    for record, login in ((issue, "auditor"), (risk, "officer_member")):
        record.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            summary="Ask again",
            user_id=people[login].id,
            automated=False,
        )


def _with_states(env):
    """Return the addon's models that hold records in states."""
    return [
        env[name].with_context(active_test=False, mail_notrack=True)
        for name in sorted(env.registry)
        if name.startswith("social.")
        and env[name]._auto
        and not env[name]._transient
        and "state" in env[name]._fields
        and env[name]._fields["state"].type == "selection"
        and env[name]._fields["state"].store
    ]


def _states(model):
    return [key for key, _label in model._fields["state"].selection]


def _in_each_state(model):
    """Leave a record in each state; how it came there is no matter here."""
    for state in _states(model):
        by_state = model.search([], order="id").grouped("state")
        if state in by_state:
            continue
        many = max(by_state.values(), key=len)
        record = many[-1] if len(many) > 1 else many.copy()
        record.flush_recordset()
        query = f'UPDATE "{model._table}" SET state = %s WHERE id = %s'
        model.env.cr.execute(query, (state, record.id))
        record.invalidate_recordset(["state"])
        record.modified(["state"])


def _searches(model):
    """Keep searches for states as people save them, over fields to others as well."""
    domains = [f'[("state", "=", "{state}")]' for state in _states(model)]
    domains.append("[('state', 'in', ['{}', '{}'])]".format(*_states(model)[:2]))
    domains.append(f'["!", ("state", "=", "{_states(model)[0]}")]')
    for name, field in model._fields.items():
        target = field.store and field.relational and model.env[field.comodel_name]
        if target is not False and target in _with_states(model.env):
            domains.append(f'[("{name}.state", "=", "{_states(target)[0]}")]')
    for number, domain in enumerate(domains):
        model.env["ir.filters"].create(
            {
                "name": f"Search {number}",
                "model_id": model._name,
                "user_ids": [],
                "domain": domain,
                "context": "{'group_by': ['state']}",
            }
        )
    model.env["ir.actions.act_window"].create(
        {"name": "Ours", "res_model": model._name, "domain": domains[0]}
    )


def _settings(env):
    """Change what administrators change."""
    # As in a real database: an upgrade brings no further demo data.
    env["ir.module.module"]._get("social_program").demo = False
    tag = env.ref("social_program.tag_sdg_01")
    tag.with_context(lang="id_ID").name = "Kemiskinan"
    env.ref("social_program.ir_cron_program_news").interval_number = 3
    env.ref("social_program.sequence_social_risk").prefix = "R-"
    env["ir.default"].set("social.risk", "category", "nature")
    env["ir.rule"].create(
        {
            "name": "An administrator's own",
            "model_id": env["ir.model"]._get_id("social.grant"),
            "groups": [Command.link(env.ref(f"{_OURS}fundraising").id)],
            "domain_force": "[('name', '!=', 'Hidden')]",
        }
    )
