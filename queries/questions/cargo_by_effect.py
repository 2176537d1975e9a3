"""Which exosomal cargo raises or lowers radiosensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from ...graph.model import Edge, Entity, Evidence, Reference, natural_key
from ...graph.records import claims_of
from ...graph.schema import CERTAINTIES, RADIOSENSITIVITY, Certainty, PredicateClass, Sign, subtypes
from ...graph.stores.base import Store
from ..claims import cancers_of, references_of
from ..declare import Rows, RowsToMake, question, restricted
from ..evidence import Evidenced
from ..kinds import TypeName
from ..rows import Hidden, derived, row


@row
class CargoEffect(Evidenced):
    """One exosomal cargo and what it does to radiosensitivity.

    Parameters
    ----------
    cargo
        What exosomes carry.
    sign
        Of its claim on radiosensitivity.
    exosomes, cancers, references
        Of the findings that list it as cargo and make the claim.
    claimed
        The evidence for the claim, in the order of the findings.
    """

    cargo: Entity
    sign: Sign
    certainty: Certainty = derived(
        lambda row: min((e.statement.certainty for e in row.claimed), key=CERTAINTIES.index)
    )
    exosomes: tuple[Entity, ...]
    cancers: tuple[Entity, ...]
    findings: tuple[str, ...] = derived(
        lambda row: tuple(dict.fromkeys(e.finding.id for e in row.claimed))
    )
    references: tuple[Reference, ...]
    claimed: Hidden[tuple[Evidence, ...]]

    @property
    def edges(self) -> tuple[Edge, ...]:
        """The claim, and what the same findings say of the exosomes that carry the cargo."""
        return tuple(claims_of((*self.claimed, *_carriage(self.cargo.id, self.claimed))))

    def carrying(self) -> Iterable[Evidence]:
        return self.claimed

    def cells(self) -> dict[str, str]:
        return {
            "cargo": self.cargo.name,
            "radiosensitivity": {1: "up", -1: "down"}[self.sign],
            "exosomes": ", ".join(exosome.name for exosome in self.exosomes) or "-",
            **self.evidence_cells(),
        }


@question(
    example={"effect": "decrease", "cancer": "glioblastoma"}, group="exosomes", answer="cargo"
)
def cargo_by_effect(
    store: Store, effect: Literal["increase", "decrease"], *, type: TypeName | None = None
) -> Rows[CargoEffect]:
    """Which exosomal cargo raises or lowers radiosensitivity.

    A cargo counts when one and the same finding lists it as cargo and states its effect with that
    sign. The most certain first, then by name.

    Parameters
    ----------
    effect
        What it does to radiosensitivity.
    type
        Only cargo of this type, or of its subtypes.
    """
    signs: tuple[Sign, Sign] = (1, -1) if effect == "increase" else (-1, 1)
    allowed = subtypes(type) if type else None
    found, opposite = (_cargo_evidence(store, sign) for sign in signs)
    entities = store.entities_of(found)
    kept = [id for id in found if allowed is None or entities[id].type in allowed]

    def order(id: str) -> tuple[int, str, str]:
        certainty = min(CERTAINTIES.index(e.statement.certainty) for e in found[id])
        return certainty, entities[id].name.casefold(), id

    def make(ids: Sequence[str]) -> list[CargoEffect]:
        return [_cargo_effect(store, entities[id], signs[0], found[id]) for id in ids]

    both = sorted(entities[id].name for id in kept if id in opposite)
    return Rows(
        RowsToMake(sorted(kept, key=order), make),
        whole=len(found),
        by=restricted(type=type),
        none=f"no finding says that its cargo would {effect} radiosensitivity",
        notes=[f"the opposite is claimed too of: {', '.join(both)}"] if both else (),
    )


def _cargo_evidence(store: Store, sign: Sign) -> Mapping[str, list[Evidence]]:
    """Return the evidence for each cargo's effect of one sign, by cargo."""
    found: dict[str, list[Evidence]] = {}
    for edge in store.in_edges(RADIOSENSITIVITY, classes={PredicateClass.CAUSAL}, signs={sign}):
        for piece in store.evidence(edge):
            if edge.subject in piece.finding.cargo:
                found.setdefault(edge.subject, []).append(piece)
    return found


def _cargo_effect(
    store: Store, cargo: Entity, sign: Sign, evidence: Sequence[Evidence]
) -> CargoEffect:
    ordered = tuple(sorted(evidence, key=lambda e: natural_key(e.finding.id)))
    exosomes = dict.fromkeys(e.finding.exosome for e in ordered)
    return CargoEffect(
        store,
        cargo,
        sign,
        tuple(store.entity(id) for id in exosomes if id),
        cancers_of(store, ordered),
        references_of(store, ordered),
        ordered,
    )


def _carriage(cargo: str, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    for finding in {e.finding.id: e.finding for e in evidence}.values():
        for statement in finding.statements:
            if statement.claim == (finding.exosome, "CARRIES", cargo):
                yield Evidence(finding, statement)
