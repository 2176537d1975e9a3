"""How many simple paths of four hops at most there are between two nodes, without a list of them.

For large graphs on disk. Walks are counted by the numbers of ways that lead to each node from the
start, and from there to the goal, as arrays; then those are subtracted that return to a node. A
net sign is counted by sums over the same walks, in which the signs weigh differently.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from ...graph.schema import Sign
from ...graph.stores.base import Fan, Node
from .search import Budget, Walk

__all__ = ["HOPS", "Counting"]

HOPS = 4
"""The most hops of the paths that are counted."""

Weights = Mapping[Sign | None, int]
"""What a step of each sign weighs; the product over a path depends on its net sign alone."""

_ALL: Weights = {None: 1, 1: 1, -1: 1, 0: 1}
_KNOWN: Weights = {None: 1, 1: 1, -1: 1, 0: 0}
_SIGNED: Weights = {None: 1, 1: 1, -1: -1, 0: 0}
_TRANSPORT: Weights = {None: 1, 1: 0, -1: 0, 0: 0}

_FEW, _MANY = 2_000, 200_000
"""The fewest steps for which arrays pay, where NumPy is imported and where it is not."""


class Counting:
    """A count of the simple paths of at most four hops from one node to another.

    Parameters
    ----------
    walk
        What may be walked.
    start, goal
        Two nodes.
    budget
        When to end.
    """

    def __init__(self, walk: Walk, start: Node, goal: Node, budget: Budget) -> None:
        self.walk, self.start, self.goal, self.budget = walk, start, goal, budget

    def pays(self) -> bool:
        """Return whether the store has arrays, and there are so many steps that they pay."""
        fewest = _FEW if "numpy" in sys.modules else _MANY
        if self.start == self.goal or not self.walk.has_fans:
            return False
        count = 0
        for end, forward in ((self.start, True), (self.goal, False)):
            for node in self.walk.neighbors(end, forward=forward):
                count += len(self.walk.neighbors(node, forward=forward))
                if count >= fewest:
                    return True
        return False

    def count(self, sign: Sign | None = None) -> int:
        """Count the paths, all or those of a net sign; fewer when the budget was spent."""
        if sign is None:
            return self._weigh(_ALL)
        known = self._weigh(_KNOWN)
        if sign == 0:
            return self._weigh(_ALL) - known
        unsigned = self._weigh(_TRANSPORT) if sign > 0 else 0
        return (known + sign * self._weigh(_SIGNED)) // 2 - unsigned

    def _weigh(self, weights: Weights) -> int:
        """Return the sum of the weights of all paths."""
        import numpy as np

        first, last = self._beside(self.start, weights), self._beside(self.goal, weights)
        direct = first.pop(self.goal, 0)
        both = {node: first[node] * last[node] for node in first.keys() & last.keys()}
        short = direct + sum(both.values())
        if not first or not last:
            return short
        ways = np.zeros(1, dtype=np.int64)  # of two hops to each node
        for weight, others in self._steps(first, weights, forward=True):
            ways = _grown(ways, others)
            np.add.at(ways, others.astype(np.intp), weight)
        self._bar(ways)
        whole = 0
        ends, own = _arrays(last)
        for weight, others in chain([(own, ends)], self._steps(last, weights, forward=False)):
            ways = _grown(ways, others)
            whole += _sum(ways, others, weight)
        for node, weighs in both.items():
            ways[:] = 0
            for weight, others in self._steps({node: weighs}, weights, forward=True):
                ways = _grown(ways, others)
                np.add.at(ways, others.astype(np.intp), weight)
            self._bar(ways, node)
            for weight, others in self._steps({node: 1}, weights, forward=False):
                ways = _grown(ways, others)
                whole -= _sum(ways, others, weight)
        return short + (0 if self.budget.spent else whole)

    def _bar(self, ways: Any, *nodes: Node) -> None:
        """Set the ways to 0 that lead to where no path does, or to some nodes."""
        import numpy as np

        barred = [0, self.start, self.goal, *nodes, *self.walk.barred]
        ways[[node for node in barred if node < len(ways)]] = 0
        if (only := self.walk.between_types) is not None:
            kept = np.zeros(len(ways), dtype=bool)
            kept[[node for node in only if node < len(ways)]] = True
            ways[~kept] = 0

    def _beside(self, end: Node, weights: Weights) -> dict[Node, int]:
        """Return the nodes next to an end, with the weight of the steps between them.

        They are the goal, next to the start, and those that a path may lead through.
        """
        forward, found = end == self.start, dict[Node, int]()
        for sign, nodes in self.walk.links(end, forward=forward):
            if weight := weights[sign]:
                more = dict.fromkeys(nodes, weight)
                for node in found.keys() & more.keys():
                    more[node] += found[node]
                found.update(more)
        passed = self.walk.open(found) - {self.start, self.goal}
        if forward:
            passed.add(self.goal)
        return {node: found[node] for node in passed if found.get(node)}

    def _steps(
        self, nodes: Mapping[Node, int], weights: Weights, *, forward: bool
    ) -> Iterator[Fan]:
        """Yield the steps at nodes, which weigh so much themselves."""
        ids, own = _arrays(nodes)
        for found in self.walk.fans(ids, own, weights, forward=forward) if nodes else ():
            if not self.budget.expand():
                return
            yield found


def _arrays(nodes: Mapping[Node, int]) -> tuple[Any, Any]:
    """Return nodes and their weights as arrays."""
    import numpy as np

    ids, own = (np.fromiter(part, np.int64, len(nodes)) for part in (nodes, nodes.values()))
    return ids, own


def _grown(ways: Any, nodes: Any) -> Any:
    """Return an array that has values for some nodes, and zeros after them."""
    import numpy as np

    needed = int(nodes.max(initial=0)) + 1
    if needed <= len(ways):
        return ways
    grown = np.zeros(needed * 9 // 8, dtype=np.int64)  # seldom twice
    grown[: len(ways)] = ways
    return grown


def _sum(ways: Any, nodes: Any, weight: Any) -> int:
    """Return the sum of the values of some nodes, which weigh so much."""
    found = ways[nodes]
    return int(found.sum()) * weight if isinstance(weight, int) else int(found @ weight)
