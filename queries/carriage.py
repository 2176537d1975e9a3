"""Exosomes and what they carry, who releases them, and what an exposure changes."""

from __future__ import annotations

from ..graph.model import Entity
from ..graph.schema import PredicateClass, subtypes
from ..graph.stores.base import Store
from .answer import Answer
from .catalogue import Parameter, question
from .claims import ClaimRow, answer_of_claims, claim_rows
from .filters import Context

__all__ = ["cargo_of", "carriers_of", "exosomes_of", "exposure_effects"]

_CANCER = Parameter("cancer", "cancer", "only findings in this cancer, or its subtypes")
_RELEASING = subtypes("Donor") | {"Exposure"}
"""The types that release exosomes."""


def _mismatch(entity: Entity, what: str) -> str:
    return f"{entity.name} ({entity.type}) is neither {what} nor an exposure"


@question(
    "cargo_of",
    "What exosomes carry",
    Parameter(
        "exosome",
        "entity",
        "exosomes, or the donor or exposure whose exosomes are meant",
        required=True,
    ),
    Parameter("type", "type", "only cargo of this type, or of its subtypes"),
    _CANCER,
    example={"exosome": "cancer-associated fibroblasts"},
    row=ClaimRow,
    answer="object",
)
def cargo_of(
    store: Store, *, exosome: Entity, type: str | None = None, cancer: Entity | None = None
) -> Answer[ClaimRow]:
    """List what exosomes carry, by the names of exosomes and cargo.

    A donor stands for the exosomes of itself and its subtypes, an exposure for those released after
    it or its kinds.
    """
    context, kinds = Context(store, cancer), store.subtypes(exosome.id)
    meant = (
        e
        for e in store.entities()
        if e.type == "Exosome" and not kinds.isdisjoint((e.id, *e.donors, *e.exposures))
    )
    edges = [edge for e in meant for edge in store.out_edges(e.id, predicates={"CARRIES"})]
    allowed = subtypes(type) if type else None
    asked = (e for e in edges if allowed is None or store.entity(e.object).type in allowed)
    parameters = {"exosome": exosome.id, "type": type, "cancer": context.parameters["cancer"]}
    none = f"nothing tells what {'exosomes of ' * (exosome.type != 'Exosome')}{exosome.name} carry"
    if exosome.type != "Exosome" and exosome.type not in _RELEASING:
        none = _mismatch(exosome, "exosomes nor a donor")
    return answer_of_claims(
        "cargo_of",
        store,
        parameters,
        claim_rows(store, asked, context),
        edges,
        answer="object",
        none=none,
    )


@question(
    "carriers_of",
    "Which exosomes carry X",
    Parameter("cargo", "entity", "what is carried", required=True),
    _CANCER,
    example={"cargo": "miR-340-5p"},
    row=ClaimRow,
    answer="subject",
)
def carriers_of(store: Store, *, cargo: Entity, cancer: Entity | None = None) -> Answer[ClaimRow]:
    """List the exosomes that carry an entity, by their names."""
    context, edges = Context(store, cancer), list(store.in_edges(cargo.id, predicates={"CARRIES"}))
    parameters = {"cargo": cargo.id, "cancer": context.parameters["cancer"]}
    none = f"no exosomes are told to carry {cargo.name}"
    rows = claim_rows(store, edges, context)
    return answer_of_claims(
        "carriers_of", store, parameters, rows, edges, answer="subject", none=none
    )


@question(
    "exosomes_of",
    "Which exosomes a donor, or cells after an exposure, release",
    Parameter("donor", "entity", "the donor, or the exposure", required=True),
    example={"donor": "hypoxia"},
    row=ClaimRow,
    answer="object",
)
def exosomes_of(store: Store, *, donor: Entity) -> Answer[ClaimRow]:
    """List the exosomes that a donor, an exposure or a subtype of it releases, by the names of donor and exosomes."""
    edges = [
        edge
        for id in sorted(store.subtypes(donor.id))
        for edge in store.out_edges(id, predicates={"RELEASES"})
    ]
    none = f"no exosomes of {donor.name} are told of"
    if donor.type not in _RELEASING:
        none = _mismatch(donor, "a donor")
    rows = claim_rows(store, edges, Context(store))
    return answer_of_claims(
        "exosomes_of", store, {"donor": donor.id}, rows, edges, answer="object", none=none
    )


@question(
    "exposure_effects",
    "What an exposure changes",
    Parameter("exposure", "exposure", "the exposure; its kinds are meant too", required=True),
    _CANCER,
    example={"exposure": "ionizing radiation"},
    row=ClaimRow,
    answer="object",
)
def exposure_effects(
    store: Store, *, exposure: Entity, cancer: Entity | None = None
) -> Answer[ClaimRow]:
    """List what an exposure or a kind of it acts on, by the names of exposure and object."""
    context, kinds = Context(store, cancer), sorted(store.subtypes(exposure.id))
    edges = [edge for id in kinds for edge in store.out_edges(id, classes={PredicateClass.CAUSAL})]
    parameters = {"exposure": exposure.id, "cancer": context.parameters["cancer"]}
    none = f"nothing tells what {exposure.name} changes; cargo_of tells what exosomes released after it carry"
    rows = claim_rows(store, edges, context)
    return answer_of_claims(
        "exposure_effects", store, parameters, rows, edges, answer="object", none=none
    )
