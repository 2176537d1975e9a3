"""The order of paths, best first: of rows, and of hops before a row is made of them.

Examples
--------
>>> import radexo
>>> store = radexo.load().store
>>> path = radexo.load().mechanism("miR-340-5p", "KLF10")[0]
>>> Ranking(store).key(path.hops) == rank(path)
True
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from heapq import nsmallest
from itertools import chain
from math import log2
from typing import Any, Protocol, TypeVar

from ...graph.model import Evidence
from ...graph.schema import CERTAINTIES, SUPPORTS, Sign
from ...graph.stores.base import Store
from ...graph.values import frozen
from ..arrows import ARROWS
from .path import Path
from .support import LEVELS, Key

__all__ = ["HopT", "Ranked", "Ranking", "Weighed", "Weight", "rank"]


def rank(path: Path) -> tuple[Any, ...]:
    """Return the sort key of a path, best first.

    Support, then certainty, then fewer hops, more citations, a lower hub penalty, and last the
    names.
    """
    return (
        SUPPORTS.index(path.support),
        CERTAINTIES.index(path.certainty),
        path.length,
        -path.citations,
        path.hub_penalty,
        tuple(node.id for node in path.nodes),
        tuple(ARROWS[hop.sign] for hop in path.hops),
    )


class Ranked(Protocol):
    """A hop, as a row shows it or as a search steps along it."""

    @property
    def start(self) -> str:
        """Where it begins."""

    @property
    def end(self) -> str:
        """Where it ends."""

    @property
    def sign(self) -> Sign | None:
        """Its sign."""

    @property
    def pieces(self) -> Iterable[tuple[Evidence, int]]:
        """Its evidence, with a number where it is shared: see `Store.traces`."""


HopT = TypeVar("HopT", bound=Ranked)

Paper = tuple[str, str | None]
Weight = tuple[int, frozenset[Paper]]
"""The place of the best certainty that some evidence gives, and the papers behind the evidence."""


@frozen
class Weighed:
    """What the evidence of a hop weighs.

    Parameters
    ----------
    levels
        By study, by passage, by cancer. Evidence that rows share has no passage: none of them
        carries two hops.
    whole
        Of all of it.
    keys
        The keys of all levels.
    """

    levels: tuple[Mapping[Key, Weight], ...]
    whole: Weight
    keys: frozenset[Key]


class Ranking:
    """Ranks paths by their hops; each hop is weighed once.

    Parameters
    ----------
    store
        Where the degrees of entities are looked up.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._weighed: dict[int, tuple[Ranked, Weighed]] = {}
        self._pieces: dict[int, tuple[Evidence, Weighed]] = {}
        self._penalties: dict[str, float] = {}
        self._single: dict[int, tuple[Weighed, tuple[int, int, int]]] = {}

    def key(self, hops: Sequence[Ranked]) -> tuple[Any, ...]:
        """Return the sort key that `rank` gives the path of some hops.

        Parameters
        ----------
        hops
            The path, at least one hop.
        """
        ids = (hops[0].start, *(hop.end for hop in hops))
        return self.key_of(list(map(self.weigh, hops)), ids, [hop.sign for hop in hops])

    def key_of(
        self, weights: Sequence[Weighed], ids: tuple[str, ...], signs: Iterable[Sign | None]
    ) -> tuple[Any, ...]:
        """Return the key of a path by what its hops weigh.

        Parameters
        ----------
        weights, signs
            Of the hops.
        ids
            Of the nodes, one more than hops.
        """
        support, certainty, citations = self._worth(weights)
        penalty = round(sum(map(self.penalty, ids[1:-1])), 3)
        arrows = tuple(ARROWS[sign] for sign in signs)
        return (support, certainty, len(weights), -citations, penalty, ids, arrows)

    def place(self, hops: Sequence[Ranked]) -> tuple[int, int, int]:
        """Return the first three items of the key: support, certainty and hops."""
        weighed = list(map(self.weigh, hops))
        if len(hops) == 1:
            return (*self._carried(weighed)[:2], 1)
        if weighed[0].keys.isdisjoint(weighed[1].keys):  # nothing carries it
            return len(LEVELS), max(hop.whole[0] for hop in weighed), len(hops)
        return (*self._carried(weighed)[:2], len(hops))

    def best(
        self, chains: Iterable[Sequence[HopT]], limit: int
    ) -> tuple[int, list[Sequence[HopT]]]:
        """Count paths, and return the best of them, in order.

        Parameters
        ----------
        chains
            The hops of each.
        limit
            How many are returned; 0 for all.
        """
        groups: dict[tuple[int, int, int], list[Sequence[HopT]]] = {}
        for hops in chains:
            groups.setdefault(self.place(hops), []).append(hops)
        count = sum(map(len, groups.values()))
        found: list[Sequence[HopT]] = []
        for group in sorted(groups):
            left = (limit or count) - len(found)
            found += nsmallest(left, groups[group], key=self.key)
            if len(found) == limit:
                break
        return count, found

    def _worth(self, weights: Sequence[Weighed]) -> tuple[int, int, int]:
        """Return the places of support and certainty, and how many papers carry the path."""
        if len(weights) > 1:
            return self._count(weights)
        (only,) = weights
        if (known := self._single.get(id(only))) is None:
            known = self._single[id(only)] = (only, self._count(weights))
        return known[1]

    def _count(self, weights: Sequence[Weighed]) -> tuple[int, int, int]:
        support, certainty, carriers = self._carried(weights)
        if len(carriers) == 1:
            citations = len(frozenset[Paper]().union(*(papers for _, papers in carriers[0])))
        else:
            citations = len({paper for hops in carriers for _, papers in hops for paper in papers})
        return support, certainty, citations

    def _carried(self, weighed: Sequence[Weighed]) -> tuple[int, int, Sequence[Sequence[Weight]]]:
        """Return the places of support and certainty, and what carries the path, hop by hop."""
        first, *others = weighed
        whole = [[hop.whole for hop in weighed]]
        if not others and not first.levels[0]:  # each finding is a passage of its own
            return 1, first.whole[0], whole
        keys = first.keys
        for hop in others:
            keys &= hop.keys
        for level in range(len(LEVELS)) if keys else ():
            shared: Set[Key] = keys & first.levels[level].keys()
            for hop in others:
                shared = shared & hop.levels[level].keys()
            if shared:
                carriers = [[hop.levels[level][key] for hop in weighed] for key in shared]
                return level, min(max(best for best, _ in hops) for hops in carriers), carriers
        return len(LEVELS), max(best for best, _ in whole[0]), whole

    def weigh(self, hop: Ranked) -> Weighed:
        """Return what the evidence of a hop weighs."""
        if (known := self._weighed.get(id(hop))) is None:
            known = self._weighed[id(hop)] = (hop, self.weigh_pieces(list(hop.pieces)))
        return known[1]

    def weigh_pieces(self, pieces: Sequence[tuple[Evidence, int]]) -> Weighed:
        """Return what some evidence weighs, with numbers where it is shared."""
        if len(pieces) == 1:
            return self._weigh_piece(*pieces[0])
        weighed = [self._weigh_piece(evidence, number) for evidence, number in pieces]
        different = {id(piece): piece for piece in weighed}  # rows of one paper weigh what one does
        return weighed[0] if len(different) == 1 else _together(list(different.values()))

    def _weigh_piece(self, evidence: Evidence, number: int) -> Weighed:
        if (known := self._pieces.get(id(evidence))) is None:
            finding = evidence.finding
            weight = (_PLACES[evidence.statement.certainty], frozenset(finding.reference_keys))
            keys = [key_of(evidence) for _, key_of in LEVELS]
            if number:
                keys[_PASSAGE] = None
            levels = tuple({} if key is None else {key: weight} for key in keys)
            made = Weighed(levels, weight, frozenset(key for key in keys if key))
            known = self._pieces[id(evidence)] = (evidence, made)
        return known[1]

    def penalty(self, id: str) -> float:
        """Return what it costs a path to lead through a node."""
        if id not in self._penalties:
            self._penalties[id] = log2(max(self._store.degree(id), 1))
        return self._penalties[id]


_PASSAGE = [level for level, _ in LEVELS].index("one-passage")
_PLACES = {certainty: place for place, certainty in enumerate(CERTAINTIES)}


def _together(pieces: Sequence[Weighed]) -> Weighed:
    """Return what several pieces of evidence weigh."""
    levels = tuple(
        _merged(chain(*(p.levels[i].items() for p in pieces))) for i in range(len(LEVELS))
    )
    whole = _merged((None, piece.whole) for piece in pieces)[None]
    return Weighed(levels, whole, frozenset(chain(*levels)))


K = TypeVar("K")


def _merged(weights: Iterable[tuple[K, Weight]]) -> dict[K, Weight]:
    """Return the weights of each key as one."""
    merged: dict[K, Weight] = {}
    for key, weight in weights:
        known = merged.get(key)
        merged[key] = (
            (min(known[0], weight[0]), known[1] | weight[1]) if known is not None else weight
        )
    return merged
