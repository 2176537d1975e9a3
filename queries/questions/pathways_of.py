"""Which pathways X reaches over causal hops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from ...graph.model import Entity
from ...graph.schema import CERTAINTIES, SUPPORTS, PredicateClass
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, question
from ..kinds import Count
from ..paths.path import Path, make_path
from ..paths.search import Budget, Walk, simple_paths
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
        hops
        for entity in names
        for hops in simple_paths(walk, [entity.id], goals - {entity.id}, max_hops, budget)
    )
    paths = (make_path(store, tuple(hops)) for _, hops in best_chains(store, chains))
    best = sorted(paths, key=_near_first)
    none = f"{', '.join(e.name for e in names)}: no {type.lower()} reached {within(max_hops)}"
    return Rows([Regulation(store, path) for path in best], what="pathway", none=none)


def _near_first(path: Path) -> tuple[Any, ...]:
    near, far = path.nodes[0], path.nodes[-1]
    return (
        near.name.casefold(),
        near.id,
        path.length,
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        far.name.casefold(),
        far.id,
        str(path.sign),
    )
