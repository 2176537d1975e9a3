"""Rows of resources by way of temporary files, for more rows than are held in memory at once.

Rows are sorted in runs of `MOST_ROWS`, and merged by ranges of the column that they are sorted by,
so that what is held grows by five bytes a row: its number and its source.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import disk_blocks as blocks
from .disk_bulk import Columns, degrees, order_of
from .disk_temporary import temporary_folder

if TYPE_CHECKING:
    import sqlite3

    from .disk_bulk import Column

__all__ = ["MOST_ROWS", "Written", "write"]

MOST_ROWS = 5_000_000
"""The most rows that are written without temporary files; half as many are held at once then."""


@dataclass
class Written:
    """What was written, counted.

    Parameters
    ----------
    rows
        How many.
    edges, degrees
        Claims by predicate and by end.
    templates
        Rows by template.
    prints
        The sum of fingerprints.
    """

    rows: int = 0
    edges: Counter[int] = field(default_factory=Counter)
    degrees: Counter[int] = field(default_factory=Counter)
    templates: Counter[int] = field(default_factory=Counter)
    prints: int = 0


class Runs:
    """Runs of rows in files, each ordered by its first column, which holds small numbers.

    Parameters
    ----------
    folder
        Where the files lie.
    name
        The beginning of their names.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._starts: list[Column] = []
        self._types: Sequence[Any] = ()

    def add(self, *columns: Column) -> None:
        """Write a run."""
        import numpy as np

        self._types = [column.dtype for column in columns]
        counts = np.cumsum(np.bincount(columns[0], minlength=1))
        self._starts.append(np.concatenate(([0], counts)).astype(np.uint32))
        for place, column in enumerate(columns):
            column.tofile(self._file(len(self._starts) - 1, place))

    def _file(self, run: int, place: int) -> Path:
        return self._folder / f"{self._name}-{run}-{place}"

    def each(self) -> Iterator[list[Column]]:
        """Yield the runs as they were written, and remove them."""
        for run, starts in enumerate(self._starts):
            yield [self._read(run, place, 0, int(starts[-1])) for place in range(len(self._types))]
            self._remove(run)

    def ranges(self, most: int) -> Iterator[list[Column]]:
        """Yield the rows of ranges of the first column, in the order of the runs; remove them.

        A range has at most as many rows as `most`, or one value.
        """
        import numpy as np

        last = max((len(starts) for starts in self._starts), default=1)
        total = np.zeros(last, dtype=np.int64)
        for starts in self._starts:
            total[: len(starts)] += starts
            total[len(starts) :] += starts[-1]
        first = 0
        while first < last - 1:
            wanted = int(total[first]) + most
            end = max(first + 1, int(np.searchsorted(total, wanted, side="right")) - 1)
            bounds = [[int(s[min(n, len(s) - 1)]) for n in (first, end)] for s in self._starts]
            if any(a < b for a, b in bounds):
                yield [
                    np.concatenate(
                        [self._read(run, place, a, b) for run, (a, b) in enumerate(bounds)]
                    )
                    for place in range(len(self._types))
                ]
            first = end
        for run in range(len(self._starts)):
            self._remove(run)

    def _read(self, run: int, place: int, start: int, end: int) -> Column:
        import numpy as np

        kind = np.dtype(self._types[place])
        offset = start * kind.itemsize
        return np.fromfile(self._file(run, place), kind, end - start, offset=offset)

    def _remove(self, run: int) -> None:
        for place in range(len(self._types)):
            self._file(run, place).unlink()


def write(
    db: sqlite3.Connection,
    given: Iterable[Columns],
    sources: Mapping[int, str],
    prints: Callable[[Columns, Column], int],
    report: Callable[[str], None],
    most: int,
) -> Written:
    """Write the first rows of a graph in blocks, each once.

    Parameters
    ----------
    db
        In a transaction; no row is there yet.
    given
        The rows in the order in which they came, part by part.
    sources
        The source of each template, by number.
    prints
        Returns the sum of the fingerprints of rows.
    report
        Called with what is being done.
    most
        The most rows that are held at once.

    Returns
    -------
    Written
    """
    file = Path(db.execute("PRAGMA database_list").fetchone()[2])
    with temporary_folder(file) as folder:
        return _Spool(db, folder, sources, prints, report, most).write(given)


