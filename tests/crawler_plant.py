"""Records with canaries: words that occur once."""

import io
import re
import zipfile
from datetime import date
from itertools import count

from odoo import Command
from odoo.models import MAGIC_COLUMNS

from .common import PIXEL
from .crawler_allowed import HOLDERS
from .crawler_books import BooksMixin
from .crawler_people import PeopleMixin

CANARY = re.compile(r"qk\d{5}z", re.IGNORECASE)
TEXTS = ("char", "text", "html")

# What a constraint asks for beside the required fields.
NEEDED = {
    "social.activity.recurrence": {"mon": True},
    "social.program.member": {"date_end": date(2099, 12, 31)},
}


def words_in(result):
    """Return the canaries in whatever a call gave back, workbooks included."""
    text = repr(result)
    if isinstance(result, bytes) and result[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(result)) as book:
            text = "".join(book.read(name).decode() for name in book.namelist())
    return {word.lower() for word in CANARY.findall(text)}


class Place:
    """Where a record lies: a program, its company, and who runs it.

    :param secret: whether its records are confidential where they can be
    """

    def __init__(self, name, program, user, secret=False):
        self.name = name
        self.program = program.sudo()
        self.company = self.program.company_id
        self.user = user
        self.secret = secret


class PlantMixin(BooksMixin, PeopleMixin):
    """`_plant` puts a record of each model into each place."""

    @classmethod
    def _plant(cls):
        cls.numbers = count(1)
        # {canary: (model, id, field)}, {(model, place): record}, {record: values}
        cls.canaries, cls.planted, cls.values = {}, {}, {}
        # {(model, id): place}
        cls.place_of = {}
        # {(model, id) of messages and notifications: users who received them}
        cls.received = {}
        cls._new_people()
        abroad = cls.as_role("stranger", "social.program").create(
            {"name": "Abroad", "date_start": "2026-01-01", "date_end": "2026-12-31"}
        )
        cls.places = {
            place.name: place
            for place in (
                Place("own", cls.program, cls.users["manager"]),
                Place("other", cls.other_program, cls.users["other_manager"]),
                Place("abroad", abroad, cls.users["stranger"]),
                Place("secret", cls.program, cls.users["manager"], secret=True),
            )
        }
        for place in cls.places.values():
            cls._plant_place(place)
        cls._plant_adoptable()
        cls._plant_books()
        cls.root.flush_all()
        cls.holders = cls._find_holders()
        # {user: canaries that the user may come across}
        cls.seeable = {
            user: {word for word in cls.canaries if cls.may_see(user, word)}
            for user in cls.people
        }

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------
    @classmethod
    def addon_models(cls):
        """Return the names of the addon's models with tables."""
        return sorted(
            name
            for name, model in cls.root.registry.items()
            if model._original_module == "social_program"
            and model._auto
            and not model._abstract
        )

    @classmethod
    def _plant_place(cls, place):
        if not place.secret:
            cls.planted["social.program", place.name] = place.program
            cls._claim(place.program, place)
            words = cls._words(place.program)
            place.program.write(words)
            cls._remember(place.program, words)
            cls._plant_beside(place.program, place)
        for name in cls.addon_models():
            if not cls.root[name]._transient and cls._lies_in(name, place):
                cls._planted(name, place)

    @classmethod
    def _lies_in(cls, name, place):
        """Tell whether a model has records in a place: few are confidential."""
        Model = cls.root[name]
        return not place.secret or (
            "confidential" in Model._fields
            or any(
                field.type == "many2one"
                and field.required
                and "confidential" in cls.root[field.comodel_name]._fields
                for field in Model._fields.values()
            )
        )

    @classmethod
    def _planted(cls, name, place):
        """Return the record of a model in a place, made when first asked for."""
        if place.secret and not cls._lies_in(name, place):
            place = cls.places["own"]
        if (name, place.name) not in cls.planted:
            vals = cls.filled(name, place)
            words = cls._words(cls.root[name])
            Model = cls.root[name].with_company(place.company)
            record = Model.create(vals | words).with_env(cls.root)
            cls.planted[name, place.name] = record
            cls.values[record] = vals
            cls._claim(record, place)
            cls._remember(record, words)
            cls._plant_beside(record, place)
        return cls.planted[name, place.name]

    @classmethod
    def filled(cls, name, place, required=False):
        """Return values of a new record of a model in a place, without free text.

        :param required: only what cannot be left out
        """
        Model = cls.root[name].with_company(place.company)
        default = Model.default_get(list(Model._fields))
        parents = getattr(Model, "_part_parents", tuple)()[:1]
        vals = {}
        for field in Model._fields.values():
            asked = field.required or field.name in (*parents, "program_id", "user_id")
            if (
                not field.store
                or field.name in MAGIC_COLUMNS
                or field.related
                or (field.compute and field.readonly)
                or (
                    default.get(field.name)
                    and field.comodel_name
                    not in ("res.users", "res.company", *cls.table)
                )
            ):
                continue
            if field.name == "program_ids" and "program_id" not in Model._fields:
                vals[field.name] = [Command.set(place.program.ids)]
            elif field.name == "company_id":
                vals[field.name] = place.company.id
            elif field.name == "confidential":
                vals[field.name] = place.secret
            elif asked:
                vals[field.name] = cls._value(field, place)
        if cls._is_contact(Model):
            # A contact is made from the name.
            vals.pop("partner_id", None)
        return vals | NEEDED.get(name, {})

    @classmethod
    def _value(cls, field, place):
        """Return a value for a field that must have one."""
        comodel = field.comodel_name
        if comodel == "social.program":
            return place.program.id
        if comodel == "res.users":
            return place.user.id
        if comodel == "res.currency":
            return place.company.currency_id.id
        if comodel in cls.table:
            return cls._planted(comodel, place).id
        if comodel:
            return cls.root[comodel].search([], limit=1).id
        if field.type == "selection":
            return field.get_values(cls.root)[0]
        if field.type == "date":
            return date(2026, 12, 31) if "end" in field.name else date(2026, 6, 1)
        return {"binary": PIXEL, "datetime": "2026-06-01 10:00:00"}.get(
            field.type, cls._word() if field.type in TEXTS else 1
        )

    @classmethod
    def _is_contact(cls, Model):
        """Tell whether a model keeps its name in a contact: sponsors, volunteers."""
        return isinstance(Model, cls.root.registry["social.contact.mixin"])

    @classmethod
    def _word(cls):
        return f"Qk{next(cls.numbers):05}z"

    @classmethod
    def _words(cls, Model):
        """Return a canary for each field of a model that holds free text."""
        return {
            field.name: cls._word() + ("@example.com" if "email" in field.name else "")
            for field in Model._fields.values()
            if field.type in TEXTS
            # A code says nothing; paths and the mail's own fields are Odoo's.
            and field.name not in ("code", "parent_path")
            and not field.name.startswith("message_")
            and (
                (cls._is_contact(Model) and (field.related or "").startswith("partner"))
                if field.related
                else field.store and not (field.compute and field.readonly)
            )
        }

    @classmethod
    def _plant_adoptable(cls):
        """Make accounts and projects of no program: administrators adopt them."""
        # {(model, id): user}
        cls.adoptable = {}
        plan = cls.root["social.program"]._base_plan()
        for user, company in (("admin", cls.company), ("stranger", cls.other_company)):
            values = {"name": cls._word(), "company_id": company.id}
            for model, more in (
                ("account.analytic.account", {"plan_id": plan.id}),
                ("project.project", {"privacy_visibility": "followers"}),
            ):
                record = cls.root[model].create(values | more)
                cls.adoptable[model, record.id] = user

    @classmethod
    def _claim(cls, record, place, owner=None):
        owner = owner or record
        cls.place_of[record._name, record.id] = (owner._name, place.name)

    @classmethod
    def _remember(cls, record, words):
        for name, value in words.items():
            for word in CANARY.findall(value):
                cls.canaries[word.lower()] = (record._name, record.id, name)

    @classmethod
    def _plant_beside(cls, record, place):
        """Put next to a record what Odoo keeps there."""
        subject = {"res_model": record._name, "res_id": record.id}
        beside = [("ir.attachment", {**subject, "name": cls._word(), "raw": b"x"})]
        if "message_ids" in record._fields:
            partner = place.user.partner_id
            record.message_subscribe(partner.ids)
            values = {"subject": cls._word(), "body": cls._word()}
            message = record.message_post(
                **values,
                partner_ids=partner.ids,
                author_id=cls.root.ref("base.partner_root").id,
            )
            for found in (
                message,
                *message.notification_ids,
                *record.message_follower_ids,
            ):
                cls._claim(found, place, record)
            cls._remember(message, values)
            for found in (message, *message.notification_ids):
                cls.received[found._name, found.id] = {
                    key for key, user in cls.users.items() if user == place.user
                }
        if "activity_ids" in record._fields:
            beside.append(
                (
                    "mail.activity",
                    {
                        "res_model_id": cls.root["ir.model"]._get_id(record._name),
                        "res_id": record.id,
                        "summary": cls._word(),
                        "note": cls._word(),
                        "user_id": place.user.id,
                    },
                )
            )
        for name, vals in beside:
            made = cls.root[name].with_company(place.company).create(vals)
            cls._claim(made, place, record)
            cls._remember(made, {k: v for k, v in vals.items() if isinstance(v, str)})

    @classmethod
    def _find_holders(cls):
        """Return {canary: records that hold it by design}."""
        found = {}
        for model in HOLDERS:
            records = cls.root[model].with_context(active_test=False).search([])
            for record in records:
                fields = record._fields.values()
                text = record.display_name + str(
                    [record[f.name] for f in fields if f.type in TEXTS and f.store]
                )
                for word in CANARY.findall(text):
                    found.setdefault(word.lower(), []).append(record)
        return found
