"""What X regulates: signed, at any depth, each with its best path."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.model import Entity
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..kinds import Count, Limit, Sign, TypeName
from ..paths.search import Budget
from ._regulation import Regulation, regulation


@question(example={"names": ["miR-340-5p"]}, group="regulation", answer="target")
def targets(
    store: Store,
    names: Sequence[Entity],
    *,
    depth: Count = 1,
    sign: Sign | None = None,
    type: TypeName | None = None,
    limit: Limit = 0,
    budget: Budget,
) -> Rows[Regulation]:
    """What X regulates.

    One row per target and sign, with its best path. The hop out of X is causal; further ones may
    be transport.

    Parameters
    ----------
    names
        The entities asked about.
    depth
        The most hops.
    sign
        Only this net sign.
    type
        Only targets of this type, or of its subtypes.
    """
    return regulation(
        store, names, upstream=False, depth=depth, sign=sign, type=type, limit=limit, budget=budget
    )
