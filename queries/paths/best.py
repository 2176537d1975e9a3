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
>>> count, [[step.end for step in path] for path in best]
(1, [['hgnc:1725']])
"""

from __future__ import annotations

import sys
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import cached_property
from typing import Any, cast

from ...graph.schema import CERTAINTIES, SUPPORTS, Sign, multiply
from ...graph.stores.base import Node
from .count import HOPS, Counting
from .rank import Ranking, Weighed
from .search import Budget, Step, Walk, Ways

__all__ = ["BestPaths"]

Steps = tuple[Step, ...]
Nodes = tuple[Node, ...]
Net = int | None
Cost = tuple[int, float]
"""Papers, negative, and hub penalty: less is better."""
Weighted = tuple[Node, Sign | None, Weighed]
"""A step from a known node: where it ends, its sign, and what its evidence weighs."""
Chain = tuple[Weighted, ...]
Keyed = tuple[tuple[Any, ...], Nodes, tuple[Sign | None, ...]]
"""A sort key with the path that has it: nodes and signs."""

_ANY = 2
"""The net sign of all paths, where the sign does not matter."""
_SIGNS: Sequence[Sign | None] = (None, 1, -1, 0)
_NETS = {(net, sign): multiply((net, sign)) for net in _SIGNS for sign in _SIGNS}
"""The net sign of a way that goes on by a step."""
_ROUNDED = 0.002
"""How much the penalty of a path may differ from the sum of its nodes'."""
_STITCHED = len(SUPPORTS) - 1
_LATE = 0.5
"""Seconds for some paths, where there was no time for the best."""


