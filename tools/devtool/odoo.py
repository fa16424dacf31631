"""Running Odoo's own command: its configuration, environment and shell."""

import copy
import os
import threading

from . import cluster, odoo_source, packages, venv, wkhtmltopdf
from .paths import DATA, LINKS, STATE, TOOLS, prepare
from .shell import run, speak

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


class Odoo:
    """An Odoo that is ready to be started for this checkout."""

    def __init__(self):
        prepare()
        packages.ensure(*packages.RUNTIME)
        self.source = odoo_source.find()
        self.python = venv.odoo_python()
        self.printing = wkhtmltopdf.folder()
        self.links = LINKS

    def beside(self, links):
        """Return the same Odoo with the addon of another folder.

        :param links: the folder that holds it under the addon's name
        """
        other = copy.copy(self)
        other.links = links
        return other

    def config(self, name="odoo", port=8069, cron=0):
        """Write a configuration file and return its path."""
        file = STATE / f"{name}.conf"
        text = _CONFIG.format(
            addons=",".join(map(str, [*self.source.addons, self.links])),
            data=DATA,
            socket=cluster.SOCKET,
            role=cluster.ROLE,
            printing=self.printing,
            port=port,
            cron=cron,
        )
        # Two threads may write the same file: each its own scratch.
        scratch = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
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
        command = [self.python, "-m", "odoo", name, *options]
        return [*map(str, command), *map(str, rest)]

    def serve(self, database, *words, failure, log, **settings):
        """Run the server to install or upgrade something, and return its log."""
        config = self.config(f"job-{database}", **settings)
        command = self.command("server", "-d", database, *words, config=config)
        command += ["--stop-after-init", "--no-http", "--log-level=info"]
        return run(command, failure, log=log, env=self.environment(), cwd=self.links)

    def call(self, database, function, *arguments, failure, log=None, live=False):
        """Call `module:function` of tools/ inside Odoo's shell; its work is kept.

        :param arguments: texts that follow the environment
        :param live: let it speak to the person instead of to a log
        """
        module, name = function.split(":")
        words = ", ".join(["env", *(repr(str(word)) for word in arguments)])
        text = "\n".join(
            [
                "import sys",
                f"sys.path.insert(0, {str(TOOLS)!r})",
                f"from {module} import {name}",
                f"{name}({words})",
                "env.cr.commit()",
                "",
            ]
        )
        config = self.config(f"call-{database}")
        command = self.command(
            "shell", "-d", database, "--no-http", "--log-level=warn", config=config
        )
        options = {"env": self.environment(), "cwd": self.links, "text_input": text}
        if live:
            return speak(command, failure, **options)
        return run(command, failure, log, **options)
