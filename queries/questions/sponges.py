"""Sponge axes: an RNA that takes a miRNA off its target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...graph.model import Entity
from ...graph.schema import RADIOSENSITIVITY, PredicateClass, subtypes
from ...graph.stores.base import Store
from ..declare import Rows, question
from ..kinds import TypeName
from ..paths.path import Hop, Path, make_path
from ..paths.rank import rank
from ..paths.search import Walk

_SPONGING = subtypes("CircRNA") | subtypes("LncRNA")


@question(example={"target": "radiosensitivity"}, group="mechanisms")
def sponges(
    store: Store,
    names: Sequence[Entity] = (),
    *,
    rna: Entity | None = None,
    mirna: Entity | None = None,
    target: Entity | None = None,
    type: TypeName | None = None,
) -> Rows[Path]:
    """Sponge axes: a circRNA or lncRNA that takes a miRNA off its target.

    The RNA is said to sponge a miRNA (SPONGES) that lowers its target, or acts on radiosensitivity
    either way. Ordered as paths are.

    Parameters
    ----------
    names
        Only axes with each of these, wherever on the axis.
    rna
        Only axes that begin with this RNA.
    mirna
        Only axes through this miRNA.
    target
        Only axes that end in this target.
    type
        Only RNAs of this type that sponge.
    """
    wanted = {e.id for e in names}
    allowed = subtypes(type) if type else _SPONGING
    found = []
    for hops in _axes(Walk(store, (PredicateClass.CAUSAL,)), rna):
        ends = (hops[0].subject, hops[0].object, hops[1].object)
        asked = (rna, mirna, target)
        named = all(e in (None, id) for e, id in zip(map(_id, asked), ends, strict=True))
        if named and wanted <= {*ends} and store.entity(ends[0]).type in allowed:
            found.append(make_path(store, hops))
    on_axis = ", ".join(e.name for e in (*names, rna, mirna, target) if e)
    none = "no circRNA or lncRNA takes a miRNA off a target"
    return Rows(
        sorted(found, key=rank),
        what="path",
        none=f"{none} with {on_axis} on the axis" if on_axis else none,
    )


def _id(entity: Entity | None) -> str | None:
    return entity.id if entity else None


def _axes(walk: Walk, rna: Entity | None) -> Iterator[tuple[Hop, Hop]]:
    store = walk.store
    for sponge in [rna] if rna else store.entities(_SPONGING):
        if sponge.type not in _SPONGING:
            continue
        for first in walk.hops(sponge.id):
            if "SPONGES" not in first.predicates:
                continue
            for second in walk.hops(first.object):
                lowers = second.sign == -1 or second.object == RADIOSENSITIVITY
                if lowers and second.object != sponge.id:
                    yield first, second
