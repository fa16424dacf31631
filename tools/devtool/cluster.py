"""The PostgreSQL cluster of this checkout: made, started and stopped on demand."""

import contextlib
import fcntl
import getpass
import os
import shutil
import tempfile
from pathlib import Path

from . import cache
from .console import Failure, say, step
from .packages import ensure
from .paths import KEY, STATE
from .shell import end_children, output, run, tail

_ROOT = os.getuid() == 0
# Root cannot own a cluster: then it belongs to `postgres`, which may not look into
# root's home, so it lives beside the system's own.
_HOME = Path("/var/lib/social_program-dev")


def _folder(state):
    return _HOME / state.name if _ROOT else state / "cluster"


FOLDER = _folder(STATE)
DATA = FOLDER / "data"
_SOCKET_NOTE = STATE / "socket"
ROLE = getpass.getuser()
_OWNER = "postgres" if _ROOT else ROLE
_BINARIES = Path("/usr/lib/postgresql")
_IN_USE = STATE / "cluster.in-use"


def _socket():
    """Return the folder of the socket: the one chosen when the cluster was made."""
    if _SOCKET_NOTE.exists():
        return Path(_SOCKET_NOTE.read_text(encoding="utf-8").strip())
    return Path(tempfile.gettempdir()) / f"social_program-{KEY}"


SOCKET = _socket()

_SETTINGS = """\
# Written by ./dev: a private cluster for development and tests, quick, not durable.
listen_addresses = ''
unix_socket_directories = '{socket}'
max_connections = 200
shared_buffers = 256MB
maintenance_work_mem = 128MB
max_locks_per_transaction = 256
max_wal_size = 2GB
wal_level = minimal
max_wal_senders = 0
fsync = off
full_page_writes = off
synchronous_commit = off
jit = off
"""


def binaries(version=None):
    """Return the folder of PostgreSQL's server programs, installed if missing.

    :param version: major version that an existing cluster needs
    """
    for attempt in range(2):
        found = {
            path.parent.name: path
            for path in _BINARIES.glob("*/bin")
            if (path / "initdb").exists() and (path / "pg_dump").exists()
        }
        if version in found:
            return found[version]
        if version is None and found:
            return found[max(found, key=float)]
        if not attempt:
            ensure(f"postgresql-{version}" if version else "postgresql")
    raise Failure("PostgreSQL's server programs are missing.")


def version():
    """Return the major version of PostgreSQL that this checkout uses."""
    return _version_of(DATA) or binaries().parent.name


def _version_of(data):
    known = output([*_as_owner(), "cat", data / "PG_VERSION"], cwd="/")
    return known.strip() if known else None


def _as_owner():
    return ["runuser", "-u", _OWNER, "--"] if _ROOT else []


def environment():
    """Return the variables with which PostgreSQL's programs find the cluster."""
    programs = binaries(version())
    return {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PGHOST": str(SOCKET),
        "PGPORT": "5432",
        "PGUSER": ROLE,
        "PGDATABASE": "postgres",
        "PGCONNECT_TIMEOUT": "10",
    }


def _prepare_folder(folder):
    folder.mkdir(parents=True, exist_ok=True)
    if _ROOT:
        folder.parent.chmod(0o755)
        shutil.chown(folder, _OWNER, _OWNER)
    folder.chmod(0o755)


def _initialise(programs):
    _prepare_folder(FOLDER)
    for leftover in FOLDER.glob("new-*"):
        shutil.rmtree(leftover, ignore_errors=True)
    scratch = FOLDER / f"new-{os.getpid()}"
    with step("Making a PostgreSQL cluster for this checkout"):
        run(
            [*_as_owner(), programs / "initdb", "-D", scratch, "-U", _OWNER]
            + ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
            + ["--auth-local=peer", "--auth-host=reject"],
            "PostgreSQL's initdb failed",
            cwd="/",
        )
    with (scratch / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS.format(socket=SOCKET))
    _SOCKET_NOTE.write_text(f"{SOCKET}\n", encoding="utf-8")
    scratch.rename(DATA)


def _start(programs):
    if len(str(SOCKET)) > 90:
        raise Failure(f"the path {SOCKET} is too long for PostgreSQL: shorten TMPDIR.")
    if SOCKET.is_symlink() or (SOCKET.exists() and not _ours(SOCKET)):
        raise Failure(f"{SOCKET} belongs to somebody else: remove it and try again.")
    _prepare_folder(SOCKET)
    log = FOLDER / "server.log"
    try:
        run(
            [*_as_owner(), programs / "pg_ctl", "start", "-w", "-t", "60", "-s"]
            + ["-D", DATA, "-l", log],
            "PostgreSQL did not start",
            cwd="/",
        )
    except Failure as failure:
        if "No space left" in tail(log, 20):
            raise Failure("PostgreSQL did not start: the disk is full.") from failure
        raise Failure(f"{failure}\n{tail(log, 5)}") from failure
    if _ROOT:
        psql = [*_as_owner(), "psql", "-qXh", SOCKET, "-d", "postgres", "-c"]
        output([*psql, f'CREATE ROLE "{ROLE}" SUPERUSER LOGIN'], cwd="/")


def _ours(folder):
    return folder.owner() in (_OWNER, ROLE)


def _is_running(programs, data=DATA):
    command = [*_as_owner(), programs / "pg_ctl", "status", "-D", data]
    return output(command, cwd="/") is not None


@contextlib.contextmanager
def running():
    """Have the cluster up inside this block; the last one to leave stops it."""
    try:
        with cache.lock(_IN_USE, shared=True):
            with cache.lock(STATE / "cluster.start"):
                _ensure_up()
            try:
                yield
            finally:
                end_children()
    finally:
        _stop_unless_used()


def _ensure_up():
    if DATA.exists() and not _SOCKET_NOTE.exists():
        # The cache was removed, and with it the files that belong to the databases.
        remove()
    programs = binaries(_version_of(DATA))
    if not DATA.exists():
        _initialise(programs)
    if not _is_running(programs):
        _start(programs)


def _stop_unless_used():
    with _IN_USE.open("a", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if _others_connected():
            say("PostgreSQL stays up: another program is connected to it.")
            return
        stop()


def _others_connected():
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE backend_type = 'client backend' AND pid != pg_backend_pid()"
    )
    found = output(["psql", "-qXAtc", query], env=environment())
    return bool(found) and int(found) > 0


def stop(data=DATA):
    """Stop the cluster if it runs."""
    if not data.exists():
        return
    programs = binaries(_version_of(data))
    if _is_running(programs, data):
        output(
            [*_as_owner(), programs / "pg_ctl", "stop", "-s", "-D", data]
            + ["-m", "fast", "-w"],
            cwd="/",
        )


def remove(state=STATE):
    """Stop a checkout's cluster and remove it with all its databases."""
    folder = _folder(state)
    stop(folder / "data")
    shutil.rmtree(folder, ignore_errors=True)
    note = state / _SOCKET_NOTE.name
    if note.exists():
        shutil.rmtree(note.read_text(encoding="utf-8").strip(), ignore_errors=True)
