"""How far the graph can be trusted and where it ends: gaps, hubs, what depends on one paper, what an entity rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.errors import AmbiguousNameError
from ..graph.model import Edge, Entity, Evidence, Finding, Reference, natural_key
from ..graph.schema import RADIOSENSITIVITY, SOURCE_CHECKS, PredicateClass, subtypes
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import cancers_of, references_of
from .findings import no_such_paper
from .paths.search import ARROWS, behind, behind_cells, papers

__all__ = ["Dependent", "Gap", "Hub", "PaperOn", "depends_on", "gaps", "hubs", "papers_on"]

_CAUSAL = (PredicateClass.CAUSAL,)
_GAPS = ("cargo-without-target", "target-without-pathway")


@dataclass(frozen=True, slots=True)
class Gap:
    """An entity whose mechanism is not told to the end, a row of `gaps`.

    Parameters
    ----------
    entity
        The cargo, or its target.
    kind
        cargo-without-target: cargo that acts on radiosensitivity, but on no molecule or pathway.
        target-without-pathway: a gene that cargo acts on, but that acts on no pathway or process.
    cancers, findings, references
        Of what is told: the cargo's effect, or what acts on the gene.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "entity:entity",
        "kind",
        "cancers:entity*",
        "findings*",
        "references:reference*",
    )

    entity: Entity
    kind: str
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"entity": self.entity.to_dict(), "kind": self.kind, **behind(self)}

    def cells(self) -> dict[str, str]:
        return {
            "entity": self.entity.name,
            "missing": {_GAPS[0]: "a target", _GAPS[1]: "a pathway or process"}[self.kind],
            **behind_cells(self),
        }


@question(
    "gaps",
    "Where mechanisms break off: cargo without a target, targets without a pathway",
    Parameter("kind", "choice", "only gaps of this kind", choices=_GAPS),
    example={"kind": "cargo-without-target"},
    row=Gap,
    answer="entity",
)
def gaps(store: Store, *, kind: str | None = None) -> Answer[Gap]:
    """List where mechanisms break off, by kind and name.

    Cargo is what exosomes are told to carry (CARRIES). Cargo without a target acts on
    radiosensitivity, in whatever direction, but on no gene, RNA, chemical or pathway; a target
    without a pathway is a gene that cargo acts on, and that acts on no pathway or process.
    """
    cargo = sorted({edge.object for edge in store.edges() if edge.predicate == "CARRIES"})
    rows = []
    if kind != _GAPS[1]:
        molecular = subtypes("Cargo") | subtypes("Pathway")
        for id in cargo:
            effect = [
                edge
                for edge in store.out_edges(id, classes=_CAUSAL)
                if edge.object == RADIOSENSITIVITY
            ]
            if effect and not _acts_on(store, id, molecular):
                rows.append(_gap(store, id, _GAPS[0], effect))
    if kind != _GAPS[0]:
        biology = subtypes("Pathway") | subtypes("Process")
        acted_on: dict[str, list[Edge]] = {}
        for id in cargo:
            for edge in store.out_edges(id, classes=_CAUSAL):
                if store.entity(edge.object).type in subtypes("Gene"):
                    acted_on.setdefault(edge.object, []).append(edge)
        rows += [
            _gap(store, id, _GAPS[1], edges)
            for id, edges in acted_on.items()
            if not _acts_on(store, id, biology)
        ]
    rows.sort(key=lambda row: (row.kind, row.entity.name.casefold(), row.entity.id))
    reason = None if rows else f"there is no {(kind or 'gap').replace('-', ' ')}"
    return Answer("gaps", {"kind": kind}, tuple(rows), Gap, store.version, "entity", reason=reason)


def _acts_on(store: Store, id: str, types: Iterable[str]) -> bool:
    return any(
        store.entity(edge.object).type in types for edge in store.out_edges(id, classes=_CAUSAL)
    )


def _gap(store: Store, id: str, kind: str, edges: Sequence[Edge]) -> Gap:
    evidence = _in_order(e for edge in edges for e in store.evidence(edge))
    findings = tuple(dict.fromkeys(e.finding.id for e in evidence))
    return Gap(
        store.entity(id),
        kind,
        cancers_of(store, evidence),
        findings,
        references_of(store, evidence),
        tuple(edges),
    )


def _in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda e: natural_key(e.finding.id))


