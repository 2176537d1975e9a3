"""Count what a format cannot carry, from the records themselves.

A format declares which fields of which records it carries; every other value in a graph is a loss.

Examples
--------
>>> from radexo.graph.records import Records
>>> from radexo.graph.stores.memory import MemoryStore
>>> store = MemoryStore(Records(entities=(Entity("radexo:x", "x", "Process", note="a word"),)))
>>> [(loss.what, loss.count, loss.example) for loss in losses(store, {Entity: {"id", "name"}})]
[('entity type', 1, 'radexo:x: Process'), ('entity note', 1, 'radexo:x: a word')]
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from ..model import Biomarker, Entity, Finding, Reference, Source, Statement
from ..stores.base import Store
from ..values import frozen

__all__ = ["Loss", "Tally", "losses"]

_LONGEST = 120


@frozen
class Loss:
    """One kind of value that a format could not carry, a row of `export`.

    Parameters
    ----------
    what
        The record and the field, or what was replaced.
    count
        How many there are.
    example
        The first one.
    """

    what: str
    count: int
    example: str


class Tally:
    """Count losses while a file is written; the first of each kind is the example."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, what: str, example: str, number: int = 1) -> None:
        """Count one more, or so many.

        Parameters
        ----------
        what
            The kind of loss.
        example
            What is lost here.
        number
            How often.
        """
        count, first = self._found.get(what, (0, example))
        self._found[what] = (count + number, first)

    def losses(self) -> list[Loss]:
        """Return the losses in the order in which each kind was first counted.

        Returns
        -------
        list of Loss

        Examples
        --------
        >>> tally = Tally()
        >>> tally.add("note", "x:1: rare")
        >>> tally.add("note", "x:2: frequent")
        >>> tally.losses()[0].count
        2
        """
        return [
            Loss(what, count, _short(example)) for what, (count, example) in self._found.items()
        ]


def losses(store: Store, carried: Mapping[type[Any], Collection[str]]) -> list[Loss]:
    """Count what a format does not carry.

    Parameters
    ----------
    store
        The graph.
    carried
        The fields that the format carries, by record; a record that is missing here is lost whole.

    Returns
    -------
    list of Loss
        In the order of the model's records and fields; empty fields are not counted.

    Examples
    --------
    >>> import radexo
    >>> [loss.what for loss in losses(radexo.load().store, {Entity: ("id", "name", "type")})][:2]
    ['source', 'paper']
    """
    tally = Tally()
    for cls, name in _KINDS.items():
        lost = [
            f for f in fields(cls) if f.name not in _NESTED and f.name not in carried.get(cls, ())
        ]
        for key, record, alike in _records(store, cls) if lost else ():
            if cls not in carried:
                tally.add(name, key, alike)
                continue
            for field in lost:
                value = getattr(record, field.name)
                if value not in (None, (), False) and (
                    field.default is MISSING or value != field.default
                ):
                    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
                    tally.add(f"{name} {field.name}", f"{key}: {text}", alike)
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
"""Fields of a finding that hold records, which are counted by themselves."""


def _records(store: Store, cls: type[Any]) -> Iterator[tuple[str, Any, int]]:
    """Yield every record of a kind, after the words that identify it; then how many are alike."""
    if cls is Source:
        yield from ((s.id, s, 1) for s in store.sources())
    elif cls is Reference:
        yield from (
            (f"{r.source} [{r.citation}]" if r.citation else r.source, r, 1)
            for r in store.references()
        )
    elif cls is Entity:
        yield from ((e.id, e, 1) for e in store.entities())
    else:
        for finding, alike in store.each_kind():
            if cls is Finding:
                yield finding.id, finding, alike
            elif cls is Statement:
                yield from (
                    (f"{finding.id}, {s.subject} {s.predicate} {s.object}", s, alike)
                    for s in finding.statements
                )
            else:
                yield from ((f"{finding.id}, {b.entity}", b, alike) for b in finding.biomarkers)


def _short(text: str) -> str:
    text = " ".join(text[: 2 * _LONGEST].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
