"""Find the claims that may differ between two graphs on disk, without making the others.

A graph and a copy that was changed give entities, predicates and templates the same numbers, so
that rows of numbers are compared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from ..model import Edge
from .disk import DiskStore
from .disk_file import Row

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
    codes = _common(before, after, "SELECT n, name FROM predicate")
    ids = _common(before, after, "SELECT n, id FROM entity")
    if codes is None or ids is None:
        return None
    own, other = (dict(store._all("SELECT n, record FROM template")) for store in (before, after))
    alike = {n for n, record in own.items() if other.get(n) == record}
    if papers:
        wanted = set(papers)
        alike = {n for n in alike if wanted.isdisjoint(before.template(n).reference_keys)}
    return _apart(before, after, ids, alike)


def _common(before: DiskStore, after: DiskStore, sql: str) -> dict[int, str] | None:
    """Return what either graph numbers; None where one number stands for two things."""
    own, other = (dict[int, str](store._all(sql)) for store in (before, after))
    both = own | other
    same = len(set(both.values())) == len(both) and all(both[n] == id for n, id in own.items())
    return both if same else None


def _apart(
    before: DiskStore, after: DiskStore, ids: dict[int, str], alike: set[int]
) -> Iterator[tuple[list[Edge], list[Edge]]]:
    for number, _ in sorted(ids.items(), key=lambda item: item[1]):
        old, new = (_rows(store, number) for store in (before, after))
        if old == new and alike.issuperset(row[3] for row in old):
            continue
        claims = {row[:3] for row in set(old).symmetric_difference(new)}
        claims.update(row[:3] for row in (*old, *new) if row[3] not in alike)
        yield (
            before._edges(row for row in old if row[:3] in claims),
            after._edges(row for row in new if row[:3] in claims),
        )


def _rows(store: DiskStore, subject: int) -> list[Row]:
    return sorted(store._rows_at("subject", subject, store._predicate_codes(None)))
