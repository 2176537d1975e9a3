"""What an exposure changes."""

from __future__ import annotations

from ...graph.schema import PredicateClass
from ...graph.stores.base import Store
from ..claims import ClaimRow, claims
from ..declare import Rows, question
from ..kinds import Exposure


@question(example={"exposure": "ionizing radiation"}, group="exosomes", answer="object")
def exposure_effects(store: Store, exposure: Exposure) -> Rows[ClaimRow]:
    """What an exposure changes.

    What the exposure, or a kind of it, acts on, by the names of exposure and object.

    Parameters
    ----------
    exposure
        The exposure; its kinds are meant too.
    """
    edges = [
        edge
        for id in sorted(store.subtypes(exposure.id))
        for edge in store.out_edges(id, classes={PredicateClass.CAUSAL})
    ]
    none = (
        f"no statement says what {exposure.name} changes; "
        "cargo_of lists what exosomes released after it carry"
    )
    return claims(store, edges, none)
