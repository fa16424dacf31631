"""Template and translations, compared and merged by exact message (needs polib).

    python po_files.py merge FRESH.pot FOLDER ADDON
    python po_files.py compare FRESH.pot FOLDER ADDON
    python po_files.py check FOLDER

Nothing is guessed: a message that has changed is new, and waits for a translation.
"""

import json
import re
import sys
from pathlib import Path

import polib

_WIDTH = 78
_STABLE = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")


def _read(file):
    return polib.pofile(str(file), wrapwidth=_WIDTH, encoding="utf-8")


def _key(entry):
    return (entry.msgctxt, entry.msgid)


def _live(catalogue):
    return [entry for entry in catalogue if not entry.obsolete]


def _template(fresh):
    catalogue = _read(fresh)
    catalogue.metadata = {
        name: "" if name in _STABLE else value
        for name, value in catalogue.metadata.items()
    }
    catalogue.sort(key=_key_of_order)
    return catalogue


def _key_of_order(entry):
    return (entry.msgid, entry.msgctxt or "")


def merge(fresh, folder, addon):
    """Write the template and give every translation file exactly its messages."""
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    template = _template(fresh)
    template.save(str(folder / f"{addon}.pot"))
    print(f"{addon}.pot: {len(template)} messages")
    for file in sorted(folder.glob("*.po")):
        old = _read(file)
        known = {
            _key(entry): entry
            for entry in _live(old)
            if "fuzzy" not in entry.flags and entry.msgstr
        }
        merged = _template(fresh)
        merged.metadata = old.metadata
        merged.header = old.header
        for entry in merged:
            if _key(entry) in known:
                entry.msgstr = known[_key(entry)].msgstr
                entry.tcomment = known[_key(entry)].tcomment
        merged.save(str(file))
        empty = sum(not entry.msgstr for entry in merged)
        print(f"{file.name}: {len(merged)} messages, {empty} to be translated")


def compare(fresh, folder, addon):
    """Print, as JSON, what does not fit: old template, missing or stale entries."""
    folder = Path(folder)
    problems = []
    wanted = {_key(entry) for entry in _read(fresh)}
    for file in [folder / f"{addon}.pot", *sorted(folder.glob("*.po"))]:
        if not file.exists():
            problems.append(f"i18n/{file.name} is missing: run ./dev i18n")
            continue
        found = {_key(entry) for entry in _live(_read(file))}
        for title, keys in (("lacks", wanted - found), ("is past", found - wanted)):
            if keys:
                example = min(keys, key=repr)[1]
                problems.append(
                    f"i18n/{file.name} {title} {len(keys)} messages, say"
                    f" {example[:60]!r}: run ./dev i18n"
                )
    print(json.dumps(problems))


def check(folder):
    """Print, as JSON, translations that are empty, doubtful or miss a placeholder."""
    problems = []
    for file in sorted(Path(folder).glob("*.po")):
        for entry in _live(_read(file)):
            place = f"i18n/{file.name}: {entry.msgid[:60]!r}"
            if "fuzzy" in entry.flags:
                problems.append(f"{place} is fuzzy")
            elif not entry.msgstr:
                problems.append(f"{place} is not translated")
            elif _placeholders(entry.msgid) != _placeholders(entry.msgstr):
                problems.append(f"{place} has other placeholders in its translation")
    print(json.dumps(problems))


def _placeholders(text):
    found = re.findall(r"%\([a-z_]+\)[sdf]|%[sd](?![a-z])", text)
    return sorted(found)


if __name__ == "__main__":
    commands = {"merge": merge, "compare": compare, "check": check}
    commands[sys.argv[1]](*sys.argv[2:])
