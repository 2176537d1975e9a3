"""What a push in batches writes: batch by batch, each created in one transaction.

The server holds nothing of the graph yet, so that rows are created without looking for them. The
nodes beside findings come first, then their relationships, then each finding with its own
relationships, then the claims. `Batch.digest` covers what was written so far: a push that was
interrupted goes on behind the last batch whose digest the server has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..model import Finding
from .base import Store
from .disk import DiskStore
from .neo4j_plan import (
    MARKS,
    NODES,
    PlannedRow,
    claim_row,
    create_cypher,
    each_claim,
    each_stored,
    finding_rows,
    format_of,
    key_of,
    rows_beside,
)

__all__ = ["Batch", "each_batch"]

_MOST_TEXT = 8 * 2**20
"""The most characters of records in a batch, unless one record alone is longer."""

_Slots = list[tuple[str, dict[str, Any], list[tuple[str, str]]]]
"""Rows of a template: the name, what all its findings share, and formats of the rest by key."""


@dataclass(frozen=True)
class Batch:
    """What one transaction creates.

    Parameters
    ----------
    number
        How many batches there are up to this one.
    digest
        Of the names and keys of all rows up to this batch, in order.
    rows
        The rows of each statement, by name: a label (of entities with their type), the type of a
        link, or a predicate.
    """

    number: int
    digest: str
    rows: dict[tuple[str, str], list[dict[str, Any]]]

    def writes(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Yield each Cypher of the batch and its rows, in the order in which they are written."""
        for (name, type), rows in self.rows.items():
            yield create_cypher(name, type), rows

    def keys(self, label: str) -> list[str]:
        """Return the keys of its nodes of a label."""
        key = key_of(label)
        return [row[key] for (name, _), rows in self.rows.items() if name == label for row in rows]

    def __len__(self) -> int:
        return sum(map(len, self.rows.values()))


def each_batch(store: Store, most: int) -> Iterator[Batch]:
    """Yield the batches of a graph, without holding more than one.

    Parameters
    ----------
    store
        The graph. One store yields the same batches each time.
    most
        The most rows of a batch; a finding and its relationships stay together.

    Yields
    ------
    Batch

    Examples
    --------
    >>> from radexo.graph.model import Entity
    >>> from radexo.graph.records import Records
    >>> from radexo.graph.stores.memory import MemoryStore
    >>> store = MemoryStore(Records(entities=(Entity("hgnc:1", "A", "Gene"),)))
    >>> [sorted(batch.rows) for batch in each_batch(store, 10)]
    [[('Entity', 'Gene'), ('Name', '')], [('NAMED', '')]]
    """
    number, digest = 0, hashlib.sha256()
    for phase in _phases(store):
        rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
        count = text = 0
        for group in phase:
            for name, row in group:
                rows.setdefault((name, row["type"] if name == "Entity" else ""), []).append(row)
                count += 1
                if name in NODES:
                    text += len(row.get("record", ""))
            if count >= most or text >= _MOST_TEXT:
                number += 1
                yield Batch(number, _digest(digest, rows), rows)
                rows, count, text = {}, 0, 0
        if rows:
            number += 1
            yield Batch(number, _digest(digest, rows), rows)


def _phases(store: Store) -> Iterator[Iterable[Iterable[PlannedRow]]]:
    """Yield what may lie in one batch: groups of rows whose ends were all written before."""
    yield ((row,) for row in rows_beside(store) if row[0] in NODES)
    yield ((row,) for row in rows_beside(store) if row[0] not in NODES)
    yield (
        _stored_findings(store)
        if isinstance(store, DiskStore)
        else map(finding_rows, store.each_finding())
    )
    yield ((claim_row(claim),) for claim in each_claim(store))


def _stored_findings(store: DiskStore) -> Iterator[Iterable[PlannedRow]]:
    """Yield the rows of each finding on disk."""
    for found in each_stored(store, _slots):
        if isinstance(found, Finding):
            yield finding_rows(found)
        else:
            slots, values = found
            yield [
                (name, {**shared, **{key: text % values for key, text in formats}})
                for name, shared, formats in slots
            ]


def _slots(rows: Iterable[PlannedRow]) -> _Slots:
    """Return rows with marks as what is shared and formats."""
    found: _Slots = []
    for name, row in rows:
        held = {
            key
            for key, value in row.items()
            if isinstance(value, str) and any(mark in value for mark in MARKS.values())
        }
        shared = {key: value for key, value in row.items() if key not in held}
        found.append((name, shared, [(key, format_of(row[key])) for key in held]))
    return found


def _digest(digest: Any, rows: dict[tuple[str, str], list[dict[str, Any]]]) -> str:
    """Add the names and keys of rows to a digest, and return it as text."""
    for (name, type), written in rows.items():
        key = key_of(name) if name in NODES else ""
        texts = [row[key] if key else f"{row['from']}\x1f{row['to']}" for row in written]
        digest.update("\n".join((name, type, *texts, "")).encode())
    return str(digest.hexdigest()[:32])
