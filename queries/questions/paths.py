"""Mechanism paths from one end to another, best first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...graph.schema import SUPPORTS, WALKABLE, WALKED, Support, subtypes
from ...graph.stores.base import Store, is_large
from ..claims import within
from ..declare import Rows, RowsToMake, question, restricted
from ..filters import Filters
from ..kinds import Count, End, Limit, Predicates, Sign, TypeName
from ..paths.best import BestPaths
from ..paths.path import Path, make_path
from ..paths.search import Budget, Walk, simple_paths
from ._ends import context_hint, end_ids, end_name, swap_hint


@question(
    example={"source": "miR-340-5p", "target": "radiosensitivity"}, group="mechanisms", limit=25
)
def paths(
    store: Store,
    source: End,
    target: End,
    *,
    max_hops: Count = 6,
    sign: Sign | None = None,
    support: Support = "stitched",
    associations: bool = False,
    through: TypeName | None = None,
    predicates: Predicates = (),
    shortest: bool = False,
    limit: Limit = 25,
    budget: Budget,
) -> Rows[Path]:
    """Mechanism paths from A to B, best first.

    Ordered by support, certainty, hops, citations, hub penalty, and last the ids along the path.
    A and B are names, or ``type:MiRNA`` for every entity of a type.

    Parameters
    ----------
    source
        Where they begin: an entity, or type:MiRNA for all of a type.
    target
        Where they end.
    max_hops
        The most hops.
    sign
        Only this net sign.
    support
        The least support.
    associations
        Whether associations and locations are walked too; symmetric claims from either end.
    through
        Only entities of this type, or of its subtypes, between the ends.
    predicates
        Only claims of these predicates.
    shortest
        Whether only the paths with the fewest hops are returned.
    """
    sources, targets = end_ids(store, source), end_ids(store, target)
    classes = WALKABLE if associations else WALKED
    between = subtypes(through) if through else None
    walk = Walk(store, classes, predicates=frozenset(predicates) or None, through=between)
    signed = walk.signed() if sign else walk  # one step of no sign leaves none to the path
    least = SUPPORTS.index(support)

    def search(hops: int) -> BestPaths:
        return BestPaths(signed, sources, targets, hops, budget, sign)

    found = every = search(max_hops)
    if shortest:
        searches = map(search, range(1, max_hops + 1))
        found = next((few for few in searches if few.best(1, least)[0]), found)
    count, best = found.best(limit, least)
    if (predicates or through) and not is_large(store):
        whole = BestPaths(Walk(store, classes), sources, targets, max_hops, Budget()).count()
    elif sign is not None or shortest or least < len(SUPPORTS) - 1:
        if signed is not walk:
            every = BestPaths(walk, sources, targets, max_hops, budget)
        whole = every.count(every=True)
    else:
        whole = count
    return Rows(
        RowsToMake(best, walk.paths),
        total=count,
        whole=max(whole, count),
        counted=found.counted,
        what="path",
        none=f"no path from {end_name(source)} to {end_name(target)} {within(max_hops)}"
        + (context_hint(source, target) or swap_hint(source, target)),
        by=restricted(
            sign=sign,
            support=support if support != SUPPORTS[-1] else None,
            through=through,
            predicates=predicates,
            shortest=shortest,
        ),
    )


def each_path(
    store: Store, resolved: Mapping[str, Any], budget: Budget | None = None
) -> Iterator[Path]:
    """Yield the paths as they are found, in no order of rank; see `radexo.Graph.iter_paths`.

    Parameters
    ----------
    store
        The graph.
    resolved
        The parameters of `paths`; of the filters, the cancer counts.
    budget
        When the search ends.
    """
    seen = Filters(cancer=resolved["cancer"]).view(store)
    found = simple_paths(
        Walk(seen),
        end_ids(seen, resolved["source"]),
        end_ids(seen, resolved["target"]),
        resolved["max_hops"],
        Budget.given(budget) or Budget(),
    )
    return (make_path(seen, hops) for hops in found)
