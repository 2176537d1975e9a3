"""The store interface that queries run over, and the embedded store behind the default graph.

A query knows a store only by `Store`: entities by id, a node's in- and out-edges by predicate
class, predicate and sign, an edge's evidence. Whatever offers these answers every question.

Examples
--------
>>> from radexo.graph.records import Records
>>> from radexo.graph.model import Entity, Finding, Statement
>>> store = EmbeddedStore(Records(
...     entities=(Entity("radexo:a", "a", "MiRNA"), Entity("radexo:b", "b", "Gene")),
...     findings=(Finding("s:1a", statements=(Statement("radexo:a", "REPRESSES", "radexo:b"),)),)))
>>> [edge.object for edge in store.out_edges("radexo:a", signs={-1})]
['radexo:b']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection as Some
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import UnknownNameError
from ..model import Edge, Entity, Evidence, Finding, Reference, Source
from ..records import Records, assemble
from ..schema import PREDICATES, PredicateClass

if TYPE_CHECKING:
    import networkx

__all__ = ["SCHEMES", "TOTALS", "Census", "EmbeddedStore", "Store", "is_address"]


SCHEMES = ("neo4j://", "neo4j+s://", "neo4j+ssc://", "bolt://", "bolt+s://", "bolt+ssc://")
"""The addresses that name a server."""


def is_address(text: str) -> bool:
    """Tell whether a text names a server.

    Examples
    --------
    >>> is_address("neo4j://127.0.0.1:7687"), is_address("my-graph")
    (True, False)
    """
    return text.startswith(SCHEMES)


TOTALS = ("entities", "edges", "findings", "statements", "biomarker claims", "papers", "cancers")
"""What a census counts in all."""


@dataclass(frozen=True, slots=True)
class Census:
    """How much a graph holds.

    Parameters
    ----------
    totals
        Entities, edges, findings, statements, biomarker claims, papers cited, cancers.
    entities, edges
        By type, by predicate; what there is none of is left out.
    """

    totals: dict[str, int]
    entities: dict[str, int]
    edges: dict[str, int]


class Store(Protocol):
    """What every store offers; each method is documented here, once."""

    @property
    def version(self) -> str:
        """A hash of the content."""

    def sources(self) -> Sequence[Source]:
        """List the sources."""

    def references(self) -> Sequence[Reference]:
        """List all papers."""

    def reference(self, source: str, citation: str | None) -> Reference:
        """Look a paper up; one that is not known comes back without fields."""

    def entities(self) -> Iterable[Entity]:
        """Iterate over all entities, ordered by id."""

    def entity(self, id: str) -> Entity:
        """Look an entity up by id; `UnknownNameError` when there is none."""

    def findings(self) -> Iterable[Finding]:
        """Iterate over all findings, in natural order of their ids."""

    def edges(self) -> Iterable[Edge]:
        """Iterate over all edges, ordered by claim."""

    def out_edges(
        self,
        id: str,
        *,
        classes: Some[PredicateClass] | None = None,
        predicates: Some[str] | None = None,
        signs: Some[int | None] | None = None,
    ) -> Iterable[Edge]:
        """Iterate over the edges that leave a node, those of the given classes, predicates and signs only."""

    def in_edges(
        self,
        id: str,
        *,
        classes: Some[PredicateClass] | None = None,
        predicates: Some[str] | None = None,
        signs: Some[int | None] | None = None,
    ) -> Iterable[Edge]:
        """Iterate over the edges that enter a node, those of the given classes, predicates and signs only."""

    def neighbors(
        self, id: str, classes: Some[PredicateClass], *, forward: bool = True
    ) -> Set[str]:
        """Give the ids of the nodes that edges of some classes lead to (or come from), parallel ones collapsed."""

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        """Give every statement behind an edge, with its finding."""

    def degree(self, id: str) -> int:
        """Count the edges at a node, both ways."""

    def census(self) -> Census:
        """Count everything."""


class EmbeddedStore:
    """A graph held in memory: nothing to install, nothing to start.

    Parameters
    ----------
    records
        What the graph is assembled from.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self._entities = {e.id: e for e in records.entities}
        self._references = {r.key: r for r in records.references}
        self._edges = [edge for edge in assemble(records.findings) if self._keeps(edge)]
        self._out: dict[str, list[Edge]] = {}
        self._in: dict[str, list[Edge]] = {}
        self._neighbors: dict[tuple[str, frozenset[PredicateClass], bool], frozenset[str]] = {}
        for edge in self._edges:
            self._out.setdefault(edge.subject, []).append(edge)
            self._in.setdefault(edge.object, []).append(edge)

    def _keeps(self, edge: Edge) -> bool:
        """Whether an assembled edge belongs to the store; a selection keeps what was selected."""
        return True

    @cached_property
    def version(self) -> str:
        return self.records.version

    def sources(self) -> Sequence[Source]:
        return self.records.sources

    def references(self) -> Sequence[Reference]:
        return self.records.references

    def reference(self, source: str, citation: str | None) -> Reference:
        return self._references.get((source, citation)) or Reference(source, citation)

    def entities(self) -> Iterable[Entity]:
        return self._entities.values()

    def entity(self, id: str) -> Entity:
        try:
            return self._entities[id]
        except KeyError:
            raise UnknownNameError(f"{id!r} is the id of no entity of the graph") from None

    def findings(self) -> Iterable[Finding]:
        return self.records.findings

    def edges(self) -> Iterable[Edge]:
        return self._edges

    def out_edges(self, id: str, **wanted: Any) -> Iterable[Edge]:
        return _select(self._out.get(id, ()), **wanted)

    def in_edges(self, id: str, **wanted: Any) -> Iterable[Edge]:
        return _select(self._in.get(id, ()), **wanted)

    def neighbors(
        self, id: str, classes: Some[PredicateClass], *, forward: bool = True
    ) -> Set[str]:
        key = (id, frozenset(classes), forward)
        if key not in self._neighbors:
            edges = (self.out_edges if forward else self.in_edges)(id, classes=classes)
            self._neighbors[key] = frozenset(
                edge.object if forward else edge.subject for edge in edges
            )
        return self._neighbors[key]

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        return edge.evidence

    def degree(self, id: str) -> int:
        return len(self._out.get(id, ())) + len(self._in.get(id, ()))

    def census(self) -> Census:
        findings = self.records.findings
        counted = (
            len(self._entities),
            len(self._edges),
            len(findings),
            sum(len(f.statements) for f in findings),
            sum(len(f.biomarkers) for f in findings),
            len({key for f in findings for key in f.reference_keys}),
            len({f.cancer for f in findings if f.cancer}),
        )
        totals = dict(zip(TOTALS, counted, strict=True))
        types, predicates = (
            Counter(e.type for e in self._entities.values()),
            Counter(e.predicate for e in self._edges),
        )
        return Census(totals, dict(types), dict(predicates))

    @cached_property
    def nx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a frozen `networkx.MultiDiGraph`: nodes by id, edges keyed by edge id."""
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(version=self.version)
        for entity in self._entities.values():
            graph.add_node(entity.id, name=entity.name, type=entity.type)
        for edge in self._edges:
            graph.add_edge(
                edge.subject,
                edge.object,
                key=edge.id,
                predicate=edge.predicate,
                sign=edge.sign,
                causal=edge.causal,
                certainty=edge.certainty,
                findings=edge.findings,
            )
        frozen: networkx.MultiDiGraph[str] = networkx.freeze(graph)
        return frozen


def _select(
    edges: Iterable[Edge],
    *,
    classes: Some[PredicateClass] | None = None,
    predicates: Some[str] | None = None,
    signs: Some[int | None] | None = None,
) -> Iterable[Edge]:
    for edge in edges:
        row = PREDICATES[edge.predicate]
        if classes is not None and row.cls not in classes:
            continue
        if predicates is not None and edge.predicate not in predicates:
            continue
        if signs is not None and row.sign not in signs:
            continue
        yield edge
