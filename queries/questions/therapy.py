"""Where a treatment could take hold: release and uptake, what exosomes bring, targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple, get_args

from ...graph.model import Edge, Entity, Reference, natural_key
from ...graph.schema import CERTAINTIES, RADIOSENSITIVITY, Certainty, PredicateClass, Sign, subtypes
from ...graph.stores.base import Pair, SignedClaim, Store
from ..claims import cancers_of, references_of
from ..declare import Rows, RowsToMake, question
from ..evidence import Evidenced
from ..filters import unfiltered
from ..paths.path import Hop
from ..paths.search import Walk
from ..rows import Hidden, derived, row

Angle = Literal[
    "block-release",
    "block-uptake",
    "deliver-cargo",
    "deliver-exosomes",
    "deliver-drugs",
    "protect-tissue",
    "block-target",
]


class _Aim(NamedTuple):
    """What a treatment would change, which way, and what does so.

    Parameters
    ----------
    objects
        Ids of what it would change.
    sign
        Which way the candidates act on these; those of an angle that blocks are blocked if they
        raise what it would lower.
    types
        Of the candidates.
    cargo
        What exosomes carry: the only candidates (True), candidates beside the types (False).
    """

    objects: tuple[str, ...]
    sign: int
    types: frozenset[str]
    cargo: bool | None = None


_MOLECULES = frozenset(subtypes("Gene") | subtypes("RNA") | subtypes("Pathway"))
_CHEMICALS = frozenset(subtypes("Chemical"))
_EXOSOMES = frozenset(subtypes("Exosome"))
_RELEASE = ("go:1990182", "go:0097734")  # exosome secretion, exosome biogenesis
_UPTAKE = ("radexo:exosome-uptake",)

ANGLES: dict[Angle, tuple[_Aim, ...]] = {
    "block-release": (_Aim(_RELEASE, -1, _CHEMICALS), _Aim(_RELEASE, 1, _MOLECULES, cargo=False)),
    "block-uptake": (_Aim(_UPTAKE, -1, _CHEMICALS), _Aim(_UPTAKE, 1, _MOLECULES, cargo=False)),
    "deliver-cargo": (_Aim((RADIOSENSITIVITY,), 1, frozenset(), cargo=True),),
    "deliver-exosomes": (_Aim((RADIOSENSITIVITY,), 1, _EXOSOMES),),
    "deliver-drugs": (_Aim(("radexo:drug-delivery", "radexo:gene-delivery"), 1, _EXOSOMES),),
    "protect-tissue": (
        _Aim(("mesh:D011832",), -1, _EXOSOMES),  # radiation-induced tissue injury
        _Aim(("radexo:radioprotection",), 1, _EXOSOMES),
    ),
    "block-target": (_Aim((RADIOSENSITIVITY,), -1, _MOLECULES),),
}
"""Where a treatment could take hold, and what would serve."""
assert set(ANGLES) == set(get_args(Angle))


@row
class TherapyRow(Evidenced):
    """One entity through which a treatment could take hold.

    Parameters
    ----------
    angle
        block-release, block-uptake, deliver-cargo, deliver-exosomes, deliver-drugs, protect-tissue
        or block-target.
    entity, object
        What acts, and on what: radiosensitivity, the exosomes' secretion, biogenesis or uptake,
        delivery, or what radiation does to normal tissue.
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
    sign: Sign | None = derived("hop.sign")
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


@question(
    example={"angle": "deliver-cargo"},
    group="clinic",
    answer="entity",
    constants={"angles": ANGLES},
)
def therapy(store: Store, *, angle: Angle | None = None) -> Rows[TherapyRow]:
    """Where a treatment could take hold: release, uptake, cargo, targets.

    Measures only: `block-release` and `block-uptake` list the substances that lower the release or
    the uptake of exosomes and the molecules that raise it, `deliver-cargo` and `deliver-exosomes`
    the cargo and the exosomes that raise radiosensitivity, `deliver-drugs` exosomes as carriers of
    drugs and genes, `protect-tissue` those that spare normal tissue, `block-target` the genes, RNAs
    and pathways that lower radiosensitivity. Classes without named members are not targets. Each
    row says what speaks against it. Ordered by angle, then certainty, then the number of papers,
    the most first, then name.

    Parameters
    ----------
    angle
        Only this angle.
    """
    angles = [angle] if angle else list(ANGLES)
    found = [(name, hop) for name in angles for hop in _hops(store, name)]
    entities = store.entities_of(id for _, hop in found for id in (hop.subject, hop.object))

    def order(candidate: tuple[Angle, Hop]) -> tuple[Any, ...]:
        name, hop = candidate
        entity = entities[hop.subject]
        papers = {key for e in hop.evidence for key in e.finding.reference_keys}
        return (
            angles.index(name),
            CERTAINTIES.index(hop.certainty),
            -len(papers),
            entity.name.casefold(),
            entity.id,
            hop.object,
            -(hop.sign or 0),
        )

    def make(several: Sequence[tuple[Angle, Hop]]) -> list[TherapyRow]:
        against = _opposite(store, {(hop.subject, hop.object) for _, hop in several})
        return [_row(store, name, hop, against) for name, hop in several]

    none = f"the graph has no candidate for {angle or 'any angle'}"
    return Rows(RowsToMake(sorted(found, key=order), make), what="candidate", none=none)


def _hops(store: Store, angle: Angle) -> Iterator[Hop]:
    """Yield what acts on the angle's objects in the way that the angle asks for."""
    cargo = unfiltered(store).cargo()
    walk = Walk(store, (PredicateClass.CAUSAL,))
    for objects, sign, types, carried in ANGLES[angle]:
        for hop in (hop for object in objects for hop in walk.hops(object, forward=False)):
            entity = store.entity(hop.subject)
            of_type = entity.type in types or (carried is not None and entity.id in cargo)
            no_target = entity.general and not types & _CHEMICALS
            if hop.sign == sign and of_type and not no_target:
                yield hop


def _opposite(store: Store, pairs: set[Pair]) -> dict[SignedClaim, set[str]]:
    """Return the findings that claim each sign of some pairs, wherever that was seen."""
    found: dict[SignedClaim, set[str]] = {}
    for edge in unfiltered(store).edges_between(pairs):
        if edge.causal and edge.sign:
            found.setdefault((edge.subject, edge.object, edge.sign), set()).update(edge.findings)
    return found


def _row(
    store: Store, angle: Angle, hop: Hop, claimed: Mapping[SignedClaim, set[str]]
) -> TherapyRow:
    evidence = sorted(hop.evidence, key=lambda e: natural_key(e.finding.id))
    findings = tuple(dict.fromkeys(e.finding.id for e in evidence))
    object = store.entity(hop.object)
    assert hop.sign  # those without a direction give no row
    why = f"{'raises' if hop.sign > 0 else 'lowers'} {object.name} ({hop.certainty})"
    others = sorted(claimed.get((hop.subject, hop.object, -hop.sign), ()), key=natural_key)
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
