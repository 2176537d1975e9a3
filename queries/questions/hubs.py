"""Which entities have the most claims."""

from __future__ import annotations

from itertools import islice, takewhile

from ...graph.model import Entity
from ...graph.schema import PredicateClass, subtypes
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..kinds import Limit, TypeName
from ..paths.search import Budget
from ..rows import Row, row

_DIRECTED = (PredicateClass.CAUSAL, PredicateClass.TRANSPORT)


@row
class Hub(Row):
    """An entity and its number of claims.

    Parameters
    ----------
    entity
        The entity.
    degree
        Claims of every class, both ways.
    incoming, outgoing
        Causal and transport claims that end in it, and that begin in it.
    """

    entity: Entity
    degree: int
    incoming: int
    outgoing: int

    def cells(self) -> dict[str, str]:
        counts = {"claims": self.degree, "in": self.incoming, "out": self.outgoing}
        return {
            "entity": self.entity.name,
            "type": self.entity.type,
            **{name: str(count) for name, count in counts.items()},
        }


@question(example={"type": "MiRNA"}, group="graph", answer="entity", limit=20)
def hubs(
    store: Store, *, type: TypeName | None = None, limit: Limit = 20, budget: Budget
) -> Rows[Hub]:
    """Which entities have the most claims.

    Ordered by degree, the greatest first, then by id. The degree counts all claims; incoming and
    outgoing ones are counted where they are causal or transport, and pass the filters.

    Parameters
    ----------
    type
        Only entities of this type, or of its subtypes.
    """
    allowed = subtypes(type) if type else None
    ordered = islice(store.by_degree({type} if type else None), limit or None)
    rows = [
        Hub(
            entity,
            store.degree(entity.id),
            store.count_at(entity.id, _DIRECTED, forward=False),
            store.count_at(entity.id, _DIRECTED),
        )
        for entity in takewhile(lambda _: budget.expand(), ordered)
    ]
    total = sum(
        count for name, count in store.census().entities.items() if not allowed or name in allowed
    )
    none = f"there is no {type}" if type else "the graph is empty"
    return Rows(rows, what="entity", none=none, total=total, scope="one type, or for fewer rows")
