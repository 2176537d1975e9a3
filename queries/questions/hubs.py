"""Which entities have the most claims, or which cancers the most findings."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, takewhile

from ...graph.model import Entity
from ...graph.schema import PredicateClass, subtypes
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..filters import unfiltered
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
    cancer_findings
        Findings in a cancer or its subtypes, where cancers alone are listed: no claim is at one.
    """

    entity: Entity
    degree: int
    incoming: int
    outgoing: int
    cancer_findings: int | None

    def cells(self) -> dict[str, str]:
        counts = {"claims": self.degree, "in": self.incoming, "out": self.outgoing}
        if self.cancer_findings is not None:
            counts = {"findings": self.cancer_findings}
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

    Ordered by degree, the greatest first, then by id; cancers by their findings. The degree counts
    all claims; incoming and outgoing ones are counted where they are causal or transport, and pass
    the filters. Findings in a cancer are all counted.

    Parameters
    ----------
    type
        Only entities of this type, or of its subtypes.
    """
    allowed = subtypes(type) if type else None
    found = store.by_degree({type} if type else None)
    within = _findings_within(store) if type == "Cancer" else {}
    if within:
        found = iter(sorted(found, key=lambda e: (-within[e.id], e.id)))
    ordered = islice(found, limit or None)
    rows = [
        Hub(
            entity,
            store.degree(entity.id),
            store.count_at(entity.id, _DIRECTED, forward=False),
            store.count_at(entity.id, _DIRECTED),
            within.get(entity.id),
        )
        for entity in takewhile(lambda _: budget.expand(), ordered)
    ]
    total = sum(
        count for name, count in store.census().entities.items() if not allowed or name in allowed
    )
    none = f"there is no {type}" if type else "the graph is empty"
    return Rows(rows, what="entity", none=none, total=total, scope="one type, or for fewer rows")


def _findings_within(store: Store) -> Mapping[str, int]:
    """Return how many findings each cancer and its subtypes have."""
    counted = unfiltered(store).findings_by_cancer()
    return {
        cancer.id: sum(counted.get(id, 0) for id in store.subtypes(cancer.id))
        for cancer in store.entities({"Cancer"})
    }
