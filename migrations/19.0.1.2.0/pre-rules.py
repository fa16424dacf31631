"""What a branch books on is read by it; reports are reached by budgets that count.

Rule files are `noupdate`: an upgrade does not rewrite what they made. So the old rules
go here; the files make the new ones.
"""

# Models whose rule of companies changes.
READ_BY_BRANCHES = (
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
OLD_RULES = [
    *(f"{model}_rule_company" for model in READ_BY_BRANCHES),
    "social_donor_report_rule_write",
    "social_donor_report_explanation_rule_write",
]


def migrate(cr, version):
    ours = "module = 'social_program' AND model = 'ir.rule' AND name = ANY(%s)"
    cr.execute(
        "DELETE FROM ir_rule WHERE id IN"
        f" (SELECT res_id FROM ir_model_data WHERE {ours})",
        [OLD_RULES],
    )
    cr.execute(f"DELETE FROM ir_model_data WHERE {ours}", [OLD_RULES])
