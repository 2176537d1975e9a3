"""Find the claims that may differ between two graphs on disk, without making the others.

A graph and a copy that was changed give entities, predicates and templates the same numbers, so
that rows of numbers are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from ..model import Edge

if TYPE_CHECKING:
    from .disk import DiskStore

__all__ = ["claims_apart"]


def claims_apart(
    before: DiskStore, after: DiskStore, papers: Collection[Any]
) -> Iterator[tuple[list[Edge], list[Edge]]] | None:
    """Return the claims that may differ, one subject after the other, of either graph.

    Parameters
    ----------
    before, after
        The graphs.
    papers
        Keys of papers that differ; a claim that cites one may differ.

    Returns
    -------
    iterator of tuple, or None
        None where the two do not number entities or predicates alike.
    """
    own, other = before.numbering(), after.numbering()
    ids = _common(own.entities, other.entities)
    if ids is None or _common(own.predicates, other.predicates) is None:
        return None
    templates = other.templates
    alike = {n for n, record in own.templates.items() if templates.get(n) == record}
    if papers:
        wanted = set(papers)
        alike = {n for n in alike if wanted.isdisjoint(before.template(n).reference_keys)}
    return _apart(before, after, ids, alike)


def _common(own: dict[int, str], other: dict[int, str]) -> dict[int, str] | None:
    """Return what either graph numbers; None where one number stands for two things."""
    both = own | other
    same = len(set(both.values())) == len(both) and all(both[n] == id for n, id in own.items())
    return both if same else None


def _apart(
    before: DiskStore, after: DiskStore, ids: dict[int, str], alike: set[int]
) -> Iterator[tuple[list[Edge], list[Edge]]]:
    for number, _ in sorted(ids.items(), key=lambda item: item[1]):
        old, new = before.rows_of(number), after.rows_of(number)
        if old == new and alike.issuperset(row[3] for row in old):
            continue
        claims = {row[:3] for row in set(old).symmetric_difference(new)}
        claims.update(row[:3] for row in (*old, *new) if row[3] not in alike)
        yield (
            before.edges_of(row for row in old if row[:3] in claims),
            after.edges_of(row for row in new if row[:3] in claims),
        )
