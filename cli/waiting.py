"""Show on a terminal that a question still runs: elapsed seconds, after the first two."""

from __future__ import annotations

import sys
from threading import Event, Thread

__all__ = ["Waiting"]


class Waiting:
    """Writes the elapsed seconds to stderr, on one line that it clears when it is stopped."""

    def __init__(self, after: float = 2, every: float = 1) -> None:
        self._after, self._every = after, every
        self._done = Event()
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        elapsed, shown = self._after, False
        wait = self._after
        while not self._done.wait(wait):
            sys.stderr.write(f"\rsearching, {elapsed:.0f} s; Ctrl-C stops")
            sys.stderr.flush()
            shown, wait = True, self._every
            elapsed += self._every
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def stop(self) -> None:
        """Clear the line; nothing is written afterwards."""
        self._done.set()
        self._thread.join()
