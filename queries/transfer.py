"""What was written elsewhere: a graph pushed to a server, or exported to files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from ..graph.collection import Collection
from ..graph.store import EmbeddedStore
from .answer import Answer

__all__ = ["Loss", "Written", "export", "push"]


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


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format could not carry, a row of `export`."""

    FIELDS: ClassVar[tuple[str, ...]] = ("what", "count", "example")

    what: str
    count: int
    example: str

    def to_dict(self) -> dict[str, Any]:
        return {"what": self.what, "count": self.count, "example": self.example}

    def cells(self) -> dict[str, str]:
        return {"what": self.what, "count": str(self.count), "example": self.example}


def push(store: EmbeddedStore, address: str, *, replace: bool = False) -> Answer[Written]:
    """Push a graph to a server, in one transaction.

    Parameters
    ----------
    store
        The graph.
    address
        Such as ``neo4j://127.0.0.1:7687``.
    replace
        Whether what RadExo itself put there before is removed first.

    Returns
    -------
    Answer of Written
        What of RadExo's is on the server now, and how much was removed.
    """
    from ..graph.server import Server

    with Server(address) as server:
        counts = server.push(store.collection, replace=replace)
    rows = tuple(Written(what, count) for what, count in counts.items())
    parameters = {"store": address, "replace": replace}
    return Answer("push", parameters, rows, Written, store.version, reason=f"pushed to {address}")


def _neo4j_csv(collection: Collection, path: str | Path) -> tuple[list[Loss], str]:
    from ..graph.neo4j_csv import write

    files = write(collection, path)
    return [], f"wrote {len(files)} files; with the server stopped: sh {Path(path) / 'import.sh'} (it runs neo4j-admin)"


FORMATS = {"neo4j-csv": (_neo4j_csv, True)}
"""Writers by format, and whether they carry everything."""


def export(store: EmbeddedStore, format: str, path: str | Path) -> Answer[Loss]:
    """Export a graph to files.

    Parameters
    ----------
    store
        The graph.
    format
        A key of `FORMATS`.
    path
        Where to; must not be there yet.

    Returns
    -------
    Answer of Loss
        What the format could not carry.
    """
    writer, lossless = FORMATS[format]
    losses, told = writer(store.collection, path)
    parameters = {"format": format, "path": str(path), "lossless": lossless}
    return Answer("export", parameters, tuple(losses), Loss, store.version, status="complete", reason=told)
