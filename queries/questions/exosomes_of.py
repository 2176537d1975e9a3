"""Which exosomes a donor releases."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.stores.base import Store
from ..claims import ClaimRow, claims
from ..declare import Rows, question
from ._releasing import mismatch


@question(example={"donor": "hypoxia"}, group="exosomes", answer="object")
def exosomes_of(store: Store, donor: Entity) -> Rows[ClaimRow]:
    """Which exosomes a donor, or cells after an exposure, release.

    Subtypes of the donor or exposure count. By the names of donor and exosomes.

    Parameters
    ----------
    donor
        The donor, or the exposure.
    """
    edges = [
        edge
        for id in sorted(store.subtypes(donor.id))
        for edge in store.out_edges(id, predicates={"RELEASES"})
    ]
    none = mismatch(donor, "a donor") or f"no statement names exosomes of {donor.name}"
    return claims(store, edges, none)
