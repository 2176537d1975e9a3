"""The best paths between ends, and how many there are, without a list of all of them.

Paths that one study, passage or cancer carries are found by what their hops share. Of the others,
group by group of certainty and length, those are followed that may still be among the best: the
papers and the hub penalty of the rest of a path are bounded from the target's end. Paths are
counted by their last two hops, node by node.

Examples
--------
>>> import radexo
>>> store = radexo.load().store
>>> found = BestPaths(Walk(store), ["mirbase.mature:MIMAT0000764"], ["hgnc:1725"], 3, Budget())
>>> count, best = found.best(5)
>>> count, [[step.object for step in path] for path in best]
(1, [['hgnc:1725']])
"""

from __future__ import annotations

import sys
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence, Set
from typing import Any

from ...graph.schema import CERTAINTIES, SUPPORTS, multiply
from .rank import Ranking
from .search import Budget, Step, Walk, within_hops

__all__ = ["BestPaths"]

Steps = tuple[Step, ...]
Net = int | None
Cost = tuple[int, float]
"""Papers, negative, and hub penalty: less is better."""

_ANY = 2
"""The net sign of all paths, where the sign does not matter."""
_ROUNDED = 0.002
"""How much the penalty of a path may differ from the sum of its nodes'."""
_STITCHED = len(SUPPORTS) - 1


