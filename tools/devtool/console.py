"""What the command says: sentences, progress of long steps, failures."""

import contextlib
import sys
import threading
import time


class Failure(Exception):
    """Something that cannot go on, told in one sentence for a person."""


_lock = threading.Lock()


def say(text=""):
    """Print one line at once, whole also when several threads speak."""
    with _lock:
        print(text, flush=True)


def seconds(since):
    """Return the time since `since` (of time.monotonic) as readable text."""
    spent = time.monotonic() - since
    if spent < 60:
        return f"{spent:.1f} s"
    return f"{int(spent // 60)} min {int(spent % 60):02d} s"


@contextlib.contextmanager
def step(text, detail=None):
    """Announce a long step, tell every 15 seconds that it goes on, and its time.

    :param detail: function that returns how far it is, as a short text
    """
    start = time.monotonic()
    done = threading.Event()
    say(f"{text} ...")

    def remind():
        while not done.wait(15):
            how_far = (detail and detail()) or "still at it"
            say(f"    {seconds(start)}: {how_far}")

    thread = threading.Thread(target=remind, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    say(f"    done in {seconds(start)}")


def complain(text):
    """Print one sentence on the error channel."""
    with _lock:
        sys.stdout.flush()
        print(f"dev: {text}", file=sys.stderr, flush=True)
