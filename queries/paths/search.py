"""The path search: simple in biological nodes, over collapsed pairs, half the hops from each end.

A hop gathers the parallel edges of one sign between two nodes; opposite signs make two paths.
"""

from __future__ import annotations

import math
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain, islice, pairwise, product, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from ...graph.errors import UsageError
from ...graph.model import Edge, Evidence
from ...graph.schema import (
    ENTITY_TYPES,
    PREDICATES,
    RADIOSENSITIVITY,
    SYMMETRIC,
    WALKED,
    PredicateClass,
    Sign,
)
from ...graph.stores.base import Fan, Node, Store, holds_many, matching
from ..kinds import read_number
from .path import Hop, Path, make_path

__all__ = [
    "Budget",
    "Link",
    "Step",
    "Walk",
    "Ways",
    "attach",
    "node_paths",
    "simple_paths",
    "step_paths",
]


_SECONDS = 2.0
"""The most seconds of a search in a large graph."""
_WHOLE, _MAKING = 2.5, 1 / 6
"""The seconds of a whole question in those of its search; the share of the rest for making rows."""


class Budget:
    """A limit on a search; `spent` says whether it stopped one.

    All time is divided by one rule. A search ranks what it finds while it searches, and has the
    budget's seconds; its steps have equal parts of them (`part`). A whole question to a large graph
    has two and a half times as many. Of those that a search leaves a sixth is to make rows
    (`for_rows`), for writing them takes much longer.

    Parameters
    ----------
    paths, expansions, seconds
        The most paths found, nodes expanded and seconds searched; these from the first expansion
        on, so that an index that is written before takes none of them.

    Examples
    --------
    >>> import radexo
    >>> budget = Budget(paths=1)
    >>> answer = radexo.load().paths("miR-340-5p", "radiosensitivity", budget=budget)
    >>> answer.status, budget.spent
    ('truncated', 'search stopped after 1 paths')
    """

    def __init__(
        self, paths: int = 200_000, expansions: int = 5_000_000, seconds: float = 30.0
    ) -> None:
        for name, most in (("paths", paths), ("expansions", expansions), ("seconds", seconds)):
            read_number(f"budget: {name}", most, 0)
        self.paths, self.expansions, self.seconds = paths, expansions, seconds
        self._whole = seconds
        self.spent: str | None = None
        self._paths = self._expansions = 0
        self._end: float | None = None

    def __repr__(self) -> str:
        limits = f"paths={self.paths}, expansions={self.expansions}, seconds={self.seconds:g}"
        return f"Budget({limits})"

    @classmethod
    def given(cls, value: Any) -> Budget | None:
        """Return the budget that a caller gave, if one.

        Parameters
        ----------
        value
            As given.

        Returns
        -------
        Budget or None

        Raises
        ------
        UsageError
            When it is anything else.
        """
        if value is None or isinstance(value, cls):
            return value
        raise UsageError(f"budget {value!r}: give a Budget, such as radexo.Budget(seconds=10)")

    @classmethod
    def of(cls, store: Store) -> Budget:
        """Return the budget of a question to a graph: fewer seconds where there is much to search.

        Parameters
        ----------
        store
            The graph, or what a server selected of it.

        Returns
        -------
        Budget
        """
        return cls(seconds=_SECONDS) if holds_many(store) else cls()

    def _left(self) -> float:
        """Return the seconds left."""
        if self._end is None:
            self._end = time.monotonic() + self.seconds
        return self._end - time.monotonic()

    def began(self, at: float) -> None:
        """Count the seconds from a time of `time.monotonic` on, and not from the first expansion.

        Parameters
        ----------
        at
            When what belongs to the question began.
        """
        self._end = at + self.seconds

    def in_time(self) -> bool:
        """Look at the clock: False when the search must end.

        Returns
        -------
        bool
        """
        if self._left() < 0:
            self.spent = self._late
        return self.spent is None

    @property
    def for_rows(self) -> float:
        """The seconds in which rows may be made; the others are left to write them."""
        return max(self._left() + (_WHOLE - 1) * self.seconds, 0) * _MAKING

    def part(self, steps: int) -> Budget:
        """Return a budget of its own for the next step of a search.

        Parameters
        ----------
        steps
            How many are still to be made, this one included; each has an equal part of the
            seconds left.

        Returns
        -------
        Budget
        """
        part = Budget(self.paths, self.expansions, max(self._left(), 0) / steps)
        part._whole = self._whole
        return part

    @property
    def _late(self) -> str:
        # a step for which none is left says what all of them had
        return f"search stopped after {round(self.seconds, 1) or self._whole:g} s"

    def expand(self) -> bool:
        """Count an expansion; False when the search must end.

        Returns
        -------
        bool
        """
        self._expansions += 1
        if self._expansions > self.expansions:
            self.spent = f"search stopped after {self.expansions} expansions"
        elif self._expansions % 8 in (0, 1) and self._left() < 0:
            self.spent = self._late
        return self.spent is None

    @property
    def room(self) -> int:
        """The paths that may still be found."""
        return self.paths - self._paths

    def found(self, count: int = 1) -> bool:
        """Count paths; False when the search must end.

        Parameters
        ----------
        count
            How many.

        Returns
        -------
        bool

        Examples
        --------
        >>> budget = Budget(paths=2)
        >>> budget.found(), budget.found()
        (True, False)
        """
        self._paths += count
        if self._paths >= self.paths:
            self.spent = f"search stopped after {self.paths} paths"
        return self.spent is None