class BestPaths:
    """A search for the best simple paths from sources to targets.

    Parameters
    ----------
    walk
        What may be walked.
    sources, targets
        Entity ids.
    max_hops
        The most hops of a path, from 1.
    budget
        When to end; it holds the reason if it did.
    sign
        Only paths of this net sign.
    """

    def __init__(
        self,
        walk: Walk,
        sources: Iterable[str],
        targets: Iterable[str],
        max_hops: int,
        budget: Budget,
        sign: int | None = None,
    ) -> None:
        self.walk, self.max_hops, self.budget, self.sign = walk, max_hops, budget, sign
        self.starts, self.goal = sorted(frozenset(sources)), frozenset(targets)
        self.ranking = Ranking(walk.store)
        fan = sum(len(walk.neighbors(source)) for source in self.starts)
        self._within = within_hops(walk, self.goal, max_hops, fan)
        self._last: dict[str, Steps] = {}
        last: dict[str, list[Step]] = {}
        for goal in sorted(self.goal):
            for step in walk.steps(goal, forward=False):
                last.setdefault(step.subject, []).append(step)
        self._last = {id: tuple(steps) for id, steps in last.items()}
        self._steps: dict[tuple[str, int], Steps] = {}
        self._tails: dict[tuple[str, Net], tuple[int, dict[str, int]]] = {}
        self._bounds: dict[tuple[str, int, Net, int], list[tuple[Cost, Step]]] = {}

    # -- steps ------------------------------------------------------------------------------------

    def _from(self, id: str, left: int) -> Steps:
        """Return the steps with which a way may go on that has some hops left."""
        if left == 1:
            return self._last.get(id, ())
        if (id, left) not in self._steps:
            ends = self._within[left - 1] if left - 1 < len(self._within) else None
            self._steps[id, left] = self.walk.steps(id, ends=ends)
        return self._steps[id, left]

    def _net(self, net: Net, step: Step) -> Net:
        return net if net == _ANY else multiply((net, step.sign))

    def _right(self, net: Net) -> bool:
        return net in (_ANY, self.sign)

    @property
    def _start(self) -> Net:
        return _ANY if self.sign is None else None

    # -- counting ---------------------------------------------------------------------------------

    def count(self, *, every: bool = False) -> int:
        """Count the paths; those counted until the budget was spent.

        Parameters
        ----------
        every
            Whether those of other signs are counted too.
        """
        net = _ANY if every else self._start
        return sum(n for source in self.starts for n in self._count((source,), net))

    def _count(self, nodes: tuple[str, ...], net: Net) -> Iterator[int]:
        """Yield numbers of paths that go on from some nodes."""
        id, left = nodes[-1], self.max_hops - len(nodes) + 1
        if not self.budget.expand():
            return
        if len(nodes) == 1:
            yield sum(self._ends(step, nodes, net) for step in self._from(id, 1))
        if left > 1:
            if self.goal.isdisjoint(nodes):
                whole, by_node = self._tail(id, net)
                yield whole - sum(by_node.get(node, 0) for node in nodes)
            else:
                yield sum(
                    self._ends(last, (*nodes, step.object), self._net(net, step))
                    for step in self._onward(nodes, 2)
                    for last in self._from(step.object, 1)
                )
        if left > 2:
            for step in self._onward(nodes, left):
                yield from self._count((*nodes, step.object), self._net(net, step))

    def _onward(self, nodes: Sequence[str], left: int) -> Iterator[Step]:
        """Yield the steps to nodes that are not the last ones."""
        for step in self._from(nodes[-1], left):
            if step.object not in nodes and self.walk.passable(step.object):
                yield step

    def _ends(self, step: Step, nodes: Sequence[str], net: Net) -> bool:
        return step.object not in nodes and self._right(self._net(net, step))

    def _tail(self, id: str, net: Net) -> tuple[int, dict[str, int]]:
        """Count the ways of two hops from a node to a target: in all, and by the node between."""
        if (id, net) not in self._tails:
            found: dict[str, int] = {}
            for step in self._onward((id,), 2):
                onward, between = self._net(net, step), (step.object,)
                ways = sum(self._ends(last, between, onward) for last in self._from(step.object, 1))
                if ways:
                    found[step.object] = found.get(step.object, 0) + ways
            self._tails[id, net] = (sum(found.values()), found)
        return self._tails[id, net]

    # -- ranking ----------------------------------------------------------------------------------

    def best(self, limit: int, support: int = _STITCHED) -> tuple[int, list[Steps]]:
        """Count the paths, and return the best of them, in order.

        Parameters
        ----------
        limit
            How many are returned; 0 for all.
        support
            The place of the least support among `SUPPORTS`.
        """
        limit = limit or sys.maxsize
        carried = sorted(found for found in self.carried() if found[0][0] <= support)
        found = carried[:limit]
        if support < _STITCHED:
            return len(carried), [steps for _, steps in found]
        for certainty in range(len(CERTAINTIES)):
            for length in range(2, self.max_hops + 1):
                if len(found) < limit:
                    found += self._stitched(certainty, length, limit - len(found))
        return max(self.count(), len(found)), [steps for _, steps in found]

    def carried(self) -> Iterator[tuple[tuple[Any, ...], Steps]]:
        """Yield the paths that a study, a passage or a cancer carries, with their sort keys."""
        for source in self.starts:
            yield from self._carried((source,), (), self._start, None)

    def _carried(
        self, nodes: tuple[str, ...], steps: Steps, net: Net, shared: Set[Any] | None
    ) -> Iterator[tuple[tuple[Any, ...], Steps]]:
        if not self.budget.expand():
            return
        left = self.max_hops - len(steps)
        for step in self._from(nodes[-1], left):
            id = step.object
            if id in nodes:
                continue
            keys = self.ranking.weigh(step).keys
            common = keys if shared is None else shared & keys
            if not common and steps:
                continue
            longer, onward = (*steps, step), self._net(net, step)
            if id in self.goal and self._right(onward):
                key = self.ranking.key(longer)
                if key[0] < _STITCHED:
                    yield key, longer
                    if not self.budget.found():
                        return
            if common and left > 1 and self.walk.passable(id):
                yield from self._carried((*nodes, id), longer, onward, common)

    def _stitched(
        self, certainty: int, length: int, limit: int
    ) -> list[tuple[tuple[Any, ...], Steps]]:
        """Return the best paths that nothing carries, of one certainty and length."""
        found: list[tuple[tuple[Any, ...], Steps]] = []

        def follow(
            nodes: tuple[str, ...], steps: Steps, net: Net, papers: int, hubs: float
        ) -> None:
            left = length - len(steps)
            for (more, further), step in self._options(nodes[-1], left, net, certainty):
                if len(found) == limit:
                    worst = found[-1][0]
                    if (papers + more, hubs + further - _ROUNDED) > (worst[3], worst[4]):
                        return
                if step.object in nodes or not self.budget.expand():
                    continue
                longer, onward = (*steps, step), self._net(net, step)
                if left > 1:
                    less, hub = self._cost(step, left)
                    follow((*nodes, step.object), longer, onward, papers + less, hubs + hub)
                    continue
                key = self.ranking.key(longer)
                if key[:2] == (_STITCHED, certainty):
                    insort(found, (key, longer), key=lambda keyed: keyed[0])
                    del found[limit:]
                    if not self.budget.found():
                        return

        for source in self.starts:
            follow((source,), (), self._start, 0, 0.0)
        return found

    def _cost(self, step: Step, left: int) -> Cost:
        papers = len(self.ranking.weigh(step).whole[1])
        return -papers, self.ranking.penalty(step.object) if left > 1 else 0.0

    def _options(self, id: str, left: int, net: Net, certainty: int) -> list[tuple[Cost, Step]]:
        """Return the steps to a target in so many hops, with what these cost at least, in order."""
        place = (id, left, net, certainty)
        if place not in self._bounds:
            found = []
            for step in self._from(id, left):
                if self.ranking.weigh(step).whole[0] > certainty:
                    continue
                papers, hubs = self._cost(step, left)
                onward = self._net(net, step)
                if left > 1:
                    if not self.walk.passable(step.object):
                        continue
                    further = self._options(step.object, left - 1, onward, certainty)
                    if not further:
                        continue
                    papers, hubs = papers + further[0][0][0], hubs + further[0][0][1]
                elif not self._right(onward):
                    continue
                found.append(((papers, hubs), step))
            self._bounds[place] = sorted(found, key=lambda option: option[0])
        return self._bounds[place]
