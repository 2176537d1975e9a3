"""The longest chains through an entity, to radiosensitivity or where they stop."""

from __future__ import annotations

from ...graph.errors import UsageError
from ...graph.model import Entity
from ...graph.schema import Support
from ...graph.stores.base import Store
from ..claims import within
from ..declare import Rows, question, restricted
from ..kinds import Count
from ..paths.chains import longest_chains
from ..paths.path import Path
from ..paths.search import Budget
from ..paths.support import supported

_COUNTING = 3.0
"""The most seconds in which chains of weaker support are counted."""


@question(example={"name": "miR-340-5p", "then": "KLF10"}, group="mechanisms", limit=25)
def mechanism(
    store: Store,
    name: Entity,
    then: Entity | None = None,
    *,
    max_hops: Count = 6,
    support: Support = "one-passage",
    budget: Budget,
) -> Rows[Path]:
    """The longest chains through A, then B, to radiosensitivity.

    From the furthest upstream end to radiosensitivity, or where they stop. No row is part of
    another. Chains of general classes come last; else by support, certainty and composed steps,
    then chains that reach radiosensitivity, then longer ones.

    Parameters
    ----------
    name
        The entity asked about.
    then
        One that comes later on the chain, not necessarily next.
    max_hops
        The most hops.
    support
        The least support.
    """
    through = [e for e in (name, then) if e is not None]
    ids = [e.id for e in through]
    if len(ids) != len(set(ids)):
        raise UsageError(f"both names mean the same entity, {name.name}; give two")
    kept = longest_chains(store, ids, max_hops, support, budget)
    rest, counting = 0, Budget(seconds=_COUNTING)
    if support != "stitched":
        longest = longest_chains(store, ids, max_hops, "stitched", counting)
        rest = sum(1 for path in longest if not supported(path, support))
    none = f"no chain leads through {' and then '.join(e.name for e in through)} {within(max_hops)}"
    return Rows(
        kept,
        len(kept) + rest,
        "chain",
        none,
        restricted(support=support),
        at_least=counting.spent is not None,
    )
