"""What exosomes carry."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.schema import subtypes
from ...graph.stores.base import Store
from ..claims import ClaimRow, rows_on_claims
from ..declare import Rows, question, restricted
from ..kinds import TypeName
from ._releasing import mismatch


@question(example={"exosome": "cancer-associated fibroblasts"}, group="exosomes", answer="object")
def cargo_of(
    store: Store, exosome: Entity | None = None, *, type: TypeName | None = None
) -> Rows[ClaimRow]:
    """What exosomes carry.

    A donor stands for the exosomes of itself and its subtypes, an exposure for those released
    after it or its kinds. Without a name all exosomes are meant, so that a cancer lists what they
    carry there. Ordered by the names of exosomes and cargo.

    Parameters
    ----------
    exosome
        Exosomes, or the donor or exposure whose exosomes are meant.
    type
        Only cargo of this type, or of its subtypes.
    """
    meant = (
        store.exosomes_of(store.subtypes(exosome.id))
        if exosome
        else store.entities(subtypes("Exosome"))
    )
    edges = [edge for e in meant for edge in store.out_edges(e.id, predicates={"CARRIES"})]
    allowed = subtypes(type) if type else None
    asked = [e for e in edges if allowed is None or store.entity(e.object).type in allowed]
    return Rows(
        rows_on_claims(store, asked),
        whole=len(edges),
        what="claim",
        none=_none(exosome),
        by=restricted(type=type),
    )


def _none(exosome: Entity | None) -> str:
    """Say that nothing is carried, or that what was named releases no exosomes."""
    if exosome is None:
        return "no statement says what exosomes carry"
    if exosome.type == "Exosome":
        return f"no statement says what {exosome.name} carry"
    none = f"no statement says what exosomes of {exosome.name} carry"
    return mismatch(exosome, "exosomes nor a donor") or none
