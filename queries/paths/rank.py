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

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Any

from ...graph.model import Evidence
from ...graph.schema import CERTAINTIES, SUPPORTS
from ...graph.stores.base import Store
from ...graph.values import frozen
from .path import ARROWS, Hop, Path
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


Weight = tuple[int, frozenset[tuple[str, str | None]]]
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
        support, certainty, citations = self._support([self._weigh(hop) for hop in hops])
        ids = (hops[0].subject, *(hop.object for hop in hops))
        penalty = round(sum(map(self._penalty, ids[1:-1])), 3)
        arrows = tuple(ARROWS[hop.sign] for hop in hops)
        return (support, certainty, len(hops), -citations, penalty, ids, arrows)

    def _support(self, weighed: Sequence[_Weighed]) -> tuple[int, int, int]:
        """Return the places of support and certainty, and how many papers carry the path."""
        for level in range(len(LEVELS)):
            first, *others = (hop.levels[level] for hop in weighed)
            if shared := first.keys() & set.intersection(*map(set, others)) if others else first:
                carriers = [[hop.levels[level][key] for hop in weighed] for key in shared]
                return (level, *_of_carriers(carriers))
        return (len(LEVELS), *_of_carriers([[hop.whole for hop in weighed]]))

    def _weigh(self, hop: Hop) -> _Weighed:
        if (known := self._weighed.get(id(hop))) is None:
            evidence = tuple(hop.evidence)
            levels = tuple(_by_key(evidence, key_of) for _, key_of in LEVELS)
            known = self._weighed[id(hop)] = _Weighed(hop, levels, _weight(evidence))
        return known

    def _penalty(self, id: str) -> float:
        if id not in self._penalties:
            self._penalties[id] = log2(max(self._store.degree(id), 1))
        return self._penalties[id]


def _by_key(evidence: Iterable[Evidence], key_of: Any) -> dict[Key, Weight]:
    pieces: dict[Key, list[Evidence]] = {}
    for one in evidence:
        if (key := key_of(one)) is not None:
            pieces.setdefault(key, []).append(one)
    return {key: _weight(found) for key, found in pieces.items()}


def _weight(evidence: Iterable[Evidence]) -> Weight:
    evidence = tuple(evidence)
    best = min(CERTAINTIES.index(e.statement.certainty) for e in evidence)
    return best, frozenset(key for e in evidence for key in e.finding.reference_keys)


def _of_carriers(carriers: Sequence[Sequence[Weight]]) -> tuple[int, int]:
    """Return the place of the best carrier's certainty, and how many papers they have together."""
    certainty = min(max(best for best, _ in hops) for hops in carriers)
    papers = frozenset[tuple[str, str | None]]().union(*(p for hops in carriers for _, p in hops))
    return certainty, len(papers)
