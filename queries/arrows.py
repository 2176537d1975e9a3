"""How a claim is written in a line: ``miR-340-5p -| KLF10``."""

from __future__ import annotations

from ..graph.schema import PREDICATES, PredicateClass

__all__ = ["ARROWS", "arrow_of", "claim_line"]

ARROWS = {1: "->", -1: "-|", 0: "~>", None: "=>"}
"""How a hop's sign is written: raises, lowers, acts without a given direction, carries."""


def arrow_of(predicate: str) -> str:
    """Return how a claim's predicate is written: an arrow where it acts, carries or denies.

    Examples
    --------
    >>> arrow_of("SPONGES"), arrow_of("PART_OF"), arrow_of("CAUSES_NO_CHANGE")
    ('-|', '[belongs to]', '-/-')
    """
    row = PREDICATES[predicate]
    if row.cls is PredicateClass.DENIAL:
        return "-/-"
    acts = row.cls in (PredicateClass.CAUSAL, PredicateClass.TRANSPORT)
    return ARROWS[row.sign] if acts else f"[{row.verb[1]}]"


def claim_line(subject: str, predicate: str, object: str) -> str:
    """Return a claim in a line.

    Examples
    --------
    >>> claim_line("miR-340-5p", "REPRESSES", "KLF10")
    'miR-340-5p -| KLF10'
    """
    return f"{subject} {arrow_of(predicate)} {object}"
