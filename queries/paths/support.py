"""What supports a path: one study in one cancer, one cancer, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...graph.model import Evidence
from ...graph.schema import SUPPORTS, Support

if TYPE_CHECKING:
    from .path import Hop, Path

__all__ = ["PathSupport", "support_of", "supported"]

_GENERAL = ""
"""Stands for the missing cancer of a general finding."""


@dataclass(frozen=True, slots=True)
class PathSupport:
    """What carries a path: one study, one cancer, or neither.

    Parameters
    ----------
    level
        reported, same-cancer or stitched.
    cancers
        Ids: of the carrying findings the shared cancers, or the union.
    evidence
        The carrying evidence, hop by hop.
    """

    level: Support
    cancers: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def support_of(hops: Sequence[Hop]) -> PathSupport:
    """Find what supports a path.

    Parameters
    ----------
    hops
        The path.

    Returns
    -------
    PathSupport
        ``reported`` when the findings of one study in one cancer carry every hop (a general
        finding's missing cancer counts as one), ``same-cancer`` when every hop has a finding in one
        and the same cancer, else ``stitched``.
    """
    carried = [list(hop.evidence) for hop in hops]
    studies = set.intersection(
        *(
            {(study, e.finding.cancer or _GENERAL) for e in found for study in e.finding.studies}
            for found in carried
        )
    )
    if studies:
        level: Support = "reported"
        carrying = [
            e
            for found in carried
            for e in found
            if any((study, e.finding.cancer or _GENERAL) in studies for study in e.finding.studies)
        ]
    elif cancers := set.intersection(
        *({e.finding.cancer for e in found} - {None} for found in carried)
    ):
        level = "same-cancer"
        carrying = [e for found in carried for e in found if e.finding.cancer in cancers]
    else:
        level, carrying = "stitched", [e for found in carried for e in found]
    shared = sorted({e.finding.cancer for e in carrying if e.finding.cancer})
    return PathSupport(level, tuple(shared), tuple(carrying))


def supported(path: Path, support: str) -> bool:
    """Return whether a path has at least this support."""
    return SUPPORTS.index(path.support) <= SUPPORTS.index(support)
