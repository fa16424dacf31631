"""Costly things built once, under a key, whole or not at all."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from .console import say
from .paths import CACHE


@contextlib.contextmanager
def lock(file, waiting=None, shared=False):
    """Hold a lock file; it is released by itself when the process ends.

    :param waiting: sentence to say when another process holds it
    :param shared: several processes may hold it at once
    """
    file = Path(file)
    file.parent.mkdir(parents=True, exist_ok=True)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    with file.open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if waiting:
                say(waiting)
            fcntl.flock(handle, kind)
        yield handle


def entry(kind, key):
    """Return the place of a cached thing, whether it is there or not."""
    return CACHE / kind / key


def build(kind, key, builder):
    """Return the folder of a cached thing, built by `builder` where it is missing.

    The builder fills a scratch folder beside it, which then gets its final name
    in one step: an interrupted build leaves nothing that could be taken for whole.
    """
    final = entry(kind, key)
    if final.is_dir():
        return final
    waiting = f"Another run is preparing the same thing ({kind}): waiting for it ..."
    with lock(CACHE / "locks" / f"{kind}-{key}", waiting):
        if final.is_dir():
            return final
        final.parent.mkdir(parents=True, exist_ok=True)
        for leftover in final.parent.glob(f".{key}.*"):
            remove(leftover)
        scratch = Path(tempfile.mkdtemp(prefix=f".{key}.", dir=final.parent))
        scratch.chmod(0o755)
        try:
            builder(scratch)
            scratch.rename(final)
        except BaseException:
            remove(scratch)
            raise
    return final


def remove(folder):
    """Remove a folder of the cache, first out of its name, then for good."""
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
        return
    if not folder.name.startswith("."):
        doomed = folder.with_name(f".{folder.name}.gone-{os.getpid()}")
        folder.rename(doomed)
        folder = doomed
    shutil.rmtree(folder, ignore_errors=True)
