"""What releases exosomes."""

from __future__ import annotations

from ...graph.model import Entity
from ...graph.schema import subtypes

__all__ = ["mismatch"]

_RELEASING = subtypes("Donor") | {"Exposure"}


def mismatch(entity: Entity, what: str) -> str | None:
    """Say that an entity releases no exosomes, where its type says so."""
    if entity.type in _RELEASING:
        return None
    return f"{entity.name} ({entity.type}) is neither {what} nor an exposure"
