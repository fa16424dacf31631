"""`./dev clean`: remove what the other commands made."""

import fcntl
import shutil

from . import cluster
from .console import Failure, say
from .paths import CACHE, STATE


def clean(options):
    """Remove this checkout's cluster and files, and with `--all` the cache."""
    STATE.mkdir(parents=True, exist_ok=True)
    with (STATE / "cluster.in-use").open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failure("another ./dev of this checkout is running: stop it first.")
        cluster.remove()
        shutil.rmtree(STATE, ignore_errors=True)
    say("Removed the databases of this checkout.")
    if options.all:
        others = list(STATE.parent.glob("*")) if STATE.parent.exists() else []
        if others:
            raise Failure(
                f"the cache {CACHE} is also used by {len(others)} other checkouts"
                " and stays: clean these first."
            )
        shutil.rmtree(CACHE, ignore_errors=True)
        say(f"Removed {CACHE}.")
    return 0
