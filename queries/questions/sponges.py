"""Sponge axes: an RNA that takes a miRNA off its target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...graph.errors import UsageError
from ...graph.model import Entity
from ...graph.schema import RADIOSENSITIVITY, PredicateClass, subtypes
from ...graph.stores.base import Node, Store, is_large
from ..declare import Rows, RowsToMake, question
from ..kinds import Limit, TypeName
from ..paths.path import Path
from ..paths.rank import Ranking
from ..paths.search import Budget, Step, Walk

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
    limit: Limit = 0,
    budget: Budget,
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
    asked = [e for e in (*names, rna, mirna, target) if e]
    if not asked and is_large(store):
        raise UsageError(
            f"sponges: the graph has {store.count_all_edges()} claims; "
            "give an RNA, a miRNA, a target or a name"
        )
    allowed = (subtypes(type) if type else _SPONGING) & _SPONGING
    search = _Search(store, store.nodes(allowed), budget)
    first = names[0] if names else None
    wanted = {e.id for e in names}
    found = (
        (one, two)
        for one, two in search.axes(rna, mirna, target, first)
        if wanted <= {one.start, one.end, two.end}
    )
    count, best = Ranking(store).best(found, limit)
    on_axis = ", ".join(e.name for e in asked)
    none = "no circRNA or lncRNA takes a miRNA off a target"
    return Rows(
        RowsToMake(best, search.walk.paths),
        total=count,
        whole=count,
        what="path",
        none=f"{none} with {on_axis} on the axis" if on_axis else none,
        scope="an RNA, a miRNA and a target",
    )


class _Search:
    """A search for axes, from the narrowest of what is asked for.

    Parameters
    ----------
    store
        The graph.
    rnas
        The nodes of the RNAs that may sponge.
    budget
        When to end.
    """

    def __init__(self, store: Store, rnas: set[Node], budget: Budget) -> None:
        self.store, self.rnas, self.budget = store, rnas, budget
        self.walk = Walk(store, (PredicateClass.CAUSAL,))
        self._sponging = Walk(store, (PredicateClass.CAUSAL,), predicates=frozenset({"SPONGES"}))

    def axes(
        self, rna: Entity | None, mirna: Entity | None, target: Entity | None, name: Entity | None
    ) -> Iterator[tuple[Step, Step]]:
        """Yield the axes with an RNA, a miRNA and a target, or with a name somewhere."""
        if name and not (rna or mirna or target):
            for place in range(3):
                placed = [name if place == i else None for i in range(3)]
                for one, two in self._axes(*placed):
                    if name.id not in (one.start, one.end)[:place]:  # not seen before
                        yield one, two
        else:
            yield from self._axes(rna, mirna, target)

    def _axes(
        self, rna: Entity | None, mirna: Entity | None, target: Entity | None
    ) -> Iterator[tuple[Step, Step]]:
        store, ends = self.store, {target.id} if target else None
        for node, takers in self._pairs(rna, mirna, target):
            if not self.budget.expand():
                return
            ids = store.ids_of({node, *takers})
            name, begin = ids[node], {ids[taker] for taker in takers}
            seconds = [step for step in self.walk.steps(name, ends=ends) if _lowers(step)]
            firsts = self.walk.steps(name, forward=False, ends=begin) if seconds else ()
            for one in firsts:
                for two in seconds if one.sign == -1 else ():
                    if two.end != one.start:
                        if not self.budget.expand():
                            return
                        yield one, two

    def _pairs(
        self, rna: Entity | None, mirna: Entity | None, target: Entity | None
    ) -> Iterator[tuple[Node, set[Node]]]:
        """Yield the miRNAs that may be on an axis, with what sponges each."""
        node = self.store.node
        if rna or not (mirna or target):
            takers = self.rnas & {node(rna.id)} if rna else self.rnas
            found: dict[Node, set[Node]] = {}
            for taker in takers:
                for taken in self._sponging.neighbors(taker):
                    found.setdefault(taken, set()).add(taker)
            yield from (
                found.items()
                if not mirna
                else ((taken, takers) for taken, takers in found.items() if taken == node(mirna.id))
            )
            return
        taken_off: Iterable[Node] = [node(mirna.id)] if mirna else ()
        if target and not mirna:
            taken_off = sorted(set(self.walk.neighbors(node(target.id), forward=False)))
        for taken in taken_off:
            if not self.budget.in_time():
                return
            # of which claims of one predicate are read: an index gives those of all causal ones
            takers = self.rnas.intersection(self.walk.neighbors(taken, forward=False))
            if takers:
                takers &= set(self._sponging.neighbors(taken, forward=False))
            if takers:
                yield taken, takers


def _lowers(step: Step) -> bool:
    return step.sign == -1 or step.end == RADIOSENSITIVITY
