"""What happens once, when the addon is installed or removed."""


def post_init_hook(env):
    """Give the grants an analytic plan, unless an earlier installation left one.

    The plan has no XML id: it outlives this addon, as the books that use it do.
    """
    plans = env["account.analytic.plan"]
    # Plans that are older than this addon get their columns on its models.
    plans.search([])._sync_all_plan_column()
    plans._social_program_create_grant_plan()
    env["social.spending"]._sync_index()
