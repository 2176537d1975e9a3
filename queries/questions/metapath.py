"""Paths along a pattern of types."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.schema import SUPPORTS, Support, subtypes
from ...graph.stores.base import Store
from ..declare import Rows, question, restricted
from ..kinds import Pattern, Sign
from ..paths.path import Path, make_path
from ..paths.rank import rank
from ..paths.search import Budget, Walk, attach
from ..paths.support import supported
from ._ends import end_ids


@question(example={"pattern": "MiRNA-Gene-Pathway-Radiosensitivity"}, group="mechanisms", limit=25)
def metapath(
    store: Store,
    pattern: Pattern,
    *,
    sign: Sign | None = None,
    support: Support = "stitched",
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
    of_type = [store.nodes(subtypes(name)) for name in pattern]

    def search() -> Iterator[tuple[str, ...]]:
        for start in end_ids(store, pattern[0]):
            waiting: list[tuple[str, ...]] = [(start,)]
            while waiting and budget.expand():
                nodes = waiting.pop()
                if len(nodes) == len(pattern):
                    yield nodes
                elif len(nodes) == 1 or walk.passable(nodes[-1]):
                    beside = walk.neighbors(store.node(nodes[-1]))
                    found = of_type[len(nodes)].intersection(beside)
                    ids = sorted(map(store.ids_of(found).__getitem__, found))
                    waiting.extend((*nodes, id) for id in ids if id not in nodes)

    found = [make_path(store, hops) for nodes in search() for hops in attach(walk, nodes)]
    kept = sorted(
        (path for path in found if supported(path, support) and sign in (None, path.sign)), key=rank
    )
    none = f"no path has the types {' - '.join(pattern)}"
    by = restricted(sign=sign, support=support if support != SUPPORTS[-1] else None)
    return Rows(kept, len(found), "path", none, by)
