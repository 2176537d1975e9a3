"""Find the claims that may differ between two graphs on disk, without making the others.

Rows are compared as numbers. A graph and a copy that was changed give entities, predicates and
templates the same ones; the rows of a graph that numbers otherwise are translated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

from ..model import Edge
from .disk_file import Row

if TYPE_CHECKING:
    from .disk import DiskStore, Numbering

__all__ = ["claims_apart"]

Numbers = Mapping[int, int]
"""Numbers of one graph by those of another."""


def claims_apart(
    before: DiskStore, after: DiskStore, papers: Collection[Any]
) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Return the claims that may differ, one subject after the other, of either graph.

    Parameters
    ----------
    before, after
        The graphs.
    papers
        Keys of papers that differ; a claim that cites one may differ.

    Returns
    -------
    iterator of tuple
    """
    own, other = before.numbering(), after.numbering()
    translation = _Translation(own, other)
    templates = {translation.templates[n]: record for n, record in other.templates.items()}
    alike = {n for n, record in own.templates.items() if templates.get(n) == record}
    if papers:
        wanted = set(papers)
        alike = {n for n in alike if wanted.isdisjoint(before.template(n).reference_keys)}
    return _apart(before, after, translation, alike)


class _Translation:
    """Numbers of a graph for what the rows of another one hold."""

    def __init__(self, own: Numbering, other: Numbering) -> None:
        self.entities = _translated(own.entities, other.entities)
        self.predicates = _translated(own.predicates, other.predicates)
        self.templates = {0: 0, **_translated(own.templates, other.templates)}
        parts = (self.entities, self.predicates, self.templates)
        self._same = all(n == number for part in parts for n, number in part.items())
        ids = own.entities | {self.entities[n]: id for n, id in other.entities.items()}
        theirs = {number: n for n, number in self.entities.items()}
        by_id = sorted(ids.items(), key=lambda item: item[1])
        self.subjects = [(number, theirs.get(number, 0)) for number, _ in by_id]

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return rows of the other graph with the numbers of this one, in their place."""
        if self._same:
            return rows
        entities, predicates, templates = self.entities, self.predicates, self.templates
        return [
            (entities[subject], predicates[code], entities[object], templates[template], n, place)
            for subject, code, object, template, n, place in rows
        ]


def _translated(own: Mapping[int, str], other: Mapping[int, str]) -> dict[int, int]:
    """Return the numbers of a graph by those of the other; new ones for what it does not have."""
    numbers = {what: n for n, what in own.items() if other.get(n) != what}
    new = count(max((0, *own, *other)) + 1)

    def number(n: int, what: str) -> int:
        if own.get(n) == what:
            return n
        return numbers[what] if what in numbers else next(new) if n in own else n

    return {n: number(n, what) for n, what in other.items()}


def _apart(
    before: DiskStore, after: DiskStore, translation: _Translation, alike: set[int]
) -> Iterator[tuple[list[Edge], list[Edge]]]:
    for number, theirs in translation.subjects:
        old, new = before.rows_of(number), after.rows_of(theirs)
        read = translation.of(new)
        if old == sorted(read) and alike.issuperset(row[3] for row in old):
            continue
        claims = {row[:3] for row in set(old).symmetric_difference(read)}
        claims.update(row[:3] for row in (*old, *read) if row[3] not in alike)
        yield (
            before.edges_of(row for row in old if row[:3] in claims),
            after.edges_of(
                row for row, known in zip(new, read, strict=True) if known[:3] in claims
            ),
        )
