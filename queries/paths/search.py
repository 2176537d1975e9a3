"""The path search: simple in biological nodes, over collapsed pairs, half the hops from each end.

A hop gathers the parallel edges of one sign between two nodes; opposite signs make two paths.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise, product
from typing import NamedTuple

from ...graph.model import Edge, Evidence
from ...graph.schema import PREDICATES, RADIOSENSITIVITY, WALKED, PredicateClass
from ...graph.stores.base import Store, matching
from .path import Hop, Path, make_path

__all__ = ["Budget", "Step", "Walk", "attach", "node_paths", "simple_paths", "within_hops"]


class Budget:
    """A limit on a search; `spent` says whether it stopped one.

    Parameters
    ----------
    paths, expansions, seconds
        The most paths found, nodes expanded and seconds spent.
    """

    def __init__(
        self, paths: int = 200_000, expansions: int = 5_000_000, seconds: float = 30.0
    ) -> None:
        self.paths, self.expansions, self.seconds = paths, expansions, seconds
        self.spent: str | None = None
        self._paths = self._expansions = 0
        self._end = time.monotonic() + seconds

    def expand(self) -> bool:
        """Count an expansion; False when the search must end."""
        self._expansions += 1
        if self._expansions > self.expansions:
            self.spent = f"search stopped after {self.expansions} expansions"
        elif self._expansions % 8 == 0 and time.monotonic() > self._end:
            self.spent = f"search stopped after {self.seconds:g} s"
        return self.spent is None

    def found(self) -> bool:
        """Count a path; False when the search must end."""
        self._paths += 1
        if self._paths >= self.paths:
            self.spent = f"search stopped after {self.paths} paths"
        return self.spent is None


class Step(NamedTuple):
    """A hop as a search steps along it: with its evidence, but without claims made of it.

    Parameters
    ----------
    subject, object
        Entity ids.
    sign
        As of a `Hop`.
    pieces
        Evidence, with a number where rows share it: see `Store.traces`.
    """

    subject: str
    object: str
    sign: int | None
    pieces: Sequence[tuple[Evidence, int]]


@dataclass(eq=False, repr=False)
class Walk:
    """What a search may walk: the edges of some predicate classes, with the evidence that passes.

    Parameters
    ----------
    store
        The graph.
    classes
        Predicate classes walked.
    accept
        A further test of a piece of evidence, and of its number where rows share it, for a walk
        within one study or one cancer.
    predicates
        Only edges of these.
    through
        Only nodes of these concrete types lie between the ends of a path.
    """

    store: Store
    classes: Sequence[PredicateClass] = WALKED
    accept: Callable[[Evidence, int], bool] | None = None
    predicates: Set[str] | None = None
    through: Set[str] | None = None
    _hops: dict[tuple[str, bool], tuple[Hop, ...]] = field(default_factory=dict)
    _steps: dict[tuple[str, bool], tuple[Step, ...]] = field(default_factory=dict)
    _hubs: dict[str, bool] = field(default_factory=dict)
    _between: dict[tuple[str, str], tuple[Hop, ...]] = field(default_factory=dict)

    def hops(self, id: str, *, forward: bool = True) -> tuple[Hop, ...]:
        """Return the hops that leave (or enter) a node; none leave Radiosensitivity."""
        key = (id, forward)
        if key not in self._hops:
            self._hops[key] = (
                () if forward and id == RADIOSENSITIVITY else self._gather(id, forward)
            )
        return self._hops[key]

    @cached_property
    def _allowed(self) -> frozenset[str] | None:
        return matching(self.classes, self.predicates, None)

    def steps(
        self, id: str, *, forward: bool = True, ends: Set[str] | None = None
    ) -> tuple[Step, ...]:
        """Return what `hops` returns as steps, in the same order.

        Parameters
        ----------
        id
            Of the node.
        forward
            Whether they leave the node, or enter it.
        ends
            Only those with one of these nodes at the other end.
        """
        if ends is not None:
            return self._step(id, forward, ends)
        if (id, forward) not in self._steps:
            self._steps[id, forward] = self._step(id, forward, None)
        return self._steps[id, forward]

    def _step(self, id: str, forward: bool, ends: Set[str] | None) -> tuple[Step, ...]:
        if forward and id == RADIOSENSITIVITY:
            return ()
        found: dict[tuple[str, int | None], list[tuple[Evidence, int]]] = {}
        for other, predicate, evidence, number in self.store.traces(
            id, predicates=self._allowed, ends=ends, forward=forward
        ):
            if self.accept is None or self.accept(evidence, number):
                found.setdefault((other, _SIGNS[predicate]), []).append((evidence, number))
        return tuple(
            Step(id, other, sign, found[other, sign])
            if forward
            else Step(other, id, sign, found[other, sign])
            for other, sign in sorted(found, key=_by_end)
            if forward or other != RADIOSENSITIVITY
        )

    def neighbors(self, id: str, *, forward: bool = True) -> Set[str]:
        """Return the ids of the nodes that hops lead to (or come from)."""
        if forward and id == RADIOSENSITIVITY:
            return frozenset()
        if not (self.accept or self.predicates):
            return self.store.neighbors(id, self.classes, forward=forward)
        steps = self.steps(id, forward=forward)
        return frozenset(step.object if forward else step.subject for step in steps)

    def between(self, subject: str, object: str) -> tuple[Hop, ...]:
        """Return the hops from one node to another, one for each sign."""
        if (subject, object) not in self._between:
            self.read_between([(subject, object)])
        return self._between[subject, object]

    def read_between(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Read the hops between many pairs of nodes at once, for `between`."""
        found: dict[tuple[str, str], list[Edge]] = {
            pair: [] for pair in pairs if pair not in self._between
        }
        for edge in self.store.edges_between(found, predicates=self._allowed):
            found[edge.subject, edge.object].append(edge)
        for pair, edges in found.items():
            self._between[pair] = self._joined(edges, forward=True)

    def paths(self, chains: Iterable[Sequence[Step]]) -> list[Path]:
        """Make a row of each of some chains of steps."""
        chains = list(chains)
        self.read_between((step.subject, step.object) for steps in chains for step in steps)
        return [make_path(self.store, tuple(map(self._hop_of, steps))) for steps in chains]

    def _hop_of(self, step: Step) -> Hop:
        found = self.between(step.subject, step.object)
        return next(hop for hop in found if hop.sign == step.sign)

    def _gather(self, id: str, forward: bool) -> tuple[Hop, ...]:
        edges = (self.store.out_edges if forward else self.store.in_edges)(
            id, classes=self.classes, predicates=self.predicates
        )
        return self._joined(edges, forward=forward)

    def _joined(self, edges: Iterable[Edge], *, forward: bool) -> tuple[Hop, ...]:
        """Return edges at a node as hops, by the other end and the sign."""
        pairs: dict[tuple[str, int | None], list[Edge]] = {}
        for edge in edges:
            if edge.subject == RADIOSENSITIVITY:
                continue
            evidence = self.store.evidence(edge)
            if self.accept:
                evidence = [e for e in evidence if self.accept(e, 0)]
            if evidence:
                kept = edge if evidence is edge.evidence else _with(edge, evidence)
                other = edge.object if forward else edge.subject
                pairs.setdefault((other, edge.sign), []).append(kept)
        return tuple(
            Hop(
                pairs[pair][0].subject,
                pairs[pair][0].object,
                pair[1],
                tuple(sorted(pairs[pair], key=_specific_first)),
            )
            for pair in sorted(pairs, key=_by_end)
        )

    def passable(self, id: str) -> bool:
        """Whether a path may lead through a node: not through exosomes in general."""
        if id not in self._hubs:
            entity = self.store.entity(id)
            self._hubs[id] = entity.general_exosome or (
                self.through is not None and entity.type not in self.through
            )
        return not self._hubs[id]


