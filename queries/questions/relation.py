"""Every claim between two entities."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.stores.base import Store
from ..claims import ClaimRow, claim_rows
from ..declare import Rows, question


@question(example={"a": "miR-340-5p", "b": "KLF10"}, group="evidence")
def relation(store: Store, a: Entity, b: Entity) -> Rows[ClaimRow]:
    """Whether A acts on B: every claim between the two.

    Claims of any sign and class. Those from A to B come first, then those from B to A; each by
    predicate.

    Parameters
    ----------
    a
        The one.
    b
        The other.
    """
    ways = [(a, b)] if a.id == b.id else [(a, b), (b, a)]
    rows = [
        row
        for subject, object in ways
        for row in claim_rows(store, store.edges_between([(subject.id, object.id)]))
    ]
    none = f"no claim joins {a.name} and {b.name} directly"
    return Rows(rows, what="claim", none=none)
