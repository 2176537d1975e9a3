"""Where mechanisms break off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, get_args

from ...graph.model import Edge, Entity, Reference, natural_key
from ...graph.schema import RADIOSENSITIVITY, PredicateClass, subtypes
from ...graph.stores.base import Store
from ..claims import cancers_of, references_of
from ..declare import Rows, question
from ..evidence import Evidenced, best_strength
from ..filters import of_reviews
from ..paths.search import Budget
from ..rows import Hidden, row

Kind = Literal[
    "cargo-without-target", "target-without-pathway", "target-in-resource", "pathway-in-resource"
]
_NO_TARGET, _NO_PATHWAY, _TARGET_KNOWN, _PATHWAY_KNOWN = get_args(Kind)
_CAUSAL = (PredicateClass.CAUSAL,)
_PLACING = (PredicateClass.CAUSAL, PredicateClass.MEMBERSHIP)
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
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            sources = sorted({e.finding.source for edge in self.claims for e in edge.evidence})
            cells["papers"] = str(len([paper for paper in self.references if paper.citation]))
            missing += f" ({', '.join(sources)}: {', '.join(names[:_SHOWN])}{more})"
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
    search = budget.searching(store)
    review = of_reviews(store)
    cargo = sorted({edge.object for edge in review.edges(predicates={"CARRIES"})})
    molecular = subtypes("Cargo") | subtypes("Pathway")
    rows = []
    for id in cargo:
        if not search.in_time():
            break
        effect = [
            edge
            for edge in review.out_edges(id, classes=_CAUSAL)
            if edge.object == RADIOSENSITIVITY
        ]
        if effect and not _known(review, id, molecular, _CAUSAL):
            known = _known(store, id, molecular, _CAUSAL)
            rows.append(_gap(store, id, _TARGET_KNOWN if known else _NO_TARGET, known or effect))
    biology = subtypes("Pathway") | subtypes("Process")
    acted_on: dict[str, list[Edge]] = {}
    for id in cargo:
        if not search.in_time():
            break
        for edge in review.out_edges(id, classes=_CAUSAL):
            if store.entity(edge.object).type in subtypes("Gene"):
                acted_on.setdefault(edge.object, []).append(edge)
    for id, edges in acted_on.items():
        if not search.in_time():
            break
        if not _known(review, id, biology, _CAUSAL):
            known = [] if review is store else _known(store, id, biology, _PLACING)
            rows.append(_gap(store, id, _PATHWAY_KNOWN if known else _NO_PATHWAY, known or edges))
    rows = [row for row in rows if kind in (None, row.kind)]
    rows.sort(key=lambda row: (_KINDS.index(row.kind), row.entity.name.casefold(), row.entity.id))
    budget.spent = search.spent
    none = f"there is no {(kind or 'gap').replace('-', ' ')}"
    return Rows(rows, what="gap", none=none, scope="one source or cancer")


_KINDS = get_args(Kind)


def _known(
    store: Store, id: str, types: Collection[str], classes: Collection[PredicateClass]
) -> list[Edge]:
    """Return the claims by which an entity acts on one of some types, or belongs to one.

    Those on strong evidence first.
    """
    found = [
        edge
        for edge in store.out_edges(id, classes=classes)
        if store.entity(edge.object).type in types
    ]
    return sorted(found, key=lambda edge: best_strength(e.finding for e in edge.evidence) == "weak")


def _gap(store: Store, id: str, kind: Kind, edges: Sequence[Edge]) -> Gap:
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