_SIGNS = {name: row.sign for name, row in PREDICATES.items()}
_ORDER = {None: 0, 1: 1, -1: 2, 0: 3}


def _by_end(pair: tuple[str, int | None]) -> tuple[str, int]:
    return pair[0], _ORDER[pair[1]]


def _with(edge: Edge, evidence: Sequence[Evidence]) -> Edge:
    return Edge(edge.subject, edge.predicate, edge.object, tuple(evidence))


def _specific_first(edge: Edge) -> tuple[int, str]:
    return (-PREDICATES[edge.predicate].specificity, edge.predicate)


def node_paths(
    walk: Walk, sources: Iterable[str], targets: Iterable[str] | None, max_hops: int, budget: Budget
) -> Iterator[tuple[str, ...]]:
    """Search the simple paths from any source to any target, as sequences of nodes.

    The search goes half the hops from each end: what lies within half the hops of a target is found
    first, and the way from a source must step into it in time. Parallel edges are one step;
    `attach` gives them back.

    Parameters
    ----------
    walk
        What may be walked.
    sources, targets
        Entity ids. Without targets, every entity is one.
    max_hops
        The most hops of a path, from 1.
    budget
        When to end; it holds the reason if it did.

    Yields
    ------
    tuple of str
        Ids, no node twice; a node between the ends may itself be a source or a target.

    Examples
    --------
    >>> import radexo
    >>> walk = Walk(radexo.load().store)
    >>> list(node_paths(walk, ["mirbase.mature:MIMAT0000764"], ["hgnc:1725"], 3, Budget()))
    [('mirbase.mature:MIMAT0000764', 'hgnc:1725')]
    """
    goal = None if targets is None else frozenset(targets)
    starts = sorted(frozenset(sources))
    within: Sequence[Set[str]] = ()
    if goal is not None:
        fan = sum(len(walk.neighbors(source)) for source in starts)
        within = within_hops(walk, goal, max_hops, fan)
    for source in starts:
        path, seen = [source], {source}
        stack = [iter(sorted(_steps(walk, source, max_hops, within)))]
        while stack:
            id = next(stack[-1], None)
            if id is None:
                stack.pop()
                seen.discard(path.pop())
                continue
            if id in seen:
                continue
            if not budget.expand():
                return
            if goal is None or id in goal:
                yield (*path, id)
                if not budget.found():
                    return
            left = max_hops - len(path)
            if left and walk.passable(id):
                path.append(id)
                seen.add(id)
                stack.append(iter(sorted(_steps(walk, id, left, within))))


