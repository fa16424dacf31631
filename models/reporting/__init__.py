from . import (
    donor_report_mixin,
    donor_report_words,
    figures_activities,
    figures_budget,
    figures_funding,
    figures_people,
    figures_transactions,
    donor_report,
    donor_report_explanation,
)
