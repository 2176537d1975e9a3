"""Findings and papers by what a person calls them."""

from __future__ import annotations

from ...graph.errors import UnknownNameError
from ...graph.model import Finding
from ...graph.stores.base import Store, is_large

__all__ = ["cites", "no_such_paper"]


def cites(finding: Finding, what: str) -> bool:
    """Return whether a finding cites a paper (``29`` or ``sun2022:29``), or has this id itself.

    Examples
    --------
    >>> cites(Finding("sun2022:29a", citations=("29",)), "29")
    True
    >>> cites(Finding("sun2022:29a"), "sun2022:30")
    False
    """
    return finding.id == what or any(
        what in (citation, f"{source}:{citation or ''}")
        for source, citation in finding.reference_keys
    )


def no_such_paper(store: Store, what: str) -> UnknownNameError:
    """Return the error for a paper that no finding cites; it names findings with a similar id."""
    from rapidfuzz import process

    reviews = store.reviews()  # the ids of other findings are numbers
    listed = store.findings(sources=reviews or None) if reviews or not is_large(store) else ()
    ids = [finding.id for finding in listed]
    near = [id for id, _, _ in process.extract(what, ids, score_cutoff=60, limit=5)]
    hint = f" Nearest: {', '.join(near)}." if near else ""
    return UnknownNameError(
        f"{what!r} is not the id of a finding, and no finding cites it.{hint} "
        "Such as sun2022:29a, or 29",
        near,
    )
