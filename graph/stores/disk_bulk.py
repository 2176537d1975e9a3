"""Adding rows of resources to a graph on disk in bulk, as columns of numbers.

A row is a finding that has nothing of its own but a claim and a number, see
`radexo.graph.records.template_of`. Rows are sorted as the table ``evidence`` is before they are
inserted, and counted and hashed by column.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from ..errors import DataError
from ..schema import ENTITY_TYPES, PREDICATES
from .disk_file import Row

if TYPE_CHECKING:
    import numpy as np

    Column = np.ndarray[Any, np.dtype[np.integer[Any]]]

__all__ = [
    "CodedRows",
    "Columns",
    "GivenRows",
    "check_ends",
    "degrees",
    "from_rows",
    "numbered",
    "order_of",
    "read_columns",
]

_BATCH = 20_000
"""Rows read at once."""
_REPORT = 10 * _BATCH
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
        return self.chosen(order_of(*self.claim, self.template))

    def first(self, *, of_claim: bool = False) -> Any:
        """Return which rows, in order, are the first of their claim (and template)."""
        import numpy as np

        differs = np.ones(len(self), dtype=bool)
        columns = self.claim if of_claim else (*self.claim, self.template)
        differs[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
        return differs


def order_of(*columns: Column) -> Column:
    """Return the places of rows, ordered by their columns; those of equal rows stay in order."""
    import numpy as np

    places = np.arange(len(columns[0]), dtype=np.int64)
    width = len(places).bit_length()
    order = None
    for packed in _packed(columns, 63 - width):
        if packed is None:
            return np.lexsort(columns[::-1])
        placed = packed if order is None else packed[order]
        placed <<= width
        placed |= places  # sorting whole numbers takes a fifth of the time of finding their order
        placed.sort()
        placed &= (1 << width) - 1
        order = placed if order is None else order[placed]
    return places if order is None else order


def _packed(columns: Sequence[Column], most: int) -> Iterator[Any]:
    """Yield columns together as numbers of at most so many bits, the last columns first.

    None stands for columns that are too wide.
    """
    import numpy as np

    packed, used = np.zeros(len(columns[0]), dtype=np.int64), 0
    for column in reversed(columns):
        width = int(column.max(initial=0)).bit_length()
        if width > most:
            yield None
            return
        if used + width > most:
            yield packed
            packed, used = np.zeros(len(column), dtype=np.int64), 0
        packed |= column.astype(np.int64) << used
        used += width
    yield packed


@dataclass(frozen=True)
class CodedRows:
    """Rows of a resource as columns, for those that come as a table of numbers.

    Parameters
    ----------
    ids, predicates
        Ids of entities, and names of predicates.
    subject, predicate, object
        Their places in these lists, an array each.
    template
        The place of each row's template.
    """

    ids: Sequence[str]
    predicates: Sequence[str]
    subject: Column
    predicate: Column
    object: Column
    template: Column


GivenRows = Iterable[tuple[str, str, str, int]] | CodedRows
"""Rows of resources: subject, predicate, object and place of the template."""


def _decoded(
    rows: CodedRows,
    entities: Mapping[str, int],
    predicates: Mapping[str, int],
    templates: Sequence[int],
    most: int,
) -> Iterator[Columns]:
    import numpy as np

    given = ((rows.ids, entities), (rows.predicates, predicates))
    ids, names = (np.array([codes.get(name, 0) for name in of], np.int32) for of, codes in given)
    of = np.array(templates, dtype=np.int32)
    for start in range(0, max(len(rows.subject), 1), most):
        part = slice(start, start + most)
        subject, predicate, object = (
            column[part] for column in (rows.subject, rows.predicate, rows.object)
        )
        claim = ids[subject], names[predicate], ids[object]
        unknown = np.flatnonzero(np.logical_or.reduce([column == 0 for column in claim]))
        if len(unknown):
            row = int(unknown[0])
            first = (rows.ids[subject[row]], rows.predicates[predicate[row]], rows.ids[object[row]])
            raise _unknown([(*first, 0)], start + row, entities, predicates)
        place = np.arange(start, start + len(subject), dtype=_place_type(start + len(subject)))
        yield Columns(*claim, of[rows.template[part]], place)


def _place_type(count: int) -> Any:
    import numpy as np

    return np.int32 if count < 2**31 else np.int64


def read_columns(
    rows: GivenRows,
    entities: Mapping[str, int],
    predicates: Mapping[str, int],
    templates: Sequence[int],
    progress: Callable[[str], None] | None = None,
    most: int = sys.maxsize,
) -> Iterator[Columns]:
    """Read rows into columns.

    Parameters
    ----------
    rows
        Subject, predicate, object, and the place of a template.
    entities, predicates, templates
        Their numbers.
    progress
        Called with how many rows were read.
    most
        The most rows of a part.

    Yields
    ------
    Columns
        Parts, in the order of the rows; one at least.

    Raises
    ------
    DataError
        When a row names an entity or predicate that has no number.
    """
    import numpy as np

    if isinstance(rows, CodedRows):
        yield from _decoded(rows, entities, predicates, templates, most)
        return
    coded, of = (entities, predicates, entities), np.array([*templates, 0], dtype=np.int32)
    parts: list[list[Any]] = [[] for _ in range(4)]
    given, count, start = iter(rows), 0, 0

    def part() -> Columns:
        subject, predicate, object, place = (
            np.concatenate([*part, np.zeros(0, np.int32)]) for part in parts
        )
        places = np.arange(start, count, dtype=_place_type(count))
        return Columns(subject, predicate, object, of[place], places)

    while batch := list(chain.from_iterable(islice(given, _BATCH))):
        if count > start and count + _BATCH > start + most:
            yield part()
            parts, start = [[] for _ in range(4)], count
        try:
            for column, codes, numbers in zip(range(3), coded, parts[:3], strict=True):
                numbers.append(np.array([codes[str(name)] for name in batch[column::4]], np.int32))
        except KeyError:
            whole = list(zip(*[iter(batch)] * 4, strict=True))
            raise _unknown(whole, count, entities, predicates) from None
        parts[3].append(np.array(batch[3::4], np.int32))
        count += len(batch) // 4
        if progress and count % _REPORT == 0:
            progress(f"{count} rows read")
    yield part()


def _unknown(
    batch: Sequence[Any], before: int, entities: Mapping[str, int], predicates: Mapping[str, int]
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
    of = np.zeros(max(types, default=0) + 1, dtype=np.int32)
    for number, type in types.items():
        of[number] = names.index(type)
    joins = (of[columns.subject] << 12) | (columns.predicate << 6) | of[columns.object]
    for join in np.flatnonzero(np.bincount(joins)).tolist():
        subject, predicate, object = names[join >> 12], predicates[join >> 6 & 63], names[join & 63]
        if not PREDICATES[predicate].may_join(subject, object):
            row = int(columns.place[joins == join].min()) + 1
            raise DataError(f"row {row}: {predicate} may not join {subject} to {object}")


def numbered(columns: Columns, sources: Mapping[int, str], last: Mapping[str, int]) -> Column:
    """Assign numbers to rows within their sources, in the order in which they came.

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

    names = sorted(set(sources.values()))
    of = np.zeros(max(sources, default=0) + 1, dtype=np.int32)
    for template, source in sources.items():
        of[template] = names.index(source)
    source_of = of[columns.template]
    order = order_of(source_of, columns.place)
    numbers = np.zeros(len(columns), dtype=np.int64)
    counts = np.bincount(source_of, minlength=len(names)).tolist()
    start = 0
    for source, count in zip(names, counts, strict=True):
        first = last.get(source, 0) + 1
        numbers[order[start : start + count]] = np.arange(first, first + count)
        start += count
    return numbers


def degrees(claims: Columns) -> Counter[int]:
    """Return how often each entity is an end of claims."""
    import numpy as np

    size = max(int(ends.max(initial=0)) for ends in (claims.subject, claims.object)) + 1
    counts = np.bincount(claims.subject, minlength=size)
    counts += np.bincount(claims.object, minlength=size)
    numbers = np.flatnonzero(counts)
    return Counter(dict(zip(numbers.tolist(), counts[numbers].tolist(), strict=True)))
