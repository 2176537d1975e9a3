"""Filters on the evidence behind claims, the same for every question.

A filter says which evidence counts. A store is looked at through it (`Filters.view`): edges come
with the evidence that passes, findings that do not pass are not there; a question needs to know
nothing of filters.

Examples
--------
>>> import radexo
>>> g = radexo.load()
>>> view = Filters(cancer=g.entity("NSCLC")).view(g.store)
>>> g.entity("NSCLC").id in {finding.cancer for finding in view.findings()}
True
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import fields
from itertools import chain
from typing import TYPE_CHECKING, Any, Unpack

from ..graph.errors import UsageError
from ..graph.model import Edge, Entity, Evidence, Finding, Reference, Source
from ..graph.records import Records
from ..graph.schema import PREDICATES, Certainty, PredicateClass, SourceCheck, System, confirming
from ..graph.stores.base import (
    Census,
    Counts,
    EdgeKinds,
    Fan,
    Kind,
    Node,
    Pair,
    Store,
    Trace,
    agreed_at,
    is_large,
    matching,
)
from ..graph.values import frozen
from .kinds import Cancer, Exposure

if TYPE_CHECKING:
    from ..graph.names import NameIndex

__all__ = ["HOW_TO_MERGE", "FilteredStore", "Filters", "of_reviews", "unfiltered"]


HOW_TO_MERGE = (
    "'radexo sources' lists what can be loaded, 'radexo --graph DIR load SOURCE FILE' merges it"
)
"""How to get a source to compare with."""


@frozen
class Filters:
    """Which evidence counts; what is None filters nothing. Every question takes them.

    Parameters
    ----------
    cancer
        Only findings in this cancer, or its subtypes.
    exposure
        Only findings after this exposure, or its kinds.
    system
        Only findings in this system.
    source
        Only findings of this review or resource.
    certainty
        Only statements of this certainty; of findings those that have one.
    source_check
        Only findings whose cited paper was compared with this result.
    confirmed
        Only claims that another source makes with the same sign; of findings those that have one.
    """

    cancer: Cancer | None = None
    exposure: Exposure | None = None
    system: System | None = None
    source: str | None = None
    certainty: Certainty | None = None
    source_check: SourceCheck | None = None
    confirmed: bool | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in fields(self))

    def __str__(self) -> str:
        given = ((f.name.replace("_", "-"), getattr(self, f.name)) for f in fields(self))
        return ", ".join(
            name if value is True else f"{name} {value}" for name, value in given if value
        )

    def view(self, store: Store) -> Store:
        """Return a store as it looks through the filters; the store itself where there are none.

        Raises
        ------
        UsageError
            When the graph has no such source.
        """
        if self.source:
            known = sorted({source.id for source in store.sources()} | store.reviews())
            if self.source not in known:
                has = f"it has: {', '.join(known)}" if known else "it has none"
                raise UsageError(f"source {self.source!r} is not in the graph; {has}", known)
        return FilteredStore(store, self) if self else store


_MOST_COMPARED = 40_000
"""The most pairs of entities of a large graph that are looked up in other sources, both ways."""


def unfiltered(store: Store) -> Store:
    """Return the store behind a view."""
    return store.behind if isinstance(store, FilteredStore) else store


def of_reviews(store: Store, resources: Collection[str] = ()) -> Store:
    """Return a store as it looks with the evidence of reviews, and of some resources, alone.

    Parameters
    ----------
    store
        The store itself is returned where one source is filtered for, and where there is no review.
    resources
        Ids of sources.
    """
    filters = store.filters if isinstance(store, FilteredStore) else Filters()
    reviews = store.reviews()
    if filters.source or not reviews or {s.id for s in store.sources()} <= reviews:
        return store
    return FilteredStore(unfiltered(store), filters, frozenset((*reviews, *resources)))


class FilteredStore:
    """A store of which only some evidence counts.

    Parameters
    ----------
    store
        The whole.
    filters
        Which evidence counts.
    accepted
        Ids of the sources that count; all of them without any.
    """

    def __init__(
        self, store: Store, filters: Filters, accepted: Collection[str] | None = None
    ) -> None:
        self.behind, self.filters, self.accepted = store, filters, accepted
        self._cancers, self._exposures = (
            store.subtypes(entity.id) if entity else frozenset[str]()
            for entity in (filters.cancer, filters.exposure)
        )
        self._passed: dict[str, bool] = {}
        self._shared: dict[int, tuple[Evidence, bool]] = {}
        self._selected: dict[tuple[str, str, str], Edge | None] = {}
        self._several: dict[tuple[str, str, str], bool] = {}
        self._confirming: dict[tuple[Node, frozenset[str], bool], dict[Kind, Set[Node]]] = {}
        self._kept = (filters, None if accepted is None else frozenset(accepted))
        self._hash = hash(self._kept)  # asked for at every node

    @property
    def _counting(self) -> _Counting:
        """What decides which evidence counts; made anew, so that it and this hold no circle."""
        return _Counting(self)

    def _passes(self, finding: Finding) -> bool:
        if finding.id not in self._passed:
            self._passed[finding.id] = self._compare(finding)
        return self._passed[finding.id]

    def _compare(self, finding: Finding) -> bool:
        asked = self.filters
        if self.accepted is not None and finding.source not in self.accepted:
            return False
        if asked.cancer and finding.cancer not in self._cancers:
            return False
        if asked.system and finding.system != asked.system:
            return False
        if asked.source and finding.source != asked.source:
            return False
        if asked.source_check and finding.source_check != asked.source_check:
            return False
        return not asked.exposure or not self._exposures.isdisjoint(self._exposed_to(finding))

    def _exposed_to(self, finding: Finding) -> Iterable[str]:
        """Return what the donors and the recipient of a finding were exposed to."""
        released = self.behind.entity(finding.exosome).exposures if finding.exosome else ()
        return (*released, *finding.recipient_exposure)

    def _select(self, edge: Edge) -> Edge | None:
        """Return the edge with the evidence that passes; None when none does."""
        claim = (edge.subject, edge.predicate, edge.object)
        if claim not in self._selected:
            behind = self.behind.evidence(edge)
            evidence = tuple(e for e in behind if self._counts(e))
            if evidence and not self._confirmed(claim):
                evidence = ()
            same = behind is edge.evidence and len(evidence) == len(behind)
            selected = edge if same else Edge(*claim, evidence)
            self._selected[claim] = selected if evidence else None
        return self._selected[claim]

    def _counts(self, evidence: Evidence) -> bool:
        return self._certain(evidence) and self._passes(evidence.finding)

    def _certain(self, evidence: Evidence) -> bool:
        return self.filters.certainty in (None, evidence.statement.certainty)

    def _shared_counts(self, evidence: Evidence) -> bool:
        """Whether evidence counts that rows of a resource share, whose finding has no id."""
        if (known := self._shared.get(id(evidence))) is None:
            counts = self._certain(evidence) and self._compare(evidence.finding)
            known = self._shared[id(evidence)] = (evidence, counts)
        return known[1]

    def _accepts(self, evidence: Evidence, number: int) -> bool:
        """Whether evidence counts that has a number where rows share it."""
        return (self._shared_counts if number else self._counts)(evidence)

    def _accepted(self, traces: Iterable[Trace]) -> Iterator[Trace]:
        """Yield the evidence that counts, see `_accepts`."""
        shared, asked = self._shared, self._accepts
        for trace in traces:
            _, _, evidence, number = trace
            known = shared.get(id(evidence)) if number else None
            if asked(evidence, number) if known is None else known[1]:
                yield trace

    def _confirmed(self, claim: tuple[str, str, str]) -> bool:
        """Whether several sources make a claim that is made, where that is asked for."""
        if not self.filters.confirmed:
            return True
        if claim not in self._several:
            self._several[claim] = len({*self._sources_making(*claim)}) > 1
        return self._several[claim]

    def _agreed(self, node: Node, predicates: frozenset[str], forward: bool) -> dict[Kind, Any]:
        """Return the nodes at the other end of claims that are confirmed, by kind."""
        key = (node, predicates, forward)
        if key not in self._confirming:
            kinds = {confirming(name) for name in predicates}
            found = self.behind.agreed(node, kinds, forward=forward)
            self._confirming[key] = {kind: ends for kind, ends in found.items() if ends}
        return self._confirming[key]

    def _sources_making(self, subject: str, predicate: str, object: str) -> Iterator[str]:
        for edge in self.behind.edges_joining([(subject, object), (object, subject)]):
            if edge.predicate in confirming(predicate, reverse=edge.subject != subject):
                yield from (e.finding.source for e in self.behind.evidence(edge))

    def _selected_of(self, edges: Iterable[Edge]) -> Iterable[Edge]:
        if self.filters.confirmed:
            edges = list(edges)
            self._read_beside({(edge.subject, edge.predicate, edge.object) for edge in edges})
        return (selected for edge in edges if (selected := self._select(edge)))

    def _read_beside(self, claims: Set[tuple[str, str, str]], at: str | None = None) -> None:
        """Find at once which claims several sources make: of those at an entity, or by pairs."""
        if at is not None and not self.is_part:
            self._several |= self._several_at(at, claims)
        ends = [(a, b) for a, predicate, b in claims if (a, predicate, b) not in self._several]
        both = {pair for a, b in ends for pair in ((a, b), (b, a))}
        if len(both) > _MOST_COMPARED and is_large(self.behind):
            raise UsageError(
                f"confirmed: {len(both) // 2} pairs of entities would be compared in other "
                "sources; give a name, a cancer or a source"
            )
        if len(both) > 2:  # one pair is read when it is asked about
            self.behind.edges_joining(both)

    def _several_at(
        self, id: str, claims: Set[tuple[str, str, str]]
    ) -> dict[tuple[str, str, str], bool]:
        """Return which of the claims at an entity several sources make."""
        several = {}
        for forward, start, end in ((True, 0, 2), (False, 2, 0)):
            here = [claim for claim in claims if claim[start] == id]
            names = frozenset(predicate for _, predicate, _ in here)
            by_kind = self._agreed(self.node(id), names, forward) if names else {}
            ids = self.ids_of(set().union(*by_kind.values()))
            others = {kind: {ids[node] for node in ends} for kind, ends in by_kind.items()}
            for claim in here:
                several[claim] = claim[end] in others.get(confirming(claim[1]), ())
        return several

    @property
    def version(self) -> str:
        return self.behind.version

    @property
    def is_part(self) -> bool:
        return self.behind.is_part

    @property
    def names(self) -> NameIndex:
        return self.behind.names

    def reading(self) -> AbstractContextManager[None]:
        return self.behind.reading()

    def census(self) -> Census:
        return self.behind.census()

    def sources(self) -> Sequence[Source]:
        return self.behind.sources()

    def reviews(self) -> Set[str]:
        return self.behind.reviews()

    def references(self) -> Sequence[Reference]:
        return self.behind.references()

    def reference(self, source: str, citation: str | None) -> Reference:
        return self.behind.reference(source, citation)

    def entities(self, types: Collection[str] | None = None) -> Collection[Entity]:
        return self.behind.entities(types)

    def by_degree(self, types: Collection[str] | None = None) -> Iterator[Entity]:
        return self.behind.by_degree(types)

    def entity(self, id: str) -> Entity:
        return self.behind.entity(id)

    def entities_of(self, ids: Iterable[str]) -> Mapping[str, Entity]:
        return self.behind.entities_of(ids)

    def general(self, types: Collection[str]) -> Sequence[Entity]:
        return self.behind.general(types)

    def subtypes(self, id: str) -> frozenset[str]:
        return self.behind.subtypes(id)

    def supertypes(self, id: str) -> frozenset[str]:
        return self.behind.supertypes(id)

    def exosomes_of(self, ids: Collection[str]) -> Sequence[Entity]:
        return self.behind.exosomes_of(ids)

    def _keeps(self, finding: Finding) -> bool:
        return self._keeps_alone(finding) and (
            not self.filters.confirmed or any(self._confirmed(s.claim) for s in finding.statements)
        )

    def _keeps_alone(self, finding: Finding) -> bool:
        """Whether a finding passes, whatever other sources say."""
        asked = self.filters.certainty
        said = {finding.certainty, *(s.certainty for s in finding.statements)}
        return (asked is None or asked in said) and self._passes(finding)

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
        if self.filters.cancer:
            cancers = self._cancers if cancers is None else self._cancers & set(cancers)
        if source := self.filters.source:
            sources = {source} if sources is None else {source} & set(sources)
        found = self.behind.findings(
            naming=naming,
            cancers=cancers,
            citing=citing,
            cargo=cargo,
            sources=sources,
            marked=marked,
        )
        if self.filters.confirmed:
            found = [finding for finding in found if self._keeps_alone(finding)]
            self._read_beside({s.claim for f in found for s in f.statements}, at=naming)
        return [finding for finding in found if self._keeps(finding)]

    def each_finding(self) -> Iterator[Finding]:
        return filter(self._keeps, self.behind.each_finding())

    def each_kind(self) -> Iterator[tuple[Finding, int]]:
        return ((finding, 1) for finding in self.each_finding())

    def finding(self, id: str) -> Finding | None:
        found = self.behind.finding(id)
        return found if found and self._keeps(found) else None

    def count_findings(self) -> int:
        return sum(1 for _ in self.each_finding())

    def count_all_edges(self) -> int:
        return self.behind.count_all_edges()

    def findings_by_cancer(self) -> Mapping[str | None, int]:
        return Counter(finding.cancer for finding in self.findings())

    def cargo(self) -> Set[str]:
        return frozenset(id for finding in self.findings() for id in finding.cargo)

    def edges(
        self, *, findings: Collection[Finding] | None = None, **kinds: Unpack[EdgeKinds]
    ) -> Collection[Edge]:
        selected = self._selected_of(self.behind.edges(findings=findings, **kinds))
        if findings is None:
            return list(selected)
        ids = {finding.id for finding in findings}  # what they say of an edge may not count
        return [edge for edge in selected if any(e.finding.id in ids for e in edge.evidence)]

    def each_edge(self) -> Iterator[Edge]:
        return iter(self._selected_of(self.behind.each_edge()))

    def claims_apart(
        self, after: Store, papers: Collection[tuple[str, str | None]]
    ) -> Iterator[tuple[Sequence[Edge], Sequence[Edge]]] | None:
        return None

    def out_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return self._selected_of(self.behind.out_edges(id, **kinds))

    def in_edges(self, id: str, **kinds: Unpack[EdgeKinds]) -> Iterable[Edge]:
        return self._selected_of(self.behind.in_edges(id, **kinds))

    def edges_joining(self, pairs: Collection[Pair]) -> Sequence[Edge]:
        return list(self._selected_of(self.behind.edges_joining(pairs)))

    def node(self, id: str) -> Node:
        return self.behind.node(id)

    def id_of(self, node: Node) -> str:
        return self.behind.id_of(node)

    def ids_of(self, nodes: Iterable[Node]) -> Mapping[Node, str]:
        return self.behind.ids_of(nodes)

    def nodes(self, types: Collection[str]) -> set[Node]:
        return self.behind.nodes(types)

    def neighbors(
        self,
        node: Node,
        predicates: frozenset[str],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Collection[Node]:
        if counts is None and not self.filters.confirmed:
            return self.behind.neighbors(node, predicates, forward=forward, counts=self._counting)
        if counts is None and not self.is_part:
            return {
                other
                for kind, ends in self._agreed(node, predicates, forward).items()
                for other in self.behind.neighbors(
                    node, kind & predicates, forward=forward, counts=self._counting
                )
                if other in ends
            }
        traces = self.traces(node, predicates=predicates, forward=forward)
        return {
            other
            for other, _, evidence, number in traces
            if counts is None or counts(evidence, number)
        }

    def fans(
        self,
        nodes: Any,
        weights: Any,
        kinds: Sequence[frozenset[str]],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterator[Fan] | None:
        if counts is not None or self.filters.confirmed:
            return None
        return self.behind.fans(nodes, weights, kinds, forward=forward, counts=self._counting)

    def samples(
        self,
        node: Node,
        predicates: frozenset[str],
        ends: Set[Node],
        *,
        forward: bool = True,
        counts: Counts | None = None,
    ) -> Iterable[tuple[Node, Evidence, int]] | None:
        if counts is not None or (self.filters.confirmed and self.is_part):
            return None
        kinds = {predicates: ends}
        if self.filters.confirmed:
            by_kind = self._agreed(node, predicates, forward)
            kinds = {kind & predicates: ends & agreed for kind, agreed in by_kind.items()}
        found = [
            self.behind.samples(node, *asked, forward=forward, counts=self._counting)
            for asked in kinds.items()
        ]
        known = [each for each in found if each is not None]
        return chain.from_iterable(known) if len(known) == len(found) else None

    def agreed(
        self, node: Node, kinds: Collection[Kind], *, forward: bool = True
    ) -> Mapping[Kind, Set[Node]]:
        return agreed_at(self, node, kinds, forward=forward)

    def count_at(
        self, id: str, classes: Collection[PredicateClass], *, forward: bool = True
    ) -> int:
        predicates = matching(classes)
        traces = self.traces(self.node(id), predicates=predicates, forward=forward)
        return len({(other, predicate) for other, predicate, *_ in traces})

    def evidence(self, edge: Edge) -> Sequence[Evidence]:
        selected = self._select(edge)
        return selected.evidence if selected else ()

    def degree(self, id: str) -> int:
        """Count all edges at a node: a filter does not make a hub less of one."""
        return self.behind.degree(id)

    def traces(
        self,
        node: Node,
        *,
        predicates: Collection[str] | None = None,
        ends: Set[Node] | None = None,
        forward: bool = True,
    ) -> Iterable[Trace]:
        by_kind = None
        if self.filters.confirmed and not self.is_part:
            by_kind = self._agreed(node, frozenset(predicates or PREDICATES), forward)
            agreed = set[Node]().union(*by_kind.values())
            ends = agreed if ends is None else agreed & ends
            if not ends:
                return ()
        found = self.behind.traces(node, predicates=predicates, ends=ends, forward=forward)
        kept = self._accepted(found)
        if by_kind is not None:
            return (t for t in kept if t[0] in by_kind.get(confirming(t[1]), ()))
        if self.filters.confirmed:
            return (trace for trace in kept if self._confirmed(self._claim(node, trace, forward)))
        return kept

    def _claim(self, node: Node, trace: Trace, forward: bool) -> tuple[str, str, str]:
        """Return the claim that a piece of evidence at a node makes."""
        other, predicate, *_ = trace
        subject, object = map(self.id_of, (node, other) if forward else (other, node))
        return subject, predicate, object

    def opposed(self) -> Sequence[tuple[str, str]]:
        return [
            (subject, object)
            for subject, object in self.behind.opposed()
            if {e.sign for e in self.edges_between([(subject, object)]) if e.causal} >= {1, -1}
        ]

    def whole(self) -> Records:
        """Return the findings that pass, whole, and everything else."""
        return Records(
            tuple(self.sources()),
            tuple(self.references()),
            tuple(self.entities()),
            tuple(self.findings()),
        )

    def edges_between(
        self, pairs: Collection[Pair], *, predicates: Collection[str] | None = None
    ) -> Sequence[Edge]:
        return list(self._selected_of(self.behind.edges_between(pairs, predicates=predicates)))

    def around(self, ids: Collection[str]) -> Store:
        return FilteredStore(self.behind.around(ids), self.filters, self.accepted)

    def among(self, ids: Collection[str]) -> Store:
        return FilteredStore(self.behind.among(ids), self.filters, self.accepted)


class _Counting:
    """Whether evidence counts; equal for equal filters, so that a store decides it once.

    Parameters
    ----------
    view
        The store that has the filters.
    """

    __slots__ = ("_view",)

    def __init__(self, view: FilteredStore) -> None:
        self._view = view

    def __call__(self, evidence: Evidence, number: int) -> bool:
        return self._view._accepts(evidence, number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Counting):
            return NotImplemented
        ours, theirs = self._view, other._view
        return ours is theirs or (ours.behind is theirs.behind and ours._kept == theirs._kept)

    def __hash__(self) -> int:
        return self._view._hash
