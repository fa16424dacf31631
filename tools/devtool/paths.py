"""Where things are: the checkout, the cache shared by all, this checkout's state."""

import ast
import contextlib
import hashlib
import os
import time
from pathlib import Path

ADDON = "social_program"
ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tools"


def _cache_home():
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).resolve() / "social_program-dev"


CACHE = _cache_home()
KEY = hashlib.sha256(f"{CACHE}\n{ROOT}\n{os.getuid()}".encode()).hexdigest()[:12]
STATE = CACHE / "checkouts" / KEY
LINKS = STATE / "addons"
LOGS = STATE / "logs"
DATA = STATE / "data"


def digest(*parts):
    """Return a short key for the given strings, bytes or readable files."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            part = part.read_bytes()
        elif isinstance(part, str):
            part = part.encode()
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:16]


def prepare():
    """Make the state folders and the link through which Odoo finds the addon."""
    for folder in (STATE, LINKS, LOGS, DATA):
        folder.mkdir(parents=True, exist_ok=True)
    _forget_old_logs()
    (STATE / "checkout").write_text(f"{ROOT}\n", encoding="utf-8")
    link = LINKS / ADDON
    if link.is_symlink() and link.resolve() == ROOT:
        return
    fresh = LINKS / f".{ADDON}-{os.getpid()}"
    fresh.symlink_to(ROOT)
    fresh.replace(link)


def _forget_old_logs(days=7):
    oldest = time.time() - days * 86400
    for file in LOGS.iterdir():
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()


def manifest():
    """Return the addon's manifest as a dictionary."""
    from .console import Failure

    file = ROOT / "__manifest__.py"
    if not file.exists():
        raise Failure("this checkout has no __manifest__.py: it is not complete.")
    return ast.literal_eval(file.read_text(encoding="utf-8"))
