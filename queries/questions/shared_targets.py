"""What several entities all act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from ...graph.model import Entity
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..kinds import Limit, TypeName
from ..rows import Key, row
from ._shared import Actor, Shared, neighbors


@row
class SharedTarget(Shared):
    """What several entities act on, a row of `shared_targets` and `shared_pathways`.

    Parameters
    ----------
    links
        One for each of the entities and sign, in the order asked.
    """

    links: Annotated[tuple[Actor, ...], Key("actors")]


@question(example={"names": ["miR-93-5p", "miR-340-5p"]}, group="regulation", answer="entity")
def shared_targets(
    store: Store, names: Sequence[Entity], *, type: TypeName | None = None, limit: Limit = 0
) -> Rows[SharedTarget]:
    """What several entities all act on.

    In one causal hop; ordered by name.

    Parameters
    ----------
    names
        The entities asked about, at least two.
    type
        Only targets of this type, or of its subtypes.
    """
    return neighbors(
        store, "shared_targets", names, SharedTarget, downstream=True, type=type, limit=limit
    )
