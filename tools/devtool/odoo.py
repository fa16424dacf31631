"""Running Odoo's own command: its configuration, environment and shell scripts."""

import os
import shlex
import subprocess

from . import cluster, odoo_source, packages, venv, wkhtmltopdf
from .console import Failure
from .paths import DATA, LINKS, STATE, TOOLS, prepare
from .shell import run

# Settings that every process gets; the port and the like come with the command.
_CONFIG = """\
[options]
addons_path = {addons}
data_dir = {data}
db_host = {socket}
db_port = 5432
db_user = {role}
db_maxconn = 32
bin_path = {printing}
http_interface = 127.0.0.1
http_port = {port}
gevent_port = 8072
list_db = False
max_cron_threads = {cron}
publisher_warranty_url = http://127.0.0.1:9/
smtp_server = 127.0.0.1
smtp_port = 9
geoip_city_db = /nonexistent
geoip_country_db = /nonexistent
server_wide_modules = base,rpc,web
"""


# What Odoo and the browser of its tests ask of other machines goes to a port where
# nobody answers.
_NO_WEB = {
    name: value
    for lower, value in (
        ("http_proxy", "http://127.0.0.1:9"),
        ("https_proxy", "http://127.0.0.1:9"),
        ("no_proxy", "localhost,127.0.0.1"),
    )
    for name in (lower, lower.upper())
}
# A server that outlives the command that started it would keep its database busy.
_TIED = ["setpriv", "--pdeathsig", "TERM"]


class Odoo:
    """An Odoo that is ready to be started for this checkout."""

    def __init__(self):
        prepare()
        packages.ensure(*packages.RUNTIME)
        self.source = odoo_source.find()
        self.python = venv.odoo_python()
        self.printing = wkhtmltopdf.folder()

    def config(self, name="odoo", port=8069, cron=0):
        """Write a configuration file and return its path."""
        file = STATE / f"{name}.conf"
        text = _CONFIG.format(
            addons=",".join(map(str, [*self.source.addons, LINKS])),
            data=DATA,
            socket=cluster.SOCKET,
            role=cluster.ROLE,
            printing=self.printing,
            port=port,
            cron=cron,
        )
        scratch = file.with_suffix(f".{os.getpid()}")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(file)
        return file

    def environment(self):
        """Return the variables for a process that imports Odoo."""
        variables = cluster.environment()
        variables |= _NO_WEB
        variables["PYTHONPATH"] = str(self.source.path)
        variables["PYTHONDONTWRITEBYTECODE"] = "1"
        variables["PATH"] = f"{self.printing}{os.pathsep}{variables['PATH']}"
        for name in ("PGDATABASE", "ODOO_RC"):
            variables.pop(name, None)
        return variables

    def command(self, *words, config=None):
        """Return the words of a command of Odoo, say `shell` or `server`."""
        name, *rest = words
        options = ["-c", config or self.config()]
        command = [*_TIED, self.python, "-m", "odoo", name, *options]
        return [*map(str, command), *map(str, rest)]

    def serve(self, database, *words, failure, log, **settings):
        """Run the server to install or upgrade something, and return its log."""
        config = self.config(f"job-{database}", **settings)
        command = self.command("server", "-d", database, *words, config=config)
        command += ["--stop-after-init", "--no-http", "--log-level=info"]
        return run(command, failure, log=log, env=self.environment(), cwd=LINKS)

    def script(self, database, name, *arguments, failure, log=None, live=False):
        """Run `tools/.../name` inside Odoo's shell of a database.

        :param live: let the script speak to the person instead of to a log
        """
        file = TOOLS / name
        start = (
            f"import sys; sys.path.insert(0, {str(TOOLS)!r});"
            f" arguments = {list(map(str, arguments))!r};"
            f" exec(compile(open({str(file)!r}).read(), {str(file)!r}, 'exec'))\n"
        )
        config = self.config(f"script-{database}")
        command = self.command(
            "shell", "-d", database, "--no-http", "--log-level=warn", config=config
        )
        return self._piped(command, start, failure, log, live)

    def _piped(self, command, text, failure, log, live):
        if live:
            done = subprocess.run(
                list(map(str, command)),
                input=text,
                text=True,
                env=self.environment(),
                cwd=LINKS,
                check=False,
            )
            if done.returncode:
                raise Failure(f"{failure}: {shlex.join(map(str, command[:4]))} failed")
            return ""
        read, write = os.pipe()
        with os.fdopen(write, "w") as pipe:
            pipe.write(text)
        with os.fdopen(read) as stdin:
            return run(
                command, failure, log, stdin=stdin, env=self.environment(), cwd=LINKS
            )