def _steps(walk: Walk, id: str, left: int, within: Sequence[Set[str]]) -> Set[str]:
    """Where a way with some hops left may step: anywhere, until the target's half begins."""
    neighbors = walk.neighbors(id)
    if left - 1 < len(within):
        return neighbors & within[left - 1]
    return neighbors


def within_hops(walk: Walk, goal: Set[str], max_hops: int, fan: int) -> list[Set[str]]:
    """Return the nodes within 0, 1, 2 ... hops of a target, the target counted in.

    Half the hops are gone from the target's end; more only while that is cheaper than going from
    the other.

    Parameters
    ----------
    walk
        What may be walked.
    goal
        The targets.
    max_hops
        The most hops of a path.
    fan
        How many nodes lie next to the other end.
    """
    within: list[Set[str]] = [frozenset(goal)]
    edge = set(goal)
    for distance in range(1, max_hops):
        if distance > max_hops // 2 and len(edge) > fan:
            break
        from_here = (
            walk.neighbors(id, forward=False) for id in edge if distance == 1 or walk.passable(id)
        )
        edge = set().union(*from_here) - within[-1]
        within.append(frozenset(within[-1] | edge))
    return within


def attach(walk: Walk, nodes: Sequence[str]) -> Iterator[tuple[Hop, ...]]:
    """Return the hops of a sequence of nodes: one path for each choice of signs.

    Parameters
    ----------
    walk
        What was walked.
    nodes
        Ids along the path.

    Yields
    ------
    tuple of Hop
    """
    return product(*(walk.between(one, other) for one, other in pairwise(nodes)))


def simple_paths(
    walk: Walk, sources: Iterable[str], targets: Iterable[str] | None, max_hops: int, budget: Budget
) -> Iterator[tuple[Hop, ...]]:
    """Search the simple paths from sources to targets, one for each choice of signs.

    See `node_paths`.

    Yields
    ------
    tuple of Hop
    """
    found = node_paths(walk, sources, targets, max_hops, budget)
    while several := list(islice(found, _BATCH)):
        walk.read_between(pair for nodes in several for pair in pairwise(nodes))
        for nodes in several:
            yield from attach(walk, nodes)


_BATCH = 2_000
"""Paths whose hops are read at once."""
