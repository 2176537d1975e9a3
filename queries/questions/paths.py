"""Mechanism paths from one end to another, best first."""

from __future__ import annotations

from ...graph.schema import SUPPORTS, WALKABLE, WALKED, Support, multiply, subtypes
from ...graph.stores.base import Store, is_large
from ..claims import within
from ..declare import Rows, question, restricted
from ..kinds import Count, End, Limit, Predicates, Sign, TypeName
from ..paths.path import Path, make_path
from ..paths.rank import Ranking
from ..paths.search import Budget, Walk, simple_paths
from ._ends import context_hint, end_ids, end_name


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
        Whether associations and locations are walked too.
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
    found = list(simple_paths(walk, sources, targets, max_hops, budget))
    ranking, least = Ranking(store), SUPPORTS.index(support)
    kept = [hops for hops in found if sign in (None, multiply(hop.sign for hop in hops))]
    if least < len(SUPPORTS) - 1:
        kept = [hops for hops in kept if ranking.key(hops)[0] <= least]
    if shortest:
        fewest = min(map(len, kept), default=0)
        kept = [hops for hops in kept if len(hops) == fewest]
    count, best = ranking.best(kept, limit)
    whole = len(found)
    if (predicates or through) and not is_large(store):
        everything = simple_paths(Walk(store, classes), sources, targets, max_hops, Budget())
        whole = sum(1 for _ in everything)
    return Rows(
        [make_path(store, tuple(hops)) for hops in best],
        total=count,
        whole=whole,
        what="path",
        none=f"no path from {end_name(source)} to {end_name(target)} {within(max_hops)}"
        + context_hint(source, target),
        by=restricted(
            sign=sign,
            support=support if support != SUPPORTS[-1] else None,
            through=through,
            predicates=predicates,
            shortest=shortest,
        ),
    )
