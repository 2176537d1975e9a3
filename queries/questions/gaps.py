"""Where mechanisms break off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import Literal, get_args

from ...graph.model import Edge, Entity, Reference, natural_key
from ...graph.report import and_more
from ...graph.schema import RADIOSENSITIVITY, PredicateClass, subtypes
from ...graph.stores.base import Node, Pair, Store, matching
from ..claims import cancers_of, references_of
from ..declare import Rows, RowsToMake, question
from ..evidence import Evidenced, best_strength
from ..filters import of_reviews
from ..paths.search import Budget
from ..rows import Hidden, row

Kind = Literal[
    "cargo-without-target", "target-without-pathway", "target-in-resource", "pathway-in-resource"
]
_NO_TARGET, _NO_PATHWAY, _TARGET_KNOWN, _PATHWAY_KNOWN = get_args(Kind)
_CAUSAL, _PLACING = (
    matching(classes) or frozenset[str]()
    for classes in ((PredicateClass.CAUSAL,), (PredicateClass.CAUSAL, PredicateClass.MEMBERSHIP))
)
_KNOWN_BY: dict[Kind, frozenset[str]] = {_TARGET_KNOWN: _CAUSAL, _PATHWAY_KNOWN: _PLACING}
"""By which claims a resource fills a gap: an entity acts on something, or belongs to it."""
_SHOWN = 5
"""The most entities that a table names."""


@row
class Gap(Evidenced):
    """An entity whose mechanism is not given to the end.

    Parameters
    ----------
    entity
        The cargo, or its target.
    kind
        cargo-without-target: cargo that acts on radiosensitivity, but on no molecule or pathway.
        target-without-pathway: a gene that cargo acts on, but that acts on no pathway or process.
        target-in-resource, pathway-in-resource: these, where a resource knows a target or a
        pathway.
    cancers, findings, references
        Of the cargo's effect, or of what acts on the gene; of what a resource knows.
    """

    entity: Entity
    kind: Kind
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    claims: Hidden[tuple[Edge, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The cargo's effect, or what acts on the gene; or what a resource knows."""
        return self.claims

    def cells(self) -> dict[str, str]:
        of_cargo = self.kind in (_NO_TARGET, _TARGET_KNOWN)
        missing = "a target" if of_cargo else "a pathway or process"
        cells = self.evidence_cells()
        if self.kind in (_TARGET_KNOWN, _PATHWAY_KNOWN):
            names = list(dict.fromkeys(self.store.entity(e.object).name for e in self.claims))
            sources = sorted({e.finding.source for edge in self.claims for e in edge.evidence})
            cells["papers"] = str(len([paper for paper in self.references if paper.citation]))
            missing += f" ({', '.join(sources)}: {and_more(names, _SHOWN)})"
        return {"entity": self.entity.name, "missing": missing, **cells}


