"""Findings and papers by what a person calls them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ...graph.errors import UnknownNameError, UsageError
from ...graph.model import Entity, Finding, natural_key
from ...graph.schema import ENDPOINTS, RADIOSENSITIVITY
from ...graph.stores.base import Store, is_large
from ..filters import FilteredStore, unfiltered
from ..kinds import MOST_LISTED

__all__ = ["cites", "findings_naming", "named_by", "no_such_paper", "refuse_many"]


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


def findings_naming(store: Store, entity: Entity) -> Sequence[Finding]:
    """Return the findings that name an entity, in natural order of their ids.

    Parameters
    ----------
    store
        The graph, or a view of it.
    entity
        What they name, as `named_by` says.

    Examples
    --------
    >>> import radexo
    >>> g = radexo.load()
    >>> [finding.id for finding in findings_naming(g.store, g.entity("macrophages"))]
    ['sun2022:35a', 'sun2022:54a']
    """
    kinds = store.subtypes(entity.id)
    ids = {*kinds, *(exosomes.id for exosomes in store.exosomes_of(kinds))}
    found = {finding.id: finding for id in ids for finding in store.findings(naming=id)}
    if _is_endpoint(entity):
        found |= {f.id: f for f in store.findings(marked=True) if f.endpoint == entity.name}
    naming = filter(named_by(store, entity), found.values())
    return sorted(naming, key=lambda finding: natural_key(finding.id))


def named_by(store: Store, entity: Entity) -> Callable[[Finding], bool]:
    """Return what says whether a finding names an entity.

    It does where it names a subtype, where its exosomes were released by one or after one, and
    where its endpoint has that name. A finding with an effect names radiosensitivity.

    Parameters
    ----------
    store
        The graph, or a view of it.
    entity
        What is named.
    """
    kinds = store.subtypes(entity.id)
    endpoint = entity.name if _is_endpoint(entity) else None

    def names(finding: Finding) -> bool:
        if entity.id == RADIOSENSITIVITY and finding.effect != "none":
            return True
        exosome = store.entity(finding.exosome) if finding.exosome else None
        context = (*exosome.donors, *exosome.exposures) if exosome else ()
        return not kinds.isdisjoint((*finding.named_ids, *context)) or (
            endpoint is not None and finding.endpoint == endpoint
        )

    return names


def _is_endpoint(entity: Entity) -> bool:
    return entity.type == "Outcome" and entity.name in ENDPOINTS


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
