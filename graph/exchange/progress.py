"""Say how far an export is: `reporting` counts what a format reads of a graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar, cast

from ..model import Edge, Finding
from ..stores.base import Store

__all__ = ["reporting"]

_PER_MESSAGE = 20_000

T = TypeVar("T")


def reporting(store: Store, progress: Callable[[str], None]) -> Store:
    """Return a store that says how much of it was read.

    Parameters
    ----------
    store
        What is read.
    progress
        Called with how many findings or claims were read, of how many.

    Returns
    -------
    Store

    Examples
    --------
    >>> import radexo
    >>> len(list(reporting(radexo.load().store, print).each_finding()))
    102
    """
    return cast("Store", _Reporting(store, progress))


class _Reporting:
    """A store of which two methods count what they yield."""

    def __init__(self, store: Store, progress: Callable[[str], None]) -> None:
        self._store, self._progress = store, progress

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def each_finding(self) -> Iterator[Finding]:
        return self._counted(self._store.each_finding(), "findings")

    def each_edge(self) -> Iterator[Edge]:
        return self._counted(self._store.each_edge(), "edges")

    def _counted(self, items: Iterator[T], what: str) -> Iterator[T]:
        number, total = 0, self._store.census().totals[what]
        for number, item in enumerate(items):
            if number and number % _PER_MESSAGE == 0:
                self._progress(f"{number:,} of {total:,} {what} read")
            yield item
