"""Paths along a pattern of types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...graph.schema import SUPPORTS, Support, multiply, subtypes
from ...graph.stores.base import Node, Store
from ..declare import Rows, RowsToMake, question, restricted
from ..kinds import Limit, Pattern, Sign
from ..paths.path import Path
from ..paths.rank import Ranking
from ..paths.search import Budget, Step, Walk, step_paths


@question(example={"pattern": "MiRNA-Gene-Pathway-Radiosensitivity"}, group="mechanisms", limit=25)
def metapath(
    store: Store,
    pattern: Pattern,
    *,
    sign: Sign | None = None,
    support: Support = "stitched",
    limit: Limit = 25,
    budget: Budget,
) -> Rows[Path]:
    """Paths along a pattern of types, such as MiRNA-Gene-Pathway-Radiosensitivity.

    Ordered as the rows of `paths`.

    Parameters
    ----------
    pattern
        Types joined by dashes, two to seven.
    sign
        Only this net sign.
    support
        The least support.
    """
    walk = Walk(store)
    layers = _layers(walk, pattern, budget)
    found = step_paths(walk, _chains_through(walk, layers, budget))
    ranking, least = Ranking(store), SUPPORTS.index(support)
    count = 0

    def kept() -> Iterator[Sequence[Step]]:
        nonlocal count
        for steps in found:
            count += 1
            right = sign is None or sign == multiply(step.sign for step in steps)
            if right and (least == len(SUPPORTS) - 1 or ranking.place(steps)[0] <= least):
                yield steps

    total, best = ranking.best(kept(), limit)
    none = f"no path has the types {' - '.join(pattern)}"
    by = restricted(sign=sign, support=support)
    rows = RowsToMake(best, walk.paths)
    return Rows(rows, count, "path", none, by, total=total, scope=_SCOPE)


def _layers(walk: Walk, pattern: Sequence[str], budget: Budget) -> list[set[Node]]:
    """Return the nodes at each place of a pattern from which steps lead to its end."""
    of_type = [walk.store.nodes(subtypes(name)) for name in pattern]
    layers = [of_type.pop()]
    while of_type:
        near: set[Node] = set()
        for node in layers[-1]:
            if not budget.expand():
                return [set() for _ in pattern]
            near.update(walk.neighbors(node, forward=False))
        near &= of_type.pop()
        layers.append(walk.open(near) if of_type else near)
    return layers[::-1]


def _chains_through(
    walk: Walk, layers: Sequence[set[Node]], budget: Budget
) -> Iterator[tuple[str, ...]]:
    """Yield the nodes of each path that leads from layer to layer."""
    store = walk.store
    for start in sorted(layers[0]):
        waiting: list[tuple[str, ...]] = [(store.id_of(start),)]
        while waiting and budget.expand():
            nodes = waiting.pop()
            if len(nodes) == len(layers):
                yield nodes
                continue
            beside = layers[len(nodes)].intersection(walk.neighbors(store.node(nodes[-1])))
            ids = map(store.ids_of(beside).__getitem__, beside)
            waiting.extend((*nodes, id) for id in ids if id not in nodes)


_SCOPE = "a longer pattern of rarer types, or one source or cancer"
