"""Every statement behind the claims from one entity to another."""

from __future__ import annotations

from ...graph.model import Edge, Entity, Evidence, Reference
from ...graph.records import claims_of
from ...graph.schema import Certainty, Sign, SourceCheck, System
from ...graph.stores.base import Store
from ..arrows import claim_line
from ..claims import references_of
from ..declare import Rows, question, restricted
from ..evidence import Note, notes_on_findings, papers, statement_note
from ..kinds import PredicateName
from ..rows import Hidden, Row, derived, row


@row
class StatementRow(Row):
    """One statement of one finding.

    Parameters
    ----------
    id
        Of the edge whose claim it makes.
    subject, object, cancer
        Looked up; no cancer means a general finding.
    references
        The papers behind the finding.
    made
        The statement and its finding.
    """

    id: str
    subject: Entity
    predicate: PredicateName = derived("made.statement.predicate")
    object: Entity
    sign: Sign | None = derived("made.statement.sign")
    certainty: Certainty = derived("made.statement.certainty")
    inverted: bool = derived("made.statement.inverted")
    finding: str = derived("made.finding.id")
    cancer: Entity | None
    system: System | None = derived("made.finding.system")
    summary: str | None = derived("made.finding.summary")
    review_note: str | None = derived("made.finding.review_note")
    source_check: SourceCheck = derived("made.finding.source_check")
    source_note: str | None = derived("made.finding.source_note")
    references: tuple[Reference, ...]
    notes: tuple[Note, ...] = derived(
        lambda row: (
            *notes_on_findings([row.made.finding]),
            *statement_note(
                row.finding, row.subject, row.predicate, row.object, row.made.statement.note
            ),
        )
    )
    made: Hidden[Evidence]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return tuple(claims_of([self.made]))

    def cells(self) -> dict[str, str]:
        return {
            "finding": self.finding,
            "statement": claim_line(self.subject.name, self.predicate, self.object.name),
            "predicate": self.predicate,
            "certainty": self.certainty,
            "inverted": "yes" if self.inverted else "-",
            "cancer": self.cancer.name if self.cancer else "general",
            "system": self.system or "-",
            "summary": self.summary or "",
            "papers": papers(self.references),
        }


@question(example={"subject": "NORAD", "object": "EEPD1"}, group="evidence")
def evidence(
    store: Store, subject: Entity, object: Entity, *, predicate: PredicateName | None = None
) -> Rows[StatementRow]:
    """Every statement that A acts on B, and the study behind it.

    Ordered by predicate, finding and number.

    Parameters
    ----------
    subject
        What acts.
    object
        What it acts on.
    predicate
        Only statements with this predicate.
    """
    edges = store.edges_between([(subject.id, object.id)])
    behind = [(edge.id, evidence) for edge in edges for evidence in store.evidence(edge)]
    rows = []
    for id, evidence in behind:
        if predicate in (None, evidence.statement.predicate):
            cancer = store.entity(evidence.finding.cancer) if evidence.finding.cancer else None
            references = references_of(store, [evidence])
            rows.append(StatementRow(id, subject, object, cancer, references, evidence))
    none = (
        f"no statement leads from {subject.name} to {object.name}; relation shows both directions"
    )
    return Rows(
        rows, whole=len(behind), what="statement", none=none, by=restricted(predicate=predicate)
    )
