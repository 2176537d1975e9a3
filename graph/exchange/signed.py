"""Signed pairs: what programs for signed networks can hold of a graph.

They know one edge between two nodes, +1 or -1. Parallel claims of one sign become one pair; claims
of both signs between the same two entities contradict each other, and neither is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..model import Edge, Evidence, best_certainty
from ..schema import PREDICATES, Certainty, Support
from ..stores.base import Store
from ..values import frozen
from .losses import Tally

__all__ = ["SignedPair", "signed_pairs"]


@frozen
class SignedPair:
    """All causal claims of one sign between two entities.

    Parameters
    ----------
    subject, object
        Entity ids.
    sign
        +1 or -1.
    edges
        The claims, the most specific predicate first.
    """

    subject: str
    object: str
    sign: int
    edges: tuple[Edge, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every statement behind the claims."""
        return tuple(e for edge in self.edges for e in edge.evidence)

    @property
    def _studies(self) -> tuple[Evidence, ...]:
        """The statements of findings that cite one paper."""
        return tuple(e for e in self.evidence if len(e.finding.citations) == 1)

    @property
    def support(self) -> Support:
        """What carries it: one cited paper, or a passage that cites several or none."""
        return "one-study" if self._studies else "one-passage"

    @property
    def certainty(self) -> Certainty | None:
        """The best certainty of what carries its support, as in the rows of `regulators`."""
        return best_certainty(e.statement.certainty for e in self._studies or self.evidence)

    def __str__(self) -> str:
        return f"{self.subject} {self.edges[0].predicate} {self.object}"


def signed_pairs(store: Store, tally: Tally) -> Iterator[SignedPair]:
    """Yield the signed pairs of a graph, by subject and object.

    Parameters
    ----------
    store
        The graph.
    tally
        Counts the claims that are in no pair.
    """
    for _, edges in groupby(store.each_edge(), key=lambda edge: edge.subject):
        objects: dict[str, dict[int, list[Edge]]] = {}
        for edge in edges:
            claim = f"{edge.subject} {edge.predicate} {edge.object}"
            if edge.causal and edge.sign:
                objects.setdefault(edge.object, {}).setdefault(edge.sign, []).append(edge)
            elif edge.causal:
                tally.add("causal claim whose sign is not given", claim)
            else:
                tally.add(f"claim that is not causal: {edge.predicate}", claim)
        for signs in objects.values():
            if len(signs) > 1:
                for edge in (edge for edges in signs.values() for edge in edges):
                    claim = f"{edge.subject} {edge.predicate} {edge.object}"
                    tally.add("claim that another of the opposite sign contradicts", claim)
                continue
            ((sign, parallel),) = signs.items()
            parallel.sort(key=lambda edge: -PREDICATES[edge.predicate].specificity)
            yield SignedPair(parallel[0].subject, parallel[0].object, sign, tuple(parallel))
