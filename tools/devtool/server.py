"""`./dev run`: Odoo in the foreground until Ctrl-C, and `./dev shell`."""

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import cluster, databases, freshness
from .console import Failure, say, step
from .odoo import Odoo
from .paths import LINKS
from .shell import log_file, tail, tied


def default_name(demo):
    """Return the database that `run` and `shell` use when none is named."""
    return "demo" if demo else "empty"


def check_port(port):
    """Refuse a port that another program listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Failure(f"port {port} is only for root: choose one above 1023.")
        except OSError:
            raise Failure(
                f"port {port} is taken by another program:"
                f" stop it or choose another one, say --port {port + 1}."
            ) from None


def free_port():
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(options):
    """Serve a database over HTTP until Ctrl-C; make it first where it is missing."""
    name = options.database or default_name(options.demo)
    databases.check_name(name)
    check_port(options.port)
    databases.room()
    odoo = Odoo()
    with cluster.running():
        with databases.locked(name):
            freshness.ensure(odoo, name, databases.base(demo=options.demo))
            if options.lang and _language(name) != options.lang:
                activate(odoo, name, options.lang)
        check_port(options.port)
        # Where wkhtmltopdf finds the style sheets; `web.base.url` names the port at
        # which the database was made, until an administrator logs in.
        address = f"http://127.0.0.1:{options.port}"
        databases.set_parameter(name, "report.url", address)
        _serve(odoo, name, options)
    return 0


def _language(name):
    """Return the administrator's language in a database."""
    query = "SELECT p.lang FROM res_users u JOIN res_partner p ON p.id = u.partner_id"
    return databases.sql(name, f"{query} WHERE u.login = 'admin'")


def activate(odoo, name, lang):
    """Load a language and make it the administrator's."""
    with step(f"Loading the language {lang}"):
        failure = f"the language {lang} could not be loaded"
        odoo.call(name, "devtool.inside:language", lang, failure=failure)


def _serve(odoo, name, options):
    config = odoo.config(f"run-{name}", port=options.port, cron=1)
    log = log_file(f"run-{name}")
    command = odoo.command("server", "-d", name, "--log-level=info", config=config)
    with log.open("wb") as file:
        # A session of its own: Ctrl-C reaches this command, which stops Odoo.
        process = subprocess.Popen(
            tied(command),
            stdout=None if options.log else file,
            stderr=None if options.log else subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=odoo.environment(),
            cwd=LINKS,
            start_new_session=True,
        )
        try:
            _wait_until_up(process, options.port, log)
            say()
            say(f"Odoo is up: http://localhost:{options.port}   login admin / admin")
            say(f"{odoo.source.title}, database {name}")
            if not options.log:
                say(f"Its log: {log}")
            say("Ctrl-C stops it.")
            process.wait()
        except KeyboardInterrupt:
            say("\nStopping Odoo ...")
        finally:
            _stop(process)
    if process.returncode not in (0, -signal.SIGINT, -signal.SIGTERM):
        raise Failure(f"Odoo stopped by itself:\n{tail(log)}\n(the whole log: {log})")
    say("Stopped.")


def _wait_until_up(process, port, log):
    deadline = time.monotonic() + 300
    request = f"http://127.0.0.1:{port}/web/login"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with step("Starting Odoo"):
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise Failure(f"Odoo did not start:\n{tail(log)}")
            try:
                with opener.open(request, timeout=60):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
    raise Failure(f"Odoo does not answer on port {port} after five minutes ({log}).")


def _stop(process):
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def shell(options):
    """Open Odoo's Python shell on a database."""
    name = options.database or default_name(True)
    databases.check_name(name)
    odoo = Odoo()
    with cluster.running():
        with databases.locked(name):
            freshness.ensure(odoo, name, databases.base(demo=True))
        command = odoo.command(
            "shell", "-d", name, "--no-http", "--log-level=warn", config=odoo.config()
        )
        return subprocess.run(
            command, env=odoo.environment(), cwd=LINKS, check=False
        ).returncode
