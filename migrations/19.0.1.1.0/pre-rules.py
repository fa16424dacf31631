"""The rules of records become fewer, under new names.

Rule files are `noupdate`: an upgrade neither rewrites nor deletes what they made, and
rules of groups widen each other. So the old ones go here; the files make the new ones.
"""

# {what their xml ids begin with: what follows}
OLD_RULES = {
    **dict.fromkeys(
        (
            "social_program_member_rule",
            "social_program_checkitem_rule",
            "social_activity_rule",
            "social_activity_cost_rule",
            "social_photo_rule",
            "social_activity_recurrence_rule",
            "social_handover_rule",
            "social_handover_line_rule",
            "social_stakeholder_rule",
            "social_contact_log_rule",
            "social_meeting_rule",
            "social_meeting_decision_rule",
            "social_enrollment_rule",
            "social_visit_rule",
            "social_visit_item_rule",
            "social_visit_finding_rule",
            "social_risk_rule",
        ),
        ("officer", "manager_read", "manager", "admin", "reader"),
    ),
    **dict.fromkeys(
        ("social_program_rule", "social_beneficiary_rule"),
        ("officer", "manager_read", "manager", "manager_unlink", "admin", "reader"),
    ),
    **dict.fromkeys(
        ("social_budget_rule", "social_budget_line_rule"),
        ("manager_read", "manager", "admin", "reader"),
    ),
    **dict.fromkeys(
        ("social_issue_rule", "social_issue_option_rule"),
        ("officer_read", "officer", "manager_read", "manager", "admin", "reader"),
    ),
    "social_lesson_rule": (
        "officer",
        "manager_read",
        "manager",
        "admin",
        "reader",
        "shared",
    ),
    **dict.fromkeys(
        ("social_donor_report_rule", "social_donor_report_explanation_rule"),
        ("manager_read", "manager", "fundraising_read", "admin", "reader", "write"),
    ),
}


def migrate(cr, version):
    names = [f"{start}_{end}" for start, ends in OLD_RULES.items() for end in ends]
    ours = "module = 'social_program' AND model = 'ir.rule' AND name = ANY(%s)"
    cr.execute(
        f"DELETE FROM ir_rule WHERE id IN"
        f" (SELECT res_id FROM ir_model_data WHERE {ours})",
        [names],
    )
    cr.execute(f"DELETE FROM ir_model_data WHERE {ours}", [names])
