"""What is told of two entities: every claim between them, and every statement behind a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Evidence, Reference
from ..graph.records import claims_of
from ..graph.schema import PREDICATES
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import ClaimRow, answer_of_claims, claim_rows, left_out, references_of
from .filters import Context
from .paths.search import ARROWS, papers

__all__ = ["StatementRow", "evidence", "relation"]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One statement of one finding, a row of `evidence`.

    Parameters
    ----------
    id
        Of the edge whose claim it makes.
    subject, object, cancer
        Looked up; no cancer means a general finding.
    evidence
        The statement and its finding.
    references
        The papers behind the finding.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "subject:entity",
        "predicate",
        "object:entity",
        "sign",
        "certainty",
        "inverted",
        "finding",
        "cancer:entity",
        "system",
        "summary",
        "review_note",
        "source_check",
        "source_note",
        "references:reference*",
    )

    id: str
    subject: Entity
    object: Entity
    cancer: Entity | None
    evidence: Evidence
    references: tuple[Reference, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(claims_of([self.evidence]))

    def to_dict(self) -> dict[str, Any]:
        finding, statement = self.evidence.finding, self.evidence.statement
        return {
            "id": self.id,
            "subject": self.subject.to_dict(),
            "predicate": statement.predicate,
            "object": self.object.to_dict(),
            "sign": statement.sign,
            "certainty": statement.certainty,
            "inverted": statement.inverted,
            "finding": finding.id,
            "cancer": self.cancer.to_dict() if self.cancer else None,
            "system": finding.system,
            "summary": finding.summary,
            "review_note": finding.review_note,
            "source_check": finding.source_check,
            "source_note": finding.source_note,
            "references": [reference.to_dict() for reference in self.references],
        }

    def cells(self) -> dict[str, str]:
        finding, statement = self.evidence.finding, self.evidence.statement
        notes = ["told as a knock-down, turned round"] if statement.inverted else []
        if finding.review_note:
            notes.append(f"review: {finding.review_note}")
        if finding.source_check == "differs":
            notes.append(f"cited paper: {finding.source_note}")
        return {
            "finding": finding.id,
            "statement": f"{self.subject.name} {ARROWS[statement.sign]} {self.object.name}",
            "predicate": statement.predicate,
            "certainty": statement.certainty,
            "cancer": self.cancer.name if self.cancer else "general",
            "system": finding.system or "-",
            "summary": finding.summary or "",
            "papers": papers(self.references),
            "notes": "; ".join(notes) or "-",
        }


@question(
    "relation",
    "Whether A acts on B: every claim between the two",
    Parameter("a", "entity", "the one", required=True),
    Parameter("b", "entity", "the other", required=True),
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    example={"a": "miR-340-5p", "b": "KLF10"},
    row=ClaimRow,
)
def relation(
    store: Store, *, a: Entity, b: Entity, cancer: Entity | None = None
) -> Answer[ClaimRow]:
    """List every claim between two entities, of whatever sign and class.

    Those from A to B come first, then those from B to A; each by predicate.
    """
    ways = [(a, b)] if a.id == b.id else [(a, b), (b, a)]
    between = [
        [edge for edge in store.out_edges(one.id) if edge.object == other.id] for one, other in ways
    ]
    context = Context(store, cancer)
    rows = [row for edges in between for row in claim_rows(store, edges, context)]
    edges = [edge for found in between for edge in found]
    none = f"no claim joins {a.name} and {b.name} directly; paths may join them through others"
    parameters = {"a": a.id, "b": b.id, "cancer": context.parameters["cancer"]}
    return answer_of_claims("relation", store, parameters, rows, edges, answer=None, none=none)


@question(
    "evidence",
    "Every statement that A acts on B, and the study behind it",
    Parameter("subject", "entity", "what acts", required=True),
    Parameter("object", "entity", "what it acts on", required=True),
    Parameter(
        "predicate", "choice", "only statements with this predicate", choices=tuple(PREDICATES)
    ),
    example={"subject": "NORAD", "object": "EEPD1"},
    row=StatementRow,
)
def evidence(
    store: Store, *, subject: Entity, object: Entity, predicate: str | None = None
) -> Answer[StatementRow]:
    """List the statements behind the claims from one entity to another, by predicate, finding and number."""
    edges = sorted(
        (e for e in store.out_edges(subject.id) if e.object == object.id),
        key=lambda edge: edge.predicate,
    )
    told = [(edge.id, one) for edge in edges for one in store.evidence(edge)]
    rows = []
    for id, one in told:
        if predicate in (None, one.statement.predicate):
            cancer = store.entity(one.finding.cancer) if one.finding.cancer else None
            rows.append(StatementRow(id, subject, object, cancer, one, references_of(store, [one])))
    reason = left_out(len(told) - len(rows), len(told), "statement")
    if not told:
        reason = f"no statement leads from {subject.name} to {object.name}; relation shows both directions"
    parameters = {"subject": subject.id, "object": object.id, "predicate": predicate}
    return Answer("evidence", parameters, tuple(rows), StatementRow, store.version, reason=reason)
