"""Databases of this checkout, copied from prepared ones that hold the dependencies.

A prepared database ("base") is installed once per machine and kept as a dump in
the cache; each cluster restores it once and copies it from then on.
"""

import contextlib
import re
import shutil

from . import cache, cluster
from .console import Failure, step
from .paths import CACHE, DATA, STATE, digest, manifest
from .shell import log_file, modules_loaded, output, run

OPTIONAL = ("purchase", "hr_timesheet", "hr_expense")
_DEPENDENCIES = ("account", "portal", "project", "spreadsheet_dashboard")
FILESTORE = DATA / "filestore"

# Nothing in these databases calls home: the warranty job is off, and services that
# Odoo sells are looked for on a port where nobody answers.
_NOWHERE = "http://127.0.0.1:9"
_SILENT = dict.fromkeys(
    (
        "enrich.endpoint",
        "html_editor.media_library_endpoint",
        "html_editor.olg_api_endpoint",
        "iap.endpoint",
        "iap.partner_autocomplete.endpoint",
        "mail.server.gmail.iap.endpoint",
        "mail.server.outlook.iap.endpoint",
        "sms.endpoint",
        "snailmail.endpoint",
    ),
    _NOWHERE,
) | {"mail.link_preview_throttle": "0"}
_NO_WARRANTY = (
    "UPDATE ir_cron SET active = false WHERE id IN (SELECT res_id FROM ir_model_data"
    " WHERE model = 'ir.cron' AND name = 'ir_cron_module_update_notification')"
)
_PARAMETER = (
    "INSERT INTO ir_config_parameter (key, value) VALUES ('{}', '{}')"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


class Base:
    """A prepared database: its name, what it installs, with demo data or not."""

    def __init__(self, name, optional, demo):
        self.name = name
        self.demo = demo
        self.modules = sorted({*_DEPENDENCIES, *manifest()["depends"]})
        self.parent = Base("bare", False, False) if optional and not demo else None
        self.extra = list(OPTIONAL) if optional else []

    def key(self, odoo):
        """Return the key under which its dump is cached."""
        words = [self.name, *self.modules, *self.extra, odoo.source.identity]
        words += [cluster.version(), repr(sorted(_SILENT.items())), _NO_WARRANTY]
        return digest(*words)

    def title(self):
        """Tell what is installed."""
        modules = ", ".join(self._missing())
        return f"Installing {modules}{' with demo data' if self.demo else ''}"

    def fill(self, odoo, name, log):
        """Install it in an empty database, or in a copy of its parent."""
        demo = ["--with-demo"] if self.demo else []
        install(odoo, name, self._missing(), *demo, log=log)
        parameters = [_PARAMETER.format(*pair) for pair in _SILENT.items()]
        sql(name, _NO_WARRANTY, *parameters)

    def _missing(self):
        return self.extra if self.parent else [*self.modules, *self.extra]


def base(optional=True, demo=False):
    """Return the prepared database with these properties."""
    if demo:
        return Base("demo", True, True)
    return Base("full", True, False) if optional else Base("bare", False, False)


def sql(database, *statements):
    """Run statements in a database and return the rows as text, or fail."""
    command = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", database]
    for statement in statements:
        command += ["-c", statement]
    result = output(command, env=cluster.environment())
    if result is None:
        text = run(command, f"a query in {database} failed", env=cluster.environment())
        return text.strip()
    return result.strip()


def set_parameter(name, key, value):
    """Set a system parameter of a database that no Odoo is using."""
    sql(name, _PARAMETER.format(key, value))


def exists(name):
    """Tell whether a database exists in this checkout's cluster."""
    return sql("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == "1"


def check_name(name):
    """Refuse a name that cannot be a database of a person."""
    if not re.fullmatch(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,40}", name):
        raise Failure(f"'{name}' cannot be the name of a database: use a-z, 0-9, _.")
    if name.startswith(("base_", "template")) or name == "postgres":
        raise Failure(f"the name '{name}' is kept for the tools: choose another one.")


@contextlib.contextmanager
def locked(name):
    """Hold a database for this process while it is made or changed."""
    waiting = f"Another run is using the database {name}: waiting for it ..."
    with cache.lock(STATE / "locks" / name, waiting):
        yield


def drop(name):
    """Remove a database and its files."""
    sql("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(FILESTORE / name, ignore_errors=True)


def rename(old, new):
    """Give a database and its files another name."""
    drop(new)
    sql("postgres", f'ALTER DATABASE "{old}" RENAME TO "{new}"')
    if (FILESTORE / old).exists():
        (FILESTORE / old).rename(FILESTORE / new)


@contextlib.contextmanager
def dropped_on_failure(name):
    """Remove a database when what is done in this block fails."""
    try:
        yield
    except BaseException:
        drop(name)
        raise


def copy(source, name):
    """Make a database as a copy of another, with its files."""
    drop(name)
    FILESTORE.mkdir(parents=True, exist_ok=True)
    if (FILESTORE / source).exists():
        shutil.copytree(FILESTORE / source, FILESTORE / name)
    sql("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY file_copy')


def mark(name, text):
    """Note on a database from which state of the source it was made."""
    sql("postgres", f"COMMENT ON DATABASE \"{name}\" IS '{text}'")


def marked(name):
    """Return what `mark` noted, or an empty text."""
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
    return sql("postgres", f"{query} WHERE datname = '{name}'")


def install(odoo, name, modules, *words, log=None):
    """Install modules in a database."""
    return odoo.serve(
        name,
        "-i",
        ",".join(modules),
        *words,
        failure=f"{', '.join(modules)} could not be installed",
        log=log or log_file(f"install-{name}"),
    )


def create(odoo, name, which):
    """Make a new database from a prepared one, replacing one of the same name."""
    copy(template(odoo, which), name)


def template(odoo, which):
    """Return the name of a prepared database in this cluster, made if missing."""
    key = which.key(odoo)
    name = f"base_{which.name}_{key}"
    if exists(name):
        return name
    dump = cache.entry("bases", f"{which.name}-{key}")
    with locked(name):
        if exists(name):
            return name
        older = f"SELECT datname FROM pg_database WHERE datname LIKE '{name[:-16]}%'"
        for stale in sql("postgres", older).split():
            drop(stale)
        if dump.is_dir():
            _restore(dump, name)
        else:
            cache.build(
                "bases", dump.name, lambda place: _make(odoo, which, name, place)
            )
            if not exists(name):
                _restore(dump, name)
    return name


def _restore(dump, name):
    scratch = f"new_{name}"
    drop(scratch)
    sql("postgres", f'CREATE DATABASE "{scratch}" TEMPLATE template0')
    command = ["pg_restore", "-j2", "--no-owner", "-d", scratch, dump / "dump"]
    with step("Restoring the prepared database"), dropped_on_failure(scratch):
        run(command, "the prepared database is broken", env=cluster.environment())
        shutil.copytree(dump / "filestore", FILESTORE / scratch)
        rename(scratch, name)


def _make(odoo, which, name, place):
    """Install a base in this cluster and dump it into a folder of the cache."""
    if which.parent:
        parent = template(odoo, which.parent)
    scratch = f"new_{name}"
    log = log_file(f"base-{which.name}")
    with (
        step(f"{which.title()} (once)", lambda: modules_loaded(log)),
        dropped_on_failure(scratch),
    ):
        if which.parent:
            copy(parent, scratch)
        else:
            drop(scratch)
        which.fill(odoo, scratch, log)
        run(
            ["pg_dump", "-Fd", "-j2", "-Z1", "-f", place / "dump", scratch],
            "the prepared database could not be saved",
            env=cluster.environment(),
        )
        shutil.copytree(FILESTORE / scratch, place / "filestore")
        rename(scratch, name)


def room():
    """Refuse to begin what the disk cannot hold."""
    CACHE.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(CACHE).free / 2**30
    if free < 0.5:
        raise Failure(
            f"only {free:.1f} GB are free where {CACHE} lies: make room for 3 GB first."
        )
