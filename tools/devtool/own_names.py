"""Databases of one run: with a prefix of its own, gone when the run has ended."""

import contextlib
import os

from . import cache, databases
from .paths import STATE

_RUNS = STATE / "runs"


@contextlib.contextmanager
def own_names():
    """Give a prefix for this run's databases; remove them, and what died runs left."""
    with contextlib.ExitStack() as stack:
        _RUNS.mkdir(parents=True, exist_ok=True)
        prefix = f"test{os.getpid()}_"
        stack.enter_context(cache.lock(_RUNS / prefix))
        for file in _RUNS.iterdir():
            if file.name != prefix and _is_free(file):
                _drop_all(file.name)
                file.unlink(missing_ok=True)
        try:
            yield prefix
        finally:
            _drop_all(prefix)
            (_RUNS / prefix).unlink(missing_ok=True)


def _is_free(file):
    import fcntl

    with file.open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def _drop_all(prefix):
    pattern = prefix.replace("_", "\\_")
    query = f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}%'"
    for name in databases.sql("postgres", query).split():
        databases.drop(name)
    for file in (*STATE.glob(f"*-{prefix}*.conf"),):
        file.unlink(missing_ok=True)
