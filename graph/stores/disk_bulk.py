"""Adding rows of resources to a graph on disk in bulk, as columns of numbers.

A row is a finding that has nothing of its own but a claim and a number, see
`radexo.graph.records.template_of`. Rows are sorted as the table ``evidence`` is before they are
inserted, and counted and hashed by column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from ..schema import ENTITY_TYPES, PREDICATES
from .disk_file import Row

if TYPE_CHECKING:
    import numpy as np

    Column = np.ndarray[Any, np.dtype[np.int64]]

__all__ = ["Columns", "check_ends", "degrees", "from_rows", "numbered", "read_columns"]

_BATCH = 100_000
"""Rows read between two reports of progress."""


@dataclass(frozen=True)
class Columns:
    """Rows by column.

    Parameters
    ----------
    subject, predicate, object, template
        Numbers of entities, predicates and templates.
    place
        Where each row came, from 0.
    """

    subject: Column
    predicate: Column
    object: Column
    template: Column
    place: Column

    def __len__(self) -> int:
        return len(self.subject)

    @property
    def claim(self) -> tuple[Column, Column, Column]:
        """Subject, predicate and object."""
        return self.subject, self.predicate, self.object

    def chosen(self, rows: Any) -> Columns:
        """Return some of the rows, by their places or a mask."""
        columns = (*self.claim, self.template, self.place)
        return Columns(*(column[rows] for column in columns))

    def in_order(self) -> Columns:
        """Return the rows as the table has them: by claim, then by template."""
        import numpy as np

        columns = (*self.claim, self.template)
        widths = [int(column.max(initial=0)).bit_length() for column in columns]
        if sum(widths) > 63:
            return self.chosen(np.lexsort(columns[::-1]))
        packed = np.zeros(len(self), dtype=np.int64)  # one number for a row sorts faster
        for column, width in zip(columns, widths, strict=True):
            packed = packed << width | column
        return self.chosen(np.argsort(packed, kind="stable"))

    def first(self, *, of_claim: bool = False) -> Any:
        """Return which rows, in order, are the first of their claim (and template)."""
        import numpy as np

        differs = np.ones(len(self), dtype=bool)
        columns = self.claim if of_claim else (*self.claim, self.template)
        differs[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
        return differs


def read_columns(
    rows: Iterable[tuple[str, str, str, int]],
    entities: Mapping[str, int],
    predicates: Mapping[str, int],
    templates: Sequence[int],
    progress: Callable[[str], None] | None = None,
) -> Columns:
    """Read rows into columns.

    Parameters
    ----------
    rows
        Subject, predicate, object, and the place of a template.
    entities, predicates, templates
        Their numbers.
    progress
        Called with how many rows were read.

    Returns
    -------
    Columns
        In the order of the rows.

    Raises
    ------
    DataError
        When a row names an entity or predicate that has no number.
    """
    import numpy as np

    coded = (entities, predicates, entities)
    parts: list[list[Any]] = [[] for _ in range(4)]
    given, count = iter(rows), 0
    while batch := list(islice(given, _BATCH)):
        *claim, places = zip(*batch, strict=True)
        try:
            fields = [
                np.fromiter(map(codes.__getitem__, column), np.int64, len(batch))
                for codes, column in zip(coded, claim, strict=True)
            ]
        except KeyError:
            raise _unknown(batch, count, entities, predicates) from None
        for part, field in zip(parts, (*fields, np.array(places, np.int64)), strict=True):
            part.append(field)
        count += len(batch)
        if progress:
            progress(f"{count} rows read")
    found = [np.concatenate([*part, np.zeros(0, np.int64)]) for part in parts]
    of = np.array([*templates, 0], dtype=np.int64)
    return Columns(found[0], found[1], found[2], of[found[3]], np.arange(count))


def _unknown(
    batch: Sequence[tuple[str, str, str, int]],
    before: int,
    entities: Mapping[str, int],
    predicates: Mapping[str, int],
) -> DataError:
    """Return the error of the first row that names what has no number."""
    for number, (subject, predicate, object, _) in enumerate(batch, before + 1):
        for name, codes in ((subject, entities), (predicate, predicates), (object, entities)):
            if name not in codes:
                return DataError(
                    f"row {number}: {name!r} is neither an entity of the graph nor a "
                    "predicate; add the entity first"
                )
    raise AssertionError("every name has a number")


def from_rows(rows: Sequence[Row]) -> tuple[Columns, Column]:
    """Return rows of the table ``evidence`` as columns, and the numbers of their findings."""
    import numpy as np

    fields = np.array(rows, dtype=np.int64).T
    columns = Columns(fields[0], fields[1], fields[2], fields[3], np.arange(len(rows)))
    return columns, fields[4]


def check_ends(columns: Columns, types: Mapping[int, str], predicates: Mapping[int, str]) -> None:
    """Refuse rows whose predicate may not join the types of their ends.

    Parameters
    ----------
    columns
        The rows.
    types
        The type of each entity, by number.
    predicates
        Their names by number.

    Raises
    ------
    DataError
        With the first such row.
    """
    import numpy as np

    names = [name for name, row in ENTITY_TYPES.items() if not row.abstract]
    of = np.zeros(max(types, default=0) + 1, dtype=np.int64)
    for number, type in types.items():
        of[number] = names.index(type)
    joins = (of[columns.subject] << 12) | (columns.predicate << 6) | of[columns.object]
    for join in np.unique(joins).tolist():
        subject, predicate, object = names[join >> 12], predicates[join >> 6 & 63], names[join & 63]
        if not PREDICATES[predicate].may_join(subject, object):
            row = int(columns.place[joins == join].min()) + 1
            raise DataError(f"row {row}: {predicate} may not join {subject} to {object}")


def numbered(columns: Columns, sources: Mapping[int, str], last: Mapping[str, int]) -> Column:
    """Number rows within their sources, in the order in which they came.

    Parameters
    ----------
    columns
        The rows.
    sources
        The source of each template, by number.
    last
        The last number in each source.
    """
    import numpy as np

    numbers = np.zeros(len(columns), dtype=np.int64)
    for source in sorted(set(sources.values())):
        templates = [number for number, of in sources.items() if of == source]
        rows = np.flatnonzero(np.isin(columns.template, templates))
        rows = rows[np.argsort(columns.place[rows])]
        numbers[rows] = np.arange(len(rows)) + last.get(source, 0) + 1
    return numbers


def degrees(claims: Columns) -> Counter[int]:
    """Return how often each entity is an end of claims."""
    import numpy as np

    numbers, counts = np.unique(np.concatenate((claims.subject, claims.object)), return_counts=True)
    return Counter(dict(zip(numbers.tolist(), counts.tolist(), strict=True)))
