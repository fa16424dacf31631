"""Running other programs: quietly, with a log, and a sentence when they fail."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .console import Failure
from .paths import LOGS

_FULL = "No space left on device"
_NEARLY_NOTHING = 20 * 2**20
_LOADING = re.compile(r"Loading module (\w+) \((\d+)/(\d+)\)")
_SETPRIV = shutil.which("setpriv")
_children = set()


def root_prefix(what):
    """Return the words before a command that needs root, or fail telling why."""
    if os.getuid() == 0:
        return []
    if shutil.which("sudo"):
        return ["sudo"]
    raise Failure(
        f"{what} needs root or sudo, and neither is here:"
        " ask an administrator to install it."
    )


def log_file(name):
    """Return a new log file of that name, in this checkout's state.

    Two threads may ask for the same name in the same second: each gets its own.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    handle, file = tempfile.mkstemp(".log", f"{name}-{stamp}-", LOGS)
    os.close(handle)
    return Path(file)


def tail(file, lines=15):
    """Return the last lines of a log."""
    text = Path(file).read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def modules_loaded(log):
    """Return how far an installing Odoo is, from what it wrote to its log."""
    text = log.read_text(errors="replace") if log.exists() else ""
    found = _LOADING.findall(text)
    return "module {1} of {2}, {0}".format(*found[-1]) if found else None


def run(command, failure, log=None, **options):
    """Run a command with its output in a log; raise `failure` when it fails.

    :param failure: sentence for a person, without the final stop
    :param log: file for the output, or None for one that is removed on success
    :param options: of `execute`
    :return: what the command wrote to its log
    """
    file = log or log_file(Path(str(command[0])).name)
    with file.open("ab") as output:
        status = execute(command, stdout=output, stderr=subprocess.STDOUT, **options)
    text = file.read_text(encoding="utf-8", errors="replace")
    if status:
        if _FULL in text or shutil.disk_usage(LOGS).free < _NEARLY_NOTHING:
            raise Failure(f"{failure}: the disk is full; make room and try again.")
        raise Failure(f"{failure}:\n{tail(file)}\n(the whole log: {file})")
    if log is None:
        file.unlink()
    return text


def speak(command, failure, **options):
    """Run a command that speaks to the person; raise `failure` when it fails."""
    if execute(command, **options):
        raise Failure(f"{failure}.")


def execute(command, text_input=None, **options):
    """Run a command and return its exit status; it ends when this program does.

    :param text_input: what it reads, by default nothing
    """
    kind = subprocess.DEVNULL if text_input is None else subprocess.PIPE
    process = subprocess.Popen(tied(command), stdin=kind, **options)
    _children.add(process)
    try:
        process.communicate(None if text_input is None else text_input.encode())
        return process.returncode
    except BaseException:
        _end(process)
        raise
    finally:
        _children.discard(process)


def tied(command):
    """Return the words of a command so that it ends when this program is killed."""
    words = [str(word) for word in command]
    return ["setpriv", "--pdeathsig", "TERM", *words] if _SETPRIV else words


def end_children():
    """Stop what still runs, also what other threads wait for."""
    for process in list(_children):
        _end(process)


def _end(process):
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def output(command, **options):
    """Return the standard output of a command, or None when it fails."""
    result = subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
        **options,
    )
    return None if result.returncode else result.stdout
