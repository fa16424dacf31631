"""The main run's test files, shared out so that all cores end at about one time."""

import json

from .paths import ROOT, STATE

_FILE = STATE / "seconds.json"
# A process of its own costs some seconds: longer runs are cut into pieces like this.
_PIECE = 90


def split(files, workers):
    """Return groups of test files, the longest first in each.

    :param files: names without the ending
    :param workers: least number of groups, where there are enough files
    """
    known = _known()
    cost = {file: known.get(file) or _guess(file) for file in files}
    count = max(workers, round(sum(cost.values()) / _PIECE))
    groups = [[] for _number in range(min(count, len(files)))]
    for file in sorted(files, key=lambda file: (-cost[file], file)):
        min(groups, key=lambda group: sum(cost[f] for f in group)).append(file)
    return sorted(groups, key=lambda group: -sum(cost[f] for f in group))


def remember(seconds):
    """Keep how long each file took, for the next run."""
    kept = _known() | {file: round(time, 1) for file, time in seconds.items()}
    _FILE.write_text(json.dumps(kept, indent=1, sort_keys=True), encoding="utf-8")


def _known():
    try:
        return json.loads(_FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _guess(file):
    path = next((ROOT / "tests").glob(f"**/{file}.py"))
    text = path.read_text(encoding="utf-8")
    return 1 + text.count("def test_") * (8 if "HttpCase" in text else 0.7)
