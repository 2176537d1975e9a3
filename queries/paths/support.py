"""What supports a path: one study, one passage, one cancer, or none of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from ...graph.model import Evidence
from ...graph.schema import Support
from ...graph.values import frozen

if TYPE_CHECKING:
    from .path import Hop

__all__ = ["LEVELS", "Key", "PathSupport", "support_of"]


@frozen
class PathSupport:
    """What carries a path.

    Parameters
    ----------
    level
        The strongest support that the path has.
    cancers
        Ids: of the carrying findings the shared cancers, or the union.
    carriers
        What carries the path, each on its own: the evidence of one study, one passage or one
        cancer, hop by hop; of a stitched path all evidence.
    """

    level: Support
    cancers: tuple[str, ...]
    carriers: tuple[tuple[tuple[Evidence, ...], ...], ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The carrying evidence, hop by hop, each piece once."""
        hops = zip(*self.carriers, strict=True)
        pieces = {(e.finding.id, e.statement): e for hop in hops for one in hop for e in one}
        return tuple(pieces.values())


Key = tuple[str, str | None]


def _study(evidence: Evidence) -> Key | None:
    """Return the one cited paper and the cancer of a finding; a missing cancer counts as one."""
    finding = evidence.finding
    return (finding.studies[0], finding.cancer) if len(finding.citations) == 1 else None


def _passage(evidence: Evidence) -> Key | None:
    return (evidence.finding.id, evidence.finding.cancer)


def _cancer(evidence: Evidence) -> Key | None:
    cancer = evidence.finding.cancer
    return ("", cancer) if cancer else None


LEVELS: Sequence[tuple[Support, Callable[[Evidence], Key | None]]] = (
    ("one-study", _study),
    ("one-passage", _passage),
    ("same-cancer", _cancer),
)
"""Levels above stitched, strongest first, and the key that the carrying evidence shares."""


def support_of(hops: Sequence[Hop]) -> PathSupport:
    """Find what supports a path.

    Parameters
    ----------
    hops
        The path.

    Returns
    -------
    PathSupport
        ``one-study`` when the findings of one cited paper in one cancer carry every hop (the
        missing cancer of a general finding counts as one), ``one-passage`` when one finding
        does that cites several papers together or none, ``same-cancer`` when every hop has a
        finding in one and the same cancer, else ``stitched``.
    """
    behind = [tuple(hop.evidence) for hop in hops]
    for level, key in LEVELS:
        groups = [_grouped(found, key) for found in behind]
        if shared := set(groups[0]).intersection(*groups[1:]):
            carriers = tuple(
                tuple(tuple(found[one]) for found in groups) for one in sorted(shared, key=str)
            )
            cancers = sorted({one[1] for one in shared if one[1]})
            return PathSupport(level, tuple(cancers), carriers)
    union = sorted({e.finding.cancer for found in behind for e in found if e.finding.cancer})
    return PathSupport("stitched", tuple(union), (tuple(behind),))


def _grouped(
    evidence: Iterable[Evidence], key: Callable[[Evidence], Key | None]
) -> dict[Key, list[Evidence]]:
    """Return evidence by its key, without that which has none."""
    found: dict[Key, list[Evidence]] = {}
    for piece in evidence:
        if (one := key(piece)) is not None:
            found.setdefault(one, []).append(piece)
    return found
