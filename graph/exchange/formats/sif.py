"""SIF, the simple interaction format: one line per claim, its ends by name.

A name that would break a line, that a spreadsheet would run as a formula, or that several entities
have, is replaced by the id.
"""

from __future__ import annotations

from pathlib import Path

from ...atomic import writing_text
from ...model import Entity, Statement
from ...schema import PREDICATES
from ...stores.base import Store
from ..labels import labels
from ..losses import Loss, Tally, losses
from ..registry import Format

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    __name__, "sif", "one line per claim, for Cytoscape and simple tools", extensions=(".sif",)
)

_CARRIED = {Entity: ("id", "name"), Statement: ("subject", "predicate", "object")}


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph as SIF.

    Parameters, result and errors are those of `Format.write`.
    """
    tally = Tally()
    names = labels(store.entities(), "SIF", tally)
    isolated = set(names)
    with writing_text(path, overwrite=overwrite) as file:
        for edge in store.each_edge():
            isolated -= {edge.subject, edge.object}
            word = PREDICATES[edge.predicate].sif
            file.write(f"{names[edge.subject]}\t{word}\t{names[edge.object]}\n")
        for id in sorted(isolated):
            file.write(f"{names[id]}\n")
    return tally.losses() + losses(store, _CARRIED)
