"""What an exposure changes."""

from __future__ import annotations

from ...graph.schema import PredicateClass, subtypes
from ...graph.stores.base import Store
from ..claims import ClaimRow, rows_on_claims
from ..declare import Rows, question, restricted
from ..kinds import Exposure, Sign, TypeName


@question(example={"exposure": "ionizing radiation"}, group="exosomes", answer="object")
def exposure_effects(
    store: Store, exposure: Exposure, *, sign: Sign | None = None, type: TypeName | None = None
) -> Rows[ClaimRow]:
    """What an exposure changes.

    What the exposure, or a kind of it, acts on, and what the exosomes carry that are released after
    it; by the names of subject and object.

    Parameters
    ----------
    exposure
        The exposure; its kinds are meant too.
    sign
        Only effects of this sign.
    type
        Only what is changed or carried of this type, or of its subtypes.
    """
    edges = [
        edge
        for id in sorted(store.subtypes(exposure.id))
        for edge in store.out_edges(id, classes={PredicateClass.CAUSAL})
    ]
    for exosome in store.exosomes_of(store.subtypes(exposure.id)):
        edges += store.out_edges(exosome.id, predicates={"CARRIES"})
    none = f"no statement says what {exposure.name} changes"
    allowed = subtypes(type) if type else None
    kept = [
        edge
        for edge in edges
        if sign in (None, edge.sign)
        and (allowed is None or store.entity(edge.object).type in allowed)
    ]
    by = restricted(sign=sign, type=type)
    return Rows(rows_on_claims(store, kept), whole=len(edges), what="claim", none=none, by=by)
