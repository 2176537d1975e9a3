"""Sponge axes: an RNA that takes a miRNA off its target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    searching = budget.searching(store, _SHARE)
    search = _Search(store, store.nodes(allowed), searching)
    first = names[0] if names else None
    wanted = {e.id for e in names}
    found = {
        (one.subject, one.object, two.object, two.sign): (one, two)
        for one, two in search.axes(rna, mirna, target, first)
        if wanted <= {one.subject, one.object, two.object}
    }
    count, best = Ranking(store).best(found.values(), limit)
    budget.spent = searching.spent
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


_SHARE = 0.45
"""The share of the seconds in which is searched; then the axes are ranked."""


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
        """Yield the axes with an RNA, a miRNA and a target; some with a name may come twice."""
        if name and not (rna or mirna or target):
            for place in range(3):
                placed = [name if place == i else None for i in range(3)]
                yield from self._axes(*placed)
        else:
            yield from self._axes(rna, mirna, target)

    def _axes(
        self, rna: Entity | None, mirna: Entity | None, target: Entity | None
    ) -> Iterator[tuple[Step, Step]]:
        store, lowering = self.store, self._lowering(target)
        sponging = self._pairs(rna, mirna, target, lowering)
        ids = store.ids_of({*sponging, *(n for found in sponging.values() for n in found)})
        for node, takers in sponging.items():
            if not self.budget.expand():
                return
            name = ids[node]
            if target:
                seconds = lowering.get(name, [])
            else:
                seconds = [step for step in self.walk.steps(name) if _lowers(step)]
            ends = {ids[taker] for taker in takers}
            firsts = self.walk.steps(name, forward=False, ends=ends) if seconds else ()
            for one in firsts:
                for two in seconds if one.sign == -1 else ():
                    if two.object != one.subject:
                        if not self.budget.expand():
                            return
                        yield one, two

    def _lowering(self, target: Entity | None) -> dict[str, list[Step]]:
        """Return the steps that end in a target, by where they begin."""
        found: dict[str, list[Step]] = {}
        for step in self.walk.steps(target.id, forward=False) if target else ():
            if _lowers(step):
                found.setdefault(step.subject, []).append(step)
        return found

    def _pairs(
        self,
        rna: Entity | None,
        mirna: Entity | None,
        target: Entity | None,
        lowering: dict[str, list[Step]],
    ) -> dict[Node, set[Node]]:
        """Return the miRNAs that may be on an axis, with what sponges each."""
        node = self.store.node
        if rna or not (mirna or target):
            takers = self.rnas & {node(rna.id)} if rna else self.rnas
            found: dict[Node, set[Node]] = {}
            for taker in takers:
                for taken in self._sponging.neighbors(taker):
                    found.setdefault(taken, set()).add(taker)
            return found if not mirna else {n: s for n, s in found.items() if n == node(mirna.id)}
        taken_off = [mirna.id] if mirna else lowering
        beside = {n: self._sponging.neighbors(n, forward=False) for n in map(node, taken_off)}
        sponged = {n: self.rnas.intersection(others) for n, others in beside.items()}
        return {n: takers for n, takers in sponged.items() if takers}


def _lowers(step: Step) -> bool:
    return step.sign == -1 or step.object == RADIOSENSITIVITY
