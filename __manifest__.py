{
    "name": "Social Programs",
    "version": "19.0.1.0.0",
    "category": "Services/Social Programs",
    "summary": "Plan programs, serve people, keep the budget in accounting, "
    "report to funders",
    "author": "Social Programs contributors",
    "website": "https://github.com/social-program/social_program",
    "license": "LGPL-3",
    "depends": ["account", "project", "portal", "spreadsheet_dashboard"],
    "data": [
        "security/social_program_groups.xml",
        # "security/ir.model.access.csv",
        # "security/social_program_rules.xml",
    ],
    "demo": [],
    "assets": {},
    "post_init_hook": "post_init_hook",
    "application": True,
}
