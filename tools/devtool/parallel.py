"""Several parts of a long run at once, as many as there are cores."""

import os
import threading
import time
from collections import deque

from .console import Failure
from .shell import end_children


class Queue:
    """Functions to be run, which may themselves add more."""

    def __init__(self, workers=None):
        self.workers = workers or min(4, max(2, os.cpu_count() or 2))
        self._waiting = deque()
        self._busy = 0
        self._failure = None
        self._change = threading.Condition()

    def add(self, function, *arguments):
        """Put a function at the end."""
        with self._change:
            self._waiting.append((function, arguments))
            self._change.notify_all()

    def add_first(self, function, *arguments):
        """Put a function before all that wait."""
        with self._change:
            self._waiting.appendleft((function, arguments))
            self._change.notify_all()

    def run(self, remind, every=30):
        """Work until nothing is left; raise the first failure of a function.

        :param remind: called each `every` seconds, to tell how far things are
        """
        threads = [
            threading.Thread(target=self._work, daemon=True)
            for _number in range(self.workers)
        ]
        for thread in threads:
            thread.start()
        told = time.monotonic()
        while any(thread.is_alive() for thread in threads):
            time.sleep(0.2)
            if time.monotonic() - told > every:
                told = time.monotonic()
                remind()
        if self._failure:
            raise self._failure

    def _next(self):
        with self._change:
            while not self._waiting and self._busy and not self._failure:
                self._change.wait()
            if self._failure or not self._waiting:
                self._change.notify_all()
                return None
            self._busy += 1
            return self._waiting.popleft()

    def _work(self):
        while task := self._next():
            function, arguments = task
            try:
                function(*arguments)
            except BaseException as failure:
                with self._change:
                    self._failure = self._failure or failure
                if not isinstance(failure, Failure):
                    end_children()
            finally:
                with self._change:
                    self._busy -= 1
                    self._change.notify_all()
