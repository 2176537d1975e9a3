"""Findings and papers by what a person calls them."""

from __future__ import annotations

from collections.abc import Collection

from ...graph.errors import UnknownNameError, UsageError
from ...graph.model import Entity, Finding
from ...graph.stores.base import Store, is_large
from ..filters import FilteredStore, unfiltered
from ..kinds import MOST_LISTED

__all__ = ["cites", "no_such_paper", "refuse_many"]


def refuse_many(
    store: Store, question: str, cancers: Collection[Entity], most: int = MOST_LISTED
) -> None:
    """Refuse to read every finding in cancers of which a large graph has more than so many.

    Parameters
    ----------
    store
        The graph, or a view of it; of one review it is always read.
    question
        Its name.
    cancers
        What would be read; other entities are not counted.
    most
        How many findings at most.

    Raises
    ------
    UsageError
        When there are more; it says what to ask for instead.
    """
    if not is_large(store):
        return
    if isinstance(store, FilteredStore) and store.filters.source in store.reviews():
        return
    in_each = unfiltered(store).findings_by_cancer()
    for cancer in (entity for entity in cancers if entity.type == "Cancer"):
        count = sum(in_each.get(id, 0) for id in store.subtypes(cancer.id))
        if count > most:
            raise UsageError(
                f"{question}: {count} findings are in {cancer.name}; "
                "give a narrower cancer, or a review as the source"
            )


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