class _Spool:
    def __init__(
        self,
        db: sqlite3.Connection,
        folder: Path,
        sources: Mapping[int, str],
        prints: Callable[[Columns, Column], int],
        report: Callable[[str], None],
        most: int,
    ) -> None:
        import numpy as np

        self._db, self._folder, self._prints = db, folder, prints
        self._report, self._most = report, most
        self._names = sorted(set(sources.values()))
        self._of = np.zeros(max(sources, default=0) + 1, dtype=np.int32)
        for template, source in sources.items():
            self._of[template] = self._names.index(source)
        self._part = blocks.next_part(db)

    def write(self, given: Iterable[Columns]) -> Written:
        import numpy as np

        rows, count = Runs(self._folder, "given"), 0
        for part in given:
            ordered = part.in_order()
            rows.add(*ordered.claim, ordered.template, ordered.place)
            count += len(part)
        kept = self._kept(rows, count)
        numbers = self._numbered()
        written = Written(rows=int(self._counts.sum()))
        entering, by_number = Runs(self._folder, "in"), Runs(self._folder, "number")
        firsts = np.concatenate(([0], np.cumsum(self._counts)))[:-1]
        for columns in kept:
            of_row = numbers[columns.place]
            self._report(f"{len(columns)} rows")
            blocks.write_at(self._db, "subject", columns, of_row, self._part)
            written.prints += self._prints(columns, of_row)
            claims = columns.chosen(columns.first(of_claim=True))
            written.edges.update(_counted(claims.predicate))
            written.degrees.update(degrees(claims))
            written.templates.update(_counted(columns.template))
            order = order_of(columns.object, columns.predicate)
            turned = columns.chosen(order)
            entering.add(
                turned.object, turned.predicate, turned.subject, turned.template, of_row[order]
            )
            rank = (firsts[self._of[columns.template]] + of_row - 1).astype(np.uint32)
            order = order_of(rank)
            by_rank, rank = columns.chosen(order), rank[order]
            by_number.add(
                rank // blocks.BLOCK, rank, of_row[order], *by_rank.claim, by_rank.template
            )
        del numbers
        for fields in entering.ranges(self._most):
            order = order_of(fields[0], fields[1])
            object, predicate, subject, template, number = (f[order] for f in fields)
            turned = Columns(subject, predicate, object, template, number)
            blocks.write_at(self._db, "object", turned, number, self._part)
        self._write_numbered(by_number)
        return written

    def _kept(self, rows: Runs, count: int) -> Iterator[Columns]:
        """Find the rows that are the first of their kind; return them, in order, part by part."""
        import numpy as np

        self._source_at = np.zeros(count, dtype=np.uint16)  # from 1; 0 for a row that came before
        files = Runs(self._folder, "kept")
        for fields in rows.ranges(self._most):
            columns = Columns(*fields).in_order()
            columns = columns.chosen(columns.first())
            self._source_at[columns.place] = self._of[columns.template] + 1
            files.add(*columns.claim, columns.template, columns.place)
        self._counts = np.bincount(self._source_at, minlength=len(self._names) + 1)[1:]
        return (Columns(*fields) for fields in files.each())

    def _numbered(self) -> Column:
        """Return the number of each row, by the place where it came."""
        import numpy as np

        numbers = np.zeros(len(self._source_at), dtype=np.uint32)
        last = np.zeros(len(self._names), dtype=np.int64)
        for start in range(0, len(numbers), self._most):
            held = self._source_at[start : start + self._most]
            for source in range(len(self._names)):
                places = np.flatnonzero(held == source + 1)
                first = int(last[source]) + 1
                numbers[start + places] = np.arange(first, first + len(places))
                last[source] += len(places)
        del self._source_at
        return numbers

    def _write_numbered(self, by_number: Runs) -> None:
        """Write rows by source and number, and the numbers of each template."""
        by_template = Runs(self._folder, "template")
        for fields in by_number.ranges(self._most):
            order = order_of(fields[1])
            number, subject, predicate, object, template = (f[order] for f in fields[2:])
            columns = Columns(subject, predicate, object, template, number)
            blocks.write_numbered(self._db, columns, number, self._of, self._names, self._part)
            order = order_of(template)
            by_template.add(template[order], number[order])
        for template, number in by_template.ranges(self._most):
            order = order_of(template)
            blocks.write_templates(self._db, template[order], number[order], self._part)


def _counted(column: Column) -> Counter[int]:
    import numpy as np

    counts = np.bincount(column)
    return Counter({n: int(counts[n]) for n in np.flatnonzero(counts).tolist()})
