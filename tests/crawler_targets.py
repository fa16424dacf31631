"""Records that calls aim at."""

from .crawler_plant import TEXTS

MAIL = (
    "From: {sender}\nTo: catchall@example.com\nSubject: Re\n"
    "Message-Id: <crawler@example.com>\n\nText"
)
# The owner and the place of what lies in no place: anybody with a role uses it.
USED = ("social.tag", None)


class Targets:
    """What a user may read, change or neither.

    :param case: test class with everything planted
    :param random: `random.Random`, which chooses among them
    """

    def __init__(self, case, random):
        self.case = case
        self.random = random
        self.by_model, self.public = {}, {}
        for name, res_id in [*case.place_of, *case.adoptable]:
            self.by_model.setdefault(name, []).append(res_id)

    def ids(self, user, model):
        """Return the planted ids that the user may read and those he may not."""
        ids = self.by_model.get(model, [])
        own = [res_id for res_id in ids if self.case.may_link(user, model, res_id)]
        return own, [res_id for res_id in ids if res_id not in own]

    def closed(self, user, model):
        """Return the planted ids that the user may not change, read or not."""
        case = self.case
        return [
            res_id
            for res_id in self.by_model.get(model, [])
            if not case.may_link(user, model, res_id)
            or "W" not in case.letters(user, *case.place_of.get((model, res_id), USED))
        ]

    def hidden(self, user):
        """Return the model and id of some planted record that the user may not read."""
        subjects = [
            subject
            for subject in self.case.place_of
            if subject[0] in self.case.table and not self.case.may_read(user, *subject)
        ]
        return self.random.choice(subjects)

    @staticmethod
    def text(Model):
        """Return the name of a field of free text, None if there is none."""
        names = (
            field.name
            for field in Model._fields.values()
            if field.type in TEXTS and field.store and not field.readonly
        )
        return next(names, None)

    def _one_of_each_place(self, user, model, ids=None):
        """Return ids of records that a user may not change, one of each place.

        :param ids: those to choose from instead
        """
        places = {}
        for res_id in self.closed(user, model) if ids is None else ids:
            owner = self.case.place_of.get((model, res_id))
            place = owner[1] if owner else self.case.adoptable[model, res_id]
            places.setdefault(place, []).append(res_id)
        return [self.random.choice(ids) for ids in places.values()]
