"""What a format cannot carry, counted from the records themselves.

A format declares which fields of which records it carries; everything else that a graph holds is a
loss.

Examples
--------
>>> from radexo.graph.model import Entity
>>> told = losses(Records(entities=(Entity("radexo:x", "x", "Process", note="a word"),)), {Entity: {"id", "name", "type"}})
>>> [(loss.what, loss.count, loss.example) for loss in told]
[('entity note', 1, 'radexo:x: a word')]
"""

from __future__ import annotations

from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar

from ..model import Biomarker, Entity, Finding, Reference, Source, Statement
from ..records import Records

__all__ = ["Loss", "Tally", "losses"]

_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that a format could not carry, a row of `export`.

    Parameters
    ----------
    what
        The record and the field, or what was changed.
    count
        How often.
    example
        The first of them.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("what", "count", "example")

    what: str
    count: int
    example: str

    def to_dict(self) -> dict[str, Any]:
        """Give the loss as a row of `export`."""
        return {"what": self.what, "count": self.count, "example": self.example}

    def cells(self) -> dict[str, str]:
        """Give the loss as a person reads it."""
        return {"what": self.what, "count": str(self.count), "example": self.example}


class Tally:
    """Counts losses while something is written; the first of each kind is the example."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, what: str, example: str) -> None:
        """Count one more."""
        count, first = self._found.get(what, (0, example))
        self._found[what] = (count + 1, first)

    def losses(self) -> list[Loss]:
        """Give what was counted, in the order in which it was first seen."""
        return [
            Loss(what, count, _short(example)) for what, (count, example) in self._found.items()
        ]


def losses(records: Records, carried: Mapping[type[Any], Some[str]]) -> list[Loss]:
    """Count what a format does not carry.

    Parameters
    ----------
    records
        What is exported.
    carried
        The fields that the format carries, by record; a record that is not named is lost as a
        whole.

    Returns
    -------
    list of Loss
        In the order of the model's records and fields; what no record holds is no loss.
    """
    tally = Tally()
    for cls, name in _KINDS.items():
        lost = [
            f for f in fields(cls) if f.name not in _NESTED and f.name not in carried.get(cls, ())
        ]
        for key, record in _records(records, cls) if lost else ():
            if cls not in carried:
                tally.add(name, key)
                continue
            for field in lost:
                value = getattr(record, field.name)
                if value not in (None, (), False) and (
                    field.default is MISSING or value != field.default
                ):
                    told = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
                    tally.add(f"{name} {field.name}", f"{key}: {told}")
    return tally.losses()


_KINDS: dict[type[Any], str] = {
    Source: "source",
    Reference: "paper",
    Entity: "entity",
    Finding: "finding",
    Statement: "statement",
    Biomarker: "biomarker claim",
}


_NESTED = ("statements", "biomarkers")
"""Fields of a finding that hold records of their own, which are counted themselves."""


def _records(records: Records, cls: type[Any]) -> Iterator[tuple[str, Any]]:
    """Give every record of a kind with the words that name it."""
    if cls is Source:
        yield from ((s.id, s) for s in records.sources)
    elif cls is Reference:
        yield from (
            (f"{r.source} [{r.citation}]" if r.citation else r.source, r)
            for r in records.references
        )
    elif cls is Entity:
        yield from ((e.id, e) for e in records.entities)
    else:
        for finding in records.findings:
            if cls is Finding:
                yield finding.id, finding
            elif cls is Statement:
                yield from (
                    (f"{finding.id}, {s.subject} {s.predicate} {s.object}", s)
                    for s in finding.statements
                )
            else:
                yield from ((f"{finding.id}, {b.entity}", b) for b in finding.biomarkers)


def _short(text: str) -> str:
    text = " ".join(text[: 2 * _LONGEST].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
