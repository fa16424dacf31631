"""Running other programs: quietly, with a log, and a sentence when they fail."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from .console import Failure
from .paths import LOGS

_FULL = "No space left on device"


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
    """Return a new log file of that name, in this checkout's state."""
    LOGS.mkdir(parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    return LOGS / f"{name}-{stamp}-{os.getpid()}.log"


def tail(file, lines=15):
    """Return the last lines of a log."""
    text = Path(file).read_text(encoding="utf-8", errors="replace")
    return "\n".join(text.splitlines()[-lines:])


def run(command, failure, log=None, **options):
    """Run a command with its output in a log; raise `failure` when it fails.

    :param failure: sentence for a person, without the final stop
    :param log: file for the output, or None for one that is removed on success
    :return: what the command wrote to its log
    """
    file = log or log_file(Path(str(command[0])).name)
    with file.open("ab") as output:
        status = subprocess.run(
            [str(word) for word in command],
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            **options,
        ).returncode
    text = file.read_text(encoding="utf-8", errors="replace")
    if status:
        if _FULL in text:
            raise Failure(f"{failure}: the disk is full; make room and try again.")
        raise Failure(f"{failure}:\n{tail(file)}\n(the whole log: {file})")
    if log is None:
        file.unlink()
    return text


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
