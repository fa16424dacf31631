"""What the crawler lets pass, each with its reason."""

# Records of Odoo's own that hold a word of ours by design: who may read such a record
# may know the word.
HOLDERS = {
    "res.partner": "Contacts of sponsors and volunteers are contacts of the company.",
    "account.analytic.account": "Bookkeepers find a program by its account's name.",
    "project.project": "The project of a program bears its name.",
    "project.task": "Whoever is given a task sees the meeting where it was decided.",
    "account.move.line": "Bookkeepers read the labels of entries.",
    "account.analytic.line": "And of what is posted to analytic accounts.",
}

# Records of Odoo's own that its own new forms name to anybody who tells their id.
NAMED_IN_FORMS = ("account.analytic.line", "account.move.line", "project.task")

# Methods that are not called: what they do is not undone with the savepoint.
NOT_CALLED = {
    "button_immediate_install": "loads modules",
    "button_immediate_upgrade": "loads modules",
    "button_immediate_uninstall": "loads modules",
    "execute": "the settings' dialog loads modules",
    "init": "makes tables, indexes or views",
}

# {what is done: why a method may do it}
DONE_BY_DESIGN = {
    "social.program.action_mail_news writes weekly_news of social.program.member": (
        "Whoever belongs to a program orders its news for himself or herself."
    ),
    "social.program.action_stop_news writes weekly_news of social.program.member": (
        "And cancels them."
    ),
}
