"""What follows: which cargo moves radiosensitivity, which pathways X reaches, and what moves when X is silenced or raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Evidence, Reference, best_certainty, natural_key
from ..graph.records import claims_of
from ..graph.schema import (
    CERTAINTIES,
    RADIOSENSITIVITY,
    SUPPORTS,
    PredicateClass,
    multiply,
    subtypes,
)
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import cancers_of, left_out, references_of, within
from .filters import Context
from .paths.search import (
    Budget,
    Hop,
    Path,
    Walk,
    behind,
    behind_cells,
    make_path,
    rank,
    simple_paths,
)
from .regulation import Regulation
from .routes import supported

__all__ = ["CargoEffect", "Shift", "cargo_by_effect", "pathways_of", "what_if"]


@dataclass(frozen=True, slots=True)
class CargoEffect:
    """One exosomal cargo and what it does to radiosensitivity, a row of `cargo_by_effect`.

    Parameters
    ----------
    cargo
        What exosomes carry.
    sign, certainty
        Of its claim on radiosensitivity.
    exosomes, cancers, findings, references
        Of the findings that list it as cargo and make the claim.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "cargo:entity",
        "sign",
        "certainty",
        "exosomes:entity*",
        "cancers:entity*",
        "findings*",
        "references:reference*",
    )

    cargo: Entity
    sign: int
    certainty: str
    exosomes: tuple[Entity, ...]
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "cargo": self.cargo.to_dict(),
            "sign": self.sign,
            "certainty": self.certainty,
            "exosomes": [exosome.to_dict() for exosome in self.exosomes],
            **behind(self),
        }

    def cells(self) -> dict[str, str]:
        return {
            "cargo": self.cargo.name,
            "radiosensitivity": _MOVES[self.sign],
            "certainty": self.certainty,
            "exosomes": ", ".join(exosome.name for exosome in self.exosomes) or "-",
            **behind_cells(self),
        }


_MOVES = {1: "up", -1: "down", 0: "both ways"}


@question(
    "cargo_by_effect",
    "Which exosomal cargo raises or lowers radiosensitivity",
    Parameter(
        "effect",
        "choice",
        "what it does to radiosensitivity",
        choices=("increase", "decrease"),
        required=True,
    ),
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    Parameter("type", "type", "only cargo of this type, or of its subtypes"),
    example={"effect": "decrease", "cancer": "glioblastoma"},
    row=CargoEffect,
    answer="cargo",
)
def cargo_by_effect(
    store: Store, *, effect: str, cancer: Entity | None = None, type: str | None = None
) -> Answer[CargoEffect]:
    """List the cargo that raises or lowers radiosensitivity, the most certain first, then by name.

    A cargo counts when one and the same finding lists it as cargo and tells its effect with that
    sign.
    """
    context, sign = Context(store, cancer), 1 if effect == "increase" else -1
    allowed = subtypes(type) if type else None
    told, opposite = _cargo_evidence(store, sign), _cargo_evidence(store, -sign)
    rows, both = [], []
    for id, evidence in told.items():
        cargo, kept = store.entity(id), [e for e in evidence if context.passes(e.finding)]
        if not kept or (allowed is not None and cargo.type not in allowed):
            continue
        rows.append(_cargo_effect(store, cargo, sign, kept))
        if any(context.passes(e.finding) for e in opposite.get(id, ())):
            both.append(cargo.name)
    rows.sort(
        key=lambda row: (CERTAINTIES.index(row.certainty), row.cargo.name.casefold(), row.cargo.id)
    )
    reasons = [left_out(len(told) - len(rows), len(told), "row")]
    if both:
        reasons.append(f"also told the other way round: {', '.join(sorted(both))}")
    if not told:
        reasons.append(f"no cargo is told to {effect} radiosensitivity")
    parameters = {"effect": effect, "cancer": context.parameters["cancer"], "type": type}
    reason = "; ".join(filter(None, reasons)) or None
    return Answer(
        "cargo_by_effect",
        parameters,
        tuple(rows),
        CargoEffect,
        store.version,
        "cargo",
        reason=reason,
    )


def _cargo_evidence(store: Store, sign: int) -> Mapping[str, list[Evidence]]:
    """The evidence for each cargo's effect of one sign, from findings that list it as cargo."""
    told: dict[str, list[Evidence]] = {}
    for edge in store.in_edges(RADIOSENSITIVITY, classes={PredicateClass.CAUSAL}, signs={sign}):
        for one in store.evidence(edge):
            if edge.subject in one.finding.cargo:
                told.setdefault(edge.subject, []).append(one)
    return told