@dataclass(frozen=True, slots=True)
class Hub:
    """An entity and how many claims it stands in, a row of `hubs`.

    Parameters
    ----------
    entity
        The entity.
    degree
        Claims of every class, both ways.
    incoming, outgoing
        Causal and transport claims that end in it, and that begin in it.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("entity:entity", "degree", "incoming", "outgoing")

    entity: Entity
    degree: int
    incoming: int
    outgoing: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "entity": self.entity.to_dict(),
            "degree": self.degree,
            "incoming": self.incoming,
            "outgoing": self.outgoing,
        }

    def cells(self) -> dict[str, str]:
        counts = {"claims": self.degree, "in": self.incoming, "out": self.outgoing}
        return {
            "entity": self.entity.name,
            "type": self.entity.type,
            **{name: str(count) for name, count in counts.items()},
        }


@question(
    "hubs",
    "Which entities stand in the most claims",
    Parameter("type", "type", "only entities of this type, or of its subtypes"),
    Parameter("limit", "count", "the most rows; 0 for all", 20, minimum=0),
    example={"type": "MiRNA"},
    row=Hub,
    answer="entity",
)
def hubs(store: Store, *, type: str | None = None, limit: int = 20) -> Answer[Hub]:
    """List entities by degree, the greatest first, then by id.

    The degree counts all claims; incoming and outgoing ones are counted where they are causal or
    transport.
    """
    allowed = subtypes(type) if type else None
    entities = [e for e in store.entities() if allowed is None or e.type in allowed]
    entities.sort(key=lambda e: (-store.degree(e.id), e.id))
    directed = (PredicateClass.CAUSAL, PredicateClass.TRANSPORT)
    rows = tuple(
        Hub(
            entity,
            store.degree(entity.id),
            sum(1 for _ in store.in_edges(entity.id, classes=directed)),
            sum(1 for _ in store.out_edges(entity.id, classes=directed)),
        )
        for entity in (entities[:limit] if limit else entities)
    )
    whole = sum(
        count
        for name, count in store.census().entities.items()
        if allowed is None or name in allowed
    )
    status, reason = "", None
    if len(rows) < whole:
        status, reason = "truncated", f"{len(rows)} of {whole} entities shown; --limit 0 for all"
    elif not whole:
        reason = f"there is no {type}" if type else "the graph is empty"
    return Answer(
        "hubs", {"type": type, "limit": limit}, rows, Hub, store.version, "entity", status, reason
    )


@dataclass(frozen=True, slots=True)
class Dependent:
    """One claim and what is left of it without a finding or paper, a row of `depends_on`.

    Parameters
    ----------
    edge, subject, object
        The claim.
    findings_lost, findings_left
        What goes, and what still makes it.
    references
        The papers behind all of them, in the order of the findings.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "id",
        "subject:entity",
        "predicate",
        "object:entity",
        "sign",
        "certainty",
        "status",
        "findings_lost*",
        "findings_left*",
        "references:reference*",
    )

    edge: Edge
    subject: Entity
    object: Entity
    findings_lost: tuple[str, ...]
    findings_left: tuple[str, ...]
    references: tuple[Reference, ...]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return (self.edge,)

    @property
    def status(self) -> str:
        """Lost when no finding is left, else weakened."""
        return "weakened" if self.findings_left else "lost"

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.edge.id,
            "subject": self.subject.to_dict(),
            "predicate": self.edge.predicate,
            "object": self.object.to_dict(),
            "sign": self.edge.sign,
            "certainty": self.edge.certainty,
            "status": self.status,
            "findings_lost": list(self.findings_lost),
            "findings_left": list(self.findings_left),
            "references": [reference.to_dict() for reference in self.references],
        }

    def cells(self) -> dict[str, str]:
        return {
            "status": self.status,
            "claim": f"{self.subject.name} {ARROWS[self.edge.sign]} {self.object.name}",
            "certainty": self.edge.certainty or "-",
            "lost": ", ".join(self.findings_lost) or "-",
            "left": ", ".join(self.findings_left) or "-",
        }


@question(
    "depends_on",
    "Which claims would fall without one finding or one paper",
    Parameter(
        "what",
        "finding",
        "a finding (sun2022:29a), or a paper by its citation (29, sun2022:29)",
        required=True,
    ),
    example={"what": "sun2022:29a"},
    row=Dependent,
)
def depends_on(store: Store, *, what: str) -> Answer[Dependent]:
    """Tell which claims rest on a finding, or on a paper (should it be retracted).

    A finding that also cites other papers stays without one of them: what it claims is weakened,
    not lost. Lost claims come first, then by the names of subject and object, then by predicate.
    """
    gone, shaken = _resting_on(store, what)
    lost_ids, touched = {f.id for f in gone}, {f.id for f in (*gone, *shaken)}
    rows = []
    for edge in store.edges():
        if touched.isdisjoint(edge.findings):
            continue
        lost = tuple(id for id in edge.findings if id in lost_ids)
        left = tuple(id for id in edge.findings if id not in lost_ids)
        references = references_of(store, store.evidence(edge))
        rows.append(
            Dependent(
                edge, store.entity(edge.subject), store.entity(edge.object), lost, left, references
            )
        )
    rows.sort(key=_lost_first)
    reasons = [] if rows else [f"no claim rests on {what}"]
    reasons += [
        f"{finding.id} cites {', '.join(finding.citations)} and stays" for finding in shaken
    ]
    marked = sum(len(f.biomarkers) for f in gone)
    if marked:
        reasons.append(f"{marked} biomarker claim{'s' * (marked != 1)} would be lost too")
    return Answer(
        "depends_on",
        {"what": what},
        tuple(rows),
        Dependent,
        store.version,
        reason="; ".join(reasons) or None,
    )


