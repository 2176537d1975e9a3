"""Ends of paths: one entity, or all of a type."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.schema import RADIOSENSITIVITY
from ...graph.stores.base import Store

__all__ = ["context_hint", "end_ids", "end_name", "swap_hint"]


def end_ids(store: Store, end: Entity | str) -> list[str]:
    """Return the ids of an end."""
    if isinstance(end, Entity):
        return [end.id]
    return [e.id for e in store.entities({end})]


def context_hint(*ends: Entity | str) -> str:
    """Say that a cancer is a context of findings, where one was asked about as an end."""
    cancers = [end.name for end in ends if isinstance(end, Entity) and end.type == "Cancer"]
    if not cancers:
        return ""
    return (
        f"; {cancers[0]} is a cancer, the context of findings: "
        f"ask findings with cancer={cancers[0]}"
    )


def swap_hint(source: Entity | str, target: Entity | str) -> str:
    """Say that paths have a direction; none begins at radiosensitivity."""
    if isinstance(source, Entity) and source == target:
        return "; both ends are the same: give two"
    if isinstance(target, Entity) and target.id == RADIOSENSITIVITY:
        return ""
    swapped = f"from {end_name(target)} to {end_name(source)}"
    return f"; paths follow the arrows: swap the two to look {swapped}"


def end_name(end: Entity | str) -> str:
    """Return how a message names an end."""
    return end.name if isinstance(end, Entity) else f"any {end}"
