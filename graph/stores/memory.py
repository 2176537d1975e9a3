"""The store in memory, which is behind the default graph.

Examples
--------
>>> from radexo.graph.records import Records
>>> from radexo.graph.model import Entity, Finding, Statement
>>> store = MemoryStore(Records(
...     entities=(Entity("radexo:a", "a", "MiRNA"), Entity("radexo:b", "b", "Gene")),
...     findings=(Finding("s:1a", statements=(Statement("radexo:a", "REPRESSES", "radexo:b"),)),)))
>>> [edge.object for edge in store.out_edges("radexo:a", signs={-1})]
['radexo:b']
>>> [entity.name for entity in store.entities({"RNA"})]
['a']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property, partial
from itertools import chain
from typing import TypeVar, Unpack

from ..errors import UnknownNameError
from ..model import Edge, Entity, Evidence, Finding, Reference, Source, closure
from ..names import NameIndex, Names
from ..records import Records, assemble, is_row
from ..schema import PredicateClass, subtypes
from .base import (
    TOTALS,
    ById,
    Census,
    Counts,
    EdgeKinds,
    Node,
    Pair,
    Trace,
    matching,
    named_by_review,
)

__all__ = ["MemoryStore"]

Item = TypeVar("Item")
Key = TypeVar("Key")


class MemoryStore(ById):
    """A graph in memory. Indexes are built when first used; all are over immutable records.

    Parameters
    ----------
    records
        The content.
    version
        Its hash, where it is known.
    """

    def __init__(self, records: Records, version: str | None = None) -> None:
        self.records = records
        self._version = version
        self._entities = {e.id: e for e in records.entities}
        self._edges = [edge for edge in assemble(records.findings) if self._keeps(edge)]
        self._out: dict[str, list[Edge]] = {}
        self._in: dict[str, list[Edge]] = {}
        self._neighbors: dict[tuple[str, frozenset[str], bool], frozenset[str]] = {}
        for edge in self._edges:
            self._out.setdefault(edge.subject, []).append(edge)
            self._in.setdefault(edge.object, []).append(edge)

    def _keeps(self, edge: Edge) -> bool:
        """Return whether an assembled edge belongs to the store; a selection overrides it."""
        return True

    @cached_property
    def version(self) -> str:
        return self.records.version if self._version is None else self._version

    @cached_property
    def names(self) -> NameIndex:
        return Names(self.records.entities, self.degree, partial(named_by_review, self))

    def census(self) -> Census:
        return self._census

    @cached_property
    def _census(self) -> Census:
        findings = self.records.findings
        counts = (
            len(self._entities),
            len(self._edges),
            len(findings),
            sum(len(f.statements) for f in findings),
            sum(len(f.biomarkers) for f in findings),
            len({key for f in findings for key in f.reference_keys}),
            len(self._in_cancer.keys() - {None}),
        )
        return Census(
            dict(zip(TOTALS, counts, strict=True)),
            dict(Counter(e.type for e in self._entities.values())),
            dict(Counter(e.predicate for e in self._edges)),
        )

    def whole(self) -> Records:
        return self.records

    # -- sources and papers -----------------------------------------------------------------------

    @cached_property
    def _references(self) -> dict[tuple[str, str | None], Reference]:
        return {r.key: r for r in self.records.references}

    def sources(self) -> Sequence[Source]:
        return self.records.sources

    @cached_property
    def _reviews(self) -> frozenset[str]:
        found: set[str] = set()
        for finding in self.records.findings:
            if finding.source not in found and not is_row(finding):
                found.add(finding.source)
        return frozenset(found)

    def reviews(self) -> Set[str]:
        return self._reviews

    def references(self) -> Sequence[Reference]:
        return self.records.references

    def reference(self, source: str, citation: str | None) -> Reference:
        return self._references.get((source, citation)) or Reference(source, citation)

    # -- entities ---------------------------------------------------------------------------------

    @cached_property
    def _of_type(self) -> dict[str, list[int]]:
        return _index(self.records.entities, lambda e: (e.type,))

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for entity in self._entities.values():
            for parent in entity.subtype_of:
                children.setdefault(parent, []).append(entity.id)
        return children

    @cached_property
    def _exosomes(self) -> dict[str, list[int]]:
        """Positions of exosomes by their own id, their donors and their exposures."""
        entities = self.records.entities
        index: dict[str, list[int]] = {}
        for position in self._of_type.get("Exosome", ()):
            exosome = entities[position]
            for id in dict.fromkeys((exosome.id, *exosome.donors, *exosome.exposures)):
                index.setdefault(id, []).append(position)
        return index

    def entities(self, types: Collection[str] | None = None) -> Collection[Entity]:
        if types is None:
            return self._entities.values()
        concrete = {name for type in types for name in subtypes(type)}
        return _pick(self.records.entities, (self._of_type.get(name, ()) for name in concrete))

    def by_degree(self, types: Collection[str] | None = None) -> Iterator[Entity]:
        yield from sorted(self.entities(types), key=lambda e: (-self.degree(e.id), e.id))

    def entity(self, id: str) -> Entity:
        try:
            return self._entities[id]
        except KeyError:
            raise UnknownNameError(f"no entity of the graph has the id {id!r}") from None

    def subtypes(self, id: str) -> frozenset[str]:
        return closure(id, lambda parent: self._children.get(parent, ()))

    def supertypes(self, id: str) -> frozenset[str]:
        known = self._entities
        return closure(id, lambda child: known[child].subtype_of if child in known else ())

    def exosomes_of(self, ids: Collection[str]) -> Sequence[Entity]:
        return _pick(self.records.entities, (self._exosomes.get(id, ()) for id in ids))

    # -- findings ---------------------------------------------------------------------------------

    @cached_property
    def _naming(self) -> dict[str, list[int]]:
        return _index(self.records.findings, lambda f: f.named_ids)

    @cached_property
    def _in_cancer(self) -> dict[str | None, list[int]]:
        return _index(self.records.findings, lambda f: (f.cancer,))

    @cached_property
    def _citing(self) -> dict[str, list[int]]:
        return _index(self.records.findings, lambda f: f.cited_as)

    @cached_property
    def _carrying(self) -> dict[str, list[int]]:
        return _index(self.records.findings, lambda f: dict.fromkeys(f.cargo))

    @cached_property
    def _of_source(self) -> dict[str, list[int]]:
        return _index(self.records.findings, lambda f: (f.source,))

    @cached_property
    def _marked(self) -> list[int]:
        return [i for i, finding in enumerate(self.records.findings) if finding.marked]

    @cached_property
    def _findings(self) -> dict[str, Finding]:
        return {f.id: f for f in self.records.findings}

    def findings(
        self,
        *,
        naming: str | None = None,
        cancers: Collection[str | None] | None = None,
        citing: str | None = None,
        cargo: str | None = None,
        sources: Collection[str] | None = None,
        marked: bool = False,
    ) -> Sequence[Finding]:
        matching: list[Iterable[int]] = [self._marked] if marked else []
        if naming is not None:
            matching.append(self._naming.get(naming, ()))
        if sources is not None:
            matching.append(i for id in sources for i in self._of_source.get(id, ()))
        if cancers is not None:
            matching.append(chain(*(self._in_cancer.get(id, ()) for id in set(cancers))))
        if citing is not None:
            matching.append(self._citing.get(citing, ()))
        if cargo is not None:
            matching.append(self._carrying.get(cargo, ()))
        if not matching:
            return self.records.findings
        first, *others = map(set, matching)
        return _pick(self.records.findings, [first.intersection(*others)])

    def each_finding(self) -> Iterator[Finding]:
        return iter(self.records.findings)

    def finding(self, id: str) -> Finding | None:
        return self._findings.get(id)

    def count_findings(self) -> int:
        return len(self.records.findings)

    def count_all_edges(self) -> int:
        return self.census().totals["edges"]

    def findings_by_cancer(self) -> Mapping[str | None, int]:
        return {cancer: len(positions) for cancer, positions in self._in_cancer.items()}

    def cargo(self) -> Set[str]:
        return self._carrying.keys()

    # -- edges ------------------------------------------------------------------------------------

    @cached_property
    def _of_predicate(self) -> dict[str, list[int]]:
        return _index(self._edges, lambda e: (e.predicate,))

    @cached_property
    def _of_pair(self) -> dict[Pair, list[int]]:
        return _index(self._edges, lambda e: ((e.subject, e.object),))

    def edges(
        self, *, findings: Collection[Finding] | None = None, **kinds: Unpack[EdgeKinds]
    ) -> Collection[Edge]:
        if findings is not None:
            claims = {s.claim for finding in findings for s in finding.statements}
            joining = self.edges_between({(subject, object) for subject, _, object in claims})
            resting = (e for e in joining if (e.subject, e.predicate, e.object) in claims)
            return list(_select(resting, **kinds))
        wanted = matching(**kinds)
        if wanted is None:
            return self._edges
        return _pick(self._edges, (self._of_predicate.get(name, ()) for name in wanted))

    def each_edge(self) -> Iterator[Edge]:
        return iter(self._edges)

    def out_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return _select(self._out.get(id, ()), **kinds)

    def in_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return _select(self._in.get(id, ()), **kinds)

    def edges_between(
        self, pairs: Collection[Pair], *, predicates: Collection[str] | None = None
    ) -> Sequence[Edge]:
        edges = _pick(self._edges, (self._of_pair.get(pair, ()) for pair in pairs))
        return edges if predicates is None else [e for e in edges if e.predicate in predicates]

    def edges_joining(self, pairs: Collection[Pair]) -> Sequence[Edge]:
        return self.edges_between(pairs)

    def traces(
        self,
        node: Node,
        *,
        predicates: Collection[str] | None = None,
        ends: Set[Node] | None = None,
        forward: bool = True,
    ) -> Iterable[Trace]:
        for edge in (self._out if forward else self._in).get(node, ()):
            other = edge.object if forward else edge.subject
            if (predicates is None or edge.predicate in predicates) and (
                ends is None or other in ends
            ):
                for evidence in edge.evidence:
                    yield other, edge.predicate, evidence, 0

    def opposed(self) -> Sequence[tuple[str, str]]:
        signed = _select(self._edges, classes=(PredicateClass.CAUSAL,), signs=(1, -1))
        found: dict[tuple[str, str], set[int | None]] = {}
        for edge in signed:
            found.setdefault((edge.subject, edge.object), set()).add(edge.sign)
        return sorted(pair for pair, signs in found.items() if len(signs) == 2)

    def nodes(self, types: Collection[str]) -> set[Node]:
        entities = self.records.entities
        return {entities[i].id for type in types for i in self._of_type.get(type, ())}

    def neighbors(
        self,
        node: Node,
        predicates: frozenset[str],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Collection[Node]:
        if counts is not None:
            traces = self.traces(node, predicates=predicates, forward=forward)
            return {other for other, _, evidence, number in traces if counts(evidence, number)}
        key = (node, predicates, forward)
        if key not in self._neighbors:
            edges = (self.out_edges if forward else self.in_edges)(node, predicates=predicates)
            self._neighbors[key] = frozenset(
                edge.object if forward else edge.subject for edge in edges
            )
        return self._neighbors[key]

    def count_at(
        self, id: str, classes: Collection[PredicateClass], *, forward: bool = True
    ) -> int:
        edges = (self.out_edges if forward else self.in_edges)(id, classes=classes)
        return sum(1 for _ in edges)

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        return edge.evidence

    def degree(self, id: str) -> int:
        return len(self._out.get(id, ())) + len(self._in.get(id, ()))

    # -- parts --------------------------------------------------------------------

    def around(self, ids: Collection[str]) -> MemoryStore:
        return self

    def among(self, ids: Collection[str]) -> MemoryStore:
        return self


def _index(items: Iterable[Item], keys: Callable[[Item], Iterable[Key]]) -> dict[Key, list[int]]:
    """Return the positions of the items that have each key; an item gives a key once."""
    index: dict[Key, list[int]] = {}
    for position, item in enumerate(items):
        for key in keys(item):
            index.setdefault(key, []).append(position)
    return index


def _pick(items: Sequence[Item], positions: Iterable[Iterable[int]]) -> list[Item]:
    """Return the items at some positions, each once, in the order of the items."""
    return [items[position] for position in sorted(set(chain.from_iterable(positions)))]


def _select(edges: Iterable[Edge], **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
    wanted = matching(**kinds)
    return edges if wanted is None else (edge for edge in edges if edge.predicate in wanted)
