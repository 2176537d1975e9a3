"""What exosomes carry."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.schema import subtypes
from ...graph.stores.base import Store
from ..claims import ClaimRow, claim_rows
from ..declare import Rows, question, restricted
from ..kinds import TypeName
from ._releasing import mismatch


@question(example={"exosome": "cancer-associated fibroblasts"}, group="exosomes", answer="object")
def cargo_of(store: Store, exosome: Entity, *, type: TypeName | None = None) -> Rows[ClaimRow]:
    """What exosomes carry.

    A donor stands for the exosomes of itself and its subtypes, an exposure for those released
    after it or its kinds. By the names of exosomes and cargo.

    Parameters
    ----------
    exosome
        Exosomes, or the donor or exposure whose exosomes are meant.
    type
        Only cargo of this type, or of its subtypes.
    """
    kinds = store.subtypes(exosome.id)
    edges = [
        edge
        for e in store.exosomes_of(kinds)
        for edge in store.out_edges(e.id, predicates={"CARRIES"})
    ]
    allowed = subtypes(type) if type else None
    asked = [e for e in edges if allowed is None or store.entity(e.object).type in allowed]
    whose = "exosomes of " * (exosome.type != "Exosome")
    none = f"no statement says what {whose}{exosome.name} carry"
    if exosome.type != "Exosome":
        none = mismatch(exosome, "exosomes nor a donor") or none
    return Rows(
        claim_rows(store, asked),
        whole=len(edges),
        what="claim",
        none=none,
        by=restricted(type=type),
    )
