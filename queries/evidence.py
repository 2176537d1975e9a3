"""What a row rests on: its evidence by certainty and cancer, and the notes that belong to it.

What is displayed together (certainty, cancer, papers) occurs together in one piece of evidence: a
row that merges findings lists each certainty and cancer with the papers of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import field
from typing import Literal

from ..graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ..graph.schema import (
    CERTAINTIES,
    PREDICATES,
    RADIOSENSITIVITY,
    STRENGTHS,
    UNCERTAIN,
    Certainty,
    PredicateClass,
    Strength,
)
from ..graph.stores.base import SignedClaim, Store
from .arrows import claim_line
from .filters import unfiltered
from .rows import Hidden, Row, derived, row

__all__ = [
    "CLAIM_NOTES",
    "NOTE_WORDS",
    "EvidenceGroup",
    "Evidenced",
    "Note",
    "Piece",
    "best_strength",
    "claim_notes",
    "group_cells",
    "grouped",
    "noted_once",
    "notes_on",
    "notes_on_findings",
    "papers",
    "read_beside",
    "signed",
    "statement_note",
    "uncertain_ends",
]

NoteKind = Literal[
    "review_note", "source_differs", "contradicted", "endpoint", "statement", "denied", "confirmed"
]
Piece = tuple[Certainty, Finding]
"""A certainty, and a finding that gives it."""


@row
class EvidenceGroup(Row):
    """The evidence of a row with one certainty in one cancer, or without a cancer.

    Parameters
    ----------
    certainty
        That this evidence gives.
    cancers
        The one cancer, or none.
    findings, references
        With this certainty in this cancer.
    """

    certainty: Certainty
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]

    def __str__(self) -> str:
        return f"{self.certainty}: {_cancers(self)} {papers(self.references)}"


@row
class Note(Row):
    """What a reader must know of a row's evidence.

    Parameters
    ----------
    kind
        review_note: a slip or dispute within the source. source_differs: what the cited paper says.
        contradicted: a finding that claims the opposite. endpoint: what was measured, where it is
        not radiosensitivity. statement: what limits or completes one statement, after its claim.
        denied: a source that saw no effect. confirmed: another source that claims the same; of a
        resource's claim also a review, which is said.
    finding
        Its id.
    text
        In words.
    """

    kind: NoteKind
    finding: str
    text: str

    def __str__(self) -> str:
        return f"{self.finding}, {NOTE_WORDS[self.kind]}{self.text}"


NOTE_WORDS: dict[NoteKind, str] = {
    "review_note": "on the review's text: ",
    "source_differs": "the cited paper differs: ",
    "contradicted": "",
    "endpoint": "",
    "statement": "",
    "denied": "",
    "confirmed": "",
}
"""What introduces the text of a note."""

CLAIM_NOTES: tuple[NoteKind, ...] = ("contradicted", "denied", "confirmed")
"""The kinds of `claim_notes`, which belong to a claim; the others belong to a finding."""


def grouped(store: Store, pieces: Iterable[Piece]) -> tuple[EvidenceGroup, ...]:
    """Group evidence by certainty and cancer, the strongest first."""
    groups: dict[tuple[Certainty, str | None], dict[str, Finding]] = {}
    for certainty, finding in pieces:
        groups.setdefault((certainty, finding.cancer), {})[finding.id] = finding
    order = sorted(
        groups, key=lambda key: (CERTAINTIES.index(key[0]), key[1] is None, key[1] or "")
    )
    return tuple(_group(store, *key, groups[key]) for key in order)


def _group(
    store: Store, certainty: Certainty, cancer: str | None, findings: dict[str, Finding]
) -> EvidenceGroup:
    ids = sorted(findings, key=natural_key)
    keys = dict.fromkeys(key for id in ids for key in findings[id].reference_keys)
    return EvidenceGroup(
        certainty,
        (store.entity(cancer),) if cancer else (),
        tuple(ids),
        tuple(store.reference(*key) for key in keys),
    )


def notes_on(
    store: Store, evidence: Iterable[Evidence], claims: Iterable[SignedClaim]
) -> tuple[Note, ...]:
    """Return the notes that belong to evidence and to the claims that it makes."""
    evidence = list(evidence)
    findings = {e.finding.id: e.finding for e in evidence}
    ends = {e.finding.id for e in evidence if e.statement.object == RADIOSENSITIVITY}
    noted: dict[str, list[Note]] = {}
    for id, finding in findings.items():
        if notes := list(_of_finding(finding, on_endpoint=id in ends)):
            noted[id] = notes
    for note in _of_statements(store, evidence):
        noted.setdefault(note.finding, []).append(note)
    found = [note for id in sorted(noted, key=natural_key) for note in noted[id]]
    stating: dict[SignedClaim, set[str]] = {}
    for e in evidence:
        if e.statement.causal:
            claim = (e.statement.subject, e.statement.object, e.statement.sign or 0)
            stating.setdefault(claim, set()).add(e.finding.source)
    for claim in sorted(set(claims), key=str):
        notes = list(claim_notes(store, claim))
        if any(note.kind == "confirmed" for note in notes):
            shown = _confirming(store, notes, stating.get(claim, set()))
            notes = [note for note in notes if note.kind != "confirmed" or note in shown]
        found += notes
    return tuple(dict.fromkeys(found))


def _confirming(store: Store, notes: Iterable[Note], stating: Set[str]) -> list[Note]:
    """Return the notes on sources that confirm a claim, without the one that is confirmed.

    That is the one source that states it here; of several a review.
    """
    reviews = unfiltered(store).reviews() if len(stating) > 1 else frozenset()
    (confirmed,) = sorted(stating, key=lambda source: (source not in reviews, source))[:1] or ("",)
    return [
        note
        for note in notes
        if note.kind == "confirmed" and confirmed and note.finding.partition(":")[0] != confirmed
    ]


def _of_statements(store: Store, evidence: Iterable[Evidence]) -> Iterator[Note]:
    noted = (e for e in evidence if e.statement.note)
    for e in sorted(noted, key=lambda e: e.statement.number):
        s = e.statement
        subject, object = store.entity(s.subject), store.entity(s.object)
        yield from statement_note(e.finding.id, subject, s.predicate, object, s.note)


def statement_note(
    finding: str, subject: Entity, predicate: str, object: Entity, note: str | None
) -> tuple[Note, ...]:
    """Return the note on one statement of a finding, if there is one, after the claim."""
    claim = claim_line(subject.name, predicate, object.name)
    return (Note("statement", finding, f"{claim}: {note}"),) if note else ()


def notes_on_findings(findings: Iterable[Finding]) -> tuple[Note, ...]:
    """Return the notes that belong to findings as a whole."""
    return tuple(note for f in findings for note in _of_finding(f, on_endpoint=f.effect != "none"))


def _of_finding(finding: Finding, *, on_endpoint: bool) -> Iterator[Note]:
    if finding.review_note:
        yield Note("review_note", finding.id, finding.review_note)
    if finding.source_check == "differs" and finding.source_note:
        yield Note("source_differs", finding.id, finding.source_note)
    if on_endpoint and finding.endpoint not in (None, "radiosensitivity"):
        yield Note("endpoint", finding.id, f"measured was {finding.endpoint}, not radiosensitivity")


def signed(edges: Iterable[Edge]) -> Iterator[SignedClaim]:
    """Yield the causal claims among some, each with its sign."""
    return ((e.subject, e.object, e.sign or 0) for e in edges if e.causal)


_noted: dict[Store, dict[SignedClaim, tuple[Note, ...]]] = {}
"""The notes of claims, by the graph of which rows are shown."""


@contextmanager
def noted_once(store: Store) -> Iterator[None]:
    """Make the notes of each claim but once, however many rows rest on it, while rows are shown."""
    _noted[unfiltered(store)] = {}
    try:
        yield
    finally:
        _noted.pop(unfiltered(store), None)  # another thread may be the first


def claim_notes(store: Store, claim: SignedClaim) -> tuple[Note, ...]:
    """Return a note for each finding that claims the opposite of a causal claim or denies it.

    Then one for each source that makes the claim, where there are several.

    Parameters
    ----------
    store
        The graph; a view of it is looked behind.
    claim
        Of the causal class.
    """
    store = unfiltered(store)
    noted = _noted.get(store, {})
    if (notes := noted.get(claim)) is None:
        notes = noted[claim] = tuple(_claim_notes(store, claim))
    return notes


def _claim_notes(store: Store, claim: SignedClaim) -> Iterator[Note]:
    subject, object, sign = claim
    against: dict[str, Finding] = {}
    denying: dict[str, Finding] = {}
    making: dict[str, Finding] = {}
    for edge in store.edges_joining([(subject, object)]):
        if PREDICATES[edge.predicate].cls is PredicateClass.DENIAL:
            found = denying
        elif edge.causal and edge.sign in (sign, -sign):
            found = making if edge.sign == sign else against
        else:
            continue
        found |= {e.finding.id: e.finding for e in store.evidence(edge)}
    does = "lowers" if sign > 0 else "raises"
    for id in sorted(against, key=natural_key):
        cancer = against[id].cancer
        where = f" in {store.entity(cancer).name}" if cancer else ""
        words = f"{store.entity(subject).name} {does} {store.entity(object).name}{where}"
        yield Note("contradicted", id, f"the opposite is claimed too: {words}")
    for id in sorted(denying, key=natural_key):
        ends = f"{store.entity(subject).name} on {store.entity(object).name}"
        words = f"denied by {_cited(store, [denying[id]])}: no effect of {ends} was seen"
        yield Note("denied", id, words + _joined_by(store, claim, denying[id].source))
    sources = {finding.source for finding in making.values()}
    for source in sorted(sources) if len(sources) > 1 else ():
        ids = (id for id, finding in making.items() if finding.source == source)
        findings = [making[id] for id in sorted(ids, key=natural_key)]
        ends = f"{store.entity(subject).name} on {store.entity(object).name}"
        cited = _cited(store, findings)
        review = source in store.reviews()  # what a resource claims, it was not asked to confirm
        words = f"is claimed by the review {cited} too" if review else f"is confirmed by {cited}"
        yield Note("confirmed", findings[0].id, f"{ends} {words}{_joined_by(store, claim, source)}")


def _joined_by(store: Store, claim: SignedClaim, source: str) -> str:
    """Return what is uncertain of the ends of a claim that rows of a resource were joined to."""
    uncertain = uncertain_ends(store, claim[:2])
    return f"; {uncertain}" if uncertain and source not in store.reviews() else ""


def uncertain_ends(store: Store, ids: Iterable[str]) -> str | None:
    """Return in words which entities have no exact identifier, by which resources are joined.

    Examples
    --------
    >>> import radexo
    >>> uncertain_ends(radexo.load().store, ["mirbase.mature:MIMAT0000077", "hgnc:11810"])
    'the arm of miR-22 is inferred'
    """
    entities = (store.entity(id) for id in dict.fromkeys(ids))
    found = [UNCERTAIN[e.id_status].format(e.name) for e in entities if e.id_status in UNCERTAIN]
    return ", ".join(found) or None


_CITED = 3
"""The most papers that a note cites."""


def _cited(store: Store, findings: Sequence[Finding]) -> str:
    """Return the source of findings in order, how strong they are, and their first papers."""
    strength = best_strength(findings)
    keys = list(dict.fromkeys(key for finding in findings for key in finding.reference_keys))
    shown = papers(store.reference(*key) for key in keys[:_CITED])
    more = f" and {len(keys) - _CITED} more" if len(keys) > _CITED else ""
    graded = f"{strength}, " if strength else ""
    return f"{findings[0].source} ({graded}{shown}{more})"


def best_strength(findings: Iterable[Finding]) -> Strength | None:
    """Return the best grade of the experiments behind findings; None without any grade.

    Examples
    --------
    >>> best_strength([Finding("s:1", strength="weak"), Finding("s:2", strength="strong")])
    'strong'
    """
    grades = (finding.strength for finding in findings if finding.strength)
    return min(grades, key=STRENGTHS.index, default=None)


def read_beside(store: Store, rows: Iterable[object]) -> None:
    """Ask a store once for what the notes of rows need; it has it afterwards."""
    claims = (c for row in rows if isinstance(row, Evidenced) for c in row.signed_claims())
    if pairs := {(subject, object) for subject, object, _ in claims}:
        unfiltered(store).edges_joining(pairs)


@row
class Evidenced(Row):
    """Base of rows with evidence: their JSON ends with the evidence by certainty, and the notes.

    Parameters
    ----------
    store
        Where entities, papers and opposite claims are looked up.
    """

    store: Hidden[Store] = field(compare=False)
    evidence: tuple[EvidenceGroup, ...] = derived(lambda row: grouped(row.store, row.pieces()))
    notes: tuple[Note, ...] = derived(
        lambda row: notes_on(row.store, row.carrying(), row.signed_claims())
    )

    columns_last = True  # after those of the rows themselves

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on, with the evidence that counts."""
        raise NotImplementedError

    def carrying(self) -> Iterable[Evidence]:
        """Return the evidence that carries the row.

        Returns
        -------
        iterable of Evidence

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().regulators("KLF10")[0]
        >>> [piece.finding.id for piece in row.carrying()]
        ['sun2022:29a']
        """
        return (e for edge in self.edges for e in edge.evidence)

    def signed_claims(self) -> Iterable[SignedClaim]:
        """Return its causal claims, for the notes to say who denies, opposes or makes them too.

        Returns
        -------
        iterable of tuple
            Subject, object and sign.

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().regulators("KLF10")[0]
        >>> set(row.signed_claims())
        {('mirbase.mature:MIMAT0004692', 'hgnc:11810', -1)}
        """
        return signed(self.edges)

    def pieces(self) -> Iterable[Piece]:
        """Return each certainty with the findings that give it.

        Returns
        -------
        iterable of tuple
            A certainty and a finding.

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().regulators("KLF10")[0]
        >>> [(certainty, finding.id) for certainty, finding in row.pieces()]
        [('stated', 'sun2022:29a')]
        """
        return ((e.statement.certainty, e.finding) for e in self.carrying())

    def evidence_cells(self) -> dict[str, str]:
        """Return certainty, cancers and papers as a person reads them, each with its own.

        Returns
        -------
        dict
            Heading to text.

        Examples
        --------
        >>> import radexo
        >>> row = radexo.load().regulators("KLF10")[0]
        >>> row.evidence_cells()["certainty"]
        'stated'
        """
        return group_cells(self.evidence)


def group_cells(
    groups: Sequence[EvidenceGroup], further: Iterable[EvidenceGroup] = ()
) -> dict[str, str]:
    """Return certainty, cancers and papers of groups as a person reads them, each with its own.

    Parameters
    ----------
    groups
        The strongest first: those of its certainty come before the others, which name their own.
    further
        Other groups to list with certainty and cancer of their own.
    """
    if not groups:
        return {"certainty": "-", "cancers": "general", "papers": "-"}
    certainty = groups[0].certainty
    same = [g for g in groups if g.certainty == certainty]
    others = map(str, (*groups[len(same) :], *further))
    return {
        "certainty": certainty,
        "cancers": "; ".join(map(_cancers, same)),
        "papers": "; ".join([*(papers(g.references) for g in same), *others]),
    }


def papers(references: Iterable[Reference]) -> str:
    """Return papers as a person reads them: ``Chen 2021 [29] doi:10.1186/...``."""
    return ", ".join(reference.cited for reference in references) or "-"


def _cancers(group: EvidenceGroup) -> str:
    return ", ".join(cancer.name for cancer in group.cancers) or "general"
