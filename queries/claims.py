"""Claims as rows: the edges of the graph, each with the evidence that counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from ..graph.model import Edge, Entity, Evidence, Reference
from ..graph.report import how_many
from ..graph.schema import Certainty, PredicateName, Sign
from ..graph.stores.base import Store
from .arrows import claim_line
from .declare import Rows, RowsToMake
from .evidence import Evidenced
from .rows import Hidden, derived, row

__all__ = [
    "ClaimRow",
    "OnClaim",
    "cancers_of",
    "claim_rows",
    "claims",
    "references_of",
    "rows_on_claims",
    "within",
]


class OnClaim(Evidenced):
    """Base of rows about one claim; they have columns subject, predicate and object."""

    __slots__ = ()
    subject: Entity
    object: Entity
    edge: Hidden[Edge]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return (self.edge,)

    @property
    def claim(self) -> str:
        """The claim in a line: ``miR-340-5p -| KLF10``."""
        return claim_line(self.subject.name, self.edge.predicate, self.object.name)

    @property
    def by_names(self) -> tuple[str, ...]:
        """The sort key of its place: names of subject and object, then predicate, then ids."""
        subject, object = self.subject, self.object
        names = (subject.name.casefold(), object.name.casefold())
        return (*names, self.edge.predicate, subject.id, object.id)


@row
class ClaimRow(OnClaim):
    """One claim: subject, predicate and object, with everything that is known of it.

    Parameters
    ----------
    subject, object
        The ends of the claim.
    cancers, references
        Of the evidence that counts.
    edge
        The claim with this evidence.
    """

    id: str = derived("edge.id")
    subject: Entity
    predicate: PredicateName = derived("edge.predicate")
    object: Entity
    sign: Sign | None = derived("edge.sign")
    causal: bool = derived("edge.causal")
    certainty: Certainty | None = derived("edge.certainty")
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...] = derived("edge.findings")
    references: tuple[Reference, ...]
    edge: Hidden[Edge]

    def cells(self) -> dict[str, str]:
        return {"claim": self.claim, "predicate": self.predicate, **self.evidence_cells()}


def claim_rows(store: Store, edges: Iterable[Edge]) -> list[ClaimRow]:
    """Return edges as rows, by the names of subject and object, then by predicate.

    Parameters
    ----------
    store
        The graph, or a view of it; an edge without evidence there is left out.
    edges
        In any order.
    """
    return list(rows_on_claims(store, edges))


def rows_on_claims(store: Store, edges: Iterable[Edge]) -> RowsToMake[ClaimRow]:
    """Return what `claim_rows` does, each row made when it is shown."""
    kept = [(edge, evidence) for edge in edges if (evidence := store.evidence(edge))]
    entities = store.entities_of(id for edge, _ in kept for id in (edge.subject, edge.object))

    def by_names(made: tuple[Edge, Sequence[Evidence]]) -> tuple[str, ...]:
        edge, _ = made
        names = (entities[id].name.casefold() for id in (edge.subject, edge.object))
        return (*names, edge.predicate, edge.subject, edge.object)

    def make(several: Sequence[tuple[Edge, Sequence[Evidence]]]) -> list[ClaimRow]:
        rows = []
        for edge, evidence in several:
            counted = Edge(edge.subject, edge.predicate, edge.object, tuple(evidence))
            ends = entities[edge.subject], entities[edge.object]
            cancers, references = cancers_of(store, evidence), references_of(store, evidence)
            rows.append(ClaimRow(store, *ends, cancers, references, counted))
        return rows

    return RowsToMake(sorted(kept, key=by_names), make)


def claims(store: Store, edges: Collection[Edge], none: str) -> Rows[ClaimRow]:
    """Return claims as what a question returns; `none` says why there are none."""
    return Rows(rows_on_claims(store, edges), what="claim", none=none)


def cancers_of(store: Store, evidence: Iterable[Evidence]) -> tuple[Entity, ...]:
    """Return the cancers that evidence comes from, each once, in the order of the findings."""
    ids = dict.fromkeys(e.finding.cancer for e in evidence)
    return tuple(store.entity(id) for id in ids if id)


def references_of(store: Store, evidence: Iterable[Evidence]) -> tuple[Reference, ...]:
    """Return the papers behind evidence, each once, in the order of the findings."""
    keys = dict.fromkeys(key for e in evidence for key in e.finding.reference_keys)
    return tuple(store.reference(*key) for key in keys)


def within(hops: int) -> str:
    """Say how far was searched.

    Examples
    --------
    >>> within(1), within(3)
    ('within 1 hop', 'within 3 hops')
    """
    return f"within {how_many(hops, 'hops')}"
