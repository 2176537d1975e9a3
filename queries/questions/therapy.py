"""Where a treatment could take hold: exosome release and uptake, cargo to deliver, targets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

from ...graph.model import Edge, Entity, Reference, natural_key
from ...graph.schema import CERTAINTIES, RADIOSENSITIVITY, Certainty, PredicateClass, subtypes
from ...graph.stores.base import Store
from ..claims import cancers_of, references_of
from ..declare import Rows, question
from ..evidence import Evidenced
from ..filters import unfiltered
from ..paths.path import Hop
from ..paths.search import Walk
from ..rows import Hidden, derived, row

Angle = Literal["block-release", "block-uptake", "deliver-cargo", "block-target"]
ANGLES: dict[Angle, tuple[str, ...]] = {
    "block-release": ("go:1990182", "go:0097734"),  # exosome secretion, exosome biogenesis
    "block-uptake": ("radexo:exosome-uptake",),
    "deliver-cargo": (RADIOSENSITIVITY,),
    "block-target": (RADIOSENSITIVITY,),
}
"""Where a treatment could take hold, and the ids of what it would change."""
assert set(ANGLES) == set(get_args(Angle))


@row
class TherapyRow(Evidenced):
    """One entity through which radiosensitivity could be changed.

    Parameters
    ----------
    angle
        block-release, block-uptake, deliver-cargo or block-target.
    entity, object
        What acts, and on what: radiosensitivity, or the exosomes' secretion, biogenesis or uptake.
    why
        This in words, with its certainty, and who says the opposite.
    cancers, findings, references
        Of the evidence that counts.
    hop
        The claims.
    """

    angle: Angle
    entity: Entity
    object: Entity
    sign: int | None = derived("hop.sign")
    why: str
    certainty: Certainty = derived("hop.certainty")
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    hop: Hidden[Hop]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claims that it rests on."""
        return self.hop.edges

    def cells(self) -> dict[str, str]:
        return {
            "angle": self.angle,
            "entity": self.entity.name,
            "why": self.why,
            **self.evidence_cells(),
        }


@question(example={"angle": "deliver-cargo"}, group="clinic", answer="entity")
def therapy(store: Store, *, angle: Angle | None = None) -> Rows[TherapyRow]:
    """Where a treatment could take hold: release, uptake, cargo, targets.

    Measures only: `block-release` and `block-uptake` list the substances that lower the release or
    the uptake of exosomes, `deliver-cargo` the cargo that raises radiosensitivity, `block-target`
    the genes, RNAs and pathways that lower it. Each says what speaks against it. By angle, then
    certainty, then the number of papers, the most first, then name.

    Parameters
    ----------
    angle
        Only this angle.
    """
    angles = [angle] if angle else list(ANGLES)
    rows = [_row(store, name, hop) for name in angles for hop in _hops(store, name)]
    rows.sort(key=_order)
    none = f"the graph has no candidate for {angle or 'any angle'}"
    return Rows(rows, what="candidate", none=none)


def _hops(store: Store, angle: Angle) -> Iterator[Hop]:
    """Yield what acts on the angle's objects in the way that the angle asks for."""
    signs = {1} if angle == "deliver-cargo" else {-1}
    delivers = angle == "deliver-cargo"
    cargo = unfiltered(store).cargo() if delivers else frozenset[str]()
    molecular = subtypes("Gene") | subtypes("RNA") | subtypes("Pathway")
    walk = Walk(store, (PredicateClass.CAUSAL,))
    for object in ANGLES[angle]:
        for hop in walk.hops(object, forward=False):
            if hop.sign not in signs or (delivers and hop.subject not in cargo):
                continue
            type = store.entity(hop.subject).type
            if angle == "block-target" and type not in molecular:
                continue
            if angle in ("block-release", "block-uptake") and type not in subtypes("Chemical"):
                continue
            yield hop


def _row(store: Store, angle: Angle, hop: Hop) -> TherapyRow:
    evidence = sorted(hop.evidence, key=lambda e: natural_key(e.finding.id))
    findings = tuple(dict.fromkeys(e.finding.id for e in evidence))
    object = store.entity(hop.object)
    assert hop.sign  # those without a direction are no row
    why = f"{'raises' if hop.sign > 0 else 'lowers'} {object.name} ({hop.certainty})"
    whole = unfiltered(store)  # what speaks against it counts wherever it was seen
    opposite = whole.out_edges(hop.subject, classes=(PredicateClass.CAUSAL,), signs=(-hop.sign,))
    others = sorted(
        {id for edge in opposite if edge.object == hop.object for id in edge.findings},
        key=natural_key,
    )
    if others:
        why += f"; the opposite is claimed by {', '.join(others)}"
    return TherapyRow(
        store,
        angle,
        store.entity(hop.subject),
        object,
        why,
        cancers_of(store, evidence),
        findings,
        references_of(store, evidence),
        hop,
    )


def _order(row: TherapyRow) -> tuple[Any, ...]:
    return (
        list(ANGLES).index(row.angle),
        CERTAINTIES.index(row.certainty),
        -len(row.references),
        row.entity.name.casefold(),
        row.entity.id,
        row.object.id,
        -(row.sign or 0),
    )
