"""The longest chains through an entity, to radiosensitivity or where they stop."""

from __future__ import annotations

from collections.abc import Collection

from ...graph.errors import UsageError
from ...graph.model import Entity
from ...graph.schema import Support
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, question, restricted
from ..filters import FilteredStore, of_reviews
from ..kinds import Count, Sources
from ..paths.chains import count_weaker, longest_chains
from ..paths.path import Path
from ..paths.search import Budget


@question(example={"name": "miR-340-5p", "then": "KLF10"}, group="mechanisms", limit=25)
def mechanism(
    store: Store,
    name: Entity,
    then: Entity | None = None,
    *,
    max_hops: Count = 6,
    support: Support = "one-passage",
    resources: Sources = (),
    budget: Budget,
) -> Rows[Path]:
    """The longest chains through A, then B, to radiosensitivity.

    From the furthest upstream end to radiosensitivity, or where they stop. No row is part of
    another. Chains of general classes come last; else by support, certainty, composed and weak
    steps, then chains that reach radiosensitivity, then longer ones. Only claims of reviews are
    walked; the resources asked for add rows that go on through at most two claims of theirs.

    Parameters
    ----------
    name
        The entity asked about.
    then
        One that comes later on the chain, not necessarily next.
    max_hops
        The most hops.
    support
        The least support; of what resources add, the steps before it have this support.
    resources
        Go on through the claims of these sources, such as mirtarbase,reactome.
    """
    others = _resources(store, resources)
    whole, store = of_reviews(store, resources), of_reviews(store)
    through = [e for e in (name, then) if e is not None]
    ids = [e.id for e in through]
    if len(ids) != len(set(ids)):
        raise UsageError(f"both names mean the same entity, {name.name}; give two")
    counted = support != "stitched"
    search = budget.part(2) if counted else budget
    kept = longest_chains(whole, ids, max_hops, support, search, resources)
    budget.spent = search.spent
    rest, counting = 0, budget.part(1)
    if counted and not search.spent:
        rest = count_weaker(store, ids, max_hops, support, counting)
    none = f"no chain leads through {' and then '.join(e.name for e in through)} {within(max_hops)}"
    return Rows(
        kept,
        len(kept) + rest,
        "chain",
        none,
        restricted(support=support),
        at_least=counting.spent is not None,
        notes=[f"claims of {', '.join(others)} are walked when --with names them"]
        if others
        else (),
    )


def _resources(store: Store, asked: Collection[str]) -> list[str]:
    """Return the resources that are not asked for; an unknown source is refused."""
    if isinstance(store, FilteredStore) and store.filters.source:
        return []
    known = [source.id for source in store.sources()]
    for source in asked:
        if source not in known:
            listed = ", ".join(known)
            raise UsageError(f"no source {source!r} in the graph; it holds: {listed}", known)
    reviews = store.reviews()
    return [id for id in known if id not in reviews and id not in asked] if reviews else []
