"""Every claim between two entities."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.schema import subtypes
from ...graph.stores.base import Store
from ..arrows import claim_line
from ..claims import ClaimRow, claim_rows
from ..declare import Rows, question

_RELEASING = (*subtypes("Donor"), "Exposure")
"""Types of what acts by the exosomes that it releases, or that are released after it."""
_SHOWN = 3
"""The most claims that the reason of an empty answer lists."""


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
    if not rows:
        none += _by_exosomes(store, a, b) or _by_exosomes(store, b, a)
    return Rows(rows, what="claim", none=none)


def _by_exosomes(store: Store, donor: Entity, other: Entity) -> str:
    """Say what joins the exosomes of a donor or an exposure to another entity."""
    if donor.type not in _RELEASING:
        return ""
    vesicles = [e.id for e in store.exosomes_of(store.subtypes(donor.id)) if e.id != donor.id]
    pairs = [pair for id in vesicles for pair in ((id, other.id), (other.id, id))]
    edges = store.edges_between(pairs)
    if not edges:
        return ""
    name = store.entities_of({id for edge in edges for id in (edge.subject, edge.object)})
    lines = [
        claim_line(name[edge.subject].name, edge.predicate, name[edge.object].name)
        for edge in edges
    ]
    more = f" and {len(lines) - _SHOWN} more" if len(lines) > _SHOWN else ""
    return f"; of its exosomes: {', '.join(lines[:_SHOWN])}{more}"
