"""Which models are of this addon, by name."""


def is_ours(env, name):
    """Tell whether a model is of this addon; its name may be empty or unknown.

    Confidential models are ours as well, wherever they were declared.
    """
    model = env.registry.get(name)
    return model is not None and (
        model._original_module == "social_program" or _is_confidential(env, name)
    )


def closed_beside(records, model_of):
    """Return those of some records beside ours that the user may not read.

    :param records: saved ones, such as messages or files
    :param model_of: function that tells the model which one lies beside, by sudo
    """
    ours = records.sudo().filtered(lambda one: is_ours(records.env, model_of(one)))
    ours = ours.sudo(False)
    return (ours - ours._filtered_access("read")).with_env(records.env)


def own_models(env, among=None):
    """Return the names of our models that keep records, of all or among some.

    :rtype: list[str]
    """
    return [
        name
        for name in (env.registry if among is None else among)
        if is_ours(env, name)
        and not (env.registry[name]._abstract or env.registry[name]._transient)
    ]


def confidential_models(env, among=None):
    """Return the names of models whose records may be confidential.

    :rtype: list[str]
    """
    # Asked with each search of messages: not the whole registry, but the few.
    heirs = env.registry.descendants(["social.confidential.mixin"], "_inherit")
    return [
        name
        for name in heirs
        if (among is None or name in among) and not env.registry[name]._abstract
    ]


def _is_confidential(env, name):
    model = env.registry.get(name)
    return (
        model is not None
        and issubclass(model, env.registry["social.confidential.mixin"])
        and not model._abstract
    )
