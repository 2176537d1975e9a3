"""Which pathways X reaches over causal hops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from ...graph.model import Entity
from ...graph.schema import PredicateClass, multiply
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, RowsToMake, question
from ..kinds import Count
from ..paths.rank import Ranking
from ..paths.search import Budget, Step, Walk, node_paths, step_paths
from ._regulation import Regulation, best_chains


@question(example={"names": ["miR-301a"]}, group="regulation", answer="target")
def pathways_of(
    store: Store,
    names: Sequence[Entity],
    *,
    max_hops: Count = 3,
    type: Literal["Pathway", "Process"] = "Pathway",
    budget: Budget,
) -> Rows[Regulation]:
    """Which pathways X reaches.

    One row per pathway and sign, with its best path; ordered by the name asked about, then hops,
    support, certainty and the pathway's name.

    Parameters
    ----------
    names
        The entities asked about.
    max_hops
        The most hops.
    type
        Pathways, or other processes.
    """
    walk = Walk(store, (PredicateClass.CAUSAL,))
    goals = {e.id for e in store.entities({type})}
    chains = (
        steps
        for entity in names
        for steps in step_paths(
            walk, node_paths(walk, [entity.id], goals - {entity.id}, max_hops, budget)
        )
    )
    best = [steps for _, steps in best_chains(store, chains)]
    entities = store.entities_of(id for s in best for id in (s[0].start, s[-1].end))
    ranking = Ranking(store)

    def near_first(steps: Sequence[Step]) -> tuple[Any, ...]:
        near, far = entities[steps[0].start], entities[steps[-1].end]
        support, certainty, length = ranking.place(steps)
        sign = str(multiply(step.sign for step in steps))
        by_far = (far.name.casefold(), far.id, sign)
        return (near.name.casefold(), near.id, length, support, certainty, *by_far)

    def make(chains: Sequence[Sequence[Step]]) -> list[Regulation]:
        return [Regulation(store, path) for path in walk.paths(chains)]

    none = f"{', '.join(e.name for e in names)}: no {type.lower()} reached {within(max_hops)}"
    return Rows(RowsToMake(sorted(best, key=near_first), make), what="pathway", none=none)