Link = tuple[Node, Sign | None]
"""A step from a known node: where it ends, and its sign."""


class Step(NamedTuple):
    """A hop as a search steps along it: with its evidence, but without claims made of it.

    Parameters
    ----------
    start, end
        Entity ids.
    sign
        As of a `Hop`.
    pieces
        Evidence, with a number where rows share it: see `Store.traces`.
    """

    start: str
    end: str
    sign: Sign | None
    pieces: Sequence[tuple[Evidence, int]] = ()


@dataclass(eq=False, repr=False)
class Walk:
    """What a search may walk: the edges of some predicate classes, with the evidence that passes.

    Those of symmetric predicates lead both ways.

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
    def _allowed(self) -> frozenset[str]:
        return matching(self.classes, self.predicates) or frozenset()

    def signed(self) -> Walk:
        """Return a walk of the edges that may be on a path of a positive or negative sign."""
        names = frozenset(name for name in self._allowed if _SIGNS[name] != 0)
        return Walk(self.store, self.classes, self.accept, names, self.through)

    @cached_property
    def _both(self) -> frozenset[str]:
        """The predicates that are walked from object to subject too."""
        return self._allowed & SYMMETRIC

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
        store = self.store
        wanted = None if ends is None else set(map(store.node, ends))
        pieces = self.pieces(store.node(id), forward=forward, ends=wanted)
        ids = store.ids_of({other for other, _ in pieces})
        found = {(ids[other], sign): pieces[other, sign] for other, sign in pieces}
        return tuple(
            Step(id, other, sign, found[other, sign])
            if forward
            else Step(other, id, sign, found[other, sign])
            for other, sign in sorted(found, key=_by_end)
            if other != id and (forward or other != RADIOSENSITIVITY)
        )

    def pieces(
        self, node: Node, *, forward: bool = True, ends: Set[Node] | None = None
    ) -> dict[Link, list[tuple[Evidence, int]]]:
        """Return the evidence of the steps at a node, by the other end and the sign.

        Parameters
        ----------
        node
            As the store has it.
        forward, ends
            As of `steps`.
        """
        found: dict[Link, list[tuple[Evidence, int]]] = {}
        for names, way in self._ways_of(self._allowed, forward):
            for other, predicate, evidence, number in self.store.traces(
                node, predicates=names, ends=ends, forward=way
            ):
                if self.accept is None or self.accept(evidence, number):
                    found.setdefault((other, _SIGNS[predicate]), []).append((evidence, number))
        return found

    def _ways_of(
        self, predicates: frozenset[str], forward: bool
    ) -> Iterator[tuple[frozenset[str], bool]]:
        """Yield some predicates with a way to walk them; of these the symmetric with the other."""
        yield predicates, forward
        if both := predicates & self._both:
            yield both, not forward

    def evidence(
        self, node: Node, links: Collection[Link]
    ) -> dict[Link, list[tuple[Evidence, int]]]:
        """Return what `pieces` returns for some steps; numbers are 1 where rows share evidence."""
        found: dict[Link, list[tuple[Evidence, int]]] = {}
        ends: dict[Sign | None, set[Node]] = {}
        for other, sign in links:
            ends.setdefault(sign, set()).add(other)
        for sign, predicates in self._signed:
            if sign not in ends:
                continue
            for names, way in self._ways_of(predicates, True):
                samples = self.store.samples(
                    node, names, ends[sign], forward=way, counts=self.accept
                )
                if samples is None:
                    return self.pieces(node, ends=set().union(*ends.values()))
                for other, evidence, number in samples:
                    if (link := (other, sign)) in found:
                        found[link].append((evidence, number))
                    else:
                        found[link] = [(evidence, number)]
        return found

    def neighbors(self, node: Node, *, forward: bool = True) -> Collection[Node]:
        """Return the nodes that steps lead to (or come from); some may come twice."""
        return self._beside(node, self._allowed, forward)

    def links(self, node: Node, *, forward: bool = True) -> Iterator[tuple[Sign | None, Any]]:
        """Yield each sign of steps with what `neighbors` returns for these."""
        for sign, predicates in self._signed:
            if found := self._beside(node, predicates, forward):
                yield sign, found

    def _beside(self, node: Node, predicates: frozenset[str], forward: bool) -> Collection[Node]:
        if node == self.goal and forward:
            return ()
        found = self.store.neighbors(node, predicates, forward=forward, counts=self.accept)
        if self._both and (others := self._turned(node, predicates, forward)):
            return [*found, *others]
        return found

    def _turned(self, node: Node, predicates: frozenset[str], forward: bool) -> Collection[Node]:
        """Return the nodes that steps lead to over claims which are walked the other way."""
        if not (both := predicates & self._both):
            return ()
        return self.store.neighbors(node, both, forward=not forward, counts=self.accept)

    @cached_property
    def has_fans(self) -> bool:
        """Whether the store has `fans` of what is walked."""
        kinds = [predicates for _, predicates in self._signed]
        return bool(kinds) and self.store.fans([], [], kinds, counts=self.accept) is not None

    def fans(
        self, nodes: Any, own: Any, weights: Mapping[Sign | None, int], *, forward: bool = True
    ) -> Iterator[Fan]:
        """Return what `Store.fans` does, where a step weighs so much by its node and its sign."""
        import numpy as np

        found = [(names, weights[sign]) for sign, names in self._signed if weights[sign]]
        kinds, each = [names for names, _ in found], np.array([weight for _, weight in found])
        if not kinds:
            return iter(())
        table = np.multiply.outer(own, each)
        joined = list[Fan]()
        for kind, names in enumerate(kinds) if self._both else ():
            for place, node in enumerate(nodes.tolist()):
                if self._turned(node, names, forward):  # what leads both ways is one step
                    ends = np.array([*{*self._beside(node, names, forward)} - {node}], np.uintc)
                    joined.append((int(table[place, kind]), ends))
                    table[place, kind] = 0
        fans = self.store.fans(nodes, table, kinds, forward=forward, counts=self.accept)
        return chain(joined, fans or ())

    @cached_property
    def _signed(self) -> list[tuple[Sign | None, frozenset[str]]]:
        """The signs that steps may have, and the predicates of each."""
        signs = sorted({_SIGNS[name] for name in self._allowed}, key=_ORDER.__getitem__)
        named = ((sign, matching(None, self._allowed, (sign,))) for sign in signs)
        return [(sign, predicates) for sign, predicates in named if predicates]

    @cached_property
    def goal(self) -> Node:
        """The node of Radiosensitivity, which no step leaves."""
        return self.store.node(RADIOSENSITIVITY)

    def open(self, nodes: Iterable[Node]) -> set[Node]:
        """Return those of some nodes that a path may lead through, see `passable`."""
        found = set(nodes) - self.barred
        return found if self.between_types is None else found & self.between_types

    @cached_property
    def barred(self) -> set[Node]:
        """The nodes that no path leads through."""
        exosomes = self.store.entities({"Exosome"})
        barred = {self.store.node(e.id) for e in exosomes if e.general_exosome} | {self.goal}
        if self.through is not None and self.between_types is None:
            barred |= self.store.nodes(ENTITY_TYPES.keys() - self.through)
        return barred

    @cached_property
    def between_types(self) -> set[Node] | None:
        """The only nodes that a path may lead through, where they are fewer than the others."""
        counts = Counter(self.store.census().entities)
        if self.through is None or 2 * sum(counts[t] for t in self.through) > counts.total():
            return None
        return self.store.nodes(self.through)

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
        turned = [(object, subject) for subject, object in found] if self._both else ()
        for edge in self.store.edges_between(turned, predicates=self._both) if turned else ():
            found[edge.object, edge.subject].append(edge)
        for pair, edges in found.items():
            self._between[pair] = self._joined(pair[0], edges, forward=True)

    def paths(self, chains: Iterable[Sequence[Step]]) -> list[Path]:
        """Make a row of each of some chains of steps."""
        chains = list(chains)
        self.read_between((step.start, step.end) for steps in chains for step in steps)
        self.store.entities_of({step.start for steps in chains for step in steps})
        self.store.entities_of({steps[-1].end for steps in chains})
        return [make_path(self.store, tuple(map(self._hop_of, steps))) for steps in chains]

    def _hop_of(self, step: Step) -> Hop:
        found = self.between(step.start, step.end)
        return next(hop for hop in found if hop.sign == step.sign)

    def _gather(self, id: str, forward: bool) -> tuple[Hop, ...]:
        edges = (
            edge
            for names, way in self._ways_of(self._allowed, forward)
            for edge in (self.store.out_edges if way else self.store.in_edges)(id, predicates=names)
        )
        return self._joined(id, edges, forward=forward)

    def _joined(self, id: str, edges: Iterable[Edge], *, forward: bool) -> tuple[Hop, ...]:
        """Return edges at a node as hops, by the other end and the sign."""
        pairs: dict[tuple[str, Sign | None], list[Edge]] = {}
        for edge in edges:
            other = edge.object if edge.subject == id else edge.subject
            if (id if forward else other) == RADIOSENSITIVITY:
                continue
            evidence = self.store.evidence(edge)
            if self.accept:
                evidence = [e for e in evidence if self.accept(e, 0)]
            if evidence:
                kept = edge if evidence is edge.evidence else _with(edge, evidence)
                pairs.setdefault((other, edge.sign), []).append(kept)
        hops = []
        for other, sign in sorted(pairs, key=_by_end):
            start, end = (id, other) if forward else (other, id)
            order = partial(_specific_first, start)
            hops.append(Hop(start, end, sign, tuple(sorted(pairs[other, sign], key=order))))
        return tuple(hops)

    def passable(self, id: str) -> bool:
        """Whether a path may lead through a node: not through exosomes in general."""
        if id not in self._hubs:
            self._hubs[id] = self.store.entity(id).general_exosome
        return not self._hubs[id]


_SIGNS = {name: row.sign for name, row in PREDICATES.items()}
_ORDER = {None: 0, 1: 1, -1: 2, 0: 3}


def _by_end(pair: tuple[str, Sign | None]) -> tuple[str, int]:
    return pair[0], _ORDER[pair[1]]


def _with(edge: Edge, evidence: Sequence[Evidence]) -> Edge:
    return Edge(edge.subject, edge.predicate, edge.object, tuple(evidence))


def _specific_first(start: str, edge: Edge) -> tuple[bool, int, str]:
    """Return the place of an edge in a hop: those that are walked the other way come last."""
    return (edge.subject != start, -PREDICATES[edge.predicate].specificity, edge.predicate)


def node_paths(
    walk: Walk, sources: Iterable[str], targets: Iterable[str] | None, max_hops: int, budget: Budget
) -> Iterator[tuple[str, ...]]:
    """Search the simple paths from any source to any target, as sequences of nodes.

    Parallel edges are one step; `attach` gives them back.

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
    ids = {walk.store.node(id): id for id in sources}
    starts = sorted(ids)
    if targets is None:
        ways = chain.from_iterable(_anywhere(walk, (start,), max_hops, budget) for start in starts)
        lists = _named(walk, ways)
    else:
        known = _NodeWays(walk, starts, map(walk.store.node, targets), max_hops, budget)
        lists = chain.from_iterable(_follow(known, s, (ids[s],), max_hops) for s in starts)
    for several in lists:
        yield from several[: max(budget.room, 0)]
        if not budget.found(len(several)):
            return


