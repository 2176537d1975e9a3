"""The order of paths, best first."""

from __future__ import annotations

from typing import Any

from ...graph.schema import CERTAINTIES, SUPPORTS
from .path import ARROWS, Path

__all__ = ["rank"]


def rank(path: Path) -> tuple[Any, ...]:
    """Return the sort key of a path, best first.

    Support, then certainty, then fewer hops, more citations, a lower hub penalty, and last the
    names.
    """
    return (
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        path.length,
        -path.citations,
        path.hub_penalty,
        tuple(node.id for node in path.nodes),
        tuple(ARROWS[hop.sign] for hop in path.hops),
    )
