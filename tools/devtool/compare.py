"""Comparing two portraits of databases, `{section: {record: {field: value}}}`."""

import fnmatch
import re

from .paths import ADDON

_NOTHING = object()


class Expected:
    """What may differ: renamed values, what is gone, differences that are right.

    :param renamed: {"model.field": {old value: new value}}
    :param gone: "model.field" and "model"
    :param right: {pattern of a difference: why}
    """

    def __init__(self, renamed=None, gone=(), right=None):
        self.renamed = renamed or {}
        self.gone = set(gone)
        self.right = right or {}
        self._used = set()

    def is_gone(self, *words):
        """Tell whether a model or a field of it is expected to be gone."""
        return self._use("gone", ".".join(words), ".".join(words) in self.gone)

    def value(self, model, field, value):
        """Return what a value of the older database is called in the newer one."""
        path = f"{model}.{field}"
        names = self.renamed.get(path, {})
        if not isinstance(value, str) or value not in names:
            return value
        self._use("renamed", (path, value), True)
        return names[value]

    def is_right(self, difference):
        """Tell whether a difference is listed."""
        found = [one for one in self.right if fnmatch.fnmatchcase(difference, one)]
        for pattern in found:
            self._use("right", pattern, True)
        return bool(found)

    def _use(self, kind, word, is_used):
        if is_used:
            self._used.add((kind, word))
        return is_used

    def unused(self):
        """Return a sentence for each entry that did not apply."""
        words = [("gone", word) for word in sorted(self.gone)]
        words += [
            ("renamed", (path, value))
            for path, names in self.renamed.items()
            for value in names
        ]
        words += [("right", pattern) for pattern in self.right]
        return [
            f"expected, but nothing of the kind is there: {kind} {word}"
            for kind, word in words
            if (kind, word) not in self._used
        ]


def differences(before, after, expected=None):
    """Return a line for each difference between two portraits, by section.

    Sections, fields and records of the addon's files that only `after` has are new,
    which is right; everything else has to be as it was, and inside of a field all is.
    """
    expected = expected or Expected()
    result = {}
    for section, records in before.items():
        model = section.rsplit(" ", 1)[-1]
        if section in after:
            found = after[section]
            if section.startswith("rights on "):
                found = _without(found, _new_rows(model, before, after))
            lines = _of_section(section, model, records, found, expected)
        else:
            lines = [] if expected.is_gone(_dotted(model)) else [f"{section}: gone"]
        wrong = [line for line in lines if not expected.is_right(line)]
        if wrong:
            result[section] = wrong
    return result


def shortened(found, each=4):
    """Return the first differences of each section, and how many more there are."""
    result = []
    for section, lines in found.items():
        result += lines[:each]
        if len(lines) > each:
            result.append(f"{section}: {len(lines) - each} more")
    return result


def _new_rows(model, before, after):
    """Return the ids of the rows that only the newer database has."""
    rows = f"rows of {model.replace('.', '_')}"
    return set(after.get(rows, ())) - set(before.get(rows, ()))


def _without(rights, ids):
    """Return rights without records of which the older database can tell nothing."""
    return {
        user: {
            name: [one for one in value if str(one) not in ids]
            for name, value in allowed.items()
        }
        for user, allowed in rights.items()
    }


def _dotted(model):
    """Return the name of a model for that of its table."""
    return model.replace("_", ".")


def _of_section(section, model, old, new, expected):
    gone_fields = set()
    for key in sorted({**old, **new}, key=_order):
        title = f"{section} {key}"
        if key not in new:
            yield f"{title}: gone, {_told(old[key])}"
        elif key not in old:
            if not _is_from_files(new[key]):
                yield f"{title}: new, {_told(new[key])}"
        else:
            for field, value in old[key].items():
                if field not in new[key]:
                    gone_fields.add(field)
                    continue
                value = expected.value(_dotted(model), field, value)
                name = _name(old[key])
                yield from _of_value(f"{title}{name}.{field}", value, new[key][field])
    for field in sorted(gone_fields):
        if not expected.is_gone(_dotted(model), field):
            yield f"{section}: the field {field} is gone"


def _is_from_files(record):
    """Tell whether a row comes with the addon, and is not a second one of a user's."""
    return any(name.startswith(f"{ADDON}.") for name in record.get("XML id", ()))


def _order(key):
    return (0, int(key), "") if key.isdigit() else (1, 0, key)


def _name(record):
    """Return what a record is called, to be found by a person."""
    known = record.get("XML id") or [record.get("display_name")]
    return f" ({known[0]})" if known[0] else ""


def _of_value(path, old, new):
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({**old, **new}):
            yield from _of_value(
                f"{path}.{key}", old.get(key, _NOTHING), new.get(key, _NOTHING)
            )
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_list(path, old, new)
    elif isinstance(old, str) and isinstance(new, str):
        yield f"{path}: {_parted(old, new)}"
    else:
        yield f"{path}: {_told(old)} → {_told(new)}"


def _of_list(path, old, new):
    if any(isinstance(part, (dict, list)) for part in [*old, *new]):
        for number in range(max(len(old), len(new))):
            yield from _of_value(
                f"{path}[{number}]",
                old[number] if number < len(old) else _NOTHING,
                new[number] if number < len(new) else _NOTHING,
            )
        return
    less = [part for part in old if part not in new]
    more = [part for part in new if part not in old]
    words = [f"no longer {_told(less)}"] if less else []
    words += [f"more: {_told(more)}"] if more else []
    yield f"{path}: {', '.join(words) or f'{_told(old)} → {_told(new)}'}"


def _parted(old, new, around=30):
    """Return two long texts from a little before the place where they part."""
    if max(len(old), len(new)) <= 3 * around:
        return f"{_told(old)} → {_told(new)}"
    same = next(
        (
            n
            for n, (one, other) in enumerate(zip(old, new, strict=False))
            if one != other
        ),
        min(len(old), len(new)),
    )
    start = max(0, same - around)
    dots = "…" if start else ""
    return f"{dots}{_told(old[start:], 90)} → {dots}{_told(new[start:], 90)}"


def _told(value, longest=160):
    if value is _NOTHING:
        return "nothing"
    text = re.sub(r"\s+", " ", value if isinstance(value, str) else repr(value))
    return text if len(text) <= longest else f"{text[:longest]}…"
