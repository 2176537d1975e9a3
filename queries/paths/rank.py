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
from math import log2
from typing import Any

from ...graph.model import Evidence
from ...graph.schema import CERTAINTIES, SUPPORTS
from ...graph.stores.base import Store
from ...graph.values import frozen
from ..arrows import ARROWS
from .path import Hop, Path
from .support import LEVELS, Key

__all__ = ["Ranking", "rank"]


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


Paper = tuple[str, str | None]
Weight = tuple[int, frozenset[Paper]]
"""The place of the best certainty that some evidence gives, and the papers behind the evidence."""


@frozen
class _Weighed:
    """What the evidence of a hop weighs: by study, by passage, by cancer, and as a whole."""

    hop: Hop
    levels: tuple[Mapping[Key, Weight], ...]
    whole: Weight


class Ranking:
    """Ranks paths by their hops; each hop is weighed once.

    Parameters
    ----------
    store
        Where the degrees of entities are looked up.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._weighed: dict[int, _Weighed] = {}
        self._penalties: dict[str, float] = {}

    def key(self, hops: Sequence[Hop]) -> tuple[Any, ...]:
        """Return the sort key that `rank` gives the path of some hops.

        Parameters
        ----------
        hops
            The path, at least one hop.
        """
        weighed = [self._weigh(hop) for hop in hops]
        support, certainty, carriers = self._carried(weighed)
        citations = len(frozenset[Paper]().union(*(p for hops in carriers for _, p in hops)))
        ids = (hops[0].subject, *(hop.object for hop in hops))
        penalty = round(sum(map(self._penalty, ids[1:-1])), 3)
        arrows = tuple(ARROWS[hop.sign] for hop in hops)
        return (support, certainty, len(hops), -citations, penalty, ids, arrows)

    def best(self, chains: Iterable[Sequence[Hop]], limit: int) -> tuple[int, list[Sequence[Hop]]]:
        """Count paths, and return the best of them, in order.

        Parameters
        ----------
        chains
            The hops of each.
        limit
            How many are returned; 0 for all.
        """
        groups: dict[tuple[int, int, int], list[Sequence[Hop]]] = {}
        for hops in chains:
            support, certainty, _ = self._carried([self._weigh(hop) for hop in hops])
            groups.setdefault((support, certainty, len(hops)), []).append(hops)
        count = sum(map(len, groups.values()))
        found: list[Sequence[Hop]] = []
        for group in sorted(groups):
            left = (limit or count) - len(found)
            found += nsmallest(left, groups[group], key=self.key)
            if len(found) == limit:
                break
        return count, found

    def _carried(self, weighed: Sequence[_Weighed]) -> tuple[int, int, Sequence[Sequence[Weight]]]:
        """Return the places of support and certainty, and what carries the path, hop by hop."""
        for level in range(len(LEVELS)):
            shared: Set[Key] = weighed[0].levels[level].keys()
            for hop in weighed[1:]:
                if not shared:
                    break
                shared = shared & hop.levels[level].keys()
            if shared:
                carriers = [[hop.levels[level][key] for hop in weighed] for key in shared]
                return level, _certainty(carriers), carriers
        carriers = [[hop.whole for hop in weighed]]
        return len(LEVELS), _certainty(carriers), carriers

    def _weigh(self, hop: Hop) -> _Weighed:
        if (known := self._weighed.get(id(hop))) is None:
            evidence = tuple(hop.evidence)
            whole = _weight(evidence)
            levels = tuple(_by_key(evidence, whole, key_of) for _, key_of in LEVELS)
            known = self._weighed[id(hop)] = _Weighed(hop, levels, whole)
        return known

    def _penalty(self, id: str) -> float:
        if id not in self._penalties:
            self._penalties[id] = log2(max(self._store.degree(id), 1))
        return self._penalties[id]


def _by_key(evidence: Sequence[Evidence], whole: Weight, key_of: Any) -> dict[Key, Weight]:
    if len(evidence) == 1:
        key = key_of(evidence[0])
        return {} if key is None else {key: whole}
    pieces: dict[Key, list[Evidence]] = {}
    for one in evidence:
        if (key := key_of(one)) is not None:
            pieces.setdefault(key, []).append(one)
    return {key: _weight(found) for key, found in pieces.items()}


_PLACES = {certainty: place for place, certainty in enumerate(CERTAINTIES)}


def _weight(evidence: Sequence[Evidence]) -> Weight:
    best = min(_PLACES[e.statement.certainty] for e in evidence)
    return best, frozenset(key for e in evidence for key in e.finding.reference_keys)


def _certainty(carriers: Sequence[Sequence[Weight]]) -> int:
    """Return the place of the best carrier's certainty."""
    return min(max(best for best, _ in hops) for hops in carriers)
