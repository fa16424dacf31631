"""What a branch books on is read by it: the company rules of these models change.

Rule files are `noupdate`: an upgrade does not rewrite what they made. So the old rules
go here; the files make the new ones.
"""

MODELS = (
    "social_program",
    "social_sponsor",
    "social_grant",
    "social_grant_award",
    "social_cost_category",
    "social_budget",
    "social_budget_line",
    "social_budget_analysis",
    "social_spending_coverage",
)


def migrate(cr, version):
    names = [f"{model}_rule_company" for model in MODELS]
    ours = "module = 'social_program' AND model = 'ir.rule' AND name = ANY(%s)"
    cr.execute(
        f"DELETE FROM ir_rule WHERE id IN"
        f" (SELECT res_id FROM ir_model_data WHERE {ours})",
        [names],
    )
    cr.execute(f"DELETE FROM ir_model_data WHERE {ours}", [names])
