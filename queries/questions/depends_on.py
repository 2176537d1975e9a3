"""Which claims would fall without a finding or a paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from ...graph.errors import AmbiguousNameError
from ...graph.model import Edge, Entity, Finding, Reference, natural_key
from ...graph.report import how_many
from ...graph.schema import Certainty, PredicateName, Sign
from ...graph.stores.base import Store
from ..claims import OnClaim, references_of
from ..declare import Rows, question
from ..filters import unfiltered
from ..kinds import Paper
from ..rows import Hidden, derived, row
from ._papers import no_such_paper


@row
class Dependent(OnClaim):
    """One claim and what is left of it without a finding or paper.

    Parameters
    ----------
    subject, object
        The ends of the claim.
    findings_lost, findings_left
        What goes, and what still makes it.
    references
        The papers behind all of them, in the order of the findings.
    edge
        The claim.
    """

    id: str = derived("edge.id")
    subject: Entity
    predicate: PredicateName = derived("edge.predicate")
    object: Entity
    sign: Sign | None = derived("edge.sign")
    certainty: Certainty | None = derived("edge.certainty")
    status: Literal["lost", "weakened"] = derived(
        lambda row: "weakened" if row.findings_left else "lost"
    )
    findings_lost: tuple[str, ...]
    findings_left: tuple[str, ...]
    references: tuple[Reference, ...]
    edge: Hidden[Edge]

    def cells(self) -> dict[str, str]:
        return {
            "status": self.status,
            "claim": self.claim,
            "certainty": self.certainty or "-",
            "lost": ", ".join(self.findings_lost) or "-",
            "left": ", ".join(self.findings_left) or "-",
        }


@question(example={"what": "sun2022:29a"}, group="evidence")
def depends_on(store: Store, what: Paper) -> Rows[Dependent]:
    """Which claims would fall without one finding or one paper.

    A finding that also cites other papers stays without one of them: what it claims is weakened,
    not lost. Lost claims come first, then by the names of subject and object, then by predicate.

    Parameters
    ----------
    what
        A finding (sun2022:29a), or a paper by its citation (29, sun2022:29).
    """
    return dependents(store, what, *resting_on(store, what))


def dependents(
    store: Store, what: str, gone: Sequence[Finding], shaken: Sequence[Finding]
) -> Rows[Dependent]:
    """Return the claims of findings that fall, or lose a paper; see `resting_on`."""
    lost_ids = {finding.id for finding in gone}
    rows, edges = [], store.edges(findings=(*gone, *shaken))
    entities = store.entities_of(id for edge in edges for id in (edge.subject, edge.object))
    for edge in edges:
        findings = edge.findings
        lost = tuple(id for id in findings if id in lost_ids)
        left = tuple(id for id in findings if id not in lost_ids)
        ends = (entities[edge.subject], entities[edge.object])
        rows.append(
            Dependent(store, *ends, lost, left, references_of(store, store.evidence(edge)), edge)
        )
    rows.sort(key=lambda row: (row.status != "lost", row.by_names))
    notes = [f"{finding.id} cites {', '.join(finding.citations)} and stays" for finding in shaken]
    if marked := sum(len(f.biomarkers) for f in gone):
        notes.append(f"{how_many(marked, 'biomarker claims')} would be lost too")
    return Rows(rows, what="claim", none=f"no claim rests on {what}", notes=notes)


def resting_on(store: Store, what: str) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that fall without a finding or paper, and those that lose a paper."""
    known = set(_described(store, what))
    gone: list[Finding] = []
    shaken: list[Finding] = []
    whole = unfiltered(store)  # what a filter leaves out exists all the same
    citing = whole.findings(citing=what)
    for source, citations in {(f.source, f.citations): None for f in citing}:
        known |= {
            (source, citation)
            for citation in citations or (None,)
            if what in (citation, f"{source}:{citation or ''}")
        }
    for finding in citing if store is whole else store.findings(citing=what):
        (gone if len(finding.citations) <= 1 else shaken).append(finding)
    if (named := store.finding(what)) and named not in gone:
        gone.append(named)
        gone.sort(key=lambda f: natural_key(f.id))
    if len(known) > 1:
        candidates = [f"{source}:{citation or ''}" for source, citation in sorted(known, key=str)]
        raise AmbiguousNameError(
            f"{what!r} is a citation of several sources: {', '.join(candidates)}; name one",
            candidates,
        )
    if not (known or whole.finding(what)):
        raise no_such_paper(whole, what)
    return gone, shaken


def _described(store: Store, what: str) -> Iterator[tuple[str, str | None]]:
    """Yield the keys of papers that the graph describes, also of those that no finding cites."""
    for source in store.sources():
        citations = [what]
        if what.startswith(f"{source.id}:"):
            citations.append(what.removeprefix(f"{source.id}:"))
        for citation in citations:
            paper = store.reference(source.id, citation or None)
            if paper != Reference(*paper.key):
                yield paper.key
