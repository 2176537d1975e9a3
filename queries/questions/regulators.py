"""What regulates X: signed, at any depth, each with its best path."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.model import Entity
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..kinds import Count, Limit, Sign, TypeName
from ..paths.search import Budget
from ._regulation import Regulation, regulation


@question(example={"names": ["KLF10"]}, group="regulation", answer="regulator")
def regulators(
    store: Store,
    names: Sequence[Entity],
    *,
    depth: Count = 1,
    sign: Sign | None = None,
    type: TypeName | None = None,
    limit: Limit = 0,
    budget: Budget,
) -> Rows[Regulation]:
    """What regulates X.

    One row per regulator and sign, with its best path. The hop into X is causal; further ones may
    be transport, so that the exosome that delivers a regulator appears at depth 2. Exposures and
    exosomes count as regulators.

    Parameters
    ----------
    names
        The entities asked about.
    depth
        The most hops.
    sign
        Only this net sign.
    type
        Only regulators of this type, or of its subtypes.
    """
    return regulation(
        store, names, upstream=True, depth=depth, sign=sign, type=type, limit=limit, budget=budget
    )
