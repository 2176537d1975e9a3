"""Which pathways several entities all reach."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.model import Entity
from ...graph.schema import PredicateClass
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, question
from ..kinds import Count
from ..paths.path import Path, make_path
from ..paths.rank import rank
from ..paths.search import Budget, Walk, simple_paths
from ._shared import Actor, at_least_two, joined
from .shared_targets import SharedTarget


@question(example={"names": ["miR-301a", "miR-19b"]}, group="regulation", answer="entity")
def shared_pathways(
    store: Store, names: Sequence[Entity], *, max_hops: Count = 3, budget: Budget
) -> Rows[SharedTarget]:
    """Which pathways several entities all reach.

    Reached over causal hops, each with its best path; ordered by name.

    Parameters
    ----------
    names
        The entities asked about, at least two.
    max_hops
        The most hops.
    """
    at_least_two("shared_pathways", names)
    walk = Walk(store, (PredicateClass.CAUSAL,))
    pathways = [e.id for e in store.entities({"Pathway"})]
    links: dict[str, list[Actor]] = {}
    for entity in names:
        best: dict[str, Path] = {}
        for hops in simple_paths(walk, [entity.id], pathways, max_hops, budget):
            path, end = make_path(store, hops), hops[-1].object
            if end not in best or rank(path) < rank(best[end]):
                best[end] = path
        for end, path in best.items():
            links.setdefault(end, []).append(Actor(path, entity))
    listed = ", ".join(e.name for e in names)
    none = f"{listed}: there is no pathway that each of them reaches {within(max_hops)}"
    return joined(store, names, links, SharedTarget, none)
