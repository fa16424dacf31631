"""`./dev clean`: remove what the other commands made."""

import fcntl
import shutil
from pathlib import Path

from . import cluster
from .console import Failure, say
from .paths import CACHE, STATE


def clean(options):
    """Remove this checkout's cluster and files, and with `all` the cache."""
    STATE.mkdir(parents=True, exist_ok=True)
    _remove(STATE)
    say("Removed the databases of this checkout.")
    for state in _others():
        note = state / "checkout"
        checkout = note.read_text(encoding="utf-8").strip() if note.exists() else ""
        if not checkout or not Path(checkout).exists():
            _remove(state)
            say(f"Removed those of a checkout that is gone: {checkout or 'unknown'}")
    if options.all:
        _remove_cache()
    return 0


def _others():
    return [path for path in STATE.parent.glob("*") if path != STATE]


def _remove(state):
    with (state / "cluster.in-use").open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("another ./dev of this checkout is running: stop it first.")
        cluster.remove(state)
        shutil.rmtree(state, ignore_errors=True)


def _remove_cache():
    others = _others()
    if others:
        raise Failure(
            f"the cache {CACHE} is also used by {len(others)} other checkouts"
            " and stays: clean these first."
        )
    shutil.rmtree(CACHE, ignore_errors=True)
    say(f"Removed {CACHE}.")
