"""SIF, the simple interaction format: one line per claim, its ends by name.

A name that would break a line, or that a spreadsheet would run as a formula, is replaced by the id.
"""

from __future__ import annotations

import re
from pathlib import Path

from ...atomic import writing_text
from ...model import Entity, Statement
from ...schema import PREDICATES
from ...stores.base import Store
from ..losses import Loss, Tally, losses
from ..registry import Format

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    __name__, "sif", "one line per claim, for Cytoscape and simple tools", extensions=(".sif",)
)

_BREAKING = r"\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff"
_SAFE = re.compile(
    rf"[^\s{_BREAKING}=+\-@\"'\uff0b\uff0d\uff1d\uff20]"
    rf"([^\t\n\r\v\f\u2028\u2029{_BREAKING}]*[^\s{_BREAKING}])?"
)
_CARRIED = {Entity: ("id", "name"), Statement: ("subject", "predicate", "object")}


def write(store: Store, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph into a file, atomically.

    Parameters
    ----------
    store
        The graph.
    path
        The file.
    overwrite
        Whether to replace what exists.

    Returns
    -------
    list of Loss
        What SIF does not carry: nearly everything.

    Raises
    ------
    DataError
        When the file exists and `overwrite` is false, or cannot be written.
    """
    tally = Tally()
    ids = {e.id for e in store.entities()}
    names = {}
    for entity in store.entities():
        names[entity.id] = entity.name
        if not _SAFE.fullmatch(entity.name) or entity.name in ids:
            names[entity.id] = entity.id
            tally.add(
                "name that SIF cannot carry; replaced by the id", f"{entity.id}: {entity.name!r}"
            )
        else:
            tally.add("id of an entity; replaced by the name", entity.id)
    isolated = set(names)
    with writing_text(path, overwrite=overwrite) as file:
        for edge in store.edges():
            isolated -= {edge.subject, edge.object}
            word = PREDICATES[edge.predicate].sif
            file.write(f"{names[edge.subject]}\t{word}\t{names[edge.object]}\n")
        for id in sorted(isolated):
            file.write(f"{names[id]}\n")
    return tally.losses() + losses(store, _CARRIED)
