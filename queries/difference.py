"""Two graphs compared by statement: what the one adds to the other, removes, or tells otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ..graph.stores.memory import MemoryStore
from .answer import Answer

__all__ = ["CHANGES", "Change", "Telling", "difference"]

CHANGES = ("added", "removed", "sign", "evidence")
"""The kinds of change, in the order of the rows."""

_SHOWN = 3
_BySign = dict[int, list[Edge]]


@dataclass(frozen=True, slots=True)
class Telling:
    """How one of the graphs tells a claim.

    Parameters
    ----------
    predicate, sign, certainty
        Of the claim.
    cancers
        Those of its findings.
    findings
        Ids of the findings behind it.
    details
        What findings that both graphs have say otherwise here, each as ``finding, field: value``.
    """

    predicate: str
    sign: int | None
    certainty: str | None
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    details: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "predicate": self.predicate,
            "sign": self.sign,
            "certainty": self.certainty,
            "cancers": [cancer.to_dict() for cancer in self.cancers],
            "findings": list(self.findings),
            "details": list(self.details),
        }

    def __str__(self) -> str:
        sign = "" if self.sign is None else f"{self.sign:+d}; " if self.sign else "0; "
        cancers = ", ".join(cancer.name for cancer in self.cancers) or "general"
        text = f"{sign}{self.certainty}; {cancers}; {', '.join(self.findings)}"
        more = [
            *self.details[:_SHOWN],
            *([f"{len(self.details) - _SHOWN} more"] if len(self.details) > _SHOWN else []),
        ]
        return f"{text} ({'; '.join(more)})" if more else text


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two graphs, a row of `diff`.

    Parameters
    ----------
    change
        added; removed; sign: the ends were joined by a causal claim of another sign; evidence: the
        same claim rests on other findings, or its findings tell it otherwise.
    subject, predicate, object
        The claim; of two signs the new one.
    before, after
        How either graph tells it; None where it does not.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "change",
        "subject:entity",
        "predicate",
        "object:entity",
        "before:predicate,sign,certainty,cancers:entity*,findings*,details*",
        "after:predicate,sign,certainty,cancers:entity*,findings*,details*",
    )

    change: str
    subject: Entity
    predicate: str
    object: Entity
    before: Telling | None
    after: Telling | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "change": self.change,
            "subject": self.subject.to_dict(),
            "predicate": self.predicate,
            "object": self.object.to_dict(),
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
        }

    def cells(self) -> dict[str, str]:
        before = f"{self.before.predicate} " if self.change == "sign" and self.before else ""
        return {
            "change": self.change,
            "subject": self.subject.name,
            "predicate": self.predicate,
            "object": self.object.name,
            "before": f"{before}{self.before or '-'}",
            "after": str(self.after or "-"),
        }


def difference(before: MemoryStore, after: MemoryStore) -> Answer[Change]:
    """Compare two graphs by statement.

    Parameters
    ----------
    before, after
        The graphs.

    Returns
    -------
    Answer of Change
        Ordered by kind of change, then by the names of subject, predicate and object. `reason`
        counts what differs beside the statements: entities, papers, sources, biomarker claims.
    """
    rows = sorted(_changes(before, after), key=_order)
    beside = _beside(before, after)
    reason = f"beside the statements, there differ: {beside}" if beside else None
    if not rows:
        reason = (
            f"no statement differs; {reason}"
            if reason
            else f"both graphs are the same: {after.version}"
        )
    return Answer(
        "diff",
        {"before": before.version, "after": after.version},
        tuple(rows),
        Change,
        after.version,
        reason=reason,
    )


def _order(change: Change) -> tuple[Any, ...]:
    names = (
        change.subject.name,
        change.predicate,
        change.object.name,
        change.subject.id,
        change.object.id,
    )
    return (CHANGES.index(change.change), *names)


def _changes(before: MemoryStore, after: MemoryStore) -> Iterator[Change]:
    old, new = (
        {(e.subject, e.predicate, e.object): e for e in store.edges()} for store in (before, after)
    )
    known = {e.id: e for store in (before, after) for e in store.entities()}

    def change(kind: str, one: Edge | None, two: Edge | None) -> Change:
        edge = two or one
        assert edge is not None  # a change is of something
        tellings = (
            _telling(one, before, _details(one, two, before, after)) if one else None,
            _telling(two, after, _details(two, one, after, before)) if two else None,
        )
        return Change(kind, known[edge.subject], edge.predicate, known[edge.object], *tellings)

    gone = [edge for claim, edge in old.items() if claim not in new]
    come = [edge for claim, edge in new.items() if claim not in old]
    turned = list(_turned(gone, come))
    paired = {edge.id for pair in turned for edge in pair}
    yield from (change("sign", one, two) for one, two in turned)
    yield from (change("removed", edge, None) for edge in gone if edge.id not in paired)
    yield from (change("added", None, edge) for edge in come if edge.id not in paired)
    for claim, edge in old.items():
        if claim in new and not _same_evidence(edge, new[claim], before, after):
            yield change("evidence", edge, new[claim])


def _turned(gone: Iterable[Edge], come: Iterable[Edge]) -> Iterator[tuple[Edge, Edge]]:
    """Pair causal claims that went with causal claims of another sign that came between the same ends: opposite signs first.

    Edges come ordered by predicate, so that what is paired does not depend on which graph is the
    earlier.
    """
    waiting: dict[tuple[str, str], tuple[_BySign, _BySign]] = {}
    for side, edges in enumerate((gone, come)):
        for edge in edges:
            if edge.causal:
                both = waiting.setdefault(
                    (edge.subject, edge.object), ({-1: [], 0: [], 1: []}, {-1: [], 0: [], 1: []})
                )
                both[side][edge.sign or 0].append(edge)
    for went, came in waiting.values():
        for one, other in ((1, -1), (-1, 1), (1, 0), (-1, 0), (0, 1), (0, -1)):
            while went[one] and came[other]:
                yield went[one].pop(0), came[other].pop(0)


def _telling(edge: Edge, store: MemoryStore, details: Iterable[str]) -> Telling:
    cancers = sorted({e.finding.cancer for e in edge.evidence if e.finding.cancer}, key=natural_key)
    return Telling(
        edge.predicate,
        edge.sign,
        edge.certainty,
        tuple(map(store.entity, cancers)),
        edge.findings,
        tuple(details),
    )


def _same_evidence(one: Edge, two: Edge, before: MemoryStore, after: MemoryStore) -> bool:
    return one.findings == two.findings and not list(_details(one, two, before, after))


def _details(
    edge: Edge, other: Edge | None, store: MemoryStore, another: MemoryStore
) -> Iterator[str]:
    """Tell what the findings that two graphs share say of a claim in the one and not in the other."""
    told = {e.finding.id: e for e in other.evidence} if other else {}
    for evidence in edge.evidence:
        if twin := told.get(evidence.finding.id):
            mine, theirs = _facts(evidence, store), _facts(twin, another)
            for name in dict.fromkeys((*mine, *theirs)):
                if mine.get(name) != theirs.get(name):
                    yield f"{evidence.finding.id}, {name}: {_text(mine.get(name))}"


def _facts(evidence: Evidence, store: MemoryStore) -> dict[str, Any]:
    """Give everything that a finding says of one statement, by name."""
    skipped = ("id", "statements", "biomarkers", "subject", "predicate", "object")
    facts = {
        f.name if isinstance(record, Finding) else f"statement {f.name}": getattr(record, f.name)
        for record in (evidence.finding, evidence.statement)
        for f in fields(record)
        if f.name not in skipped
    }
    for key in evidence.finding.reference_keys:
        paper = store.reference(*key)
        facts |= {
            f"paper {key[1] or key[0]} {f.name}": getattr(paper, f.name) for f in fields(Reference)
        }
    return facts


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return (
        "none" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    )


def _beside(before: MemoryStore, after: MemoryStore) -> str:
    """Count what differs and is no statement."""
    one, two = before.records, after.records
    kinds: tuple[tuple[str, dict[Any, Any], dict[Any, Any]], ...] = (
        ("entities", {e.id: e for e in one.entities}, {e.id: e for e in two.entities}),
        ("papers", {r.key: r for r in one.references}, {r.key: r for r in two.references}),
        ("sources", {s.id: s for s in one.sources}, {s.id: s for s in two.sources}),
        ("findings without statements", _silent(one.findings), _silent(two.findings)),
        ("biomarker claims of a finding", _marking(one.findings), _marking(two.findings)),
    )
    counts = ((what, sum(a.get(key) != b.get(key) for key in {*a, *b})) for what, a, b in kinds)
    return ", ".join(f"{what} ({count})" for what, count in counts if count)


def _silent(findings: Iterable[Finding]) -> dict[str, Finding]:
    return {f.id: f for f in findings if not f.statements}


def _marking(findings: Iterable[Finding]) -> dict[str, Any]:
    return {f.id: f.biomarkers for f in findings if f.biomarkers}
