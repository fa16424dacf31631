"""The command line: what can be typed after `./dev`."""

import argparse
import errno
import os
import signal
import sys
import tempfile

from .console import Failure, complain

_HELP = """\
Development of Social Programs: everything is set up on first use.

  ./dev run [--port N] [--database NAME] [--lang id_ID] [--no-demo] [--log]
      Odoo with the addon and demo data on http://localhost:8069
  ./dev test [pytest arguments]
      without arguments: everything, in fresh databases;
      with arguments: these tests only, in a kept database, in seconds,
      say ./dev test tests/test_budget.py -k refund;
      --quick alone: without what tools/devtool/quick.py names;
      --upgrade alone: the upgrade of a database of tools/upgrade/from.txt;
      --crawl alone: the whole of what tests/test_crawl.py does a part of;
      --neighbours alone: all of Odoo's own tests of what it builds on,
      with the addon and without, and what fails only with it
  ./dev lint [--fix]      style and the checks of Odoo's community
  ./dev shell [--database NAME]
  ./dev i18n              write the template of messages, merge the .po files
  ./dev bench NAME        measure; ./dev bench alone lists what there is
  ./dev real              database `real` with published figures;
                          then ./dev run --database real
  ./dev clean [--all]     remove this checkout's databases; --all: the cache too

Variables: ODOO_SOURCE=/path uses your own Odoo 19; XDG_CACHE_HOME moves the cache;
SOCIAL_PROGRAM_WKHTMLTOPDF=debian prints with Debian's unpatched wkhtmltopdf.
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are one sentence."""

    def error(self, message):
        raise Failure(f"{message}; ./dev help tells what can be typed.")


def _parser():
    parser = _Parser(prog="./dev", add_help=False)
    commands = parser.add_subparsers(dest="command")

    run = commands.add_parser("run", add_help=False)
    run.add_argument("--port", type=int, default=8069)
    run.add_argument("--database", "-d")
    run.add_argument("--lang")
    run.add_argument("--no-demo", dest="demo", action="store_false")
    run.add_argument("--log", action="store_true")

    shell = commands.add_parser("shell", add_help=False)
    shell.add_argument("--database", "-d")

    lint = commands.add_parser("lint", add_help=False)
    lint.add_argument("--fix", action="store_true")

    bench = commands.add_parser("bench", add_help=False)
    bench.add_argument("name", nargs="?")

    clean = commands.add_parser("clean", add_help=False)
    clean.add_argument("--all", action="store_true")

    for name in ("i18n", "real", "help"):
        commands.add_parser(name, add_help=False)
    return parser


def _command(name):
    """Return the function of a command; only its own modules are loaded."""
    if name in ("run", "shell"):
        from . import server

        return getattr(server, name)
    if name in ("bench", "real"):
        from . import loaders

        return getattr(loaders, name)
    if name == "lint":
        from .lint import lint

        return lint
    if name == "i18n":
        from .i18n import i18n

        return i18n
    from .clean import clean

    return clean


def _dispatch(words):
    if not words or words[0] in ("help", "-h", "--help") or "--help" in words[1:2]:
        print(_HELP, end="")
        return 0
    if words[0] == "test":
        from .testing import test

        return test(words[1:])
    options = _parser().parse_args(words)
    return _command(options.command)(options)


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(words):
    """Run one command and return its exit code."""
    signal.signal(signal.SIGTERM, _interrupt)
    # Where the usual folder for temporary files is closed, Python knows another one.
    os.environ.setdefault("TMPDIR", tempfile.gettempdir())
    try:
        return _dispatch(words)
    except Failure as failure:
        complain(failure)
    except KeyboardInterrupt:
        complain("interrupted; nothing half-made is kept.")
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        complain("the disk is full; make room and try again.")
    sys.stdout.flush()
    return 1
