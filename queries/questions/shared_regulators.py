"""What acts on all of several entities."""

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
class SharedRegulator(Shared):
    """What acts on several entities.

    Parameters
    ----------
    links
        One for each of the entities and sign, in the order asked.
    """

    links: Annotated[tuple[Actor, ...], Key("targets")]


@question(
    example={"names": ["exosome secretion", "exosome uptake"]}, group="regulation", answer="entity"
)
def shared_regulators(
    store: Store, names: Sequence[Entity], *, type: TypeName | None = None, limit: Limit = 0
) -> Rows[SharedRegulator]:
    """What acts on all of several entities.

    In one causal hop; ordered by name.

    Parameters
    ----------
    names
        The entities asked about, at least two.
    type
        Only regulators of this type, or of its subtypes.
    """
    return neighbors(
        store, "shared_regulators", names, SharedRegulator, downstream=False, type=type, limit=limit
    )
