"""Where a treatment could take hold: exosome release and uptake, cargo to deliver, targets to block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from ..graph.model import Edge, Entity, Reference, natural_key
from ..graph.schema import CERTAINTIES, RADIOSENSITIVITY, PredicateClass, subtypes
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import cancers_of, left_out, references_of
from .filters import Context
from .paths.search import Hop, Walk, behind, behind_cells

__all__ = ["ANGLES", "TherapyRow", "therapy"]

ANGLES: dict[str, tuple[str, ...]] = {
    "block-release": ("go:1990182", "go:0097734"),  # exosome secretion, exosome biogenesis
    "block-uptake": ("radexo:exosome-uptake",),
    "deliver-cargo": (RADIOSENSITIVITY,),
    "block-target": (RADIOSENSITIVITY,),
}
"""Where a treatment could take hold, and the ids of what it would change."""


@dataclass(frozen=True, slots=True)
class TherapyRow:
    """One entity through which radiosensitivity could be changed, a row of `therapy`.

    Parameters
    ----------
    angle
        block-release, block-uptake, deliver-cargo or block-target.
    entity, object
        What acts, and on what: radiosensitivity, or the exosomes' secretion, biogenesis or uptake.
    sign
        +1 when the entity raises the object, -1 when it lowers it.
    why
        This in words, with its certainty, and who says the opposite.
    certainty
        The best that any of the findings gives.
    cancers, findings, references
        Of the evidence that passed the filter.
    """

    FIELDS: ClassVar[tuple[str, ...]] = (
        "angle",
        "entity:entity",
        "object:entity",
        "sign",
        "why",
        "certainty",
        "cancers:entity*",
        "findings*",
        "references:reference*",
    )

    angle: str
    entity: Entity
    object: Entity
    sign: int
    why: str
    certainty: str
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    edges: tuple[Edge, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "angle": self.angle,
            "entity": self.entity.to_dict(),
            "object": self.object.to_dict(),
            "sign": self.sign,
            "why": self.why,
            "certainty": self.certainty,
            **behind(self),
        }

    def cells(self) -> dict[str, str]:
        return {
            "angle": self.angle,
            "entity": self.entity.name,
            "why": self.why,
            **behind_cells(self),
        }


@question(
    "therapy",
    "Where a treatment could take hold: release, uptake, cargo, targets",
    Parameter("angle", "choice", "only this angle", choices=tuple(ANGLES)),
    Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes"),
    example={"angle": "deliver-cargo"},
    row=TherapyRow,
    answer="entity",
)
def therapy(
    store: Store, *, angle: str | None = None, cancer: Entity | None = None
) -> Answer[TherapyRow]:
    """List where a treatment could take hold.

    `block-release` and `block-uptake` list what raises or lowers the release or the uptake of
    exosomes, `deliver-cargo` the cargo that raises radiosensitivity, `block-target` the genes, RNAs
    and pathways that lower it. By angle, then certainty, then the number of papers, the most first,
    then name.
    """
    context = Context(store, cancer)
    angles = [angle] if angle else list(ANGLES)
    rows = [_row(store, name, hop) for name in angles for hop in _hops(store, context, name)]
    rows.sort(key=_order)
    whole = sum(1 for name in angles for _ in _hops(store, Context(store), name))
    reason = (
        left_out(whole - len(rows), whole, "candidate")
        if whole
        else f"nothing is told for {angle or 'any angle'}"
    )
    parameters = {"angle": angle, "cancer": context.parameters["cancer"]}
    return Answer(
        "therapy", parameters, tuple(rows), TherapyRow, store.version, "entity", reason=reason
    )


def _hops(store: Store, context: Context, angle: str) -> Iterator[Hop]:
    """Iterate over what acts on the angle's objects in the way that the angle asks for."""
    signs = {"deliver-cargo": {1}, "block-target": {-1}}.get(angle, {1, -1})
    cargo = (
        {id for finding in store.findings() for id in finding.cargo}
        if angle == "deliver-cargo"
        else set()
    )
    molecular = subtypes("Gene") | subtypes("RNA") | subtypes("Pathway")
    walk = Walk(store, context, (PredicateClass.CAUSAL,))
    for object in ANGLES[angle]:
        for hop in walk.hops(object, forward=False):
            if hop.sign not in signs:
                continue
            if angle == "deliver-cargo" and hop.subject not in cargo:
                continue
            if angle == "block-target" and store.entity(hop.subject).type not in molecular:
                continue
            yield hop


def _row(store: Store, angle: str, hop: Hop) -> TherapyRow:
    evidence = sorted(hop.evidence, key=lambda e: natural_key(e.finding.id))
    findings = tuple(dict.fromkeys(e.finding.id for e in evidence))
    object = store.entity(hop.object)
    assert hop.sign  # those without a direction are no row
    why = f"{'raises' if hop.sign > 0 else 'lowers'} {object.name} ({hop.certainty})"
    opposite = store.out_edges(hop.subject, classes=(PredicateClass.CAUSAL,), signs=(-hop.sign,))
    others = sorted(
        {id for edge in opposite if edge.object == hop.object for id in edge.findings},
        key=natural_key,
    )
    if others:
        why += f"; the opposite is told by {', '.join(others)}"
    return TherapyRow(
        angle,
        store.entity(hop.subject),
        object,
        hop.sign,
        why,
        hop.certainty,
        cancers_of(store, evidence),
        findings,
        references_of(store, evidence),
        hop.edges,
    )


def _order(row: TherapyRow) -> tuple[Any, ...]:
    return (
        list(ANGLES).index(row.angle),
        CERTAINTIES.index(row.certainty),
        -len(row.references),
        row.entity.name.casefold(),
        row.entity.id,
        row.object.id,
        -row.sign,
    )
