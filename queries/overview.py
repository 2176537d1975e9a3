"""What a graph holds: its version, sources, licenses, and how much of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.schema import ENTITY_TYPES, PREDICATES
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import question

__all__ = ["Overview", "info", "overview"]


@dataclass(frozen=True, slots=True)
class Overview:
    """One count, source or licence, a row of `info`."""

    FIELDS: ClassVar[tuple[str, ...]] = ("what", "name", "value")

    what: str
    name: str
    value: str | int

    def to_dict(self) -> dict[str, Any]:
        return {"what": self.what, "name": self.name, "value": self.value}

    def cells(self) -> dict[str, str]:
        return {"what": self.what, "name": self.name, "value": str(self.value)}


def overview(store: Store) -> list[Overview]:
    """Count what a graph holds.

    Parameters
    ----------
    store
        The graph.

    Returns
    -------
    list of Overview
        Version, sources with their licenses, totals, then counts by type of entity and by
        predicate.
    """
    rows = [Overview("graph", "version", store.version)]
    for source in store.sources():
        told = [
            part for part in (source.title, f"doi:{source.doi}" if source.doi else None) if part
        ]
        rows.append(Overview("source", source.id, ", ".join(told)))
        rows.append(Overview("license", source.id, source.license or "not stated"))
    counted = store.census()
    rows += [Overview("total", name, count) for name, count in counted.totals.items()]
    rows += [
        Overview("entities", name, counted.entities[name])
        for name in ENTITY_TYPES
        if name in counted.entities
    ]
    rows += [
        Overview("edges", name, counted.edges[name]) for name in PREDICATES if name in counted.edges
    ]
    return rows


@question(
    "info", "What the graph holds: version, sources, counts, licenses", example={}, row=Overview
)
def info(store: Store) -> Answer[Overview]:
    """Tell what a graph holds."""
    return Answer("info", {}, tuple(overview(store)), Overview, store.version)
