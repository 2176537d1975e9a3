"""What a graph holds: its version, sources, licenses, and how much of each kind."""

from __future__ import annotations

from typing import Literal

from ...graph.schema import ENTITY_TYPES, PREDICATES
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..rows import Row, row


@row
class Overview(Row):
    """One count, source or license of a graph."""

    what: Literal["graph", "source", "license", "version", "total", "entities", "edges"]
    name: str
    value: str | int


@question(example={}, group="graph")
def info(store: Store) -> Rows[Overview]:
    """What the graph holds: version, sources, counts, licenses.

    Version, sources with license and version, totals, counts by type of entity and by predicate.
    """
    rows = [Overview("graph", "version", store.version)]
    for source in store.sources():
        parts = [source.title, f"doi:{source.doi}" if source.doi else None]
        rows.append(Overview("source", source.id, ", ".join(filter(None, parts))))
        rows.append(Overview("license", source.id, source.license or "not stated"))
        if source.version:
            rows.append(Overview("version", source.id, source.version))
    census = store.census()
    rows += [Overview("total", name, count) for name, count in census.totals.items()]
    rows += [
        Overview("entities", name, census.entities[name])
        for name in ENTITY_TYPES
        if name in census.entities
    ]
    rows += [
        Overview("edges", name, census.edges[name]) for name in PREDICATES if name in census.edges
    ]
    return Rows(rows)
