"""Which exosomes carry an entity."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.stores.base import Store
from ..claims import ClaimRow, claims
from ..declare import Rows, question


@question(example={"cargo": "miR-340-5p"}, group="exosomes", answer="subject")
def carriers_of(store: Store, cargo: Entity) -> Rows[ClaimRow]:
    """Which exosomes carry X.

    Ordered by the names of the exosomes.

    Parameters
    ----------
    cargo
        What is carried.
    """
    edges = list(store.in_edges(cargo.id, predicates={"CARRIES"}))
    return claims(store, edges, f"no statement says that exosomes carry {cargo.name}")
