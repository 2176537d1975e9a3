"""Opposite claims between the same ends: two edges, or two paths, with both sides' evidence.

Nothing is deleted or averaged: a contradiction is an answer, and whether the contexts differ
belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ..graph.records import claims_of
from ..graph.schema import PredicateClass, multiply
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import left_out, within
from .filters import Context
from .findings import cites
from .paths.search import Budget, Hop, Walk, papers, simple_paths, support_of

__all__ = ["Contradiction", "Side", "contradictions", "opposite_claims"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: its findings, their cancers and papers, and the chains told."""

    findings: tuple[str, ...]
    cancers: tuple[Entity, ...]
    references: tuple[Reference, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "findings": list(self.findings),
            "cancers": [cancer.to_dict() for cancer in self.cancers],
            "references": [reference.to_dict() for reference in self.references],
        }

    def __str__(self) -> str:
        return f"{', '.join(c.name for c in self.cancers) or 'general'} {papers(self.references)}"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Opposite signs between the same ends, a row of `contradictions`.

    Parameters
    ----------
    level
        edge: two edges; path: two paths that share nothing but their ends.
    subject, object
        The ends.
    plus, minus
        The two sides.
    shared_context
        Whether both sides were seen in one and the same cancer (or both without one).
    edges
        The claims of both sides.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "level",
        "subject:entity",
        "object:entity",
        "plus:findings*,cancers:entity*,references:reference*",
        "minus:findings*,cancers:entity*,references:reference*",
        "shared_context",
    )

    level: str
    subject: Entity
    object: Entity
    plus: Side
    minus: Side
    shared_context: bool
    edges: tuple[Edge, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The papers of both sides."""
        return tuple(dict.fromkeys((*self.plus.references, *self.minus.references)))

    def to_dict(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "subject": self.subject.to_dict(),
            "object": self.object.to_dict(),
            "plus": self.plus.to_dict(),
            "minus": self.minus.to_dict(),
            "shared_context": self.shared_context,
        }

    def cells(self) -> dict[str, str]:
        return {
            "level": self.level,
            "subject": self.subject.name,
            "object": self.object.name,
            "raises": str(self.plus),
            "lowers": str(self.minus),
            "same context": "yes" if self.shared_context else "no",
        }


def opposite_claims(
    store: Store, context: Context, max_hops: int, budget: Budget
) -> list[Contradiction]:
    """Find opposite claims.

    Parameters
    ----------
    store
        The graph.
    context
        Which findings count.
    max_hops
        The most hops of a path; 1 gives edges only.
    budget
        When to end.

    Returns
    -------
    list of Contradiction
        Edges first, then paths, each by the names of the ends. Paths count when one study reports
        each of them, both begin and end with a causal hop, and they share no node between the ends.
    """
    walk = Walk(store, context, (PredicateClass.CAUSAL,))
    rows, at_edges = [], set()
    for entity in store.entities():
        pairs: dict[str, dict[int, Hop]] = {}
        for hop in walk.hops(entity.id):
            if hop.sign:
                pairs.setdefault(hop.object, {})[hop.sign] = hop
        for other, signs in pairs.items():
            if len(signs) == 2:
                at_edges.add((entity.id, other))
                rows.append(
                    _row(
                        store,
                        "edge",
                        entity.id,
                        other,
                        list(signs[1].evidence),
                        list(signs[-1].evidence),
                    )
                )
    if max_hops > 1:
        rows += _paths(store, context, max_hops, at_edges, budget)
    return sorted(
        rows,
        key=lambda r: (r.level, r.subject.name.casefold(), r.object.name.casefold(), r.subject.id),
    )


def _paths(
    store: Store, context: Context, max_hops: int, at_edges: set[tuple[str, str]], budget: Budget
) -> list[Contradiction]:
    walk = Walk(store, context, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))
    rows = []
    for entity in list(store.entities()):
        told: dict[str, dict[int, list[tuple[Hop, ...]]]] = {}
        ends = {e.id for e in store.entities()} - {entity.id}
        if not walk.hops(entity.id):
            continue
        for hops in simple_paths(walk, [entity.id], ends, max_hops, budget):
            sign = multiply(hop.sign for hop in hops)
            if (
                sign
                and hops[0].sign is not None
                and hops[-1].sign is not None
                and support_of(hops).level == "reported"
            ):
                told.setdefault(hops[-1].object, {}).setdefault(sign, []).append(hops)
        for other, signs in told.items():
            pairs = [(p, m) for p in signs.get(1, ()) for m in signs.get(-1, ()) if _disjoint(p, m)]
            if pairs and (entity.id, other) not in at_edges:
                plus = [
                    e
                    for hops in dict.fromkeys(p for p, _ in pairs)
                    for e in support_of(hops).evidence
                ]
                minus = [
                    e
                    for hops in dict.fromkeys(m for _, m in pairs)
                    for e in support_of(hops).evidence
                ]
                rows.append(_row(store, "path", entity.id, other, plus, minus))
    return rows


def _disjoint(one: tuple[Hop, ...], two: tuple[Hop, ...]) -> bool:
    inside = [{hop.object for hop in hops[:-1]} for hops in (one, two)]
    return inside[0].isdisjoint(inside[1])


def _row(
    store: Store,
    level: str,
    subject: str,
    object: str,
    plus: Sequence[Evidence],
    minus: Sequence[Evidence],
) -> Contradiction:
    raising, lowering = ({e.finding.id: e.finding for e in side} for side in (plus, minus))
    shared = {f.cancer for f in raising.values()} & {f.cancer for f in lowering.values()}
    return Contradiction(
        level,
        store.entity(subject),
        store.entity(object),
        _side(store, raising.values()),
        _side(store, lowering.values()),
        bool(shared),
        tuple(claims_of((*plus, *minus))),
    )


def _side(store: Store, findings: Iterable[Finding]) -> Side:
    ordered = sorted(findings, key=lambda f: natural_key(f.id))
    keys = dict.fromkeys(key for f in ordered for key in f.reference_keys)
    cancers = dict.fromkeys(f.cancer for f in ordered if f.cancer)
    return Side(
        tuple(f.id for f in ordered),
        tuple(store.entity(id) for id in cancers),
        tuple(store.reference(*key) for key in keys),
    )


def _concerns(
    row: Contradiction, findings: Mapping[str, Finding], names: Iterable[str], papers: Iterable[str]
) -> bool:
    sides = [findings[id] for side in (row.plus, row.minus) for id in side.findings]
    named = {row.subject.id, row.object.id, *(id for finding in sides for id in finding.named_ids)}
    return all(id in named for id in names) and all(
        any(cites(f, paper) for f in sides) for paper in papers
    )


@question(
    "contradictions",
    "Opposite claims between the same ends, with both sides",
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    Parameter("max_hops", "count", "the most hops of a path; 1 for edges only", 3),
    Parameter(
        "names",
        "entities",
        "only those that have each of these as an end, or in a finding of either side",
    ),
    Parameter(
        "papers", "papers", "only those where each of these papers or findings stands on a side"
    ),
    example={},
    row=Contradiction,
)
def contradictions(
    store: Store,
    *,
    cancer: Entity | None = None,
    max_hops: int = 3,
    names: Sequence[Entity] | None = None,
    papers: Sequence[str] | None = None,
) -> Answer[Contradiction]:
    """List opposite claims: edges first, then paths, each by the names of the ends."""
    context, budget = Context(store, cancer), Budget()
    found = opposite_claims(store, context, max_hops, budget)
    findings = {f.id: f for f in store.findings()}
    rows = [
        row for row in found if _concerns(row, findings, [e.id for e in names or ()], papers or ())
    ]
    reasons = [
        left_out(len(found) - len(rows), len(found), "contradiction")
        if found
        else f"no opposite claims {within(max_hops)}",
        f"{budget.spent}; ask with fewer hops" if budget.spent else None,
    ]
    reason = "; ".join(filter(None, reasons)) or None
    parameters = {
        "cancer": context.parameters["cancer"],
        "max_hops": max_hops,
        "names": [e.id for e in names or ()],
        "papers": list(papers or ()),
    }
    status = "truncated" if budget.spent else ""
    return Answer(
        "contradictions",
        parameters,
        tuple(rows),
        Contradiction,
        store.version,
        None,
        status,
        reason,
    )
