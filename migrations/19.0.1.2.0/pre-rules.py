"""Who runs a program reaches the reports of its grants by budgets that count.

Rule files are `noupdate`: the old rules go here, the file makes new ones.
"""

OLD_RULES = [
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
