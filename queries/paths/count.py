"""How many simple paths of four hops at most there are between two nodes, without a list of them.

For large graphs on disk. Walks are counted by the numbers of ways that lead to each node from the
start, and from there to the goal, as arrays; then those are subtracted that return to a node. A
net sign is counted by sums over the same walks, in which the signs weigh differently.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ...graph.stores.base import Node
from .search import Budget, Walk

__all__ = ["HOPS", "Counting"]

HOPS = 4
"""The most hops of the paths that are counted."""

Weights = Mapping[int | None, int]
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

    def count(self, sign: int | None = None) -> int:
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
        ways = np.zeros(1, dtype=np.int64)  # of two hops to each node; the last is 0
        for own, weight, nodes, others in self._steps(first, weights, forward=True):
            ways = _grown(ways, others)
            np.add.at(ways, others.astype(np.intp), own * weight)
            np.subtract.at(ways, others[others == nodes], own * weight)
        self._bar(ways)
        ends = np.fromiter(last, np.int64, len(last))
        whole = int((_at(ways, ends) * np.fromiter(last.values(), np.int64, len(last))).sum())
        for own, weight, nodes, others in self._steps(last, weights, forward=False):
            loops = _at(ways, others[others == nodes]).sum()
            whole += own * weight * int(_at(ways, others).sum() - loops)
        ways = np.zeros(len(ways), dtype=np.int64)
        for node, own in both.items():
            leaving, entering = (
                [(weights[sign], _array(found)) for sign, found in self.walk.links(node, forward=f)]
                for f in (True, False)
            )
            for weight, others in leaving:
                ways = _grown(ways, others)
                ways[others] += weight
            self._bar(ways, node)
            whole -= own * sum(weight * int(_at(ways, others).sum()) for weight, others in entering)
            for _, others in leaving:
                ways[others] = 0
        return short + (0 if self.budget.spent else whole)

    def _bar(self, ways: Any, *nodes: Node) -> None:
        """Set the ways to 0 that lead to where no path does, or to some nodes."""
        import numpy as np

        barred = [self.start, self.goal, *nodes, *self.walk.barred]
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
            for node in set(nodes):
                found[node] = found.get(node, 0) + weights[sign]
        passed = self.walk.open(found) - {self.start, self.goal}
        if forward:
            passed.add(self.goal)
        return {node: found[node] for node in passed if found.get(node)}

    def _steps(
        self, nodes: Mapping[Node, int], weights: Weights, *, forward: bool
    ) -> Iterator[tuple[int, int, Any, Any]]:
        """Yield steps at nodes: the weight of these, that of the steps, and both ends of each."""
        import numpy as np

        wanted = [sign for sign, weight in weights.items() if weight]
        alike: dict[int, list[Node]] = {}
        for node, own in nodes.items():
            alike.setdefault(own, []).append(node)
        for own, some in alike.items():
            of = np.array(some, dtype=np.int64)
            for sign, places, counts, others in self.walk.fans(of, wanted, forward=forward):
                if not self.budget.expand():
                    return
                yield own, weights[sign], of[places].astype(others.dtype).repeat(counts), others


def _grown(ways: Any, nodes: Any) -> Any:
    """Return an array that has values for some nodes, and zeros after them."""
    import numpy as np

    needed = int(nodes.max()) + 2
    if needed <= len(ways):
        return ways
    grown = np.zeros(2 * needed, dtype=np.int64)  # seldom twice
    grown[: len(ways)] = ways
    return grown


def _at(ways: Any, nodes: Any) -> Any:
    """Return the values of some nodes; 0 for those beyond the last."""
    return ways.take(nodes, mode="clip")


def _array(nodes: Collection[Node]) -> Any:
    """Return nodes as an array, each once."""
    import numpy as np

    if not isinstance(nodes, memoryview):
        found = set(nodes)
        return np.fromiter(found, np.intp, len(found))
    ordered = np.asarray(nodes)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])]
