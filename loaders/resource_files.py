"""Open and read the files of public resources: plain, gzipped, or alone in a zip archive."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

from ..graph.errors import DataError
from ..graph.exchange.tables import Reading, Row, blocks_of, read_cells, read_rows, text_of
from ..graph.report import Problem, ProblemsError
from .resource import Resource

__all__ = ["first_line", "headings_of", "open_blocks", "table_cells", "table_rows", "text_rows"]

_AT_ONCE = 1000
"""Rows of a large table that are handled at once."""

_LONGEST = 1 << 24
"""The most bytes of a line that are read; a longer one is refused."""

_DAMAGE = (EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, ValueError)
"""What reading a damaged or encrypted archive raises beside OSError."""


@contextmanager
def open_blocks(
    path: str | Path, watch: Callable[[BinaryIO], None] | None = None
) -> Iterator[Iterator[bytes]]:
    """Open a file in blocks of whole lines: plain, gzipped, or the only file in a zip archive.

    Parameters
    ----------
    path
        The file.
    watch
        Called with the file itself, whose place says how much of it was read.

    Raises
    ------
    DataError
        When it cannot be opened. What is wrong within it is an OSError when it is read.
    """
    with ExitStack() as opened:
        try:
            stream: Any = opened.enter_context(Path(path).open("rb"))
            if watch:
                watch(stream)
            start = stream.read(4)
            stream.seek(0)
            if start[:2] == b"\x1f\x8b":
                stream = opened.enter_context(gzip.open(stream))
            elif start == b"PK\x03\x04":
                archive = opened.enter_context(zipfile.ZipFile(stream))
                stream = opened.enter_context(archive.open(_only_file(archive, path)))
        except OSError as error:
            raise DataError(f"{path}: cannot be read: {error.strerror or error}") from error
        except _DAMAGE as error:
            raise DataError(f"{path}: a damaged zip archive ({error}); get it again") from error
        yield _blocks(stream)


def _blocks(stream: io.BufferedIOBase) -> Iterator[bytes]:
    try:
        yield from blocks_of(stream, longest=_LONGEST)
    except _DAMAGE as error:
        raise OSError(f"damaged or cut off ({error}); get the file again") from error


def _only_file(archive: zipfile.ZipFile, path: str | Path) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if any(name.startswith("xl/") for name in names):
        raise DataError(f"{path}: an Excel workbook; save the sheet as CSV and load that")
    if len(names) != 1:
        raise DataError(f"{path}: the archive holds {len(names)} files; unpack it and name one")
    return names[0]


def table_rows(
    resource: Resource,
    path: str | Path,
    columns: Sequence[str],
    *,
    separators: str = "\t,;",
    headings: Sequence[str] = (),
    count: bool = True,
) -> Iterator[Row]:
    """Read a resource's table; rows that cannot be read are counted as refused.

    Parameters
    ----------
    resource
        Where rows are counted.
    path
        Plain, gzipped or zipped; the separator is found in the first line.
    columns
        Columns that must be present.
    separators
        The characters that may separate cells.
    headings
        The headings of a table that has none.
    count
        Whether the rows are those of the resource, or of a table beside it, of which only those
        are counted that cannot be read.

    Yields
    ------
    Row

    Raises
    ------
    ProblemsError
        When the file as a whole cannot be read.
    """
    with _opened(resource, path, separators) as (how, problems):
        layout = replace(how, headings=headings)
        rows = read_rows(path, columns, problems, layout)
        yield from resource.counted(rows) if count else rows
    if problems:
        raise ProblemsError(problems)


def table_cells(
    resource: Resource, path: str | Path, columns: Sequence[str]
) -> Iterator[list[tuple[int, tuple[str, ...]]]]:
    """Read a large table of a resource without making a `Row` of each row; see `table_rows`.

    Parameters
    ----------
    resource, path
        As of `table_rows`.
    columns
        Columns that must be present, two or more; others are skipped.

    Yields
    ------
    list of tuple
        Some rows, each its number and its cells in the order of `columns`.
    """
    with _opened(resource, path) as (how, problems):
        rows = read_cells(path, columns, problems, how)
        if found := next(rows, None):
            chosen = itemgetter(*map(found[1].index, columns))
            while batch := [(number, chosen(cells)) for number, cells in islice(rows, _AT_ONCE)]:
                resource.count(len(batch))
                yield batch
    if problems:
        raise ProblemsError(problems)


@contextmanager
def _opened(
    resource: Resource, path: str | Path, separators: str = "\t,;"
) -> Iterator[tuple[Reading, list[Problem]]]:
    """Open a table: how it is read, and where problems are appended."""

    def refuse(problem: Problem) -> None:
        resource.count()
        resource.refuse("not as many cells as headings", Row(problem.file, problem.row or 0, {}))

    separator = _separator(_heading(path), separators)
    with open_blocks(path, resource.watch) as blocks:
        by_hand = separator != "\t"
        yield Reading(delimiter=separator, by_hand=by_hand, stream=blocks, refuse=refuse), []


def text_rows(path: str | Path) -> Iterator[tuple[Row, str]]:
    """Read a file that is not a table, line by line.

    Parameters
    ----------
    path
        Plain, gzipped or zipped.

    Yields
    ------
    Row
        The line's place, without cells.
    str
        The line, without its end.

    Raises
    ------
    ProblemsError
        When a line cannot be read.
    """
    problems: list[Problem] = []
    with open_blocks(path) as blocks:
        for number, text in text_of(path, blocks, problems):
            yield Row(str(path), number, {}), text.rstrip("\r\n")
    if problems:
        raise ProblemsError(problems)


def first_line(path: str | Path) -> str:
    """Return a file's first line, without its end and a byte-order mark."""
    return _heading(path).strip("\r\n\ufeff")


def headings_of(path: str | Path, separators: str = "\t,;") -> list[str]:
    """Return the cells of a table's first line."""
    heading = first_line(path)
    separator = _separator(heading, separators)
    if separator != "\t":
        with suppress(csv.Error):
            return list(map(str.strip, next(csv.reader([heading], delimiter=separator), [])))
    return heading.split(separator)


def _heading(path: str | Path) -> str:
    with open_blocks(path) as blocks:
        try:
            return next(blocks, b"").partition(b"\n")[0].decode("utf-8", "replace")
        except OSError as error:
            raise DataError(f"{path}: {error}") from error


def _separator(heading: str, separators: str) -> str:
    return max(separators, key=heading.count)
