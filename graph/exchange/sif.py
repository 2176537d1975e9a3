"""SIF, the simple interaction format: a line for each claim, with the ends by name and the schema's word between.

A name that would break a line, or that a spreadsheet would run as a formula, gives way to the id.
"""

from __future__ import annotations

import re
from pathlib import Path

from ..model import Entity, Statement
from ..records import Records, assemble
from ..schema import PREDICATES
from .atomic import writing_text
from .losses import Loss, Tally, losses

__all__ = ["write"]

_BREAKING = r"\x00-\x1f\x7f-\x9f\ufeff\ud800-\udfff"
_SAFE = re.compile(
    rf"[^\s{_BREAKING}=+\-@\"'\uff0b\uff0d\uff1d\uff20]([^\t\n\r\v\f\u2028\u2029{_BREAKING}]*[^\s{_BREAKING}])?"
)
_CARRIED = {Entity: ("id", "name"), Statement: ("subject", "predicate", "object")}


def write(records: Records, path: str | Path, *, overwrite: bool = True) -> list[Loss]:
    """Write a graph into a file, whole or not at all.

    Parameters
    ----------
    records
        The graph.
    path
        The file; one that is there is replaced.
    overwrite
        Whether to replace what exists.

    Returns
    -------
    list of Loss
        What SIF does not carry: nearly everything.

    Raises
    ------
    DataError
        When the file cannot be written, or is kept.
    """
    tally = Tally()
    ids = {e.id for e in records.entities}
    words = {}
    for entity in records.entities:
        words[entity.id] = entity.name
        if not _SAFE.fullmatch(entity.name) or entity.name in ids:
            words[entity.id] = entity.id
            tally.add(
                "name that SIF cannot carry; the id stands for it", f"{entity.id}: {entity.name!r}"
            )
        else:
            tally.add("id of an entity; its name stands for it", entity.id)
    alone = set(words)
    with writing_text(path, overwrite=overwrite) as file:
        for edge in assemble(records.findings):
            alone -= {edge.subject, edge.object}
            file.write(
                f"{words[edge.subject]}\t{PREDICATES[edge.predicate].sif}\t{words[edge.object]}\n"
            )
        for id in sorted(alone):
            file.write(f"{words[id]}\n")
    return tally.losses() + losses(records, _CARRIED)