def _cargo_effect(
    store: Store, cargo: Entity, sign: int, evidence: Sequence[Evidence]
) -> CargoEffect:
    ordered = sorted(evidence, key=lambda e: natural_key(e.finding.id))
    certainty = best_certainty(e.statement.certainty for e in ordered)
    assert certainty is not None  # there is evidence
    exosomes = dict.fromkeys(e.finding.exosome for e in ordered)
    return CargoEffect(
        cargo,
        sign,
        certainty,
        tuple(store.entity(id) for id in exosomes if id),
        cancers_of(store, ordered),
        tuple(dict.fromkeys(e.finding.id for e in ordered)),
        references_of(store, ordered),
        tuple(claims_of((*ordered, *_carriage(cargo.id, ordered)))),
    )


def _carriage(cargo: str, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """Find what the same findings say of the exosomes that carry a cargo."""
    for finding in {e.finding.id: e.finding for e in evidence}.values():
        for statement in finding.statements:
            if statement.claim == (finding.exosome, "CARRIES", cargo):
                yield Evidence(finding, statement)


@question(
    "pathways_of",
    "Which pathways X reaches",
    Parameter("names", "entities", "the entities asked about", required=True),
    Parameter("max_hops", "count", "the most hops", 3),
    Parameter(
        "type", "choice", "pathways, or other processes", "Pathway", choices=("Pathway", "Process")
    ),
    example={"names": ["miR-301a"]},
    row=Regulation,
    answer="target",
)
def pathways_of(
    store: Store, *, names: Sequence[Entity], max_hops: int = 3, type: str = "Pathway"
) -> Answer[Regulation]:
    """Tell which pathways entities reach over causal hops: one row per pathway and sign, with its best path.

    By the name asked about, then hops, support, certainty and the pathway's name.
    """
    anchors, budget = {e.id: e for e in names}, Budget()
    walk = Walk(store, Context(store), (PredicateClass.CAUSAL,))
    goals = {e.id for e in store.entities() if e.type == type}
    best: dict[tuple[str, str, int | None], Path] = {}
    for anchor in anchors:
        for hops in simple_paths(walk, [anchor], goals - {anchor}, max_hops, budget):
            path = make_path(walk, hops)
            key = (anchor, path.nodes[-1].id, path.sign)
            if key not in best or rank(path) < rank(best[key]):
                best[key] = path
    rows = [
        Regulation(
            p.nodes[0],
            p.nodes[-1],
            p.sign,
            p.length,
            p.chain,
            p.support,
            p.certainty,
            p.cancers,
            p.findings,
            p.references,
            p.edges,
        )
        for p in sorted(best.values(), key=_near_first)
    ]
    none = f"{', '.join(e.name for e in anchors.values())}: no {type.lower()} reached {within(max_hops)}"
    reasons = [] if rows else [none]
    if budget.spent:
        reasons.append(f"{budget.spent}; ask for fewer hops")
    parameters = {"names": list(anchors), "max_hops": max_hops, "type": type}
    status = "truncated" if budget.spent else ""
    return Answer(
        "pathways_of",
        parameters,
        tuple(rows),
        Regulation,
        store.version,
        "target",
        status,
        "; ".join(reasons) or None,
    )


def _near_first(path: Path) -> tuple[Any, ...]:
    near, far = path.nodes[0], path.nodes[-1]
    return (
        near.name.casefold(),
        near.id,
        path.length,
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        far.name.casefold(),
        far.id,
        str(path.sign),
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """One node that moves when others are silenced or raised, a row of `what_if`.

    Parameters
    ----------
    node
        What moves.
    direction
        +1 up, -1 down; 0 when paths conflict.
    plus_paths, minus_paths
        How many paths move it up, how many down.
    path, support, certainty
        Of the best of these paths; ``path`` is that path on one line.
    conflicts
        Whether there are paths of both signs.
    cancers, findings, references
        Of the findings that carry any of these paths.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "node:entity",
        "direction",
        "plus_paths",
        "minus_paths",
        "path",
        "support",
        "certainty",
        "conflicts",
        "cancers:entity*",
        "findings*",
        "references:reference*",
    )

    node: Entity
    direction: int
    plus_paths: int
    minus_paths: int
    path: str
    support: str
    certainty: str
    conflicts: bool
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "node": self.node.to_dict(),
            "direction": self.direction,
            "plus_paths": self.plus_paths,
            "minus_paths": self.minus_paths,
            "path": self.path,
            "support": self.support,
            "certainty": self.certainty,
            "conflicts": self.conflicts,
            **behind(self),
        }

    def cells(self) -> dict[str, str]:
        return {
            "node": self.node.name,
            "moves": _MOVES[self.direction],
            "paths up/down": f"{self.plus_paths}/{self.minus_paths}",
            "best chain": self.path,
            "support": self.support,
            "certainty": self.certainty,
            **behind_cells(self),
        }


@question(
    "what_if",
    "What moves, and which way, when X is silenced or raised",
    Parameter("names", "entities", "what is silenced or raised", required=True),
    Parameter("change", "choice", "silence or raise", choices=("silence", "raise"), required=True),
    Parameter("max_hops", "count", "the most hops", 4),
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    Parameter("support", "choice", "the least support of a path", "reported", choices=SUPPORTS),
    example={"names": ["NORAD"], "change": "silence"},
    row=Shift,
    answer="node",
)
def what_if(
    store: Store,
    *,
    names: Sequence[Entity],
    change: str,
    max_hops: int = 4,
    cancer: Entity | None = None,
    support: str = "reported",
) -> Answer[Shift]:
    """Tell what moves when entities are silenced or raised: one row per node, with the paths that move it either way.

    Only paths with a sign move anything, and none leads through another of the entities, for that
    one is set. Ordered by the best path's support, certainty and hops, then by the node's name.
    """
    anchors = list({e.id: e for e in names}.values())
    context, budget = Context(store, cancer), Budget()
    reached = _signed_paths(store, context, anchors, max_hops, budget)
    turn = -1 if change == "silence" else 1
    kept = ([path for path in found if supported(path, support)] for found in reached.values())
    best_first = sorted(
        (sorted(found, key=rank) for found in kept if found), key=lambda found: _order(found[0])
    )
    rows = [_shift(found, turn) for found in best_first]
    everything = (
        _signed_paths(store, Context(store), anchors, max_hops, Budget()) if context else reached
    )
    reasons = [left_out(len(everything) - len(rows), len(everything), "node")]
    if not everything:
        shown = ", ".join(e.name for e in anchors)
        reasons.append(f"no path with a sign leads away from {shown} {within(max_hops)}")
    if budget.spent:
        reasons.append(f"{budget.spent}; ask for fewer hops")
    parameters = {
        "names": [e.id for e in anchors],
        "change": change,
        "max_hops": max_hops,
        "cancer": context.parameters["cancer"],
        "support": support,
    }
    return Answer(
        "what_if",
        parameters,
        tuple(rows),
        Shift,
        store.version,
        "node",
        "truncated" if budget.spent else "",
        "; ".join(filter(None, reasons)) or None,
    )


def _signed_paths(
    store: Store, context: Context, anchors: Sequence[Entity], max_hops: int, budget: Budget
) -> dict[str, list[Path]]:
    """Every path with a sign that leads away from some entities, by the node that it ends in."""
    walk = Walk(store, context, (PredicateClass.CAUSAL, PredicateClass.TRANSPORT))
    barred = frozenset(e.id for e in anchors)

    def extend(chain: tuple[Hop, ...], end: str, seen: frozenset[str]) -> Iterator[tuple[Hop, ...]]:
        for hop in walk.hops(end):
            if hop.sign == 0 or hop.object in seen or not budget.expand():
                continue
            longer = (*chain, hop)
            yield longer
            if len(longer) < max_hops and walk.passable(hop.object):
                yield from extend(longer, hop.object, seen | {hop.object})

    reached: dict[str, list[Path]] = {}
    for anchor in sorted(barred):
        for hops in extend((), anchor, barred):
            if multiply(hop.sign for hop in hops) and budget.found():
                reached.setdefault(hops[-1].object, []).append(make_path(walk, hops))
    return reached


def _shift(paths: Sequence[Path], turn: int) -> Shift:
    """Make the row of one node from the paths to it, best first."""
    best = paths[0]
    plus = sum(1 for path in paths if path.sign == turn)
    minus = len(paths) - plus
    cancers = {cancer.id: cancer for path in paths for cancer in path.cancers}
    findings = {id for path in paths for id in path.findings}
    references = {(r.source, r.citation or ""): r for path in paths for r in path.references}
    return Shift(
        best.nodes[-1],
        (plus > 0) - (minus > 0),
        plus,
        minus,
        best.chain,
        best.support,
        best.certainty,
        bool(plus and minus),
        tuple(cancers[id] for id in sorted(cancers)),
        tuple(sorted(findings, key=natural_key)),
        tuple(
            references[key]
            for key in sorted(references, key=lambda key: (key[0], natural_key(key[1])))
        ),
        tuple(edge for path in paths for edge in path.edges),
    )


def _order(path: Path) -> tuple[Any, ...]:
    node = path.nodes[-1]
    return (
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        path.length,
        node.name.casefold(),
        node.id,
    )
