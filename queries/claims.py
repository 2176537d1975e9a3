"""Claims as rows: the edges of the graph, each with the evidence that passes a filter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Evidence, Reference
from ..graph.stores.base import Store
from .answer import Answer
from .filters import Context
from .paths.search import ARROWS, behind, behind_cells

__all__ = [
    "ClaimRow",
    "answer_of_claims",
    "cancers_of",
    "claim_rows",
    "left_out",
    "references_of",
    "within",
]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: subject, predicate and object, with everything that is known of it.

    Parameters
    ----------
    id
        Of the edge.
    subject, predicate, object
        The claim, as it is told.
    sign, causal
        As the predicate fixes them.
    certainty
        The best that any of its findings gives.
    cancers, findings, references
        Of the evidence that passed the filters.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "subject:entity",
        "predicate",
        "object:entity",
        "sign",
        "causal",
        "certainty",
        "cancers:entity*",
        "findings*",
        "references:reference*",
    )

    id: str
    subject: Entity
    predicate: str
    object: Entity
    sign: int | None
    causal: bool
    certainty: str | None
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "subject": self.subject.to_dict(),
            "predicate": self.predicate,
            "object": self.object.to_dict(),
            "sign": self.sign,
            "causal": self.causal,
            "certainty": self.certainty,
            **behind(self),
        }

    def cells(self) -> dict[str, str]:
        return {
            "claim": f"{self.subject.name} {ARROWS[self.sign]} {self.object.name}",
            "predicate": self.predicate,
            "certainty": self.certainty or "-",
            **behind_cells(self),
        }


def claim_rows(store: Store, edges: Iterable[Edge], context: Context) -> list[ClaimRow]:
    """Make rows of edges.

    Parameters
    ----------
    store
        The graph.
    edges
        In any order.
    context
        Which findings count; an edge without any is left out.

    Returns
    -------
    list of ClaimRow
        By the names of subject and object, then by predicate.
    """
    rows = []
    for edge in edges:
        selected = context.select(edge)
        if selected is None:
            continue
        evidence = store.evidence(selected)
        rows.append(
            ClaimRow(
                selected.id,
                store.entity(edge.subject),
                edge.predicate,
                store.entity(edge.object),
                edge.sign,
                edge.causal,
                selected.certainty,
                cancers_of(store, evidence),
                selected.findings,
                references_of(store, evidence),
                (selected,),
            )
        )
    return sorted(rows, key=_order)


def _order(row: ClaimRow) -> tuple[str, ...]:
    return (
        row.subject.name.casefold(),
        row.object.name.casefold(),
        row.predicate,
        row.subject.id,
        row.object.id,
    )


def cancers_of(store: Store, evidence: Iterable[Evidence]) -> tuple[Entity, ...]:
    """List the cancers that evidence comes from, each once, in the order of the findings."""
    ids = dict.fromkeys(e.finding.cancer for e in evidence)
    return tuple(store.entity(id) for id in ids if id)


def references_of(store: Store, evidence: Iterable[Evidence]) -> tuple[Reference, ...]:
    """List the papers behind evidence, each once, in the order of the findings."""
    keys = dict.fromkeys(key for e in evidence for key in e.finding.reference_keys)
    return tuple(store.reference(*key) for key in keys)


def within(hops: int) -> str:
    """Say how far was looked.

    Examples
    --------
    >>> within(1), within(3)
    ('within 1 hop', 'within 3 hops')
    """
    return f"within {hops} hop{'s' * (hops != 1)}"


def left_out(count: int, whole: int, what: str) -> str | None:
    """Say how many rows the filters left out; None when they left out none.

    Examples
    --------
    >>> left_out(1, 3, "claim")
    '1 of 3 claims left out by the filters'
    """
    return (
        f"{count} of {whole} {what}{'s' * (whole != 1)} left out by the filters" if count else None
    )


def answer_of_claims(
    name: str,
    store: Store,
    parameters: Mapping[str, Any],
    rows: Iterable[ClaimRow],
    edges: Collection[Edge],
    *,
    answer: str | None,
    none: str,
) -> Answer[ClaimRow]:
    """Make the answer of claims.

    Parameters
    ----------
    name, store, parameters, answer
        Of the question.
    rows
        What the filters kept.
    edges
        What there was to keep.
    none
        The reason when there was nothing.

    Returns
    -------
    Answer of ClaimRow
    """
    kept = tuple(rows)
    reason = left_out(len(edges) - len(kept), len(edges), "claim") if edges else none
    return Answer(name, parameters, kept, ClaimRow, store.version, answer, reason=reason)