class BestPaths:
    """A search for the best simple paths from sources to targets.

    Parameters
    ----------
    walk, sources, targets, max_hops, budget
        As `radexo.queries.paths.search.node_paths` takes them.
    sign
        Only paths of this net sign.

    Attributes
    ----------
    counted
        Whether all paths were counted by `best`, though its search for them may have stopped.
    """

    def __init__(
        self,
        walk: Walk,
        sources: Iterable[str],
        targets: Iterable[str],
        max_hops: int,
        budget: Budget,
        sign: Sign | None = None,
    ) -> None:
        self.walk, self.max_hops, self.budget, self.sign = walk, max_hops, budget, sign
        self._ends = (list(sources), list(targets))
        self._starts, self._goals = (frozenset(map(walk.store.node, ids)) for ids in self._ends)
        self.ranking = Ranking(walk.store)
        self.counted = False
        self._counts: dict[Sign | None, int] = {}
        self._weighed: dict[tuple[Node, int], Sequence[Weighted]] = {}
        self._hubs: dict[Node, float] = {}
        self._tails: dict[tuple[Node, Net], tuple[int, dict[Node, int]]] = {}
        self._bounds: dict[tuple[Node, int, Net, int], list[tuple[Cost, Weighted]]] = {}

    @cached_property
    def ways(self) -> Ways:
        """The steps of the paths."""
        return Ways(self.walk, self._starts, self._goals, self.max_hops, self.budget)

    # -- steps ------------------------------------------------------------------------------------

    def _weights(self, node: Node, left: int) -> Sequence[Weighted]:
        """Return the steps of `Ways` with what they weigh; the last ones where one hop is left."""
        if (node, left) not in self._weighed:
            links = self.ways.last(node) if left == 1 else self.ways.steps(node, left)
            pieces = self.walk.evidence(node, links)
            weigh = self.ranking.weigh_pieces
            self._weighed[node, left] = [(*link, weigh(pieces[link])) for link in links]
        return self._weighed[node, left]

    def _net(self, net: Net, sign: Sign | None) -> Net:
        return net if net == _ANY else _NETS[cast("Sign | None", net), sign]

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
        if self.sign == 0 and not every:  # all that have a step of this sign
            others = BestPaths(self.walk.signed(), *self._ends, self.max_hops, self.budget).count()
            return max(self.count(every=True) - others, 0)
        sign = None if every else self.sign
        if (found := self._counts.get(sign)) is None:
            found = self._count_of(sign)
            if not self.budget.spent:
                self._counts[sign] = found
        return found

    def _count_of(self, sign: Sign | None) -> int:
        """Count the paths of a sign, or all."""
        if self.max_hops == HOPS and len(self._starts) == len(self._goals) == 1:
            ((start,), (goal,)) = self._starts, self._goals
            counting = Counting(self.walk, start, goal, self.budget)
            if counting.pays():
                return counting.count(sign)
        net = _ANY if sign is None else None
        return sum(n for source in self.ways.starts for n in self._count((source,), net))

    def _count(self, nodes: Nodes, net: Net) -> Iterator[int]:
        """Yield numbers of paths that go on from some nodes."""
        node, left = nodes[-1], self.max_hops - len(nodes) + 1
        if not self.budget.expand():
            return
        if len(nodes) == 1:
            yield self._ending(nodes, net)
            yield self._count_last(nodes, net) if left > 1 else 0
        for other, sign in self.ways.steps(node, left) if left > 2 else ():
            if other not in nodes:
                longer, reached = (*nodes, other), self._net(net, sign)
                yield self._count_last(longer, reached)
                if left > 3:
                    yield from self._count(longer, reached)

    def _count_last(self, nodes: Nodes, net: Net) -> int:
        """Count the paths that go on from some nodes in two hops."""
        if self.ways.goals.isdisjoint(nodes):
            whole, by_node = self._tail(nodes[-1], net)
            for node in nodes:
                if node in by_node:
                    whole -= by_node[node]
            return whole
        return sum(
            self._ending((*nodes, other), self._net(net, sign))
            for other, sign in self.ways.steps(nodes[-1], 2)
            if other not in nodes
        )

    def _ending(self, nodes: Nodes, net: Net) -> int:
        """Count the steps from the last of some nodes to a target."""
        return sum(
            other not in nodes and self._right(self._net(net, sign))
            for other, sign in self.ways.last(nodes[-1])
        )

    def _tail(self, node: Node, net: Net) -> tuple[int, dict[Node, int]]:
        """Count the ways of two hops from a node to a target: in all, and by the node between."""
        if (node, net) not in self._tails:
            found: dict[Node, int] = {}
            for other, sign in self.ways.steps(node, 2):
                if ways := self._ending((other,), self._net(net, sign)):
                    found[other] = found.get(other, 0) + ways
            self._tails[node, net] = (sum(found.values()), found)
        return self._tails[node, net]

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
        stitched = support == _STITCHED
        count, more = self._within(3, self.count) if stitched else (0, None)
        limit = min(limit or sys.maxsize, sys.maxsize if more or not stitched else count)
        if not limit:
            return 0, []
        carried, cut = self._within(2, lambda: sorted(self._supported(support)))
        found = carried[:limit]
        for certainty in range(len(CERTAINTIES)) if stitched else ():
            for length in range(2, self.max_hops + 1):
                if len(found) < limit and not self.budget.spent:
                    found += self._stitched(certainty, length, limit - len(found))
        if count and not found:  # the time was too short for a single one
            found = self._first_found(limit)
        if more and not self.budget.spent:
            count, more = self.count(), self.budget.spent
        self.counted = stitched and not more
        self.budget.spent = self.budget.spent or cut
        count = max(count, len(found)) if stitched else len(carried)
        return count, list(map(self._steps, found))

    def _within(self, steps: int, search: Callable[[], Any]) -> tuple[Any, str | None]:
        """Make the next of so many steps of the search; return also why it ended early, if so."""
        whole, self.budget = self.budget, self.budget.part(steps)
        found = search()
        part, self.budget = self.budget, whole
        return found, part.spent

    def _supported(self, support: int) -> Iterator[Keyed]:
        """Yield the paths that something carries, of some support at least."""
        return (found for found in self.carried() if found[0][0] <= support)

    def _keyed(self, nodes: Nodes, chain: Chain) -> Keyed:
        signs = tuple(sign for _, sign, _ in chain)
        ids = tuple(map(self.walk.store.id_of, nodes))
        return self.ranking.key_of([weight for *_, weight in chain], ids, signs), nodes, signs

    def _steps(self, found: Keyed) -> Steps:
        key, _, signs = found
        ids: tuple[str, ...] = key[5]
        return tuple(map(Step, ids, ids[1:], signs))

    def carried(self) -> Iterator[Keyed]:
        """Yield the paths that a study, a passage or a cancer carries, with their sort keys."""
        for source in self.ways.starts:
            yield from self._extended((source,), (), self._start, None)

    def _first_found(self, limit: int) -> list[Keyed]:
        """Return the first paths that are found, in order."""
        whole, self.budget = self.budget, Budget(paths=limit, seconds=_LATE)
        starts = [(source,) for source in self.ways.starts]
        found = sorted(
            f for s in starts for f in self._extended(s, (), self._start, None, every=True)
        )
        self.budget = whole
        return found

    def _extended(
        self, nodes: Nodes, steps: Chain, net: Net, shared: Set[Any] | None, *, every: bool = False
    ) -> Iterator[Keyed]:
        """Yield the paths that go on from some nodes: those that something carries, or all."""
        if not self.budget.expand():
            return
        left = self.max_hops - len(steps)
        for hops_left in (1, left) if left > 1 else (1,):
            for step in self._weights(nodes[-1], hops_left):
                node, sign, weight = step
                if node in nodes:
                    continue
                common = weight.keys if shared is None else shared & weight.keys
                if not (common or every) and steps:
                    continue
                longer, onward = (*steps, step), self._net(net, sign)
                if hops_left > 1:
                    if common or every:
                        further = (*nodes, node), longer, onward, common
                        yield from self._extended(*further, every=every)
                elif self._right(onward):
                    keyed = self._keyed((*nodes, node), longer)
                    if every or keyed[0][0] < _STITCHED:
                        yield keyed
                        if not self.budget.found():
                            return

    def _stitched(self, certainty: int, length: int, limit: int) -> list[Keyed]:
        """Return the best paths that nothing carries, of one certainty and length."""
        found: list[Keyed] = []
        for source in self.ways.starts:
            self._follow(found, (certainty, length, limit), (source,), (), self._start, (0, 0.0))
        return found

    def _follow(
        self,
        found: list[Keyed],
        wanted: tuple[int, int, int],
        nodes: Nodes,
        chain: Chain,
        net: Net,
        cost: Cost,
    ) -> None:
        """Add the paths that go on from some nodes and are still among the best.

        A method and not a nested function, whose reference to itself would keep the search, and
        what it holds of a large graph, until the garbage collector runs.
        """
        certainty, length, limit = wanted
        (papers, hubs), left = cost, length - len(chain)
        for (more, further), step in self._options(nodes[-1], left, net, certainty):
            if len(found) == limit:
                worst = found[-1][0]
                if (papers + more, hubs + further - _ROUNDED) > (worst[3], worst[4]):
                    return
            node, sign, _ = step
            if node in nodes or not self.budget.expand():
                continue
            longer = (*chain, step)
            if left > 1:
                less, hub = self._cost(step, left)
                onward, spent = self._net(net, sign), (papers + less, hubs + hub)
                self._follow(found, wanted, (*nodes, node), longer, onward, spent)
                continue
            keyed = self._keyed((*nodes, node), longer)
            if keyed[0][:2] == (_STITCHED, certainty):
                insort(found, keyed)
                del found[limit:]
                if not self.budget.found():
                    return

    def _cost(self, step: Weighted, left: int) -> Cost:
        node, _, weight = step
        if left == 1:
            return -len(weight.whole[1]), 0.0
        if node not in self._hubs:
            self._hubs[node] = self.ranking.penalty(self.walk.store.id_of(node))
        return -len(weight.whole[1]), self._hubs[node]

    def _options(
        self, node: Node, left: int, net: Net, certainty: int
    ) -> list[tuple[Cost, Weighted]]:
        """Return the steps to a target in so many hops, with what these cost at least, in order."""
        place = (node, left, net, certainty)
        if place not in self._bounds:
            found = []
            steps = self._weights(node, left) if self.budget.expand() else ()
            if left > 1:  # their ids, for the penalty, are read at once
                self.walk.store.ids_of({other for other, *_ in steps} - self._hubs.keys())
            for step in steps:
                other, sign, weight = step
                if weight.whole[0] > certainty:
                    continue
                papers, hubs = self._cost(step, left)
                onward = self._net(net, sign)
                if left > 1:
                    further = self._options(other, left - 1, onward, certainty)
                    if not further:
                        continue
                    papers, hubs = papers + further[0][0][0], hubs + further[0][0][1]
                elif not self._right(onward):
                    continue
                found.append(((papers, hubs), step))
            self._bounds[place] = sorted(found, key=lambda option: option[0])
        return self._bounds[place]
