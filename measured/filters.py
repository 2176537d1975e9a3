"""The filters of an overlay or an enrichment: those that every question takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..graph.errors import UsageError
from ..graph.stores.base import Store
from ..queries.declare import filter_parameters
from ..queries.filters import Filters
from ..queries.kinds import KINDS, LookUp

__all__ = ["context_ids", "read_filters"]


def read_filters(given: Mapping[str, Any], look_up: LookUp) -> tuple[Filters, dict[str, Any]]:
    """Read the filters that every question takes, and return them with what an answer echoes.

    Raises
    ------
    UsageError
        When there is no such filter, or its value cannot be read.
    """
    known = {p.name: p for p in filter_parameters()}
    for name in given:
        if name not in known:
            raise UsageError(f"no filter {name!r}; the filters are {', '.join(known)}", list(known))
    read = {
        name: KINDS[p.kind].read(p, given[name], look_up)
        for name, p in known.items()
        if given.get(name) not in (None, "", (), False)
    }
    echoed = {
        name: KINDS[p.kind].echo(value)
        for name, p in known.items()
        if KINDS[p.kind].echoes(p, value := read.get(name, p.default))
    }
    return Filters(**read), echoed


def context_ids(store: Store, filters: Filters) -> frozenset[str]:
    """Return the ids of the contexts that filters name, and of their subtypes."""
    named = (filters.cancer, filters.exposure)
    return frozenset().union(*(store.subtypes(entity.id) for entity in named if entity))
