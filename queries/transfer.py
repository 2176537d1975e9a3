"""What was written elsewhere: a graph pushed to a server, or exported to files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import Any, ClassVar

from ..graph.exchange.losses import Loss
from ..graph.exchange.registry import find_format, guess
from ..graph.stores.memory import MemoryStore
from .answer import Answer

__all__ = ["Written", "export", "push"]


@dataclass(frozen=True, slots=True)
class Written:
    """How much of what was written, a row of `push`."""

    FIELDS: ClassVar[tuple[str, ...]] = ("what", "count")

    what: str
    count: int

    def to_dict(self) -> dict[str, Any]:
        return {"what": self.what, "count": self.count}

    def cells(self) -> dict[str, str]:
        return {"what": self.what, "count": str(self.count)}


def push(store: MemoryStore, address: str, *, replace: bool = False) -> Answer[Written]:
    """Push a graph to a server, in one transaction.

    Parameters
    ----------
    store
        The graph.
    address
        Such as ``neo4j://127.0.0.1:7687``.
    replace
        Whether what RadExo put there before, and this graph does not hold, is removed.

    Returns
    -------
    Answer of Written
        What of RadExo's is on the server now, and how much was removed.
    """
    from ..graph.stores.neo4j import Server

    with Server(address) as server:
        counts = server.push(store.records, replace=replace)
    rows = tuple(Written(what, count) for what, count in counts.items())
    parameters = {"store": address, "replace": replace}
    return Answer("push", parameters, rows, Written, store.version, reason=f"pushed to {address}")


def export(
    store: MemoryStore,
    path: str | Path,
    format: str | None = None,
    *,
    overwrite: bool = True,
    look: Callable[[MemoryStore], Mapping[str, Any]] | None = None,
) -> Answer[Loss]:
    """Export a graph to a file or folder, whole or not at all.

    Parameters
    ----------
    store
        The graph.
    path
        Where to; what an earlier export left there is replaced.
    format
        A key of `radexo.graph.exchange.registry.FORMATS`; by default what the extension tells.
    overwrite
        Whether to replace what exists.
    look
        Gives the style and positions for a format that can hold them.

    Returns
    -------
    Answer of Loss
        What the format could not carry.

    Raises
    ------
    UsageError
        When there is no such format, or the extension tells none.
    DataError
        When the path cannot be written, is kept, or is a folder that holds something else.
    """
    chosen = guess(path) if format is None else find_format(format)
    found = chosen.write(
        store.records, path, overwrite=overwrite, **(look(store) if look and chosen.styled else {})
    )
    told = f"wrote {path}"
    if chosen.name == "neo4j-csv":
        script = quote(str(Path(path) / "import.sh"))
        told += f"; with the server stopped: sh {script} (it runs neo4j-admin; --overwrite replaces what is there)"
    if found:
        told += f"; {len(found)} kinds of things that {chosen.name} does not carry are listed"
    parameters = {"format": chosen.name, "path": str(path), "lossless": chosen.lossless}
    return Answer(
        "export", parameters, tuple(found), Loss, store.version, status="complete", reason=told
    )
