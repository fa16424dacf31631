"""Which models are of this addon."""


def own_models(env):
    """Return the names of the stored models of this addon.

    Confidential ones are ours as well, wherever they were declared.

    :rtype: list[str]
    """
    return [
        name
        for name, model in env.registry.items()
        if is_ours(env, name) and not model._abstract and not model._transient
    ]


def confidential_models(env):
    """Return the names of all models whose records may be confidential."""
    return [
        name
        for name in env.registry.descendants(["social.confidential.mixin"], "_inherit")
        if not env.registry[name]._abstract
    ]


def is_ours(env, name):
    """Tell whether a model, by name, is one of this addon; a name may be empty."""
    if name not in env.registry:
        return False
    model = env.registry[name]
    return model._original_module == "social_program" or issubclass(
        model, env.registry["social.confidential.mixin"]
    )
