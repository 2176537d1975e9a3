"""What carries a chain, by the contract's words alone: support, carriers and certainty.

Nothing here knows the engine: a chain is a list of hops, a hop the statements that make its claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from radexo.graph.model import Finding, Statement

from .random_graphs import CERTAINTY

__all__ = ["SUPPORT", "Carrier", "Piece", "carriers", "certainty", "read", "support", "weakest"]

SUPPORT = ("one-study", "one-passage", "same-cancer", "stitched")


@dataclass(frozen=True)
class Piece:
    """One statement as evidence: its finding, cancer and certainty."""

    predicate: str
    finding: str
    citations: tuple[str, ...]
    cancer: str | None
    certainty: str


def read(finding: Finding, statement: Statement) -> Piece:
    """Read a statement of a finding as evidence."""
    return Piece(
        statement.predicate, finding.id, finding.citations, finding.cancer, statement.certainty
    )


Carrier = list[list[Piece]]


def within(hops: list[list[Piece]], belongs: Callable[[Piece], bool]) -> Carrier | None:
    """What of a chain's evidence belongs to one carrier; None where a hop has none of it."""
    carried = [[t for t in hop if belongs(t)] for hop in hops]
    return carried if all(carried) else None


def carriers(hops: list[list[Piece]]) -> tuple[str, list[Carrier]]:
    """The support of a chain, and what carries it, each on its own: the contract's definition."""
    collected = [t for hop in hops for t in hop]
    cancers = {t.cancer for t in collected}
    studies = {(t.citations, t.cancer) for t in collected if len(t.citations) == 1}
    candidates: list[tuple[str, list[Callable[[Piece], bool]]]] = [
        ("one-study", [lambda t, k=k: (t.citations, t.cancer) == k for k in studies]),
        ("one-passage", [lambda t, f=f: t.finding == f for f in {t.finding for t in collected}]),
        ("same-cancer", [lambda t, c=c: t.cancer == c for c in cancers - {None}]),
    ]
    for level, ways in candidates:
        found = [c for belongs in ways if (c := within(hops, belongs))]
        if found:
            return level, found
    return "stitched", [hops]


def support(hops: list[list[Piece]]) -> tuple[str, list[Piece]]:
    """The support of a chain, and all that carries it."""
    level, found = carriers(hops)
    return level, [t for carrier in found for hop in carrier for t in hop]


def weakest(hops: list[list[Piece]]) -> str:
    """The weakest of the hops, each as sure as its surest statement."""
    best = [min((t.certainty for t in hop), key=CERTAINTY.index) for hop in hops]
    return max(best, key=CERTAINTY.index)


def certainty(hops: list[list[Piece]]) -> str:
    """The certainty of a chain: what its surest carrier gives on its own."""
    return min(map(weakest, carriers(hops)[1]), key=CERTAINTY.index)