def _resting_on(store: Store, what: str) -> tuple[list[Finding], list[Finding]]:
    """Find the findings that fall without a finding or paper, and those that only lose one of their papers."""
    gone, shaken = [], []
    known = {
        r.key for r in store.references() if what in (r.citation, f"{r.source}:{r.citation or ''}")
    }
    for finding in store.findings():
        cited = [
            key for key in finding.reference_keys if what in (key[1], f"{key[0]}:{key[1] or ''}")
        ]
        known.update(cited)
        if finding.id == what or (cited and len(finding.reference_keys) == 1):
            gone.append(finding)
        elif cited:
            shaken.append(finding)
    if len(known) > 1:
        candidates = [f"{source}:{citation or ''}" for source, citation in sorted(known, key=str)]
        raise AmbiguousNameError(
            f"{what!r} is a citation of several sources: {', '.join(candidates)}; name one",
            candidates,
        )
    if not (known or gone):
        raise no_such_paper(store, what)
    return gone, shaken


def _lost_first(row: Dependent) -> tuple[Any, ...]:
    return (
        row.status != "lost",
        row.subject.name.casefold(),
        row.object.name.casefold(),
        row.edge.predicate,
        row.subject.id,
        row.object.id,
    )


@dataclass(frozen=True, slots=True)
class PaperOn:
    """One paper and what is told of an entity on its strength, a row of `papers_on`.

    Parameters
    ----------
    reference
        The paper.
    told
        The findings that cite it and name the entity.
    cancers
        Of these, each once.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "reference:reference",
        "findings*",
        "summaries*",
        "cancers:entity*",
        "source_check",
    )

    reference: Reference
    told: tuple[Finding, ...]
    cancers: tuple[Entity, ...]

    @property
    def references(self) -> tuple[Reference, ...]:
        """The paper, as one of a kind."""
        return (self.reference,)

    @property
    def source_check(self) -> str:
        """Whether the paper agrees with all of it: differs if it ever does, agrees only where all was compared."""
        return max((f.source_check for f in self.told), key=_CAUTION.index)

    def to_dict(self) -> dict[str, Any]:
        return {
            "reference": self.reference.to_dict(),
            "findings": [f.id for f in self.told],
            "summaries": [f.summary or "" for f in self.told],
            "cancers": [cancer.to_dict() for cancer in self.cancers],
            "source_check": self.source_check,
        }

    def cells(self) -> dict[str, str]:
        return {
            "paper": papers(self.references),
            "findings": ", ".join(f.id for f in self.told),
            "summaries": " ".join(f.summary for f in self.told if f.summary) or "-",
            "cancers": ", ".join(cancer.name for cancer in self.cancers) or "general",
            "compared with the paper": self.source_check,
        }


_CAUTION: Sequence[str] = ("agrees", "unchecked", "differs")
assert set(_CAUTION) == set(SOURCE_CHECKS)


@question(
    "papers_on",
    "The papers behind everything said of an entity",
    Parameter("name", "entity", "the entity asked about", required=True),
    example={"name": "miR-340-5p"},
    row=PaperOn,
)
def papers_on(store: Store, *, name: Entity) -> Answer[PaperOn]:
    """List the papers behind every finding that names an entity, in natural order of their citations.

    The source's own sentences stand under the source itself.
    """
    told: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in store.findings():
        if name.id in finding.named_ids:
            for key in finding.reference_keys:
                told.setdefault(key, []).append(finding)
    rows = []
    for key in sorted(told, key=lambda key: (key[0], natural_key(key[1] or ""))):
        cancers = dict.fromkeys(f.cancer for f in told[key])
        rows.append(
            PaperOn(
                store.reference(*key),
                tuple(told[key]),
                tuple(store.entity(id) for id in cancers if id),
            )
        )
    reason = None if rows else f"no finding names {name.name}"
    return Answer(
        "papers_on", {"name": name.id}, tuple(rows), PaperOn, store.version, reason=reason
    )
