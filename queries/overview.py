"""What a graph holds: its version, sources, licences, and how much of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.schema import ENTITY_TYPES, PREDICATES
from ..graph.store import Store
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
        Version, sources with their licences, totals, then counts by type of entity and by predicate.
    """
    entities, findings, edges = list(store.entities()), list(store.findings()), list(store.edges())
    rows = [Overview("graph", "version", store.version)]
    for source in store.sources():
        told = [part for part in (source.title, f"doi:{source.doi}" if source.doi else None) if part]
        rows.append(Overview("source", source.id, ", ".join(told)))
        rows.append(Overview("license", source.id, source.license or "not stated"))
    totals = {
        "entities": len(entities),
        "edges": len(edges),
        "findings": len(findings),
        "statements": sum(len(f.statements) for f in findings),
        "biomarker claims": sum(len(f.biomarkers) for f in findings),
        "papers": len({key for f in findings for key in f.reference_keys}),
        "cancers": len({f.cancer for f in findings if f.cancer}),
    }
    rows += [Overview("total", name, count) for name, count in totals.items()]
    types, predicates = Counter(e.type for e in entities), Counter(e.predicate for e in edges)
    rows += [Overview("entities", name, types[name]) for name in ENTITY_TYPES if types[name]]
    rows += [Overview("edges", name, predicates[name]) for name in PREDICATES if predicates[name]]
    return rows


@question("info", "What the graph holds: version, sources, counts, licenses", example={}, row=Overview)
def info(store: Store) -> Answer[Overview]:
    """Tell what a graph holds."""
    return Answer("info", {}, tuple(overview(store)), Overview, store.version)
