"""Which pathways several entities all reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...graph.model import Entity
from ...graph.schema import PredicateClass
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, question
from ..kinds import Count
from ..paths.rank import Ranking
from ..paths.search import Budget, Step, Walk, node_paths, step_paths
from ._shared import at_least_two, joined
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
    ranking = Ranking(store)
    steps: dict[str, list[tuple[Entity, Sequence[Step]]]] = {}
    for place, entity in enumerate(names):
        search = budget.part(len(names) - place)
        best: dict[str, tuple[Any, Sequence[Step]]] = {}
        ways = node_paths(walk, [entity.id], pathways, max_hops, search)
        for found in step_paths(walk, ways):
            end, key = found[-1].end, ranking.place(found)
            if end in best and key > best[end][0][:3]:
                continue
            whole = ranking.key(found)
            if end not in best or whole < best[end][0]:
                best[end] = whole, found
        for end, (_, chosen) in best.items():
            steps.setdefault(end, []).append((entity, chosen))
        budget.spent = budget.spent or search.spent
    listed = ", ".join(e.name for e in names)
    none = f"{listed}: there is no pathway that each of them reaches {within(max_hops)}"
    return joined(store, names, steps, walk, SharedTarget, none)