def _named(walk: Walk, ways: Iterator[tuple[Node, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """Yield lists of ways with the ids of their nodes."""
    while several := list(islice(ways, _NAMED)):
        ids = walk.store.ids_of(set(chain.from_iterable(several)))
        yield [tuple(map(ids.__getitem__, nodes)) for nodes in several]


def _anywhere(
    walk: Walk, nodes: tuple[Node, ...], left: int, budget: Budget
) -> Iterator[tuple[Node, ...]]:
    """Yield the simple ways that go on from some nodes, wherever they end."""
    if not budget.expand():
        return
    for other in sorted(set(walk.neighbors(nodes[-1])).difference(nodes)):
        yield (*nodes, other)
        if left > 1 and walk.open((other,)):
            yield from _anywhere(walk, (*nodes, other), left - 1, budget)


def _follow(
    ways: _NodeWays, node: Node, ids: tuple[str, ...], left: int
) -> Iterator[list[tuple[str, ...]]]:
    """Yield lists of the paths that go on from some nodes, known by their ids, of which a last."""
    if not ways.budget.expand():
        return
    if left < 3:
        yield _joined(ids, ways.tails(node, left))
        return
    ends, onward = set(ways.last(node)), set(ways.steps(node, left))
    others = sorted(onward | ends)
    named = ways.walk.store.ids_of(others)
    found: list[tuple[str, ...]] = []
    for other in others:
        if (id := named[other]) in ids:
            continue
        longer = (*ids, id)
        if other in ends:
            found.append(longer)
        if other in onward and left == 3 and ways.budget.expand():
            found += _joined(longer, ways.tails(other, 2))
        if left > 3 or len(found) > _NAMED:
            yield found
            found = []
        if other in onward and left > 3:
            yield from _follow(ways, other, longer, left - 1)
    yield found


def _joined(ids: tuple[str, ...], tails: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return ids with each of some tails in which none of them comes again."""
    return list(map(ids.__add__, filter(set(ids).isdisjoint, tails)))


class Ways:
    """The steps of simple paths from sources to targets, as far as they may end in time.

    The search goes from both ends. Of the two hops at the targets it knows which nodes lie on
    them, of the others it steps only to where a target is within reach.

    Parameters
    ----------
    walk
        What may be walked.
    starts, goals
        Nodes.
    max_hops
        The most hops of a path, from 1.
    budget
        When to end.
    """

    def __init__(
        self,
        walk: Walk,
        starts: Iterable[Node],
        goals: Iterable[Node],
        max_hops: int,
        budget: Budget,
    ) -> None:
        self.walk, self.max_hops, self.budget = walk, max_hops, budget
        self.starts, self.goals = sorted(set(starts)), frozenset(goals)
        self._last: dict[Node, list[Any]] = {}
        for goal in sorted(self.goals):
            if self._last and not budget.in_time():  # an index is there by then
                break
            for sign, found in self._links(goal, forward=False):
                (step,) = self._steps_to((goal,), sign)
                for node in set(found):
                    self._last.setdefault(node, []).append(step)
        self._last.pop(walk.goal, None)
        self._near = walk.open(self._last)
        self._reach: dict[int, set[Node]] = {1: self._near}
        self._steps: dict[tuple[Node, int], Sequence[Any]] = {}
        if 2 < max_hops <= _JOINED:
            self._join()
        elif max_hops > 2:
            self._widen(max_hops // 2)

    def _join(self) -> None:
        """Find the steps between what lies next to the ends; of longer paths what joins these."""
        first = middle = self._after(self.starts)
        behind = self._fan(self._near, forward=False)
        if self.max_hops == _JOINED:
            if self._fan(first, forward=True, most=behind) <= behind:
                reach = self._after(first)
            else:
                before = self._widened(self._near)
                beside = map(self.walk.neighbors, first)
                reach = before.intersection(chain.from_iterable(beside))
            middle = first | reach  # shorter paths have their last two hops sooner
        if self._fan(middle, forward=True, most=behind) < behind:
            found = [node for node in middle if self.steps(node, 2)]
        else:
            ahead: defaultdict[Node, list[Any]] = defaultdict(list)
            for node in sorted(self._near):
                for sign, before in self._links(node, forward=False):
                    (step,) = self._steps_to((node,), sign)
                    for other in middle.intersection(before):
                        ahead[other].append(step)
            found = list(ahead)
            self._steps.update({(node, 2): ahead.get(node, ()) for node in middle})
        self._reach[2] = self._near.union(found)

    def _widen(self, hops: int) -> None:
        """Find what lies within so many hops of a target, more where that is cheaper."""
        fan = sum(len(self.walk.neighbors(node)) for node in self.starts)
        edge = self._near
        for distance in range(2, self.max_hops):
            if (distance > hops and len(edge) > fan) or not self.budget.expand():
                break
            edge = self._widened(edge) - self._reach[distance - 1]
            self._reach[distance] = self._reach[distance - 1] | edge

    def _after(self, nodes: Iterable[Node]) -> set[Node]:
        found: set[Node] = set()
        for node in nodes:
            found.update(self.walk.neighbors(node))
        return self.walk.open(found)

    def _widened(self, nodes: Iterable[Node]) -> set[Node]:
        found: set[Node] = set()
        for node in nodes:
            found.update(self.walk.neighbors(node, forward=False))
        return self.walk.open(found)

    def _fan(self, nodes: Iterable[Node], *, forward: bool, most: float = math.inf) -> int:
        """Count the neighbors of nodes, until there are more than so many."""
        count = 0
        for node in nodes:
            count += len(self.walk.neighbors(node, forward=forward))
            if count > most:
                break
        return count

    def last(self, node: Node) -> Sequence[Link]:
        """Return the steps from a node to a target."""
        return self._last.get(node, ())

    def steps(self, node: Node, left: int) -> Sequence[Link]:
        """Return the steps to a node between the ends, with some hops left, from 2."""
        if (node, left) not in self._steps:
            reach = self._reach.get(left - 1)
            found: list[Any] = []
            for sign, nodes in self._links(node):
                others = self.walk.open(nodes) if reach is None else reach.intersection(nodes)
                found += self._steps_to(others, sign)
            found.sort(key=self._order)
            self._steps[node, left] = found
        return self._steps[node, left]

    _order: Callable[[Any], Any] | None = itemgetter(0)

    def _links(self, node: Node, *, forward: bool = True) -> Iterable[tuple[Sign | None, Any]]:
        return self.walk.links(node, forward=forward)

    def _steps_to(self, nodes: Iterable[Node], sign: Sign | None) -> Iterable[Any]:
        """Return steps to some nodes as `steps` has them."""
        return zip(nodes, repeat(sign), strict=False)


class _NodeWays(Ways):
    """The steps of simple paths as nodes, each once whatever the signs of its claims."""

    def __init__(self, *given: Any) -> None:
        self._ids: dict[Node, str] = {}
        self._tails: dict[tuple[Node, int], Sequence[tuple[str, ...]]] = {}
        self._closed: dict[Node, Sequence[tuple[str, ...]]] = {}
        super().__init__(*given)

    _order = None

    def _links(self, node: Node, *, forward: bool = True) -> Iterable[tuple[None, Any]]:
        return ((None, self.walk.neighbors(node, forward=forward)),)

    def _steps_to(self, nodes: Iterable[Node], sign: Sign | None) -> Iterable[Any]:
        return nodes

    def tails(self, node: Node, left: int) -> Sequence[tuple[str, ...]]:
        """Return the ways of 1 or of 2 hops at most from a node to targets, as ids, in order."""
        if (node, left) not in self._tails:
            ends, onward = self.last(node), self.steps(node, 2) if left > 1 else ()
            self._read((*ends, *onward))
            found: list[tuple[str, ...]] = []
            if ends:
                last, between = set(ends), set(onward)
                for other in sorted(last | between):
                    if other in last:
                        found.append((self._ids[other],))
                    if other in between:
                        found += self._closing(other)
            else:
                found += chain.from_iterable(map(self._closing, onward))
            self._tails[node, left] = found
        return self._tails[node, left]

    def _closing(self, node: Node) -> Sequence[tuple[str, ...]]:
        """Return the last hops from a node, whose id is known, as ids."""
        if (found := self._closed.get(node)) is None:
            ends = self.last(node)
            self._read(ends)
            id = self._ids[node]
            found = self._closed[node] = [(id, self._ids[end]) for end in ends if end != node]
        return found

    def _read(self, nodes: Collection[Node]) -> None:
        """Read the ids of nodes."""
        if missing := [node for node in nodes if node not in self._ids]:
            found = self.walk.store.ids_of(missing)
            self._ids.update((node, found[node]) for node in missing)


_JOINED = 4
"""The most hops of paths whose middle is found by looking from both ends."""


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


def step_paths(walk: Walk, ways: Iterator[tuple[str, ...]]) -> Iterator[tuple[Step, ...]]:
    """Yield what `attach` does for sequences of nodes, as steps: no claims are made of these.

    Parameters
    ----------
    walk
        What was walked.
    ways
        Ids along each path.

    Yields
    ------
    tuple of Step
    """
    known: dict[tuple[str, str], list[Step]] = {}
    while several := list(islice(ways, _BATCH)):
        wanted: dict[str, set[str]] = {}
        for one, other in chain.from_iterable(map(pairwise, several)):
            if (one, other) not in known:
                known[one, other] = []
                wanted.setdefault(one, set()).add(other)
        for one, others in wanted.items():
            for step in walk.steps(one, ends=others):
                known[one, step.end].append(step)
        for nodes in several:
            yield from product(*(known[pair] for pair in pairwise(nodes)))


_NAMED = 64
"""Paths whose ids are read at once."""
_BATCH = 2_000
"""Paths whose hops are read at once."""