@question(example={"kind": "cargo-without-target"}, group="evidence", answer="entity")
def gaps(store: Store, *, kind: Kind | None = None, budget: Budget) -> Rows[Gap]:
    """Where mechanisms break off: cargo without a target, targets without a pathway.

    Cargo is what exosomes are said to carry (CARRIES). Cargo without a target acts on
    radiosensitivity, in any direction, but on no gene, RNA, chemical or pathway; a target
    without a pathway is a gene that cargo acts on, and that acts on no pathway or process. Gaps are
    those of the reviews in the graph; of those that a resource fills, the rows are the resource's
    claims. Ordered by kind and name.

    Parameters
    ----------
    kind
        Only gaps of this kind.
    """
    review = of_reviews(store)
    molecular, genes, biology = (
        store.nodes(frozenset[str]().union(*map(subtypes, types)))
        for types in (("Cargo", "Pathway"), ("Gene",), ("Pathway", "Process"))
    )
    cargo: set[Node] = set()
    for exosome in store.nodes(subtypes("Exosome")):
        cargo.update(review.neighbors(exosome, frozenset({"CARRIES"})))
    found = _search(store, review, cargo, (molecular, genes, biology), budget)
    ids = store.ids_of({node for _, node in found})
    entities = store.entities_of(ids[node] for _, node in found)
    gaps = [(each, node) for each, node in found if kind in (None, each)]
    gaps.sort(key=lambda gap: (_KINDS.index(gap[0]), *_by_name(entities[ids[gap[1]]])))

    def joined(gap: tuple[Kind, Node]) -> set[Pair]:
        """Return the ends of the claims behind a gap."""
        of, node = gap
        if of == _NO_TARGET:
            return {(store.id_of(node), RADIOSENSITIVITY)}
        if of == _NO_PATHWAY:
            others = cargo.intersection(review.neighbors(node, _CAUSAL, forward=False))
            return {(id, store.id_of(node)) for id in map(store.id_of, others)}
        others = (molecular if of == _TARGET_KNOWN else biology).intersection(
            store.neighbors(node, _KNOWN_BY[of])
        )
        return {(store.id_of(node), id) for id in map(store.id_of, others)}

    def make(shown: Sequence[tuple[Kind, Node]]) -> list[Gap]:
        pairs = [joined(gap) for gap in shown]
        claims: dict[tuple[bool, Pair], list[Edge]] = {}
        for filled, view in ((False, review), (True, store)):
            behind = {
                pair
                for (of, _), found in zip(shown, pairs, strict=True)
                if (of in _KNOWN_BY) == filled
                for pair in found
            }
            for edge in view.edges_between(behind):
                claims.setdefault((filled, (edge.subject, edge.object)), []).append(edge)
        return [
            _gap(
                store,
                store.id_of(node),
                of,
                [
                    edge
                    for pair in found
                    for edge in claims[of in _KNOWN_BY, pair]
                    if edge.predicate in _KNOWN_BY.get(of, _CAUSAL)
                ],
            )
            for (of, node), found in zip(shown, pairs, strict=True)
        ]

    none = f"there is no {(kind or 'gap').replace('-', ' ')}"
    return Rows(RowsToMake(gaps, make), what="gap", none=none, scope="one source or cancer")


_KINDS = get_args(Kind)


def _search(
    store: Store,
    review: Store,
    cargo: set[Node],
    kinds: tuple[Set[Node], Set[Node], Set[Node]],
    budget: Budget,
) -> list[tuple[Kind, Node]]:
    """Return the gaps of cargo, then of the genes that it acts on, each as long as its time lasts.

    `kinds` are what may be a target of cargo, genes, and pathways and processes.
    """
    molecular, genes, biology = kinds
    ends = review.neighbors(store.node(RADIOSENSITIVITY), _CAUSAL, forward=False)
    acting = cargo.intersection(ends)
    found: list[tuple[Kind, Node]] = []
    acted_on: set[Node] = set()
    first = budget.part(2)
    for node in sorted(cargo):
        if not first.in_time():
            break
        targets = set(review.neighbors(node, _CAUSAL))
        acted_on |= targets & genes
        if node in acting and targets.isdisjoint(molecular):
            known = not molecular.isdisjoint(store.neighbors(node, _CAUSAL))
            found.append((_TARGET_KNOWN if known else _NO_TARGET, node))
    for node in sorted(acted_on):
        if not budget.in_time():
            break
        if biology.isdisjoint(review.neighbors(node, _CAUSAL)):
            known = review is not store and not biology.isdisjoint(store.neighbors(node, _PLACING))
            found.append((_PATHWAY_KNOWN if known else _NO_PATHWAY, node))
    budget.spent = budget.spent or first.spent
    return found


def _by_name(entity: Entity) -> tuple[str, str]:
    return entity.name.casefold(), entity.id


def _gap(store: Store, id: str, kind: Kind, edges: Iterable[Edge]) -> Gap:
    """Return a row; of what a resource knows that on strong evidence comes first."""
    edges = sorted(edges, key=lambda edge: (edge.subject, edge.predicate, edge.object))
    if kind in _KNOWN_BY:
        edges.sort(key=lambda edge: best_strength(e.finding for e in edge.evidence) == "weak")
    evidence = sorted(
        (e for edge in edges for e in edge.evidence), key=lambda e: natural_key(e.finding.id)
    )
    findings = tuple(dict.fromkeys(e.finding.id for e in evidence))
    return Gap(
        store,
        store.entity(id),
        kind,
        cancers_of(store, evidence),
        findings,
        references_of(store, evidence),
        tuple(edges),
    )
