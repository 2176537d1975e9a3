"""The collector of cycles, which much that is read at once makes slow."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["no_collector"]


@contextmanager
def no_collector() -> Iterator[None]:
    """Pause the collector of cycles while much is read or made, also when that fails.

    The collector visits all of it again and again, and none of it is a cycle. It is paused for the
    whole process, since Python has one; cycles that other threads make meanwhile are collected
    afterwards. It also decorates functions.

    Examples
    --------
    >>> with no_collector():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
