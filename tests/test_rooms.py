"""The house keeps its order: a room uses those above it, never those below."""

import re
from pathlib import Path

from odoo.tests import BaseCase, tagged

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "base",
    "program",
    "activity",
    "coordination",
    "registry",
    "funding",
    "volunteer",
    "monitoring",
    "reporting",
)
FOLDERS = ("models", "wizard", "report", "controllers")


def files(room, ending="py", folders=FOLDERS):
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder / room).glob(f"*.{ending}"))
    ]


@tagged("post_install", "-at_install")
class TestRooms(BaseCase):
    def below(self, room):
        return ROOMS[ROOMS.index(room) + 1 :]

    def test_all_code_has_a_room(self):
        for folder in FOLDERS:
            found = {path.name for path in (ROOT / folder).iterdir() if path.is_dir()}
            self.assertLessEqual(found - {"__pycache__"}, set(ROOMS), folder)
            loose = [path.name for path in (ROOT / folder).glob("*.py")]
            self.assertEqual(loose, ["__init__.py"], folder)

    def test_no_import_runs_up(self):
        for room in ROOMS:
            for path in files(room):
                names = re.findall(
                    r"^from \.+(?:models\.|report\.|wizard\.)?(\w+)",
                    path.read_text(encoding="utf-8"),
                    re.MULTILINE,
                )
                with self.subTest(path=path.relative_to(ROOT)):
                    self.assertFalse(set(names) & set(self.below(room)))

    def test_no_model_of_a_room_below_is_named(self):
        home = {}
        for room in reversed(ROOMS):
            for path in files(room):
                text = path.read_text(encoding="utf-8")
                names = re.findall(r'^    _name = "(social\.[\w.]+)"', text, re.M)
                # Extensions that add a mixin name the model again; the first is its.
                home.update(dict.fromkeys(names, room))
        self.assertGreater(len(home), 40)
        for room in ROOMS:
            for path in files(room):
                text = path.read_text(encoding="utf-8")
                named = set(re.findall(r'"(social\.[a-z.]+)"', text))
                foreign = {n for n in named if home.get(n) in self.below(room)}
                if room == "base":
                    foreign.discard("social.program")
                with self.subTest(path=path.relative_to(ROOT)):
                    self.assertFalse(foreign)

    def test_views_show_no_fields_of_a_room_below(self):
        defined = {}
        for room in reversed(ROOMS):
            for path in files(room):
                text = path.read_text(encoding="utf-8")
                for body in re.split(r"^class ", text, flags=re.M)[1:]:
                    model = re.search(
                        r'^    _(?:name|inherit) = "([a-z.]+)"', body, re.M
                    )
                    for name in re.findall(r"^    (\w+) = fields\.", body, re.M):
                        defined[model and model[1], name] = room
        for room in ROOMS:
            for path in files(room, "xml", ("views", "wizard")):
                text = path.read_text(encoding="utf-8")
                for record in re.findall(r"<record .*?</record>", text, re.S):
                    model = re.search(r'<field name="model">([a-z.]+)</field>', record)
                    names = re.findall(r'name="(\w+)"', record)
                    foreign = {
                        name
                        for name in names
                        if defined.get((model and model[1], name)) in self.below(room)
                    }
                    with self.subTest(path=path.relative_to(ROOT)):
                        self.assertFalse(foreign)
